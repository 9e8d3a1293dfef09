"""Rows that are none of the table's own: headings once more, and totals, below it or between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values import decimal_sign, parse_number, read_numbers
from lookalike.languages import words

LAST_ROWS = 200  # of a long table that are searched for totals
SEARCHED_WHOLE = 100_000  # rows up to which totals are searched between the others too
CLOSE = 0.005  # by how much a total may differ from what its parts add up to
MOSTLY = 0.7  # share of a column's cells that are numbers in a column of such
FEWEST_ROWS = 3
SPREAD = 20_000  # cells by which a column is judged first
SAMPLE = 500  # different texts that tell whether a column holds numbers


def repeated_headings(table: pa.Table, headings: Sequence[str]) -> np.ndarray:
    """Places of the rows that repeat the headings (or the groups above them) in nearly all of their cells.

    Examples
    --------
    >>> cells = pa.table({"0": ["Berg", "Name", "Foss"], "1": ["Oslo", "City", "Moss"]})
    >>> repeated_headings(cells, ["Name", "City"]).tolist()
    [1]
    """
    told = [(at, heading) for at, heading in enumerate(headings) if heading]
    counts = np.zeros(table.num_rows, dtype=int)
    for at, heading in told[:2] or []:  # a repeated row has one of its first two cells; only such rows are looked at
        counts += _equal(table.column(at), heading)
    places = np.flatnonzero(counts)
    if not len(places):
        return places
    rows = table.take(pa.array(places))
    same = sum(_equal(rows.column(at), heading).astype(int) for at, heading in told)
    filled = sum(pc.is_valid(column).to_numpy().astype(int) for column in rows.columns)
    return places[(same >= min(2, len(told))) & (same >= 0.6 * filled)]


def _equal(column: pa.ChunkedArray, text: str) -> np.ndarray:
    return pc.fill_null(pc.equal(column, text), False).to_numpy()


def totals(table: pa.Table) -> np.ndarray:
    """Places of the rows that sum up others.

    Such a row names a total and adds up to the rows above it; or it is among the last, names a total, and has nothing
    else but numbers; or it is the last, has nothing but numbers, and adds up.

    Examples
    --------
    >>> cells = {"0": ["A1", "A2", "A3", None], "1": ["Berg", "Total Energi", "Foss", "Total:"]}
    >>> totals(pa.table(cells | {"2": ["5", "7", "9", "21"]})).tolist()
    [3]
    """
    places = _candidates(table) if table.num_rows >= FEWEST_ROWS else []
    sums = _Sums(table)
    found: list[int] = []
    last = table.num_rows - 1
    while places and places[-1] == last and sums.only_named(last):
        found, last = [places.pop(), *found], last - 1
    below, found = found, []
    for place in places:
        if sums.adds_up(place, found):
            found.append(place)
    return np.array([*found, *below], dtype=int)


def _candidates(table: pa.Table) -> list[int]:
    """Places of the rows that name a total, and of the last where it holds nothing but numbers."""
    searched = table if table.num_rows <= SEARCHED_WHOLE else table.slice(table.num_rows - LAST_ROWS)
    named = np.zeros(searched.num_rows, dtype=bool)
    for column in searched.columns:
        found = pc.match_substring_regex(column, _named().pattern.replace("[^\\W\\d_]", r"\pL"), ignore_case=True)
        named |= pc.fill_null(found, False).to_numpy()
    last = [text for column in table.columns if (text := column[-1].as_py())]
    named[-1] |= all(re.fullmatch(r"[^\W\d_]{0,3}[\W\d]+[^\W\d_]{0,3}", text) for text in last)
    return [int(place) + table.num_rows - searched.num_rows for place in np.flatnonzero(named)]


@cache
def _named() -> re.Pattern[str]:
    """A cell that begins or ends with a word for totals."""
    said = "|".join(sorted(map(re.escape, words("total")), key=len, reverse=True))
    return re.compile(rf"^\W*(?:{said})(?:\W|$)|(?:^|\W)(?:{said})\W*$", re.IGNORECASE)


@cache
def _nothing_else() -> re.Pattern[str]:
    """A cell that is nothing but a word for totals, perhaps with a count."""
    said = "|".join(sorted(map(re.escape, words("total")), key=len, reverse=True))
    return re.compile(rf"\W*(?:{said})\W*\d*\W*", re.IGNORECASE)


class _Sums:
    """What the rows of a table hold, to tell whether one sums up others; columns are read when they are asked for."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._signs: dict[int, str] = {}
        self._values: dict[int, np.ndarray] = {}

    def sign(self, at: int) -> str:
        """The decimal sign of a column of numbers; "" for any other column."""
        if at not in self._signs:
            texts = _spread(pc.drop_null(self.table.column(at))).unique().to_numpy(zero_copy_only=False)
            sample = texts[:: max(1, len(texts) // SAMPLE)]
            sign = decimal_sign(sample)[0]
            numbers = len(sample) > 0 and read_numbers(sample, sign).read.mean() >= MOSTLY
            self._signs[at] = sign if numbers else ""
        return self._signs[at]

    def values(self, at: int) -> np.ndarray:
        """A column of numbers as such."""
        if at not in self._values:
            coded = self.table.column(at).combine_chunks().dictionary_encode()
            texts = np.asarray(coded.dictionary.to_pylist(), dtype=object)
            known = np.append(read_numbers(texts, self.sign(at)).values, np.nan)
            self._values[at] = known[pc.fill_null(coded.indices, -1).to_numpy()]
        return self._values[at]

    def cells(self, place: int) -> tuple[list[str], list[int]]:
        """The texts of a row, and the columns of numbers in which it has one."""
        texts, numbers = [], []
        for at, column in enumerate(self.table.columns):
            text = column[place].as_py()
            if text and self.sign(at) and parse_number(text, self.sign(at)):
                numbers.append(at)
            elif text:
                texts.append(text)
        return texts, numbers

    def adds_up(self, place: int, before: list[int]) -> bool:
        """Whether a row names a total, or nothing, and a number of it is the sum of those above, or since the last."""
        texts, numbers = self.cells(place)
        naming = sum(_named().search(text) is not None for text in texts)
        if len(texts) - naming > 1 or (texts and not naming) or not (texts or place == self.table.num_rows - 1):
            return False
        starts = {0, before[-1] + 1 if before else 0}
        return any(_adds(self.values(at), place, start, before) for at in numbers for start in starts)

    def only_named(self, place: int) -> bool:
        """Whether a row has nothing but a word for totals and numbers, none of which is a key."""
        texts, numbers = self.cells(place)
        if not texts or not all(_nothing_else().fullmatch(text) for text in texts):
            return False
        return not any(_differ(self.table.column(at)) for at in numbers)


def _spread(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells from all over a column, of a long one not all."""
    step = len(column) // SPREAD
    return column if step < 2 else column.take(pa.array(np.arange(0, len(column), step)))


def _differ(column: pa.ChunkedArray) -> bool:
    """Whether no two cells are alike, as those of a key; a look at some of them mostly settles it."""
    return all(pc.count_distinct(cells).as_py() == len(cells) for cells in (_spread(column), column))


def _adds(column: np.ndarray, place: int, start: int, left_out: list[int]) -> bool:
    """Whether a number is what at least two numbers above it add up to, without those of other totals."""
    above = column[start:place].copy()
    above[[at - start for at in left_out if at >= start]] = np.nan
    total = np.nansum(above)
    many = np.isfinite(above).sum() > 1
    return bool(many and total != 0 and abs(column[place] - total) <= CLOSE * abs(total))
