"""Which segment a company belongs to by the rules, and how clearly, also where some of its attributes are unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.knowledge.rules import Comparison, Mask, Rule, Value, all_of, any_of, parse

CLEAR = 0.5  # a company belongs to a segment when that is likelier than all others together


@dataclass(frozen=True)
class Leaf:
    """Companies for which all of `conditions` hold: `counts` of them per group, of shape (groups,)."""

    conditions: tuple[Rule, ...]
    counts: tuple[int, ...]

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Leaf:
        """A leaf from plain data: its conditions as text, and its counts."""
        return cls(tuple(map(parse, data["conditions"])), tuple(map(int, data["counts"])))

    @property
    def rule(self) -> Rule | None:
        """The conditions as one rule; None where there are none."""
        return all_of(self.conditions) if self.conditions else None

    @property
    def segment(self) -> int | None:
        """The segment that its companies belong to clearly; None where no segment holds half of them."""
        largest = int(np.argmax(self.counts))
        return largest if self.counts[largest] >= CLEAR * sum(self.counts) else None


def degrees(leaves: Sequence[Leaf], frame: pd.DataFrame) -> NDArray[np.float64]:
    """How likely each company belongs to each segment.

    A company whose attributes are known sits in one leaf, and the share of each segment in that leaf is its degree. One
    with unknown attributes may sit in several: they count by their size. One that fits no leaf (a value never seen)
    belongs nowhere.

    Parameters
    ----------
    leaves : sequence of Leaf
    frame : DataFrame of n rows

    Returns
    -------
    ndarray of shape (n, segments), 0-1
    """
    answered: dict[Rule, Mask] = {}
    weight = np.zeros((len(frame), len(leaves[0].counts)))
    for leaf in leaves:
        possible = np.ones(len(frame), bool)
        for condition in leaf.conditions:
            possible &= ~impossible(condition, frame, answered)
        weight[possible] += np.asarray(leaf.counts, float)
    total = weight.sum(axis=1, keepdims=True)
    return np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)


def clearest(leaves: Sequence[Leaf], frame: pd.DataFrame) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """The segment that each company belongs to clearly, -1 = none, and the degree of its likeliest one: shape (n,)."""
    likely = degrees(leaves, frame)
    degree = likely.max(axis=1)
    return np.where(degree >= CLEAR, likely.argmax(axis=1), -1), degree


def members(leaves: Sequence[Leaf], frame: pd.DataFrame) -> Mask:
    """Which companies belong clearly to which segment: bool array of shape (n, segments), at most one per company."""
    return clearest(leaves, frame)[0][:, None] == np.arange(len(leaves[0].counts))


def impossible(condition: Rule, frame: pd.DataFrame, answered: dict[Rule, Mask]) -> Mask:
    """Where a condition is certainly false, answered once each; a column that is not there is unknown of everybody."""
    if condition not in answered:
        known = all(column in frame.columns for column in condition.columns())
        answered[condition] = condition.truth(frame)[1] if known else np.zeros(len(frame), bool)
    return answered[condition]


def rule_of(leaves: Sequence[Leaf], segment: int) -> Rule | None:
    """The rule of a segment: any of the leaves that clearly are its own, largest first; None where there is none."""
    own = [leaf for leaf in leaves if leaf.segment == segment]
    rules = [leaf.rule for leaf in sorted(own, key=lambda leaf: -leaf.counts[segment])]
    asked = _merged([rule for rule in rules if rule is not None])
    return any_of(asked) if asked else None


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Rules that each ask for values of the same attribute as one."""
    values: dict[str, list[Value]] = {}
    for rule in rules:
        if isinstance(rule, Comparison) and rule.op in ("=", "in"):
            values.setdefault(rule.attribute, []).extend(rule.values)
    merged: list[Rule] = [
        Comparison(name, "in" if len(several) > 1 else "=", tuple(several)) for name, several in values.items()
    ]
    return merged + [rule for rule in rules if not (isinstance(rule, Comparison) and rule.op in ("=", "in"))]
