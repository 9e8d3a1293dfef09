"""What a group of companies has in common that others have not: values and ranges, lift, interval and an honest p."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import xlogy

from lookalike.knowledge.rules import Comparison, parse, range_in_words, value_in_words
from lookalike.knowledge.statistics import benjamini_hochberg, lift, readable_cuts
from lookalike.languages import Words, say
from lookalike.schema import Attribute, Kind

RATE = 0.1  # share of the traits called relevant that may be false, on average
SHUFFLES = 1999
MOST_VALUES, MOST_TOKENS = 40, 20
FEWEST, WIDEST = 3, 0.9  # a candidate holds for so many accounts at least and for this share at most

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Trait:
    """One value or range that a group of companies shares more than others do.

    Attributes
    ----------
    attribute, concept, label : str
        The column, what it is about, and how people call it.
    value : Message or str
        "IT", "50–250", "at least 20 %".
    condition : Comparison
    share_best, share_rest, share_prospects : float, 0-1
        Of the companies whose attribute is known: in the group, among all other accounts, among the prospects (NaN
        without prospects).
    lift, low, high : float
        Times as common as among the other accounts, with a 90 % interval.
    n : int
        Companies of the group that have it.
    p : float, 0-1
        Chance that the best of all values and ranges tried here looks as good when the group is drawn by lot.
    """

    attribute: str
    concept: str
    label: str
    value: Words
    condition: Comparison
    share_best: float
    share_rest: float
    share_prospects: float
    lift: float
    low: float
    high: float
    n: int
    p: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data; `from_dict` reads it back."""
        return {**self.__dict__, "condition": str(self.condition)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Trait:
        """A trait as `to_dict` wrote it."""
        condition = parse(data["condition"])
        assert isinstance(condition, Comparison)
        return cls(**{**data, "condition": condition})


@dataclass(frozen=True)
class Tried:
    """All values or ranges tried on one attribute: every company sits in one cell, every candidate is a set of cells.

    `codes` (one per account) and `prospect_codes` hold the cell, -1 = unknown; `holds` has shape (cells, candidates).
    """

    attribute: Attribute
    conditions: tuple[Comparison, ...]
    holds: NDArray[np.bool_]
    codes: Counts
    prospect_codes: Counts


def shared_traits(
    accounts: pd.DataFrame,
    prospects: pd.DataFrame,
    attributes: Sequence[Attribute],
    group: NDArray[np.bool_],
    seed: int,
) -> tuple[Trait, ...]:
    """The traits that tell a group from all other accounts, irrelevant attributes removed.

    On each attribute all values or readable ranges are tried; their p-value is that of the best of them when as many
    companies are drawn by lot (the counts per cell are then multivariate hypergeometric: no label needs shuffling). Of
    attributes about the same concept only the one with most evidence stays, its p multiplied by their number. Over
    the concepts, Benjamini and Hochberg (1995) hold the rate of false discoveries at 10 %; values of a relevant concept
    are then held to that rate times the share of concepts found relevant (Benjamini and Bogomolov, 2014).

    Parameters
    ----------
    accounts, prospects : DataFrame
        With the attributes as columns; prospects may have no rows.
    attributes : sequence of Attribute
    group : bool array of shape (accounts,)
    seed : int

    Returns
    -------
    tuple of Trait
        Strongest evidence first.
    """
    concepts: dict[str, list[tuple[float, float, list[Trait]]]] = {}
    for place, attribute in enumerate(attributes):
        tried = try_attribute(attribute, accounts[attribute.name], prospects.get(attribute.name))
        if tried is not None:
            judged = _judge(tried, group, np.random.default_rng([seed, place]))
            concepts.setdefault(attribute.concept, []).append(judged)
    if not concepts:
        return ()
    strongest = [min(judged, key=lambda one: (one[0], -one[1])) for judged in concepts.values()]
    tries = np.array([len(judged) for judged in concepts.values()])
    p = np.minimum(1.0, [one[0] for one in strongest] * tries)
    relevant = benjamini_hochberg(p) <= RATE
    level = RATE * relevant.mean()
    kept = [
        (evidence, [trait for trait in traits if trait.p * many <= level])
        for (_, evidence, traits), many, yes in zip(strongest, tries, relevant, strict=True)
        if yes
    ]
    return tuple(trait for _, traits in sorted(kept, key=lambda pair: -pair[0]) for trait in traits)


def try_attribute(attribute: Attribute, values: pd.Series, prospects: pd.Series | None) -> Tried | None:
    """The cells and candidates of one attribute; None when it offers nothing to try."""
    if prospects is None:
        prospects = values.iloc[:0]
    cells = {Kind.NUMBER: _ranges, Kind.SET: _tokens}.get(attribute.kind, _values)
    conditions, holds, codes, prospect_codes = cells(attribute.name, values, prospects)
    if not conditions:
        return None
    counts = np.bincount(codes[codes >= 0], minlength=len(holds)) @ holds
    usable = (counts >= FEWEST) & (counts <= WIDEST * (codes >= 0).sum())
    if not usable.any():
        return None
    chosen = tuple(c for c, yes in zip(conditions, usable, strict=True) if yes)
    return Tried(attribute, chosen, holds[:, usable], codes, prospect_codes)


def _ranges(name: str, values: pd.Series, prospects: pd.Series) -> tuple[list[Comparison], Any, Counts, Counts]:
    """Numbers: below a cut, from a cut on, and between any two; a value equal to a cut is a cell of its own."""
    cuts = readable_cuts(values)
    place = np.arange(2 * len(cuts) + 1)
    conditions = [Comparison(name, "<", (cut,)) for cut in cuts] + [Comparison(name, ">=", (cut,)) for cut in cuts]
    holds = [place <= 2 * i for i in range(len(cuts))] + [place > 2 * i for i in range(len(cuts))]
    for i, j in combinations(range(len(cuts)), 2):
        conditions.append(Comparison(name, "between", (cuts[i], cuts[j])))
        holds.append((place > 2 * i) & (place <= 2 * j + 1))

    def cell(column: pd.Series) -> Counts:
        x = column.to_numpy(float)
        codes = np.searchsorted(cuts, x, side="left") + np.searchsorted(cuts, x, side="right")
        return np.where(np.isnan(x), -1, codes)

    return conditions, np.array(holds, bool).T, cell(values), cell(prospects)


def _values(name: str, values: pd.Series, prospects: pd.Series) -> tuple[list[Comparison], Any, Counts, Counts]:
    """Categories: each frequent value; the rest shares a cell that no candidate holds."""
    common = _by_frequency(values.dropna())[:MOST_VALUES]
    conditions = [Comparison(name, "=", (value,)) for value in common]
    holds = np.vstack([np.eye(len(common), dtype=bool), np.zeros((1, len(common)), bool)])

    def cell(column: pd.Series) -> Counts:
        codes = pd.Index(common).get_indexer(pd.Index(column)) if common else np.full(len(column), -1)
        return np.where(column.isna(), -1, np.where(codes < 0, len(common), codes)).astype(np.int64)

    return conditions, holds, cell(values), cell(prospects)


def _tokens(name: str, values: pd.Series, prospects: pd.Series) -> tuple[list[Comparison], Any, Counts, Counts]:
    """Sets: each frequent token; the cells are the combinations of tokens that occur."""
    tokens = _by_frequency(values.dropna().str.split(";").explode())[:MOST_TOKENS]
    conditions = [Comparison(name, "contains", (token,)) for token in tokens]
    kinds = pd.Index(pd.concat([values, prospects]).dropna().unique())
    has = np.array([[token in kind.split(";") for token in tokens] for kind in kinds], bool).reshape(-1, len(tokens))
    patterns, pattern = np.unique(has, axis=0, return_inverse=True)

    def cell(column: pd.Series) -> Counts:
        at = kinds.get_indexer(pd.Index(column))
        return np.where(at >= 0, pattern.ravel()[at], -1) if len(kinds) else np.full(len(column), -1)

    return conditions, patterns, cell(values), cell(prospects)


def _by_frequency(values: pd.Series) -> list[str]:
    """Distinct values, most frequent first, ties in alphabetical order."""
    counts = values.value_counts()
    return sorted(counts.index, key=lambda value: (-counts[value], value))


def _judge(tried: Tried, group: NDArray[np.bool_], rng: np.random.Generator) -> tuple[float, float, list[Trait]]:
    """p of the attribute, the evidence of its best candidate, and its traits, best first."""
    cells = len(tried.holds)
    known = tried.codes >= 0
    everyone = np.bincount(tried.codes[known], minlength=cells)
    inside = np.bincount(tried.codes[known & group], minlength=cells)
    total, drawn = int(everyone.sum()), int(inside.sum())
    if drawn < FEWEST or drawn == total:
        return 1.0, 0.0, []
    hits, all_hits = inside @ tried.holds, everyone @ tried.holds
    lots = rng.multivariate_hypergeometric(everyone, drawn, SHUFFLES, method="marginals") @ tried.holds
    evidence = _deviance(hits, drawn, all_hits, total)
    luckiest = np.sort(_deviance(lots, drawn, all_hits, total).max(axis=1))
    better = SHUFFLES - np.searchsorted(luckiest, evidence - 1e-9, side="left")
    p = (1 + better) / (SHUFFLES + 1)
    market = np.bincount(tried.prospect_codes[tried.prospect_codes >= 0], minlength=cells)
    order = np.argsort(-evidence, kind="stable")
    if tried.attribute.kind is Kind.NUMBER:
        order = order[:1]
    traits = [
        _trait(tried, at, (hits[at], drawn, all_hits[at] - hits[at], total - drawn), market, float(p[at]))
        for at in order
        if evidence[at] > 0
    ]
    return float(p.min()), float(evidence.max()), [trait for trait in traits if trait.low > 1]


def _deviance(hits: Any, drawn: int, all_hits: Any, total: int) -> NDArray[np.float64]:
    """Evidence that a candidate is more common in the group than outside: G of the 2 x 2 table, 0 when it is not."""
    other, rest = all_hits - hits, total - drawn
    g = xlogy(hits, hits * total / (all_hits * drawn)) + xlogy(other, other * total / (all_hits * rest))
    misses = total - all_hits
    g += xlogy(drawn - hits, (drawn - hits) * total / (misses * drawn))
    g += xlogy(rest - other, (rest - other) * total / (misses * rest))
    return np.where(hits * rest > other * drawn, 2 * g, 0.0)


def _trait(tried: Tried, at: int, counts: tuple[int, int, int, int], market: Counts, p: float) -> Trait:
    hits, n, other_hits, other_n = counts
    condition, attribute = tried.conditions[at], tried.attribute
    share_prospects = float(market @ tried.holds[:, at] / market.sum()) if market.sum() else float("nan")
    shares = (float(hits / n), float(other_hits / other_n), share_prospects)
    return Trait(
        attribute.name,
        attribute.concept,
        attribute.label,
        value_text(condition, attribute),
        condition,
        *shares,
        *lift(hits, n, other_hits, other_n),
        int(hits),
        p,
    )


def value_text(condition: Comparison, attribute: Attribute) -> Words:
    """The value or range alone, as in "50–250" or "IT"."""
    if not isinstance(condition.values[0], str):
        return range_in_words(attribute.name, condition.op, condition.values, [attribute])
    values = [value_in_words(attribute.name, value, [attribute]) for value in condition.values]
    return values[0] if len(values) == 1 else say("alone.either", values=values)
