"""The language of an export, told by its headings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from lookalike.languages import codes, content, key


def language_of(headings: Iterable[str]) -> str:
    """The language that most headings are of, English where none is; a heading counts the more the fewer know it.

    Examples
    --------
    >>> language_of(["Selskap", "Antall ansatte", "Bransje"]), language_of(["Bolag", "Antal anställda", "Bransch"])
    ('no', 'sv')
    >>> language_of(["Company", "Employees", "Industry"]), language_of(["x1", "x2"])
    ('en', 'en')
    """
    votes = Counter(dict.fromkeys(codes(), 0.0))
    for heading in headings:
        knowing = [code for code in codes() if key(heading) in _headings(code)]
        votes.update(dict.fromkeys(knowing, 1 / max(len(knowing), 1)))
    return max(codes(), key=lambda code: votes[code])


@cache
def _headings(code: str) -> frozenset[str]:
    """What columns are called in a language."""
    sections = (section for section in content(code)["headings"].values() if isinstance(section, dict))
    return frozenset(key(spelled) for section in sections for spellings in section.values() for spelled in spellings)
