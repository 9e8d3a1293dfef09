"""Groups told by rules: a shallow decision tree over the attributes, read as a few conditions per group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from lookalike.knowledge.rules import Comparison, Not, Rule
from lookalike.knowledge.segments.encoding import MOST_LEVELS
from lookalike.knowledge.segments.membership import Leaf
from lookalike.knowledge.statistics import round_between
from lookalike.schema import Attribute, Kind

LEADING = 4  # attributes tried in pairs
PRICE = 0.01  # of accuracy, given for a condition less
DEEPEST = 4  # conditions in a row
MINOR = 0.2  # a value named beside another in a rule is at least so common, against the most common
SMALLEST = 0.01  # share of the companies in a leaf, and never under three
ROUNDING = 0.02  # share of the companies that a round cut may put on the other side
LISTED = 12  # values that a rule names, before it rather names those that it leaves out


@dataclass(frozen=True)
class Question:
    """One column of the tree: `attribute < threshold`, `attribute = value`, or `attribute contains value`."""

    attribute: Attribute
    value: str = ""


def grow_leaves(
    frame: pd.DataFrame, attributes: Sequence[Attribute], labels: NDArray[np.int64], seed: int
) -> tuple[Leaf, ...]:
    """The leaves of the tree that recovers the groups best for its length.

    Trees over each attribute, pairs of those that do best alone, and all attributes are grown to several sizes; every
    condition has to earn one per cent of accuracy.

    Parameters
    ----------
    frame : DataFrame of n rows
    attributes : sequence of Attribute
        What the rules may ask for.
    labels : int array of shape (n,)
        Groups 0 to groups - 1.
    seed : int
        Breaks ties between equally good splits.

    Returns
    -------
    tuple of Leaf
        They exclude each other.
    """
    groups = int(labels.max()) + 1
    if groups < 2 or not attributes:
        return (Leaf((), tuple(np.bincount(labels, minlength=groups).tolist())),)

    def best(subset: Sequence[Attribute]) -> tuple[Leaf, ...]:
        return max(_trees(frame, subset, labels, groups, seed), key=lambda leaves: _worth(leaves, len(frame)))

    alone = [(best([attribute]), attribute) for attribute in attributes]
    leading = sorted(alone, key=lambda one: -_worth(one[0], len(frame)))[:LEADING]
    pairs = [best(pair) for pair in combinations([attribute for _, attribute in leading], 2)]
    everything = [best(attributes)] if len(attributes) > 2 else []
    return max([leaves for leaves, _ in alone] + pairs + everything, key=lambda leaves: _worth(leaves, len(frame)))


def _worth(leaves: Sequence[Leaf], companies: int) -> float:
    """Accuracy less the price of the conditions."""
    right = sum(max(leaf.counts) for leaf in leaves) / companies
    return right - PRICE * sum(len(list(rule.comparisons())) for leaf in leaves for rule in leaf.conditions)


def _trees(
    frame: pd.DataFrame, attributes: Sequence[Attribute], labels: NDArray[np.int64], groups: int, seed: int
) -> Iterator[tuple[Leaf, ...]]:
    """The leaves of trees of rising size over some attributes."""
    asked, answers = _questions(frame, attributes)
    least = max(3, int(SMALLEST * len(frame)))
    for size in (groups, groups + 1, groups + 2, 2 * groups):
        tree = DecisionTreeClassifier(
            max_leaf_nodes=size, max_depth=DEEPEST, min_samples_leaf=least, random_state=seed, criterion="entropy"
        ).fit(answers, labels)
        paths = _Reading(tree.tree_, asked, answers, frame).paths(0, ())
        yield tuple(leaf for path in paths if (leaf := _leaf(path, frame, labels, groups)) is not None)


def _leaf(conditions: tuple[Rule, ...], frame: pd.DataFrame, labels: NDArray[np.int64], groups: int) -> Leaf | None:
    """The leaf with the companies for which its conditions certainly hold; None for nobody."""
    inside = np.ones(len(frame), bool)
    for condition in conditions:
        inside &= condition.holds(frame)
    return Leaf(conditions, tuple(np.bincount(labels[inside], minlength=groups).tolist())) if inside.any() else None


def _questions(frame: pd.DataFrame, attributes: Sequence[Attribute]) -> tuple[list[Question], NDArray[np.float64]]:
    """What the tree may ask, and each company's answers; unknown numbers count as the median, values as none."""
    asked: list[Question] = []
    answers: list[NDArray[np.float64]] = []
    for attribute in attributes:
        column = frame[attribute.name]
        if attribute.kind is Kind.NUMBER:
            asked.append(Question(attribute))
            answers.append(column.fillna(column.median()).to_numpy(float))
            continue
        parts = column.dropna().str.split(";").explode() if attribute.kind is Kind.SET else column.dropna()
        counts = parts.value_counts()
        for value in sorted(counts.index, key=lambda one: (-counts[one], one))[:MOST_LEVELS]:
            asked.append(Question(attribute, value))
            answers.append(_has(column, value, attribute.kind))
    return asked, np.column_stack(answers)


