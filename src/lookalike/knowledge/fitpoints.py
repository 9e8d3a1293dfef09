"""Company-level criteria from data: 0-3 points for what single companies have, where won deals say that it matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from lookalike.knowledge.cuts import readable_cuts
from lookalike.knowledge.points import PointTable, bin_codes
from lookalike.knowledge.statistics import benjamini_hochberg
from lookalike.knowledge.weights import learned_weights
from lookalike.knowledge.wording import in_sentence, listed, number
from lookalike.schema import Attribute, Kind

# Odds against the average: 3 points is half again as good, 2 about average, 1 worse, 0 half as good or less.
# What hardly differs from the average thus gets the same points on either side of it.
ODDS_CUTS = (0.5, 0.85, 1.5)
FEWEST = 12  # companies or deals below which a bin has no voice of its own
PRIOR = 10.0  # average companies added to each bin, so that few cases stay near the average
FALSE_DISCOVERIES = 0.1  # share of criteria that may be noise
MOST_LEVELS = 40
SAME = 0.1  # bins whose difference is likelier than this by chance are told as one


@dataclass(frozen=True)
class Evidence:
    """Hits and cases per bin of one column, and the chance of such differences if the column did not matter."""

    attribute: Attribute
    kind: str
    cuts: tuple[Any, ...]
    hits: NDArray[np.float64]
    cases: NDArray[np.float64]
    p: float

    @property
    def name(self) -> str:
        """The criterion's name."""
        token = f"={self.cuts[0]}" if self.kind == "token" else ""
        return f"fit_{self.attribute.name}{token}"


