"""Why a prospect stands where it stands: what speaks for it and against it, as a salesperson would say it.

The last reason against a company that is unlike those that were learned from says in what.

A sentence belongs to what a company has of a feature (its bin and value), not to the company, so the sentences of
millions of rows are a small list that grows as new ones are needed, and each row holds numbers into it.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from threading import Lock
from typing import Literal

import numpy as np
import pandas as pd

from lookalike.languages import Words
from lookalike.learning.bins import Feature, NumericBins
from lookalike.ranking.reasons.best_customers import best_codes, portraits
from lookalike.ranking.reasons.concepts import by_trait, grouped
from lookalike.ranking.reasons.sentences import CODE, Trait, comparison, sentence, together, too_little, unlike
from lookalike.scorecard.score import Scored, noise, prepared
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import Columns, Text, strange, strongest

Side = Literal["for", "against", "unlike"]
Cell = tuple[int, int, str | float | None]
"""What a company has of a feature: the feature's place, the bin, and the value as it reads."""
Key = tuple[Side, Cell, Cell | None]
"""What makes a sentence: what it is told for, the trait, and the trait that it is told with."""
NOWHERE = -1  # the place of what no single feature tells: too little is known
TOLD = 3  # reasons against a company; of those for it the ranking chooses that many
SLIGHT = 0.1  # of what is noise: a contribution that is told if a comparison bears it out


