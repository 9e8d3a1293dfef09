"""What the product reads and says in each language: headings and words as data, sentences by key."""

from lookalike.languages.content import codes, content
from lookalike.languages.figures import WHOLE
from lookalike.languages.language import LANGUAGES, Language, Message, Words, called, has, language, say
from lookalike.languages.phrases import Phrases, phrases
from lookalike.languages.storing import from_plain, to_plain
from lookalike.languages.tables import told_table
from lookalike.languages.texts import plain
from lookalike.languages.words import key, tokens, words

__all__ = [
    "LANGUAGES",
    "WHOLE",
    "Language",
    "Message",
    "Phrases",
    "Words",
    "called",
    "codes",
    "content",
    "from_plain",
    "has",
    "key",
    "language",
    "phrases",
    "plain",
    "say",
    "to_plain",
    "tokens",
    "told_table",
    "words",
]
