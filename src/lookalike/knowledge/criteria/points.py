"""A criterion as a table: bins of one column, and points 0-3 or unknown for each bin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.languages import Message, Words, say

SEGMENT = "segment"


@dataclass(frozen=True)
class PointTable:
    """Points of one criterion by the bins of one column.

    Parameters
    ----------
    criterion : str
        A standard criterion, or `fit_<attribute>` / `fit_<attribute>=<token>` for single companies.
    weight : float
        How often its points count.
    source : str
        The column: an attribute, or "segment".
    kind : "number", "category" or "token"
        number: `cuts` are rising edges, an edge belongs to the bin below it; category: `cuts` are values; token:
        `cuts` is one token that a set-valued cell has or has not.
    cuts : tuple
    points : tuple of float
        0-3 or NaN (unknown) per bin: number: len(cuts) + 1 bins, missing; category: the values, other, missing; token:
        absent, present, missing.
    reasons : tuple of Message or str
        A sentence per bin.

    Examples
    --------
    >>> points, reasons = (1.0, 2.0, np.nan), ("few", "many", "unknown")
    >>> table = PointTable("fit_employees", 1.0, "employees", "number", (50.0,), points, reasons)
    >>> table.apply(pd.Series([50.0, 51.0, np.nan])).tolist()
    [1.0, 2.0, nan]
    """

    criterion: str
    weight: float
    source: str
    kind: Literal["number", "category", "token"]
    cuts: tuple[Any, ...]
    points: tuple[float, ...]
    reasons: tuple[Words, ...]

    def codes(self, column: pd.Series) -> NDArray[np.intp]:
        """The bin of each cell: int array of shape (rows,)."""
        return bin_codes(column, self.kind, self.cuts)

    def apply(self, column: pd.Series) -> NDArray[np.float64]:
        """The points of each cell: float array of shape (rows,)."""
        return np.asarray(self.points, dtype=float)[self.codes(column)]


def with_points(what: Words, points: float) -> Message:
    """A sentence with the points that it gives; NaN: none are known."""
    return say("points.unknown", what=what) if points != points else say("points.given", what=what, n=points)


def bin_codes(column: pd.Series, kind: str, cuts: tuple[Any, ...]) -> NDArray[np.intp]:
    """The bin of each cell, counted as in `PointTable.points`; the last bin is the missing one."""
    missing = column.isna().to_numpy(dtype=bool)
    if kind == "number":
        bins = np.searchsorted(np.asarray(cuts, dtype=float), column.to_numpy(dtype=float), side="left")
        return np.where(missing, len(cuts) + 1, bins)
    if kind == "category":
        bins = pd.Index(cuts, dtype=object).get_indexer(pd.Index(column, dtype=object))
        return np.where(missing, len(cuts) + 1, np.where(bins < 0, len(cuts), bins))
    codes, cells = pd.factorize(column)
    holds = np.array([cuts[0] in str(cell).split(";") for cell in cells] + [False])
    return np.where(missing, 2, holds[codes].astype(np.intp))
