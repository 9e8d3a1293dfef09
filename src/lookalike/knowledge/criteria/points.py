"""A criterion as a table: bins of one column, and points 0-3 or unknown for each bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.languages import Message, Words, say

SEGMENT = "segment"
MOST, MIDDLE = 3, 1.5  # points
NEUTRAL = 0.5  # the share of all companies where there are no criteria


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
    usual : float
        The points of the average company, 0-3: as so many an unknown criterion counts when companies are ranked, so
        that it neither helps nor harms.

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
    usual: float = MIDDLE

    def codes(self, column: pd.Series) -> NDArray[np.intp]:
        """The bin of each cell: int array of shape (rows,)."""
        return bin_codes(column, self.kind, self.cuts)

    def apply(self, column: pd.Series) -> NDArray[np.float64]:
        """The points of each cell: float array of shape (rows,)."""
        return np.asarray(self.points, dtype=float)[self.codes(column)]


def with_points(what: Words, points: float) -> Message:
    """A sentence with the points that it gives; NaN: none are known."""
    return say("points.unknown", what=what) if points != points else say("points.given", what=what, n=points)


def share_of_points(
    points: NDArray[np.float64], weights: NDArray[np.float64], usual: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Weighted share of the points possible; an unknown criterion counts as usual.

    Three points of three on a single answered criterion are thus less than 26 of 27 on nine.

    Parameters
    ----------
    points : ndarray of shape (rows, criteria)
        0-3 or NaN (unknown).
    weights, usual : ndarray of shape (criteria,)

    Returns
    -------
    ndarray of shape (rows,), 0-1
        NaN where no criterion with a weight is answered.

    Examples
    --------
    >>> usual = np.full(9, 1.5)
    >>> rows = np.array([[3.0] + [np.nan] * 8, [3.0] * 8 + [2.0], [np.nan] * 9])
    >>> share_of_points(rows, np.ones(9), usual).round(2).tolist()
    [0.56, 0.96, nan]
    """
    known = ~np.isnan(points)
    share = (np.where(known, points, usual) * weights).sum(axis=1) / max(float(MOST * weights.sum()), 1e-9)
    return np.where((known & (weights > 0)).any(axis=1), share, np.nan)


def share_by(tables: Sequence[PointTable], points: pd.DataFrame) -> NDArray[np.float64]:
    """The same by tables, whose weights and usual points count; where nothing is answered the average company's.

    Parameters
    ----------
    tables : sequence of PointTable
    points : DataFrame of shape (rows, tables)
        0-3 or NaN (unknown), in the order of the tables.

    Returns
    -------
    ndarray of shape (rows,), 0-1
    """
    weights, usual = (np.array([getattr(table, name) for table in tables]) for name in ("weight", "usual"))
    average = float(usual @ weights / (MOST * weights.sum())) if weights.any() else NEUTRAL
    return np.nan_to_num(share_of_points(points.to_numpy(dtype=float), weights, usual), nan=average)


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
