"""What the product reads and says in each language: headings and words as data, sentences by key."""

from lookalike.languages.content import codes, content
from lookalike.languages.language import LANGUAGES, Language, Message, language, plain, say
from lookalike.languages.phrases import Phrases, phrases
from lookalike.languages.storing import from_plain, to_plain
from lookalike.languages.words import key, tokens, words

__all__ = [
    "LANGUAGES",
    "Language",
    "Message",
    "Phrases",
    "codes",
    "content",
    "from_plain",
    "key",
    "language",
    "phrases",
    "plain",
    "say",
    "to_plain",
    "tokens",
    "words",
]
