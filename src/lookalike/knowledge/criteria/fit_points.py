"""Company-level criteria from data: 0-3 points for what single companies have, where won deals say that it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lookalike.knowledge.criteria.points import PointTable, bin_codes
from lookalike.knowledge.criteria.signals import FEWEST, Evidence, evidence_of, independent_share
from lookalike.knowledge.criteria.weights import learned_weights
from lookalike.knowledge.rules import in_sentence, number
from lookalike.knowledge.statistics import benjamini_hochberg
from lookalike.schema import Attribute

# Odds against the average: 3 points is half again as good, 2 about average, 1 worse, 0 half as good or less.
# What hardly differs from the average thus gets the same points on either side of it.
ODDS_CUTS = (0.5, 0.85, 1.5)
PRIOR = 10.0  # average companies added to each bin, so that few cases stay near the average
FALSE_DISCOVERIES = 0.1  # share of criteria that may be noise
LOUD = 0.5  # a row that counts less than this belongs to a customer with many: the sentences say so
FOLDS = 5  # points for learning the weights come from the other folds' companies


def company_criteria(
    frame: pd.DataFrame,
    y: ArrayLike,
    attributes: Sequence[Attribute],
    groups: ArrayLike | None = None,
    outcome: str = "won",
) -> tuple[PointTable, ...]:
    """Points for single companies from the attributes where the outcome differs by more than chance.

    Columns are tested by chi-square over their bins, where a company with many rows counts as fewer, at a false
    discovery rate of 10 %; of the columns with one concept the clearest stays. Neighbouring bins that do not differ
    are joined. Points follow the odds of each bin against the average, drawn towards it by ten average cases; weights
    are learned, on points from other companies, so that overlap is not counted twice.

    Parameters
    ----------
    frame : DataFrame of n rows
        The attributes of companies or of the companies of deals.
    y : array of shape (n,)
        0 / 1.
    attributes : sequence of Attribute
    groups : array of shape (n,), optional
        The company of each row.
    outcome : str, default "won"
        What y = 1 is called in sentences.

    Returns
    -------
    tuple of PointTable
        The clearest first; empty when nothing differs by more than chance.
    """
    hit = np.asarray(y, dtype=float)
    if hit.size == 0 or hit.min() == hit.max():
        return ()
    weight = independent_share(hit, groups)
    tested = [evidence for one in attributes for evidence in evidence_of(one, frame[one.name], hit, weight)]
    adjusted = benjamini_hochberg([evidence.p for evidence in tested]) if tested else ()
    order = sorted(range(len(tested)), key=lambda place: (tested[place].p, tested[place].name))
    kept: dict[str, Evidence] = {}
    for place in order:
        evidence = tested[place]
        concept = evidence.name if evidence.kind == "token" else evidence.attribute.concept
        if adjusted[place] < FALSE_DISCOVERIES and concept not in kept:
            kept[concept] = evidence
    if not kept:
        return ()
    points = np.column_stack([_crossfitted(one, frame, hit, weight, groups) for one in kept.values()])
    weights = learned_weights(points, hit, weight)
    tables = [_table(evidence, frame, hit, weight, outcome) for evidence in kept.values()]
    return tuple(replace(table, weight=float(weight)) for table, weight in zip(tables, weights, strict=True) if weight)


def _crossfitted(
    evidence: Evidence,
    frame: pd.DataFrame,
    hit: NDArray[np.float64],
    weight: NDArray[np.float64],
    groups: ArrayLike | None,
) -> NDArray[np.float64]:
    """The points of each row as the other companies alone would give them: noise earns no weight by fitting itself."""
    codes = bin_codes(frame[evidence.attribute.name], evidence.kind, evidence.cuts)
    fold = np.unique(np.arange(len(hit)) if groups is None else np.asarray(groups), return_inverse=True)[1] % FOLDS
    size = len(evidence.hits)
    cell = fold * size + codes
    hits = np.bincount(cell, hit * weight, FOLDS * size).reshape(FOLDS, size)
    cases = np.bincount(cell, weight, FOLDS * size).reshape(FOLDS, size)
    points = _points(hits.sum(axis=0) - hits, cases.sum(axis=0) - cases, float(np.average(hit, weights=weight)))
    points[:, -1] = np.nan
    return np.where(evidence.cases[codes] >= FEWEST, points[fold, codes], np.nan)


def _table(
    evidence: Evidence, frame: pd.DataFrame, hit: NDArray[np.float64], weight: NDArray[np.float64], outcome: str
) -> PointTable:
    """Points and sentences of one criterion; the missing bin, and bins with few cases, stay unknown."""
    points = _points(evidence.hits, evidence.cases, float(np.average(hit, weights=weight)))
    points[evidence.cases < FEWEST] = np.nan
    points[-1] = np.nan
    codes = bin_codes(frame[evidence.attribute.name], evidence.kind, evidence.cuts)
    counted = np.bincount(codes, hit, len(points)), np.bincount(codes, minlength=len(points))
    told = [f"{outcome} {hits:.0f} of {cases}" for hits, cases in zip(*counted, strict=True)]
    if weight.min() < LOUD:
        shares = evidence.hits / np.maximum(evidence.cases, 1e-9)
        told = [
            f"{plain} ({share:.0%} with every company heard alike)" for plain, share in zip(told, shares, strict=True)
        ]
    average = f"{np.average(hit, weights=weight):.0%} on average"
    return PointTable(
        criterion=evidence.name,
        weight=1.0,
        source=evidence.attribute.name,
        kind=evidence.kind,
        cuts=evidence.cuts,
        points=tuple(float(point) for point in points),
        reasons=(
            *(
                f"{_bin_words(evidence, place)}: {told[place]}, {average}: {_verdict(point)}"
                for place, point in enumerate(points[:-1])
            ),
            f"{in_sentence(evidence.attribute.label)} unknown",
        ),
    )


def _verdict(points: float) -> str:
    return "unknown, too few" if np.isnan(points) else f"{points:.0f} point{'' if points == 1 else 's'}"


def _points(hits: NDArray[np.float64], cases: NDArray[np.float64], average: float) -> NDArray[np.float64]:
    """0-3 by the odds of each bin against the average, after adding average cases."""
    share = (hits + PRIOR * average) / (cases + PRIOR)
    odds = share / (1 - share) / (average / (1 - average))
    return np.sum(odds[..., None] >= np.array(ODDS_CUTS), axis=-1).astype(float)


def _bin_words(evidence: Evidence, place: int) -> str:
    """A bin in words."""
    cuts, label = evidence.cuts, in_sentence(evidence.attribute.label)
    if evidence.kind == "token":
        return f"{label} {'include' if place else 'do not include'} {cuts[0]}"
    if evidence.kind == "category":
        return f"{label} is {cuts[place]}" if place < len(cuts) else f"any other {label}"
    edges = [number(cut, evidence.attribute.unit) for cut in cuts]
    if not edges:
        return f"{label} known"
    if place == 0:
        return f"{label} at most {edges[0]}"
    return f"{label} over {edges[-1]}" if place == len(edges) else f"{label} over {edges[place - 1]} to {edges[place]}"