def _has(column: pd.Series, value: str, kind: Kind) -> NDArray[np.float64]:
    if kind is Kind.SET:
        column = (";" + column.fillna("").astype(str) + ";").str.contains(f";{value};", regex=False)
        return np.asarray(column, dtype=float)
    return np.asarray(column.eq(value), dtype=float)


Step = tuple[Question, bool, float]  # question, whether its answer is yes (or at least the cut), the cut


class _Reading:
    """A fitted tree read as leaves with readable conditions."""

    def __init__(self, tree: Any, asked: list[Question], answers: NDArray[np.float64], frame: pd.DataFrame) -> None:
        self.tree, self.asked, self.answers, self.frame = tree, asked, answers, frame
        self.inside = tree.decision_path(answers.astype(np.float32)).toarray().astype(bool)

    def paths(self, node: int, path: tuple[Step, ...]) -> Iterator[tuple[Rule, ...]]:
        """The conditions of each leaf below a node; a split whose sides belong to the same group is left out."""
        if len(set(self._winners(node))) == 1:
            yield self._conditions(path, self.inside[:, node])
            return
        question = self.asked[self.tree.feature[node]]
        cut = self._cut(node)
        yield from self.paths(self.tree.children_left[node], (*path, (question, False, cut)))
        yield from self.paths(self.tree.children_right[node], (*path, (question, True, cut)))

    def _winners(self, node: int) -> Iterator[int]:
        left, right = self.tree.children_left[node], self.tree.children_right[node]
        if left < 0:
            yield int(self.tree.value[node][0].argmax())
        else:
            yield from self._winners(left)
            yield from self._winners(right)

    def _cut(self, node: int) -> float:
        """The roundest number that separates the companies of the node nearly as the tree's threshold does."""
        x = np.sort(self.answers[self.inside[:, node], self.tree.feature[node]])
        place, give = int(np.searchsorted(x, self.tree.threshold[node], side="right")), int(ROUNDING * len(x))
        if not 0 < place < len(x):
            return float(self.tree.threshold[node])
        return round_between(float(x[max(place - 1 - give, 0)]), float(x[min(place + give, len(x) - 1)]))

    def _conditions(self, path: tuple[Step, ...], inside: NDArray[np.bool_]) -> tuple[Rule, ...]:
        """The steps of a path, put together per attribute."""
        by_attribute: dict[str, list[Step]] = {}
        for step in path:
            by_attribute.setdefault(step[0].attribute.name, []).append(step)
        rules: list[Rule] = []
        for name, steps in by_attribute.items():
            kind = steps[0][0].attribute.kind
            if kind is Kind.NUMBER:
                rules += _range(steps)
            else:
                rules += _tokens(steps) if kind is Kind.SET else [_values(steps, self.frame[name][inside])]
        return tuple(rules)


def _values(steps: Sequence[Step], inside: pd.Series) -> Rule:
    """One value, or the common ones of those that are left: what was never seen belongs to none of them."""
    name = steps[0][0].attribute.name
    for question, yes, _ in steps:
        if yes:
            return Comparison(name, "=", (question.value,))
    counts = inside.dropna().value_counts()
    left = sorted(counts.index[counts >= MINOR * counts.max()]) if len(counts) else []
    if 0 < len(left) <= LISTED:
        return Comparison(name, "in", tuple(left)) if len(left) > 1 else Comparison(name, "=", (left[0],))
    return Not(Comparison(name, "in", tuple(sorted(question.value for question, _, _ in steps))))


def _range(steps: Sequence[Step]) -> list[Rule]:
    """From the largest lower to the smallest upper end."""
    name = steps[0][0].attribute.name
    lows = [cut for _, above, cut in steps if above]
    highs = [cut for _, above, cut in steps if not above]
    rules: list[Rule] = [Comparison(name, ">=", (max(lows),))] if lows else []
    return rules + ([Comparison(name, "<", (min(highs),))] if highs else [])


def _tokens(steps: Sequence[Step]) -> list[Rule]:
    """What is there and what is not."""
    has = [(Comparison(question.attribute.name, "contains", (question.value,)), yes) for question, yes, _ in steps]
    return [rule if yes else Not(rule) for rule, yes in has]
