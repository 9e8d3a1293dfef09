"""Turn fitted models into scorecards.

The contributions are the SHAP values of `shap.TreeExplainer(model, feature_perturbation="tree_path_dependent")`. A leaf
that depends on two features is a game of two players, so its values are a closed formula (Lundberg et al., "From local
explanations to global understanding", 2020, taken leaf by leaf): with the leaf's value w, the indicator I_a of its
conditions on feature a, and r_a the product of the cover ratios of the splits on a, feature a gets
w/2 (I_a - r_a)(r_b + I_b), and the base gets w r_a r_b. A linear part gets its points minus their training mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

import numpy as np

from lookalike.learning.bins import Feature, NumericBins
from lookalike.learning.candidates import Additive, Blend, PairBoost
from lookalike.scorecard.tables import Scorecard, Table, combine, compile_rules, merge

__all__ = ["compile_model", "compile_rules", "compile_trees"]

NEARLY_ZERO = float(np.float32(1e-35))  # what is no larger is zero to LightGBM, whatever its sign
BELOW_ZERO = float(np.nextafter(-NEARLY_ZERO, -1))
INFINITE = 1e300  # LightGBM's dump writes an infinite threshold so


@singledispatch
def compile_model(model: object) -> Scorecard:
    """The scorecard of a fitted estimator of `learning`: the same raw score, and exact contributions.

    Examples
    --------
    >>> from lookalike.learning.candidates import Constant
    >>> round(compile_model(Constant().fit(np.zeros((4, 1)), [1, 1, 1, 0])).base, 3)
    0.847
    """
    raise TypeError(f"a {type(model).__name__} is no scorecard; compile what adds points, boosts pairs or blends these")


@compile_model.register
def _(model: Additive) -> Scorecard:
    tables = tuple(
        Table((place,), (np.asarray(points, dtype=float) - mean,))
        for place, (points, mean) in enumerate(zip(model.points_, model.means_, strict=True))
    )
    return Scorecard(tuple(model.features_), tables, float(model.intercept_ + np.sum(model.means_)))


@compile_model.register
def _(model: PairBoost) -> Scorecard:
    dumps = model.trees()
    trees = [tree["tree_structure"] for dump in dumps for tree in dump["tree_info"]]
    return compile_trees(trees, tuple(model.features_)).scaled(1 / len(dumps))


@compile_model.register
def _(model: Blend) -> Scorecard:
    cards = (compile_model(part) for part in model.models_)
    return combine(list(zip(model.weights_, cards, strict=True)))


@dataclass(frozen=True)
class Leaf:
    """A leaf seen from its path: per feature the product of cover ratios and the splits with the side taken."""

    value: float
    ratio: dict[int, float]
    splits: dict[int, tuple[tuple[dict[str, Any], bool], ...]]


def compile_trees(trees: Sequence[dict[str, Any]], features: tuple[Feature, ...]) -> Scorecard:
    """The sum of LightGBM trees, each leaf of which depends on at most two features.

    Parameters
    ----------
    trees : sequence of dict
        `tree_structure` of each tree of `Booster.dump_model`.
    features : tuple of Feature
        Column by column; the bins of numbers are replaced by the trees' own thresholds.
    """
    leaves = [leaf for tree in trees for leaf in _leaves(tree)]
    features = _with_thresholds(features, leaves)
    groups: dict[tuple[int, ...], list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        if len(leaf.ratio) > 2:
            raise ValueError(f"a leaf depends on {len(leaf.ratio)} features; a scorecard can hold two (max_depth=2)")
        groups[tuple(sorted(leaf.ratio))].append(leaf)
    base = sum(leaf.value * float(np.prod(list(leaf.ratio.values()))) for leaf in leaves)
    tables = [_table(key, group, features) for key, group in groups.items() if key]
    return Scorecard(features, merge(tables), float(base))


def _leaves(node: dict[str, Any], path: tuple[tuple[dict[str, Any], bool, float], ...] = ()) -> Iterator[Leaf]:
    if "split_feature" not in node:
        ratio: dict[int, float] = {}
        splits: dict[int, tuple[tuple[dict[str, Any], bool], ...]] = {}
        for split, left, cover in path:
            feature = split["split_feature"]
            ratio[feature] = ratio.get(feature, 1.0) * cover
            splits[feature] = (*splits.get(feature, ()), (split, left))
        yield Leaf(float(node["leaf_value"]), ratio, splits)
        return
    for side, left in (("left_child", True), ("right_child", False)):
        child = node[side]
        count = child["internal_count"] if "split_feature" in child else child["leaf_count"]
        yield from _leaves(child, (*path, (node, left, count / node["internal_count"])))


def _with_thresholds(features: tuple[Feature, ...], leaves: Sequence[Leaf]) -> tuple[Feature, ...]:
    """Numbers get the thresholds used as edges; where zero is missing, a bin of its own around zero."""
    edges: dict[int, set[float]] = defaultdict(set)
    for leaf in leaves:
        for place, splits in leaf.splits.items():
            for split, _ in splits:
                if isinstance(features[place].bins, NumericBins):
                    edges[place].add(_threshold(split))
                    if split["missing_type"] == "Zero":
                        edges[place] |= {BELOW_ZERO, NEARLY_ZERO}
    return tuple(
        replace(feature, bins=NumericBins(tuple(sorted(edges[place] - {np.inf}))))
        if feature.bins.kind == "number"
        else feature
        for place, feature in enumerate(features)
    )


def _threshold(split: dict[str, Any]) -> float:
    """The last number that goes left; LightGBM reads everything nearly zero as zero before it compares."""
    threshold = float(split["threshold"])
    if abs(threshold) <= NEARLY_ZERO:
        return NEARLY_ZERO if threshold >= 0 else BELOW_ZERO
    return threshold if threshold < INFINITE else float("inf")


def _table(key: tuple[int, ...], leaves: Sequence[Leaf], features: tuple[Feature, ...]) -> Table:
    """All leaves over the same one or two features as one table."""
    value = np.array([leaf.value for leaf in leaves])[:, None]
    values = {place: _representatives(features[place]) for place in key}
    holds = [np.array([_holds(leaf.splits[place], values[place]) for leaf in leaves], dtype=float) for place in key]
    ratio = [np.array([leaf.ratio[place] for leaf in leaves])[:, None] for place in key]
    if len(key) == 1:
        return Table(key, ((value * (holds[0] - ratio[0])).sum(axis=0),))
    first = (value / 2 * (holds[0] - ratio[0])).T @ (ratio[1] + holds[1])
    second = (ratio[0] + holds[0]).T @ (value / 2 * (holds[1] - ratio[1]))
    return Table(key, (first, second))


def _representatives(feature: Feature) -> np.ndarray:
    """One matrix value per bin, as `Encoder` writes it: the upper edge of an interval, a category's code, NaN."""
    if isinstance(feature.bins, NumericBins):
        return np.array([*feature.bins.edges, np.inf, np.nan])
    return np.array([*range(feature.bins.size - 1), np.nan])


def _holds(splits: Sequence[tuple[dict[str, Any], bool]], values: np.ndarray) -> np.ndarray:
    """Which values go the way of the leaf at every split."""
    return np.logical_and.reduce([_goes_left(split, values) == left for split, left in splits])


def _goes_left(split: dict[str, Any], values: np.ndarray) -> np.ndarray:
    """LightGBM's decision at a split."""
    missing = np.isnan(values)
    if split["decision_type"] == "==":
        return ~missing & np.isin(values, [float(level) for level in split["threshold"].split("||")])
    numbers = np.where(missing, 0.0, values)
    left = numbers <= _threshold(split)
    if split["missing_type"] == "None":
        return left
    unknown = missing if split["missing_type"] == "NaN" else np.abs(numbers) <= NEARLY_ZERO
    return np.where(unknown, split["default_left"], left)