def company_criteria(
    frame: pd.DataFrame,
    y: ArrayLike,
    attributes: Sequence[Attribute],
    groups: ArrayLike | None = None,
    outcome: str = "won",
) -> tuple[PointTable, ...]:
    """Points for single companies from the attributes where the outcome differs by more than chance.

    Columns are tested by chi-square over their bins (Rao and Scott's correction where the rows of one company hang
    together), at a false discovery rate of 10 %; of the columns with one concept the clearest stays. Neighbouring
    bins that do not differ are joined. Points follow the odds of each bin against the average, drawn towards it by
    ten average cases;
    weights are learned so that overlapping criteria are not counted twice.

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
    clumping = design_effect(hit, groups)
    tested = [evidence for one in attributes for evidence in _evidence(one, frame[one.name], hit, clumping)]
    adjusted = benjamini_hochberg([evidence.p for evidence in tested]) if tested else ()
    order = sorted(range(len(tested)), key=lambda place: (tested[place].p, tested[place].name))
    kept: dict[str, Evidence] = {}
    for place in order:
        evidence = tested[place]
        concept = evidence.name if evidence.kind == "token" else evidence.attribute.concept
        if adjusted[place] < FALSE_DISCOVERIES and concept not in kept:
            kept[concept] = evidence
    tables = [_table(evidence, float(hit.mean()), clumping, outcome) for evidence in kept.values()]
    if not tables:
        return ()
    weights = learned_weights(np.column_stack([t.apply(frame[t.source]) for t in tables]), hit, clumping)
    return tuple(replace(table, weight=float(weight)) for table, weight in zip(tables, weights, strict=True) if weight)


def design_effect(hit: NDArray[np.float64], groups: ArrayLike | None) -> float:
    """How much more the mean varies than over independent rows, as rows of one company hang together; at least 1."""
    if groups is None:
        return 1.0
    mean = hit.mean()
    per_company = pd.Series(hit - mean).groupby(np.asarray(groups)).sum()
    return max(1.0, float((per_company**2).sum() / (len(hit) * mean * (1 - mean))))


def _evidence(attribute: Attribute, column: pd.Series, hit: NDArray[np.float64], clumping: float) -> Iterator[Evidence]:
    """The columns to test of one attribute: itself, or each frequent token of a set."""
    if attribute.kind is Kind.SET:
        tokens = column.dropna().str.split(";").explode().value_counts()
        choices: list[tuple[Any, ...]] = [(token,) for token in sorted(tokens.index[tokens >= FEWEST])[:MOST_LEVELS]]
        kind = "token"
    elif attribute.kind is Kind.NUMBER:
        kind, choices = "number", [tuple(float(cut) for cut in readable_cuts(column.to_numpy(dtype=float)))]
    else:
        levels = column.value_counts()
        kind, choices = "category", [tuple(sorted(levels.index[levels >= FEWEST][:MOST_LEVELS]))]
    for cuts in choices:
        if not cuts:
            continue
        codes = bin_codes(column, kind, cuts)
        size = 3 if kind == "token" else len(cuts) + 2
        hits = np.bincount(codes, hit, size).astype(float)
        cases = np.bincount(codes, minlength=size).astype(float)
        evidence = Evidence(attribute, kind, cuts, hits, cases, _chance(hits[:-1], cases[:-1], clumping))
        if kind == "number":
            evidence = _joined_numbers(evidence, clumping)
        if evidence.cuts:
            yield evidence


def _chance(hits: NDArray[np.float64], cases: NDArray[np.float64], clumping: float) -> float:
    """Chance of such different shares if all bins were alike; bins with few cases have no say."""
    hits, cases = hits[cases >= FEWEST], cases[cases >= FEWEST]
    if len(hits) < 2 or hits.sum() in (0, cases.sum()):
        return 1.0
    mean = hits.sum() / cases.sum()
    chi2 = float(np.sum((hits - cases * mean) ** 2 / (cases * mean * (1 - mean)))) / clumping
    return float(stats.chi2.sf(chi2, len(hits) - 1))


def _joined_numbers(evidence: Evidence, clumping: float) -> Evidence:
    """Join neighbouring intervals, the most alike first, until all differ and hold enough cases (Kerber's ChiMerge)."""
    cuts, hits, cases = list(evidence.cuts), list(evidence.hits), list(evidence.cases)
    while cuts:
        pairs = range(len(cuts))
        alike = [_alike(hits[at : at + 2], cases[at : at + 2], clumping) for at in pairs]
        at = int(np.argmax(alike))
        if alike[at] < SAME:
            break
        hits[at : at + 2], cases[at : at + 2] = [sum(hits[at : at + 2])], [sum(cases[at : at + 2])]
        del cuts[at]
    return replace(evidence, cuts=tuple(cuts), hits=np.array(hits), cases=np.array(cases))


def _alike(hits: list[float], cases: list[float], clumping: float) -> float:
    """How well two neighbours pass for one; certain when either holds too few cases."""
    if min(cases) < FEWEST:
        return 2.0 - min(cases) / FEWEST
    return _chance(np.array(hits), np.array(cases), clumping)


def _table(evidence: Evidence, average: float, clumping: float, outcome: str) -> PointTable:
    """Points and sentences of one criterion; the missing bin, and bins with few cases, stay unknown."""
    points, reasons = [], []
    for place, (hits, cases) in enumerate(zip(evidence.hits, evidence.cases, strict=True)):
        if place == len(evidence.hits) - 1:
            points.append(np.nan)
            reasons.append(f"{in_sentence(evidence.attribute.label)} unknown")
            continue
        earned = _points(hits / clumping, cases / clumping, average) if cases >= FEWEST else np.nan
        points.append(earned)
        told = f"{outcome} {hits:.0f} of {cases:.0f}, {average:.0%} on average"
        verdict = "unknown, too few" if earned != earned else f"{earned:.0f} point{'' if earned == 1 else 's'}"
        reasons.append(f"{_bin_words(evidence, place)}: {told}: {verdict}")
    cuts = evidence.cuts
    return PointTable(
        *(evidence.name, 1.0, evidence.attribute.name, evidence.kind, cuts),  # type: ignore[arg-type]
        points=tuple(points),
        reasons=tuple(reasons),
    )


def _points(hits: float, cases: float, average: float) -> float:
    """0-3 by the odds of a bin against the average, after adding average cases."""
    share = (hits + PRIOR * average) / (cases + PRIOR)
    odds = share / (1 - share) / (average / (1 - average))
    return float(sum(odds >= cut for cut in ODDS_CUTS))


def _bin_words(evidence: Evidence, place: int) -> str:
    """A bin in words."""
    cuts, label = evidence.cuts, in_sentence(evidence.attribute.label)
    if evidence.kind == "token":
        return f"{label} {'include' if place else 'do not include'} {cuts[0]}"
    if evidence.kind == "category":
        return f"{label} is {cuts[place]}" if place < len(cuts) else f"{label} is none of {listed(cuts, 'or')}"
    edges = [number(cut, evidence.attribute.unit) for cut in cuts]
    if not edges:
        return f"{label} known"
    if place == 0:
        return f"{label} at most {edges[0]}"
    return f"{label} over {edges[-1]}" if place == len(edges) else f"{label} over {edges[place - 1]} to {edges[place]}"
