"""Why a prospect stands where it stands: up to three reasons for and three against, in words a salesperson would use.

A sentence belongs to what a company has of a feature (its bin and value), not to the company, so the sentences of
millions of rows are a small list that grows as new ones are needed, and each row holds numbers into it.
"""

from __future__ import annotations

from threading import Lock

import numpy as np
import pandas as pd

from lookalike.learning.bins import Feature, NumericBins
from lookalike.ranking.concepts import by_concept
from lookalike.ranking.language import language
from lookalike.ranking.portrait import portraits
from lookalike.ranking.sentences import CODE, NEUTRAL, Trait, comparison, sentence
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.columns import Text
from lookalike.scorecard.kernels import strongest
from lookalike.scorecard.score import Scored, noise

Key = tuple[int, bool, int, str | float | None]
"""What makes a sentence: place of the feature, for or against, bin, and value as it reads."""


class Reasons:
    """Numbers the sentences of any number of blocks of companies; what a row is told does not depend on the others.

    Contributions are taken together by concept and ordered by size; what is small beside the spread of the known
    accounts' scores is noise, not a reason. A concept of several features (the levels of an industry) is told by
    the one that contributes most in its direction, but rather in words than by a code, and rather by one that
    compares clearly.

    Parameters
    ----------
    bundle : Bundle
    code : {"en", "no", "sv", "fi", "nl"}
        The language.
    """

    def __init__(self, bundle: Bundle, code: str = "en") -> None:
        self.features, self.language = bundle.rank.features, language(code)
        self.currency = str(bundle.manifest.get("currency", ""))
        self.portraits = portraits(bundle)
        self.groups = by_concept(self.features)
        self.concepts = np.zeros(len(self.features), dtype=np.int32)
        for number, members in enumerate(self.groups.values()):
            self.concepts[list(members)] = number
        self.noise = noise(bundle)
        self.sentences: list[str] = []
        self._numbers: dict[Key, int] = {}
        self._clear: dict[tuple[int, bool], np.ndarray] = {}
        self._lock = Lock()

    def tell(self, scored: Scored) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of sentences for and against each row: int32 of shape (n, 3), strongest first, -1 = none."""
        favour, against = strongest(scored.contributions, self.concepts, self.noise)
        favour = self._without_gaps(scored.codes, self._in_words(scored.codes, favour, True))
        return self._worded(scored, favour, True), self._worded(
            scored, self._in_words(scored.codes, against, False), False
        )

    def _in_words(self, codes: np.ndarray, places: np.ndarray, positive: bool) -> np.ndarray:
        """Let another feature of the concept tell it where the chosen one is a code or compares with nothing."""
        told = places.copy()
        for members in self.groups.values():
            if len(members) == 1:
                continue
            rows, slots = np.nonzero(np.isin(told, members))
            chosen, settled = told[rows, slots], np.zeros(len(rows), dtype=bool)
            in_words = [member for member in members if not self._is_code(member)]
            # The chosen one first if it is in words; then what compares clearly, words first; then any known words.
            for member in in_words:
                settled |= (chosen == member) & self._compares(member, positive)[codes[member][rows]]
            for member in sorted(members, key=self._is_code):
                clear = ~settled & self._compares(member, positive)[codes[member][rows]]
                chosen[clear], settled = member, settled | clear
            for member in in_words:
                known = ~settled & (codes[member][rows] < self.features[member].bins.size - 1)
                chosen[known], settled = member, settled | known
            told[rows, slots] = chosen
        return told

    def _without_gaps(self, codes: np.ndarray, places: np.ndarray) -> np.ndarray:
        """Missing values are no reason for a company as long as there is another."""
        missing = np.array([feature.bins.size - 1 for feature in self.features] + [-1])
        gap = (places >= 0) & (codes[places, np.arange(len(places))[:, None]] == missing[places])
        gap &= ((places >= 0) & ~gap).any(axis=1, keepdims=True)
        kept = np.where(gap, -1, places)
        return np.take_along_axis(kept, np.argsort(kept < 0, axis=1, kind="stable"), axis=1)

    def _is_code(self, place: int) -> bool:
        return self.features[place].source.startswith(CODE)

    def _compares(self, place: int, positive: bool) -> np.ndarray:
        """Which bins of a feature have a clear comparison on that side; only of texts, whose bins decide it."""
        feature = self.features[place]
        if (place, positive) not in self._clear:
            clear = np.zeros(feature.bins.size, dtype=bool)
            for code in range(feature.bins.size if not isinstance(feature.bins, NumericBins) else 0):
                trait = Trait(feature, self.portraits[place], code, feature.bins.label(code))
                clear[code] = not trait.missing and comparison(trait, positive, self.language)[0] not in NEUTRAL
            self._clear[place, positive] = clear
        return self._clear[place, positive]

    def _worded(self, scored: Scored, places: np.ndarray, positive: bool) -> np.ndarray:
        """Places of features into numbers of sentences."""
        told, numbered = places.ravel(), np.full(places.size, -1, dtype=np.int32)
        by_place = np.argsort(told.astype(np.int16), kind="stable")
        ends = np.searchsorted(told[by_place], np.arange(len(self.features) + 1))
        for place, feature in enumerate(self.features):
            cells = by_place[ends[place] : ends[place + 1]]
            if len(cells):
                rows = cells // places.shape[1]
                which, codes, values = _distinct(feature, scored, place, rows, self._beside(place))
                known = [self._number((place, positive, *one)) for one in zip(codes, values, strict=True)]
                numbered[cells] = np.array(known, dtype=np.int32)[which]
        return numbered.reshape(places.shape)

    def _beside(self, place: int) -> str:
        """The column that says in words what a code means, "" for others."""
        members = self.groups[self.features[place].concept] if self._is_code(place) else ()
        return next((self.features[one].source for one in members if not self._is_code(one)), "")

    def _number(self, key: Key) -> int:
        found = self._numbers.get(key)
        if found is None:
            place, positive, code, value = key
            trait = Trait(self.features[place], self.portraits[place], code, value)
            said = sentence(trait, positive, self.language, self.currency)
            with self._lock:
                found = self._numbers.setdefault(key, len(self.sentences))
                if found == len(self.sentences):
                    self.sentences.append(said)
        return found


def _distinct(
    feature: Feature, scored: Scored, place: int, rows: np.ndarray, beside: str
) -> tuple[np.ndarray, list, list]:
    """The different pairs of bin and readable value among rows, and which of them each row has.

    A code whose meaning stands in the column `beside` is read with it.
    """
    column, codes = scored.columns.columns[feature.source], scored.codes[place][rows]
    if isinstance(column, Text):
        return _distinct_texts(column, scored.columns.columns.get(beside), codes, rows)
    read, numbers = pd.factorize(readable(column[rows], feature.unit))
    which, pairs = pd.factorize((read + 1) * feature.bins.size + codes)
    value = np.append(numbers, np.nan)[pairs // feature.bins.size - 1]
    return which, (pairs % feature.bins.size).tolist(), [None if np.isnan(one) else one for one in value.tolist()]


def _distinct_texts(
    column: Text, beside: Text | np.ndarray | None, codes: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, list, list]:
    words = beside if isinstance(beside, Text) else Text(np.full(len(column.places), -1), np.empty(0, dtype=object))
    which, _ = pd.factorize(column.places[rows] * np.int64(len(words.values) + 1) + words.places[rows])
    first = np.empty(which.max(initial=-1) + 1, dtype=np.int64)
    first[which[::-1]] = np.arange(len(rows))[::-1]
    values = [
        None if code < 0 else _read(column.values[code], words.values[word] if word >= 0 else "")
        for code, word in zip(column.places[rows[first]], words.places[rows[first]], strict=True)
    ]
    return which, codes[first].tolist(), values


def _read(text: str, meaning: str) -> str:
    """A text, or a code behind the company's own word for it; the name that may follow a code is then left out."""
    digits, _, _ = text.partition(" ")
    return f"{meaning} ({digits if digits[:1].isdigit() else text})" if meaning else text


def readable(numbers: np.ndarray, unit: str) -> np.ndarray:
    """Numbers as a sentence writes them: whole years, else three significant figures."""
    if unit == "year":
        return np.round(numbers)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(numbers == 0, 0, np.floor(np.log10(np.abs(numbers))))
    scale = 10.0 ** (2 - size)
    return np.round(numbers * scale) / scale
