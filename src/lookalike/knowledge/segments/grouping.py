"""From companies to groups with rules: k-means on what hangs together, then the short rules that tell the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.metrics import silhouette_samples

from lookalike.knowledge.segments.clustering import MOST_POINTS, cluster
from lookalike.knowledge.segments.encoding import encode, explained, hang_together, weighted
from lookalike.knowledge.segments.leaves import grow_leaves
from lookalike.knowledge.segments.membership import Leaf, members
from lookalike.schema import Attribute


@dataclass(frozen=True)
class Division:
    """A base divided by rules, the largest segment first.

    Attributes
    ----------
    leaves : tuple of Leaf
        Their counts are per segment.
    used : tuple of Attribute
        What the groups were found by; none when there is one segment only.
    stability, strength : tuple of float, 0-1
        Per segment: bootstrap Jaccard and prediction strength of the group it was made from.
    recovered : tuple of float, 0-1
        Per segment: F1 of its rule against that group.
    silhouettes : tuple of ndarray, -1 to 1
        Per segment: how much nearer each of its sampled companies is to it than to the nearest other segment.
    beyond_a_cloud : bool
        The groups stand apart more clearly than those of a cloud without any.
    """

    leaves: tuple[Leaf, ...]
    used: tuple[Attribute, ...]
    stability: tuple[float, ...]
    strength: tuple[float, ...]
    recovered: tuple[float, ...]
    silhouettes: tuple[NDArray[np.float64], ...]
    beyond_a_cloud: bool


def divide(
    base: pd.DataFrame, attributes: Sequence[Attribute], count: int | None, seed: int, asked: bool = False
) -> Division:
    """Find the groups of a base and the rules that tell them.

    Parameters
    ----------
    base : DataFrame of n rows
        Up to 1,500 of them, drawn by lot, are enough to find the groups.
    attributes : sequence of Attribute
    count : int or None
        The number of groups, None = as many as come back surely.
    seed : int
    asked : bool
        A person chose the attributes or the number; otherwise those that do not hang together divide nothing.

    Returns
    -------
    Division
        One segment without a rule where nothing varies, no attributes hang together, there are too few companies, or
        no rule tells a second group.
    """
    drawn = np.sort(np.random.default_rng(seed).permutation(len(base))[:MOST_POINTS])
    sample = base.iloc[drawn].reset_index(drop=True)
    blocks = encode(sample, attributes)
    if not blocks or not (asked or hang_together(blocks)):
        return _undivided(len(base))
    points, taken = weighted(blocks)
    used = tuple(block.attribute for block in taken)
    found = cluster(points, count, seed, lambda labels: explained(taken, labels))
    if found is None:
        return _undivided(len(base))
    leaves, groups = _largest_first(grow_leaves(sample, used, found.labels, seed))
    if len(groups) < 2:
        return _undivided(len(base))
    belongs = members(leaves, sample)
    return Division(
        leaves,
        used,
        tuple(found.stability[groups].tolist()),
        tuple(found.strength[groups].tolist()),
        tuple(_f1(belongs[:, at], found.labels == group) for at, group in enumerate(groups)),
        _silhouettes(points, belongs),
        found.beyond_a_cloud,
    )


def _undivided(companies: int) -> Division:
    """All companies as one segment."""
    return Division((Leaf((), (max(companies, 1),)),), (), (1.0,), (1.0,), (1.0,), (np.ones(0),), False)


def _largest_first(leaves: Sequence[Leaf]) -> tuple[tuple[Leaf, ...], NDArray[np.int64]]:
    """Leaves with their counts per segment, and the group that each segment was made from.

    A group that is in the majority in no leaf cannot be told by a rule and becomes no segment.
    """
    counts = np.array([leaf.counts for leaf in leaves])
    size = np.bincount(counts.argmax(axis=1), counts.sum(axis=1), minlength=counts.shape[1])
    groups = np.array([group for group in np.argsort(-size, kind="stable") if size[group] > 0])
    return tuple(Leaf(leaf.conditions, tuple(leaf.counts[group] for group in groups)) for leaf in leaves), groups


def _f1(rule: NDArray[np.bool_], group: NDArray[np.bool_]) -> float:
    return float(2 * (rule & group).sum() / (rule.sum() + group.sum()))


def _silhouettes(points: NDArray[np.float64], belongs: NDArray[np.bool_]) -> tuple[NDArray[np.float64], ...]:
    """Silhouettes of the companies of each segment; empty where there is nothing to compare with."""
    inside = belongs.any(axis=1)
    labels = belongs[inside].argmax(axis=1)
    if not 2 <= len(np.unique(labels)) < len(labels):
        return tuple(np.empty(0) for _ in range(belongs.shape[1]))
    widths = silhouette_samples(points[inside], labels)
    return tuple(widths[labels == at] for at in range(belongs.shape[1]))
