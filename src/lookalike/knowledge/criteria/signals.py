"""Where the outcome differs by more than chance: hits and cases per bin of a column, numbers cut where it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from lookalike.knowledge.criteria.points import bin_codes
from lookalike.knowledge.statistics import FEWEST_CASES, chance_alike, readable_cuts
from lookalike.schema import Attribute, Kind

Bins = Literal["number", "category", "token"]
KINDS: dict[Kind, Bins] = {Kind.NUMBER: "number", Kind.SET: "token"}  # everything else is a category
MOST_LEVELS = 40
SAME = 0.1  # bins whose difference is likelier than this by chance are told as one


@dataclass(frozen=True)
class Evidence:
    """Hits and independent cases per bin of one column, and the chance of such differences if it did not matter."""

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


def independent_share(hit: NDArray[np.float64], groups: ArrayLike | None) -> NDArray[np.float64]:
    """How much of an independent case each row is, as the rows of one company hang together.

    A company with n rows counts as n / (1 + (n - 1) r) cases, with r the correlation of two rows of one company
    (intraclass correlation, analysis of variance), so that a few large customers do not speak for all.

    Parameters
    ----------
    hit : array of shape (rows,)
        0 / 1.
    groups : array of shape (rows,) or None
        The company of each row.

    Returns
    -------
    ndarray of shape (rows,)
        Weights in (0, 1]; 1 without groups.

    Examples
    --------
    >>> independent_share(np.array([1.0, 1.0, 0.0, 0.0]), ["a", "a", "b", "b"]).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    rows = len(hit)
    if groups is None:
        return np.ones(rows)
    who = pd.factorize(np.asarray(groups))[0]
    count = np.bincount(who).astype(float)
    companies = len(count)
    if companies in (1, rows):
        return np.ones(rows)
    mean = np.bincount(who, hit) / count
    between = np.sum(count * (mean - hit.mean()) ** 2) / (companies - 1)
    within = np.sum((hit - mean[who]) ** 2) / (rows - companies)
    usual = (rows - np.sum(count**2) / rows) / (companies - 1)
    spread = between + (usual - 1) * within
    alike = float(np.clip((between - within) / spread, 0, 1)) if spread > 0 else 0.0
    return 1 / (1 + (count[who] - 1) * alike)


def evidence_of(
    attribute: Attribute, column: pd.Series, hit: NDArray[np.float64], weight: NDArray[np.float64]
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
        hits, cases = (np.bincount(codes, each, size).astype(float) for each in (hit * weight, weight))
        evidence = Evidence(attribute, kind, cuts, hits, cases, chance_alike(hits[:-1], cases[:-1]))
        if kind == "number":
            evidence = _joined_numbers(evidence)
        if evidence.cuts:
            yield evidence


def _frequent(values: pd.Series) -> list[str]:
    """The values with enough cases, by name; of very many the most frequent."""
    counts = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return sorted(counts.index[counts >= FEWEST_CASES][:MOST_LEVELS])


def _joined_numbers(evidence: Evidence) -> Evidence:
    """Join neighbouring intervals, the most alike first, until all differ and hold enough cases (Kerber's ChiMerge)."""
    cuts, hits, cases = list(evidence.cuts), list(evidence.hits), list(evidence.cases)
    while cuts:
        pairs = range(len(cuts))
        alike = [_alike(hits[at : at + 2], cases[at : at + 2]) for at in pairs]
        at = int(np.argmax(alike))
        if alike[at] < SAME:
            break
        hits[at : at + 2], cases[at : at + 2] = [sum(hits[at : at + 2])], [sum(cases[at : at + 2])]
        del cuts[at]
    return replace(evidence, cuts=tuple(cuts), hits=np.array(hits), cases=np.array(cases))


def _alike(hits: list[float], cases: list[float]) -> float:
    """How well two neighbours pass for one; certain when either holds too few cases."""
    if min(cases) < FEWEST_CASES:
        return 2.0 - min(cases) / FEWEST_CASES
    return chance_alike(np.array(hits), np.array(cases))
