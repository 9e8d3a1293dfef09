"""Phrases in free text: which meanings stand in a cell, by whole words of any of the languages, and not negated.

The phrases of a topic stand in every language file under `[words]`: a list, or lists by what they mean. A phrase is
made of whole words; `*` at either end stands for more letters of the same word, so that `pris*` begins compounds and
`*møte` ends them, and `=` before it for the whole cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from lookalike.languages.content import codes, content
from lookalike.languages.forms import apart

if TYPE_CHECKING:
    import pandas as pd

NOT, BUT, ALONE = "not", "but", ""
NOTHING = "else"  # the meaning of phrases that only keep others from being found inside them: "past due"
NEAR = 3  # words that may stand between a negation and what it negates: "not yet a paying customer"
_END = "|"  # in place of a sign that ends a clause
_APART = str.maketrans("", "", f" {_END}")
_GAP = r"[ |]*"  # between the words of a phrase: CLOSED/WON and closedwon are "closed won" too

Own = tuple[tuple[str, str, str], ...]
"""Phrases that the settings give a meaning: topic, meaning, phrase."""


@dataclass(frozen=True)
class Phrases:
    """The phrases of one topic, in all languages, after those of the settings.

    Parameters
    ----------
    topic : str
    own : tuple of (topic, meaning, phrase)
        They count before those of the languages.
    """

    topic: str
    own: Own = ()

    def heard(self, text: object) -> tuple[str, ...]:
        """The meanings that stand in a text, in the order of its words, without what it negates.

        The longest phrase counts where several begin at one word, whole words before compounds, and the end of a
        compound before its beginning: "Telefonmøte" is a meeting. A negation reaches over a few words to the end of its
        clause, and backwards where it ends the text.

        Examples
        --------
        >>> phrases("outcome").heard("Closed Lost - won by a rival"), phrases("relationship").heard("Customer (lost)")
        (('lost', 'won'), ('customer', 'lapsed'))
        >>> phrases("state").heard("Not bankrupt or dissolved"), phrases("state").heard("Konkurs: nei")
        ((), ())
        """
        return _heard(self, spoken(str(text)))

    def said(self, text: object) -> tuple[str, ...]:
        """The meanings that stand in a text, each once, in the order of the language files.

        Examples
        --------
        >>> phrases("activity").said("Møte etter telefon"), phrases("activity").said("Levering")
        (('call', 'meeting'), ())
        >>> phrases("price").said("Ikke pris"), phrases("price").said("Missing enterprise features")
        ((), ())
        """
        heard = self.heard(text)
        return tuple(meaning for meaning in dict.fromkeys(of for of, _ in _listed(self.topic)) if meaning in heard)

    def whole(self, text: object) -> bool:
        """Whether a text is nothing but one of the phrases.

        Examples
        --------
        >>> phrases("nobody").whole(" Ingen "), phrases("nobody").whole("Ingen Konsult AB")
        (True, False)
        """
        words = spoken(str(text)).translate(_APART)
        known = [*((meaning, spelled) for _, meaning, spelled in self.own), *_listed(self.topic)]
        return any(_Phrase(meaning, spelled).fits(words) for meaning, spelled in known)

    def first(self, values: pd.Series) -> pd.Series:
        """The first meaning of each cell, in the order of the language files; None where there is none."""
        return each(values, lambda text: next(iter(self.said(text)), None))

    def last(self, values: pd.Series) -> pd.Series:
        """The last meaning of each cell, in the order of the language files; None where there is none."""
        return each(values, lambda text: next(iter(self.said(text)[::-1]), None))

    def has(self, values: pd.Series, meaning: str | None = None) -> pd.Series:
        """Which cells say it, anything of the topic where no meaning is given: bool; an empty cell says nothing."""

        def says(text: object) -> bool:
            heard = self.heard(text)
            return bool(heard) if meaning is None else meaning in heard

        return each(values, says).eq(True)

    def is_all_of(self, values: pd.Series) -> pd.Series:
        """Which cells are nothing but one of the phrases: bool."""
        return each(values, self.whole).eq(True)


def each(values: pd.Series, ask: Callable[[object], object]) -> pd.Series:
    """An answer per cell, worked out once per distinct text; None for empty cells.

    Examples
    --------
    >>> import pandas as pd
    >>> each(pd.Series(["a", None, "b"]), lambda text: text == "b").tolist()
    [False, None, True]
    """
    import numpy as np
    import pandas as pd

    places, texts = pd.factorize(values)
    answers = np.array([*map(ask, texts), None], dtype=object)
    return pd.Series(answers[places], index=values.index, dtype=object)


@cache
def phrases(topic: str, own: Own = ()) -> Phrases:
    """The phrases of a topic.

    Raises
    ------
    KeyError
        No language has the topic: a fault of the program.
    """
    if not _listed(topic):
        raise KeyError(topic)
    return Phrases(topic, tuple(one for one in own if one[0] == topic))


def meanings() -> dict[str, tuple[str, ...]]:
    """What can be said in words of the settings: topic -> its meanings.

    Examples
    --------
    >>> meanings()["outcome"]
    ('won', 'lost', 'open')
    """
    topics = sorted({topic for code in codes() for topic, told in _words(code).items() if isinstance(told, dict)})
    return {topic: tuple(dict.fromkeys(one for one, _ in _listed(topic) if one != NOTHING)) for topic in topics}


def spoken(text: str) -> str:
    """A text as its words: casefolded, a space between them, and a bar for signs that end a clause.

    Examples
    --------
    >>> spoken("Closed Won (Sales_Pipeline)"), spoken("Won't buy; ex-customer"), spoken("underAvvikling")
    ('closed won | sales pipeline |', 'wont buy | ex customer', 'under avvikling')
    """
    plain = re.sub(r"['’`´]", "", apart(unicodedata.normalize("NFKC", text)))
    ended = re.sub(r"\s[-–—]+\s|[^\w\s-]+", f" {_END} ", plain)
    return " ".join(re.sub(r"[-_\s]+", " ", ended).casefold().split())


@lru_cache(maxsize=50_000)
def _heard(known: Phrases, line: str) -> tuple[str, ...]:
    found: list[str] = []
    negated_from: int | None = None  # the end of a negation, or of what it negated last
    last = ""
    for start, end, meaning in _matches(known, line):
        if meaning in (NOT, BUT):
            negated_from = end if meaning == NOT else None
        elif meaning != NOTHING and negated_from is not None and _near(line[negated_from:start]):
            negated_from = end
        elif meaning != NOTHING:
            found.append(meaning)
            negated_from = None
        last = meaning if end == len(line.rstrip(" |")) else ""
    return () if last == NOT and len(found) == 1 else tuple(found)


def _near(between: str) -> bool:
    """Whether a negation reaches over these words."""
    return _END not in between and len(between.split()) <= NEAR


def _matches(known: Phrases, line: str) -> Iterator[tuple[int, int, str]]:
    pattern, groups = _compiled(known)
    for match in pattern.finditer(line):
        words = match.group().translate(_APART)
        meaning = next(one.meaning for one in groups[(match.lastindex or 1) - 1] if one.fits(words))
        yield match.start(), match.end(), meaning


@dataclass(frozen=True)
class _Phrase:
    """A phrase of a language file; `rank`: 0 the whole cell, 1 words, 2 ends a compound, 3 begins one, 4 is in one."""

    meaning: str
    spelled: str

    @property
    def words(self) -> list[str]:
        return spoken(self.spelled.strip("*").removeprefix("=")).replace(_END, " ").split()

    @property
    def rank(self) -> int:
        if self.spelled.startswith("="):
            return 0
        return 1 + self.spelled.startswith("*") + 2 * self.spelled.endswith("*")

    @property
    def pattern(self) -> str:
        whole = _GAP.join(map(re.escape, self.words))
        if self.rank == 0:
            return rf"\A{_GAP}{whole}{_GAP}\Z"
        return ("[^ |]*" if self.rank in (2, 4) else "") + whole + ("[^ |]*" if self.rank > 2 else "")

    def fits(self, words: str) -> bool:
        """Whether words, without what stands between them, are this phrase."""
        mine = "".join(self.words)
        if self.rank in (0, 1):
            return words == mine
        return words.endswith(mine) if self.rank == 2 else words.startswith(mine) if self.rank == 3 else mine in words


@cache
def _compiled(known: Phrases) -> tuple[re.Pattern[str], tuple[tuple[_Phrase, ...], ...]]:
    """A pattern with a group for each kind of phrase, in the order in which they count; and the phrases of each."""
    mine = [_Phrase(meaning, spelled) for _, meaning, spelled in known.own]
    theirs = [_Phrase(meaning, spelled) for meaning, spelled in _listed(known.topic)]
    theirs += [_Phrase(meaning, spelled) for meaning in (NOT, BUT) for _, spelled in _listed(meaning)]
    groups = []
    for several in (mine, theirs):
        alone = [_Phrase(one.meaning, one.spelled.strip("*")) for one in several]  # a part of compounds is a word too
        ordered = sorted(
            (one for one in several + alone if one.words), key=lambda one: (_order(one), -len(one.spelled))
        )
        groups += [tuple(group) for _, group in groupby(ordered, key=_order)]
    told = "|".join("(" + "|".join(one.pattern for one in group) + ")" for group in groups)
    return re.compile(rf"(?<![^ ])(?:{told})(?![^ ])"), tuple(groups)


def _order(one: _Phrase) -> tuple[bool, int, int]:
    """Whole cells first, then more words before fewer, whole words before compounds, ends of them before beginnings."""
    return one.rank > 0, -len(one.words), one.rank


@cache
def _listed(topic: str) -> tuple[tuple[str, str], ...]:
    """The phrases of a topic in all languages, with what they mean."""
    found: dict[tuple[str, str], None] = {}
    for code in codes():
        told = _words(code).get(topic, {})
        for meaning, spelled in (told if isinstance(told, dict) else {ALONE: told}).items():
            found.update(dict.fromkeys((meaning, phrase) for phrase in spelled))
    return tuple(found)


def _words(code: str) -> dict[str, Any]:
    return dict(content(code).get("words", {}))
