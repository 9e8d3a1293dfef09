"""Small things done to texts before they are told."""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter

LONGEST = 60  # characters of a company's own text inside a sentence


@lru_cache(maxsize=10_000)
def parts(sentence: str) -> tuple[tuple[str, str, str], ...]:
    """A sentence cut at its braces: text before, name in the brace and kind; "" where there is none.

    Examples
    --------
    >>> parts("{n:count} of all")
    (('', 'n', 'count'), (' of all', '', ''))
    """
    return tuple((before, name or "", kind or "") for before, name, kind, _ in Formatter().parse(sentence))


def wordless(sentence: str) -> bool:
    """Whether there are no words outside the braces of a sentence.

    Examples
    --------
    >>> wordless("{label} ({value:count})"), wordless("no {label}")
    (True, False)
    """
    return not any(letter.isalpha() for before, _, _ in parts(sentence) for letter in before)


def without_end(low: str, high: str) -> str:
    """The lower end of a range without the unit, where the upper end has the same.

    Examples
    --------
    >>> without_end("20%", "30%"), without_end("900K", "1M")
    ('20', '900K')
    """
    ends = [re.search(r"\D*$", one) for one in (low, high)]
    same = ends[0] and ends[1] and ends[0].group() == ends[1].group()
    return low[: ends[0].start()] if same and ends[0] else low


def plain(text: str) -> str:
    """A company's own text for use inside a sentence: on one line and not too long.

    Examples
    --------
    >>> plain("Freight\\n and  storage")
    'Freight and storage'
    """
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
