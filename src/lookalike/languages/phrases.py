"""Phrases in free text: which meanings stand in a cell, by whole words of any of the languages, and not negated."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lookalike.languages.content import codes, content

if TYPE_CHECKING:
    import pandas as pd

NOT, ALONE = "not", ""
NEAR = 2  # words before a phrase within which a negation speaks of it
_CLAUSE = re.compile(r"[,.;:()/|\n]|\s[-–]\s")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Phrases:
    """The phrases of one topic, in all languages.

    Parameters
    ----------
    pattern : compiled expression
        One group per phrase, the longest first.
    meanings : tuple of str
        What each of them means, in the order of the groups.
    order : tuple of str
        The meanings in the order of the language files.
    """

    pattern: re.Pattern[str]
    meanings: tuple[str, ...]
    order: tuple[str, ...]

    def said(self, text: object) -> tuple[str, ...]:
        """The meanings that stand in a text, in the order of the language files; of overlapping phrases the longest.

        Examples
        --------
        >>> phrases("activity").said("Telefon, så møte"), phrases("activity").said("Levering")
        (('call', 'meeting'), ())
        >>> phrases("price").said("Ikke pris"), phrases("price").said("Missing enterprise features")
        ((), ())
        """
        folded = str(text).casefold()
        meant = {
            self.meanings[(found.lastindex or 1) - 1]
            for found in self.pattern.finditer(folded)
            if not _negated(folded[: found.start()])
        }
        return tuple(meaning for meaning in self.order if meaning in meant)

    def whole(self, text: object) -> bool:
        """Whether a text is nothing but one of the phrases.

        Examples
        --------
        >>> phrases("nobody").whole(" Ingen "), phrases("nobody").whole("Ingen Konsult AB")
        (True, False)
        """
        return self.pattern.fullmatch(str(text).casefold().strip()) is not None

    def first(self, values: pd.Series) -> pd.Series:
        """The first meaning of each cell; None where there is none."""
        return _told(values, lambda text: next(iter(self.said(text)), None))

    def last(self, values: pd.Series) -> pd.Series:
        """The last meaning of each cell; None where there is none."""
        return _told(values, lambda text: next(iter(self.said(text)[::-1]), None))

    def has(self, values: pd.Series) -> pd.Series:
        """Which cells say it: bool; an empty cell says nothing."""
        return self.first(values).notna()

    def is_all_of(self, values: pd.Series) -> pd.Series:
        """Which cells are nothing but one of the phrases: bool."""
        return _told(values, self.whole).eq(True)


def _told(values: pd.Series, ask: Callable[[object], object]) -> pd.Series:
    """An answer per cell, worked out once per distinct text."""
    import numpy as np
    import pandas as pd

    places, texts = pd.factorize(values)
    answers = np.array([*map(ask, texts), None], dtype=object)
    return pd.Series(answers[places], index=values.index, dtype=object)


@cache
def phrases(topic: str) -> Phrases:
    """The phrases of a topic from `[words]` of every language file.

    A phrase stands for whole words; `*` at either end stands for more letters of the same word, and between words any
    signs may stand. A topic is a list of phrases, or lists by what they mean.

    Raises
    ------
    KeyError
        No language has the topic: a fault of the program.
    """
    meant: dict[str, str] = {}
    order: dict[str, None] = {}
    for code in codes():
        told = content(code).get("words", {}).get(topic, {})
        for meaning, spelled in (told if isinstance(told, dict) else {ALONE: told}).items():
            order.setdefault(meaning)
            for phrase in spelled:
                meant.setdefault(phrase, meaning)
    if not meant:
        raise KeyError(topic)
    longest = sorted(meant, key=lambda phrase: (-len(phrase.strip("*")), phrase))
    pattern = "|".join(f"({_expression(phrase)})" for phrase in longest)
    return Phrases(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), tuple(meant[one] for one in longest), tuple(order))


def _expression(phrase: str) -> str:
    """A phrase as a regular expression."""
    words = r"\W+".join(re.escape(word) for word in phrase.strip("*").split())
    return (r"\w*" if phrase.startswith("*") else "") + words + (r"\w*" if phrase.endswith("*") else "")


def _negated(before: str) -> bool:
    """Whether one of the last words of the same clause says not."""
    clause = _CLAUSE.split(before)[-1]
    return not _negations().isdisjoint(_WORD.findall(clause)[-NEAR:])


@cache
def _negations() -> frozenset[str]:
    """The words for not, in all languages."""
    return frozenset(word for code in codes() for word in content(code).get("words", {}).get(NOT, ()))
