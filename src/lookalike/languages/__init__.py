"""What the product reads and says in each language: headings and words as data, sentences by key."""

from lookalike.languages.content import codes, content, sentences
from lookalike.languages.figures import WHOLE
from lookalike.languages.forms import key, tokens
from lookalike.languages.industries import industry_systems
from lookalike.languages.language import LANGUAGES, Language, Message, Words, called, has, language, say
from lookalike.languages.phrases import Own, Phrases, each, meanings, phrases, spoken
from lookalike.languages.storing import from_plain, to_plain
from lookalike.languages.tables import told_table
from lookalike.languages.texts import plain
from lookalike.languages.words import words

__all__ = [
    "LANGUAGES",
    "WHOLE",
    "Language",
    "Message",
    "Own",
    "Phrases",
    "Words",
    "called",
    "codes",
    "content",
    "each",
    "from_plain",
    "has",
    "industry_systems",
    "key",
    "language",
    "meanings",
    "phrases",
    "plain",
    "say",
    "sentences",
    "spoken",
    "to_plain",
    "tokens",
    "told_table",
    "words",
]
