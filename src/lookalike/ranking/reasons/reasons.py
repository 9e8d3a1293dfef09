"""Why a prospect stands where it stands: up to three reasons for and three against, as a salesperson would say them.

The last reason against a company that is unlike those that were learned from says in what.

A sentence belongs to what a company has of a feature (its bin and value), not to the company, so the sentences of
millions of rows are a small list that grows as new ones are needed, and each row holds numbers into it.
"""

from __future__ import annotations

from threading import Lock
from typing import Literal

import numpy as np
import pandas as pd

from lookalike.languages import Words
from lookalike.learning.bins import Feature, NumericBins
from lookalike.ranking.reasons.best_customers import portraits
from lookalike.ranking.reasons.concepts import by_concept
from lookalike.ranking.reasons.sentences import CODE, NEUTRAL, Trait, comparison, sentence, too_little, unlike
from lookalike.scorecard.score import Scored, noise, prepared
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import Columns, Text, strange, strongest

Side = Literal["for", "against", "unlike"]
Key = tuple[int, Side, int, str | float | None]
"""What makes a sentence: place of the feature, what it is told for, bin, and value as it reads."""
NOWHERE = -1  # the place of what no single feature tells: too little is known


class Reasons:
    """Numbers the sentences of any number of blocks of companies; what a row is told does not depend on the others.

    Contributions are taken together by concept and ordered by size; what is small beside the spread of the known
    accounts' scores is noise, not a reason. A concept of several features (the levels of an industry) is told by
    the one that contributes most in its direction, but rather in words than by a code, and rather by one that
    compares clearly.

    Parameters
    ----------
    bundle : Bundle
    """

    def __init__(self, bundle: Bundle) -> None:
        self.features = bundle.rank.features
        self.currency = str(bundle.manifest.get("currency", ""))
        self.portraits = portraits(bundle)
        self.groups = by_concept(self.features)
        self.concepts = np.zeros(len(self.features), dtype=np.int32)
        for number, members in enumerate(self.groups.values()):
            self.concepts[list(members)] = number
        self.noise, self.usual = noise(bundle), prepared(bundle).usual
        self.sentences: list[Words] = []
        self._numbers: dict[Key, int] = {}
        self._clear: dict[tuple[int, bool], np.ndarray] = {}
        self._lock = Lock()

    def tell(self, scored: Scored) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of sentences for and against each row: int32 of shape (n, 3), strongest first, -1 = none."""
        favour, against = strongest(scored.contributions, self.concepts, self.noise)
        favour = self._without_gaps(scored.codes, self._in_words(scored.codes, favour, True))
        against = self._in_words(scored.codes, against, False)
        cells = scored.columns, scored.codes
        told = self._worded(*cells, favour, "for"), self._worded(*cells, against, "against")
        self._end_with_what_is_unlike(scored, told[1])
        return told

    def _end_with_what_is_unlike(self, scored: Scored, against: np.ndarray) -> None:
        """Write the number of that sentence behind the reasons against each unfamiliar row, or over the third."""
        rows = np.flatnonzero(~np.asarray(scored.results["familiar"]))
        if not len(rows):
            return
        columns, codes = scored.columns.take(rows), scored.codes[:, rows]
        outside, lacking = strange(self.usual, columns, codes)
        order = np.array(sorted(range(len(self.features)), key=self._is_code))
        places = np.where(outside.any(axis=0), order[outside[order].argmax(axis=0)], NOWHERE)
        numbers = self._worded(columns, codes, places[:, None], "unlike")[:, 0]
        for count in np.unique(lacking[places == NOWHERE]).tolist():
            numbers[(places == NOWHERE) & (lacking == count)] = self._number((NOWHERE, "unlike", count, None))
        against[rows, (against[rows, :-1] >= 0).sum(axis=1)] = numbers

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
                trait = Trait(feature, self.portraits[place], code, str(feature.bins.label(code)))
                clear[code] = not trait.missing and comparison(trait, positive)[0] not in NEUTRAL
            self._clear[place, positive] = clear
        return self._clear[place, positive]

    def _worded(self, columns: Columns, codes: np.ndarray, places: np.ndarray, side: Side) -> np.ndarray:
        """Places of features into numbers of sentences."""
        told, numbered = places.ravel(), np.full(places.size, -1, dtype=np.int32)
        by_place = np.argsort(told.astype(np.int16), kind="stable")
        ends = np.searchsorted(told[by_place], np.arange(len(self.features) + 1))
        for place, feature in enumerate(self.features):
            cells = by_place[ends[place] : ends[place + 1]]
            if len(cells):
                rows = cells // places.shape[1]
                which, bins, values = _distinct(feature, columns, codes[place][rows], rows, self._beside(place))
                known = [self._number((place, side, *one)) for one in zip(bins, values, strict=True)]
                numbered[cells] = np.array(known, dtype=np.int32)[which]
        return numbered.reshape(places.shape)

    def _beside(self, place: int) -> str:
        """The column that says in words what a code means, "" for others."""
        members = self.groups[self.features[place].concept] if self._is_code(place) else ()
        return next((self.features[one].source for one in members if not self._is_code(one)), "")

    def _number(self, key: Key) -> int:
        found = self._numbers.get(key)
        if found is None:
            said = self._said(*key)
            with self._lock:
                found = self._numbers.setdefault(key, len(self.sentences))
                if found == len(self.sentences):
                    self.sentences.append(said)
        return found

    def _said(self, place: int, side: Side, code: int, value: str | float | None) -> Words:
        if place == NOWHERE:
            return too_little(code, sum(self.usual.known))
        trait = Trait(self.features[place], self.portraits[place], code, value)
        if side == "unlike":
            return unlike(trait, *self.usual.ranges[place], self.currency)
        return sentence(trait, side == "for", self.currency)


def _distinct(
    feature: Feature, columns: Columns, codes: np.ndarray, rows: np.ndarray, beside: str
) -> tuple[np.ndarray, list, list]:
    """The different pairs of bin and readable value among rows, and which of them each row has.

    A code whose meaning stands in the column `beside` is read with it.
    """
    column = columns.columns[feature.source]
    if isinstance(column, Text):
        return _distinct_texts(column, columns.columns.get(beside), codes, rows)
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
