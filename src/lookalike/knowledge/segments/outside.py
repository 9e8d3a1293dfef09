"""Companies of no segment: how many, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.rules import Mask, label_of
from lookalike.knowledge.segments.membership import Leaf, clearest, impossible
from lookalike.languages import Message, say
from lookalike.schema import Attribute

NAMED = 3  # values named as examples


@dataclass(frozen=True)
class Outside:
    """Companies that belong clearly to no segment.

    Attributes
    ----------
    companies, of : int
        How many, and of how many.
    causes : tuple of dict
        `cause` ("other value", "unknown" or "between"), `attribute` ("" for between), `companies`, `values` (the most
        common ones), most companies first; each company has one.
    sentence : Message or None
        None where every company has a segment.
    """

    companies: int
    of: int
    causes: tuple[dict[str, Any], ...]
    sentence: Message | None


def outside(leaves: Sequence[Leaf], frame: pd.DataFrame, attributes: Sequence[Attribute]) -> Outside:
    """Count the companies of no segment by why they have none.

    A company has another value where one of its values fits no leaf that is a segment's; is unknown where a value that
    the rules ask for is missing; and else lies between the segments: no one value keeps it out, or two are as likely.

    Parameters
    ----------
    leaves : sequence of Leaf
    frame : DataFrame of n rows
        With the attributes of the rules as columns.
    attributes : sequence of Attribute
    """
    if frame.empty:
        return Outside(0, 0, (), None)
    chosen, _ = clearest(leaves, frame)
    none = frame[chosen < 0]
    causes = _causes(leaves, none, attributes) if len(none) else ()
    told = [_said(cause, attributes) for cause in causes]
    about = {"n": len(none), "of": len(frame), "share": len(none) / len(frame), "causes": told}
    return Outside(len(none), len(frame), causes, say("outside.count", **about) if len(none) else None)


def _causes(leaves: Sequence[Leaf], none: pd.DataFrame, attributes: Sequence[Attribute]) -> tuple[dict[str, Any], ...]:
    asked = list(dict.fromkeys(name for leaf in leaves for rule in leaf.conditions for name in rule.columns()))
    cause = np.full(len(none), "between", dtype=object)
    which = np.full(len(none), "", dtype=object)
    for kind, holds in (("unknown", _unknown), ("other value", _elsewhere)):  # a value that fits nowhere tells more
        for name in reversed(asked):
            here = holds(leaves, none, name)
            cause[here], which[here] = kind, name
    found = []
    for told, asked_for in sorted(set(zip(cause, which, strict=True))):
        rows = none[(cause == told) & (which == asked_for)]
        values = _common(rows[asked_for]) if told == "other value" else ()
        found.append({"cause": told, "attribute": asked_for, "companies": len(rows), "values": values})
    return tuple(sorted(found, key=lambda one: (-one["companies"], one["cause"], one["attribute"])))


def _common(values: pd.Series) -> tuple[str, ...]:
    """The most common words; numbers are too many to name."""
    if pd.api.types.is_numeric_dtype(values):
        return ()
    counts = values.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return tuple(map(str, counts.index[:NAMED]))


def _unknown(leaves: Sequence[Leaf], none: pd.DataFrame, name: str) -> Mask:
    missing = none[name].isna().to_numpy() if name in none else np.ones(len(none), dtype=bool)
    return np.asarray(missing, dtype=bool)


def _elsewhere(leaves: Sequence[Leaf], none: pd.DataFrame, name: str) -> Mask:
    """Companies whose value of one attribute fits no leaf that is a segment's."""
    nowhere = np.ones(len(none), dtype=bool)
    answered: dict[Any, Mask] = {}
    for leaf in (one for one in leaves if one.segment is not None):
        no = np.zeros(len(none), dtype=bool)
        for condition in leaf.conditions:
            if tuple(condition.columns()) == (name,):
                no |= impossible(condition, none, answered)
        nowhere &= no
    return nowhere


def _said(cause: dict[str, Any], attributes: Sequence[Attribute]) -> Message:
    about = {"n": cause["companies"], "label": label_of(cause["attribute"], attributes), "values": cause["values"]}
    if cause["cause"] == "between":
        return say("outside.between", n=cause["companies"])
    if cause["cause"] == "unknown":
        return say("outside.unknown", **about)
    return say("outside.other_values" if cause["values"] else "outside.other_value", **about)