class Reasons:
    """Numbers the sentences of any number of blocks of companies; what a row is told does not depend on the others.

    Contributions are taken together by concept (each member of a set is one) and ordered by size. What is small beside
    the spread of the known accounts' scores is noise, and told only where the customers or deals bear it out; what is
    large and not borne out by itself is told with the strongest trait that is; what is not known speaks for nobody, nor
    does an attribute that is not shown to make a difference. A
    concept of several features (the levels of an industry) is told by the one that contributes most in its direction,
    but rather in words than by a code, and rather by one that compares clearly.

    Parameters
    ----------
    bundle : Bundle
    """

    def __init__(self, bundle: Bundle) -> None:
        self.features = bundle.rank.features
        self.currency = str(bundle.manifest.get("currency", ""))
        self.portraits = portraits(bundle)
        self.groups = by_trait(self.features)
        self.concepts = np.zeros(len(self.features), dtype=np.int32)
        for number, members in enumerate(self.groups.values()):
            self.concepts[list(members)] = number
        self.noise, self.usual = noise(bundle), prepared(bundle).usual
        self.sentences: list[Words] = []
        self.kinds: list[tuple[int, int]] = []
        self._best, self._clear = best_codes(bundle), comparing(bundle)
        self._numbers: dict[Key, int] = {}
        self._lock = Lock()

    def tell(self, scored: Scored) -> tuple[np.ndarray, np.ndarray]:
        """Numbers of sentences for each row, int32 of shape (n, 9), and against it, (n, 3); strongest first, -1 = none.

        `kinds` has for each sentence the place of its feature and, where that is no number, its bin.
        """
        sums = grouped(scored.contributions.T, self.groups)
        places = strongest(scored.contributions, self.concepts, SLIGHT * self.noise)
        favour = self._side(scored, sums, self._in_words(scored.codes, places[0], True), "for")
        against = self._side(scored, sums, self._in_words(scored.codes, places[1], False), "against")
        against = np.ascontiguousarray(against[:, :TOLD])
        self._end_with_what_is_unlike(scored, against)
        return favour, against

    def add(self, said: Words) -> int:
        """The number of a sentence that no feature tells."""
        with self._lock:
            self.sentences.append(said)
            self.kinds.append((NOWHERE, len(self.kinds)))
            return len(self.kinds) - 1

    def _side(self, scored: Scored, sums: np.ndarray, places: np.ndarray, side: Side) -> np.ndarray:
        """Numbers of what is told on one side, what is borne out or large, without gaps between them."""
        numbers = self._worded(scored.columns, scored.codes, places, side)
        rows = np.arange(len(places))[:, None]
        large = np.abs(sums[rows, self.concepts[places]]) > self.noise
        last = np.array([feature.bins.size - 1 for feature in self.features] + [-1])
        lacking = scored.codes[places, rows] == last[places]
        telling = np.array([portrait.tells for portrait in self.portraits] + [False])[places]
        self._tell_together(scored, places, numbers, telling & (numbers < 0) & large & ~lacking, side)
        return np.take_along_axis(numbers, np.argsort(numbers < 0, axis=1, kind="stable"), axis=1)

    def _tell_together(
        self, scored: Scored, places: np.ndarray, numbers: np.ndarray, alone: np.ndarray, side: Side
    ) -> None:
        """Number the traits that say nothing by themselves together with the row's strongest that does, if any."""
        alone &= (numbers >= 0).any(axis=1, keepdims=True)
        rows, slots = np.nonzero(alone)
        first, second = places[rows, slots], places[rows, (numbers[rows] >= 0).argmax(axis=1)]
        pairs, distinct = pd.factorize(first.astype(np.int64) * len(self.features) + second)
        for pair in range(len(distinct)):
            cells = np.flatnonzero(pairs == pair)
            ours = self._cells(scored.columns, scored.codes, int(first[cells[0]]), rows[cells])
            theirs = self._cells(scored.columns, scored.codes, int(second[cells[0]]), rows[cells])
            known = [self._number((side, one, other)) for one, other in zip(ours, theirs, strict=True)]
            numbers[rows[cells], slots[cells]] = known

    def _cells(self, columns: Columns, codes: np.ndarray, place: int, rows: np.ndarray) -> list[Cell]:
        """What rows have of a feature."""
        which, bins, values = _distinct(self.features[place], columns, codes[place][rows], rows, self._beside(place))
        distinct = [(place, *one) for one in zip(bins, values, strict=True)]
        return [distinct[one] for one in which]

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
            numbers[(places == NOWHERE) & (lacking == count)] = self._number(("unlike", (NOWHERE, count, None), None))
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
                settled |= (chosen == member) & self._clear[member, positive][codes[member][rows]]
            for member in sorted(members, key=self._is_code):
                clear = ~settled & self._clear[member, positive][codes[member][rows]]
                chosen[clear], settled = member, settled | clear
            for member in in_words:
                known = ~settled & (codes[member][rows] < self.features[member].bins.size - 1)
                chosen[known], settled = member, settled | known
            told[rows, slots] = chosen
        return told

    def _is_code(self, place: int) -> bool:
        return self.features[place].source.startswith(CODE)

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
                known = [self._number((side, (place, *one), None)) for one in zip(bins, values, strict=True)]
                numbered[cells] = np.array(known, dtype=np.int32)[which]
        return numbered.reshape(places.shape)

    def _beside(self, place: int) -> str:
        """The column that says in words what a code means, "" for others."""
        members = self.groups[self.features[place].concept] if self._is_code(place) else ()
        return next((self.features[one].source for one in members if not self._is_code(one)), "")

    def _number(self, key: Key) -> int:
        """The number of a sentence, -1 where there is nothing to say."""
        found = self._numbers.get(key)
        if found is None:
            _, (place, code, _), _ = key
            said = self._said(*key)
            kind = (place, NOWHERE if place >= 0 and isinstance(self.features[place].bins, NumericBins) else code)
            with self._lock:
                found = self._numbers.setdefault(key, -1 if said is None else len(self.sentences))
                if said is not None and found == len(self.sentences):
                    self.sentences.append(said)
                    self.kinds.append(kind)
        return found

    def _said(self, side: Side, cell: Cell, beside: Cell | None) -> Words | None:
        place, code, _ = cell
        if place == NOWHERE:
            return too_little(code, sum(self.usual.known))
        trait = self._trait(cell)
        if side == "unlike":
            return unlike(trait, *self.usual.ranges[place], self.currency)
        if beside is None:
            return sentence(trait, side == "for", self.currency)
        both = int((self._has(cell) & self._has(beside)).sum())
        return together(trait, self._trait(beside), side == "for", both, self.currency)

    def _trait(self, cell: Cell) -> Trait:
        place, code, value = cell
        return Trait(self.features[place], self.portraits[place], code, value)

    def _has(self, cell: Cell) -> np.ndarray:
        """Which best customers are in the same band of a feature."""
        place, code, _ = cell
        band = self.portraits[place].band
        return np.asarray(band[self._best[place]] == band[code])


@lru_cache(maxsize=8)
def comparing(bundle: Bundle) -> dict[tuple[int, bool], np.ndarray]:
    """Which bins of a feature have a clear comparison, for and against; only of texts, whose bins decide it.

    Of the features that share a concept with others, by place and side.
    """
    features, clear = bundle.rank.features, dict[tuple[int, bool], np.ndarray]()
    shared = [member for members in by_trait(features).values() if len(members) > 1 for member in members]
    for place, positive in product(shared, (True, False)):
        bins = features[place].bins
        clear[place, positive] = np.zeros(bins.size, dtype=bool)
        for code in range(bins.size if not isinstance(bins, NumericBins) else 0):
            trait = Trait(features[place], portraits(bundle)[place], code, str(bins.label(code)))
            clear[place, positive][code] = not trait.missing and comparison(trait, positive) is not None
    return clear


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
