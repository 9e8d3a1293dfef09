"""The rules as scorecards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lookalike.knowledge.criteria import PointTable
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.schema import Kind
from lookalike.scorecard.tables.scorecard import Scorecard, Table, combine

MOST_POINTS = 3.0


def compile_rules(tables: Sequence[PointTable]) -> tuple[Scorecard, Scorecard]:
    """Two scorecards, one feature per criterion: weighted points, and the most that the answered criteria could give.

    An unknown criterion adds nothing to either.
    """
    features = tuple(_rule_feature(table) for table in tables)
    points = [np.asarray(table.points, dtype=float) for table in tables]
    earned = [table.weight * np.nan_to_num(values) for table, values in zip(tables, points, strict=True)]
    possible = [table.weight * MOST_POINTS * ~np.isnan(values) for table, values in zip(tables, points, strict=True)]
    cards = ([Table((place,), (part,)) for place, part in enumerate(parts)] for parts in (earned, possible))
    first, second = (Scorecard(features, tuple(card), 0.0) for card in cards)
    return first, second


def rules_scorecard(tables: Sequence[PointTable]) -> Scorecard:
    """The ranking by points: those above the middle, so that an unknown criterion counts neither for nor against."""
    points, most = compile_rules(tables)
    return combine([(1.0, points), (-0.5, most)])


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
