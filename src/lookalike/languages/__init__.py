"""What the product reads and says in each language: headings and words as data, sentences by key."""

from lookalike.languages.content import codes, content
from lookalike.languages.language import LANGUAGES, Language, Message, language, plain, say
from lookalike.languages.storing import from_plain, to_plain
from lookalike.languages.words import key, tokens, words

__all__ = [
    "LANGUAGES",
    "Language",
    "Message",
    "codes",
    "content",
    "from_plain",
    "key",
    "language",
    "plain",
    "say",
    "to_plain",
    "tokens",
    "words",
]
