"""Where the outcome differs by more than chance: hits and cases per bin of a column, numbers cut where it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from lookalike.knowledge.cuts import readable_cuts
from lookalike.knowledge.points import bin_codes
from lookalike.schema import Attribute, Kind

Bins = Literal["number", "category", "token"]
KINDS: dict[Kind, Bins] = {Kind.NUMBER: "number", Kind.SET: "token"}  # everything else is a category
FEWEST = 12  # companies or deals below which a bin has no voice of its own
MOST_LEVELS = 40
SAME = 0.1  # bins whose difference is likelier than this by chance are told as one


@dataclass(frozen=True)
class Evidence:
    """Hits and cases per bin of one column, and the chance of such differences if the column did not matter."""

    attribute: Attribute
    kind: Bins
    cuts: tuple[Any, ...]
    hits: NDArray[np.float64]
    cases: NDArray[np.float64]
    p: float

    @property
    def name(self) -> str:
        """The criterion's name."""
        token = f"={self.cuts[0]}" if self.kind == "token" else ""
        return f"fit_{self.attribute.name}{token}"


def design_effect(hit: NDArray[np.float64], groups: ArrayLike | None) -> float:
    """How much more the mean varies than over independent rows, as rows of one company hang together; at least 1."""
    if groups is None:
        return 1.0
    mean = hit.mean()
    per_company = pd.Series(hit - mean).groupby(np.asarray(groups)).sum()
    return max(1.0, float((per_company**2).sum() / (len(hit) * mean * (1 - mean))))


def evidence_of(
    attribute: Attribute, column: pd.Series, hit: NDArray[np.float64], clumping: float
) -> Iterator[Evidence]:
    """What the outcome says about one attribute: as a whole, or about each frequent token of a set."""
    kind = KINDS.get(attribute.kind, "category")
    if kind == "number":
        choices: list[tuple[Any, ...]] = [tuple(float(cut) for cut in readable_cuts(column.to_numpy(dtype=float)))]
    elif kind == "token":
        choices = [(token,) for token in _frequent(column.dropna().str.split(";").explode())]
    else:
        choices = [tuple(_frequent(column))]
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


def _frequent(values: pd.Series) -> list[str]:
    """The values with enough cases, by name; of very many the most frequent."""
    counts = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return sorted(counts.index[counts >= FEWEST][:MOST_LEVELS])


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
