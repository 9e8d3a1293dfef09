"""Company-level criteria from data: 0-3 points for what single companies have, where won deals say that it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lookalike.knowledge.criteria.points import MIDDLE, PointTable, bin_codes, with_points
from lookalike.knowledge.criteria.signals import Evidence, evidence_of, independent_share
from lookalike.knowledge.criteria.weights import learned_weights
from lookalike.knowledge.rules import Comparison, label_of, number_in_words, unit_of
from lookalike.knowledge.statistics import FEWEST_CASES, benjamini_hochberg
from lookalike.languages import Message, say
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
    tables = [_table(evidence, frame, hit, weight) for evidence in kept.values()]
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
    return np.where(evidence.cases[codes] >= FEWEST_CASES, points[fold, codes], np.nan)


def _table(
    evidence: Evidence, frame: pd.DataFrame, hit: NDArray[np.float64], weight: NDArray[np.float64]
) -> PointTable:
    """Points and sentences of one criterion; the missing bin, and bins with few cases, stay unknown."""
    points = _points(evidence.hits, evidence.cases, float(np.average(hit, weights=weight)))
    points[evidence.cases < FEWEST_CASES] = np.nan
    points[-1] = np.nan
    known = ~np.isnan(points)
    codes = bin_codes(frame[evidence.attribute.name], evidence.kind, evidence.cuts)
    counted = np.bincount(codes, hit, len(points)), np.bincount(codes, minlength=len(points))
    key = "points.won_alike" if weight.min() < LOUD else "points.won"
    shares = evidence.hits / np.maximum(evidence.cases, 1e-9)
    average = float(np.average(hit, weights=weight))
    told = [
        say(key, bin=_bin_words(evidence, place), hits=hits, cases=cases, share=share, average=average)
        for place, (hits, cases, share) in enumerate(zip(counted[0][:-1], counted[1][:-1], shares[:-1], strict=True))
    ]
    return PointTable(
        criterion=evidence.name,
        weight=1.0,
        source=evidence.attribute.name,
        kind=evidence.kind,
        cuts=evidence.cuts,
        points=tuple(float(point) for point in points),
        reasons=(
            *(_verdict(said, point) for said, point in zip(told, points[:-1], strict=True)),
            say("points.missing", label=label_of(evidence.attribute.name, [evidence.attribute])),
        ),
        usual=float(np.average(points[known], weights=evidence.cases[known])) if known.any() else MIDDLE,
    )


def _verdict(told: Message, points: float) -> Message:
    return say("points.too_few", what=told) if np.isnan(points) else with_points(told, points)


def _points(hits: NDArray[np.float64], cases: NDArray[np.float64], average: float) -> NDArray[np.float64]:
    """0-3 by the odds of each bin against the average, after adding average cases."""
    share = (hits + PRIOR * average) / (cases + PRIOR)
    odds = share / (1 - share) / (average / (1 - average))
    return np.sum(odds[..., None] >= np.array(ODDS_CUTS), axis=-1).astype(float)


def _bin_words(evidence: Evidence, place: int) -> Message:
    """A bin in words."""
    attribute, cuts = evidence.attribute, evidence.cuts
    label, unit = label_of(attribute.name, [attribute]), unit_of(attribute.name, [attribute])
    if evidence.kind == "token":
        token = Comparison(attribute.name, "contains", (cuts[0],)).describe([attribute])
        return token if place else say("points.no_token", label=label, token=cuts[0])
    if evidence.kind == "category" and place == len(cuts):
        return say("points.other", label=label)
    if evidence.kind == "category":
        return Comparison(attribute.name, "=", (cuts[place],)).describe([attribute])
    if not cuts:
        return say("points.known", label=label)
    if place == 0 or place == len(cuts):
        return Comparison(attribute.name, "<=" if place == 0 else ">", (cuts[max(place - 1, 0)],)).describe([attribute])
    between = say("ranges.over_to", low=cuts[place - 1], high=cuts[place], unit=unit)
    return number_in_words(attribute.name, between, [attribute])
