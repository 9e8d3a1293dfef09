"""A block of companies as plain arrays: numbers as they are, text as places in a list of its distinct values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from lookalike.knowledge.rules import Mask, Value, match, worded
from lookalike.learning.bins import Bins, Feature, NumericBins
from lookalike.scorecard.tables.kernels import bin_numbers


@dataclass(frozen=True, eq=False)
class Text:
    """n cells of text: `places` (int, shape (n,)) in `values`, -1 where missing."""

    places: np.ndarray
    values: np.ndarray


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns of n rows by name; the one form in which frames, Arrow batches and single companies are scored."""

    rows: int
    columns: Mapping[str, np.ndarray | Text]

    def codes(self, features: Sequence[Feature]) -> np.ndarray:
        """The bin of each row in each feature: int32 of shape (features, n); a text is looked up only once."""
        codes = np.empty((len(features), self.rows), dtype=np.int32)
        for code, feature in zip(codes, features, strict=True):
            column, bins = self.columns[feature.source], feature.bins
            if isinstance(column, Text):
                _codes(bins, column.values).take(column.places, out=code, mode="wrap")
            else:
                assert isinstance(bins, NumericBins)
                bin_numbers(column, bins.cuts, code)
        return codes

    def with_text(self, name: str, column: Text) -> Columns:
        """The same with one column more."""
        return Columns(self.rows, {**self.columns, name: column})

    def take(self, rows: np.ndarray) -> Columns:
        """The rows at these places."""
        taken = {
            name: Text(cells.places[rows], cells.values) if isinstance(cells, Text) else cells[rows]
            for name, cells in self.columns.items()
        }
        return Columns(len(rows), taken)

    def __len__(self) -> int:
        """Rows; this, `columns` and the next are all that rules ask of a table."""
        return self.rows

    def __getitem__(self, name: str) -> np.ndarray | Text:
        """A column."""
        return self.columns[name]


@match.register
def _(column: Text, op: str, values: Sequence[Value]) -> tuple[Mask, Mask]:
    """Rules read a column of text as it is."""
    return worded(column.places, column.values, op, values)


def _codes(bins: Bins, values: np.ndarray) -> np.ndarray:
    """The bin of each distinct text, and last the missing one; plain Python, as there are few."""
    if isinstance(bins, NumericBins):
        return np.array([*bins.codes(values), bins.size - 1], dtype=np.int32)
    return np.array([*map(bins.place, values), bins.size - 1], dtype=np.int32)
