"""The rules as scorecards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lookalike.knowledge.criteria import PointTable
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.schema import Kind
from lookalike.scorecard.tables.scorecard import Scorecard, Table

MOST_POINTS = 3.0


def compile_rules(tables: Sequence[PointTable]) -> tuple[Scorecard, Scorecard]:
    """Two scorecards, one feature per criterion: weighted points, and the most that the answered criteria could give.

    An unknown criterion adds nothing to either.
    """
    return (
        _card(tables, [np.nan_to_num(_points(table)) for table in tables]),
        _card(tables, [MOST_POINTS * ~np.isnan(_points(table)) for table in tables]),
    )


def rules_scorecard(tables: Sequence[PointTable]) -> Scorecard:
    """The ranking by points: those beyond the average company's; an unknown criterion neither helps nor harms."""
    return _card(tables, [np.nan_to_num(_points(table) - table.usual) for table in tables])


def usual_points(tables: Sequence[PointTable]) -> tuple[float, float]:
    """The weighted points of the average company, and the most that all criteria could give."""
    return sum(table.weight * table.usual for table in tables), sum(table.weight * MOST_POINTS for table in tables)


def _card(tables: Sequence[PointTable], parts: Sequence[np.ndarray]) -> Scorecard:
    weighted = [Table((place,), (table.weight * parts[place],)) for place, table in enumerate(tables)]
    return Scorecard(tuple(map(_rule_feature, tables)), tuple(weighted), 0.0)


def _points(table: PointTable) -> np.ndarray:
    return np.asarray(table.points, dtype=float)


def _rule_feature(table: PointTable) -> Feature:
    bins: NumericBins | CategoryBins | TokenBins
    if table.kind == "number":
        kind, bins = Kind.NUMBER, NumericBins(tuple(float(cut) for cut in table.cuts))
    elif table.kind == "token":
        kind, bins = Kind.SET, TokenBins(table.cuts[0])
    else:
        kind, bins = Kind.CATEGORY, CategoryBins(tuple(table.cuts))
    # What hangs on one fact, as several criteria on the segment, is one concept and one reason.
    return Feature(table.criterion, table.source, table.source, table.criterion, kind, "", bins)
