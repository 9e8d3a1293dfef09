"""Rows that are none of the table's own: headings once more, and totals, below it or between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values import decimal_sign, read_numbers
from lookalike.languages import words

LAST_ROWS = 200  # of a long table that are searched for totals
SEARCHED_WHOLE = 100_000  # rows up to which totals are searched between the others too
CLOSE = 0.005  # by how much a total may differ from what its parts add up to
MOSTLY = 0.7  # share of a column's cells that are numbers in a column of such
FEWEST_ROWS = 3


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
    if not places:
        return np.zeros(0, dtype=int)
    sums = _Sums(table)
    found: list[int] = []
    for place in places:
        if sums.adds_up(place, found):
            found.append(place)
    last = table.num_rows - 1
    for place in reversed(places):
        if place == last and (place in found or sums.only_named(place)):
            found, last = [*found, place], last - 1
    return np.unique(np.array(found, dtype=int))


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
    """What the rows of a table hold, to tell whether one sums up others."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        columns = [_numbers(column) for column in table.columns]
        self.numbers = {at: column for at, column in enumerate(columns) if column is not None}
        self.keys = {at for at, column in self.numbers.items() if len(np.unique(column)) == len(column)}

    def texts(self, place: int) -> list[str]:
        """The cells of a row that are no numbers of a column of numbers."""
        cells = ((at, column[place].as_py()) for at, column in enumerate(self.table.columns))
        return [
            text for at, text in cells if text and not (at in self.numbers and np.isfinite(self.numbers[at][place]))
        ]

    def adds_up(self, place: int, before: list[int]) -> bool:
        """Whether a row names a total, or nothing, and a number of it is the sum of those above, or since the last."""
        texts = self.texts(place)
        naming = sum(_named().search(text) is not None for text in texts)
        if len(texts) - naming > 1 or (texts and not naming) or not (texts or place == self.table.num_rows - 1):
            return False
        every = np.setdiff1d(np.arange(place), before)
        parts = (every, every[every > before[-1]] if before else every)
        return any(_adds(column, place, rows) for column in self.numbers.values() for rows in parts)

    def only_named(self, place: int) -> bool:
        """Whether a row has nothing but a word for totals and numbers, none of which is a key."""
        texts = self.texts(place)
        empty = not any(np.isfinite(self.numbers[at][place]) for at in self.keys)
        return bool(texts) and empty and all(_nothing_else().fullmatch(text) for text in texts)


def _numbers(column: pa.ChunkedArray) -> np.ndarray | None:
    """A column of numbers as such; None for any other."""
    known = pc.is_valid(column).to_numpy()
    texts = pc.drop_null(column).to_numpy()
    if not len(texts):
        return None
    sample = texts[:: max(1, len(texts) // 500)]
    sign = decimal_sign(sample)[0]
    if read_numbers(sample, sign).read.mean() < MOSTLY:
        return None
    values = np.full(len(column), np.nan)
    values[known] = read_numbers(texts, sign).values
    return values


def _adds(column: np.ndarray, place: int, parts: np.ndarray) -> bool:
    """Whether a number is what at least two numbers add up to."""
    known = column[parts][np.isfinite(column[parts])]
    total = known.sum()
    return len(known) > 1 and total != 0 and abs(column[place] - total) <= CLOSE * abs(total)
