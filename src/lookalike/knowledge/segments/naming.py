"""Names for segments: what sets each apart, in a word or two; names of an earlier run for what is found again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from lookalike.knowledge.profile import Tried, try_attribute, value_text
from lookalike.knowledge.rules import And, Comparison, Not, Rule, label_of
from lookalike.languages import Message, Words, say
from lookalike.schema import Attribute, Kind

SAME = 0.5  # Jaccard overlap of companies from which a segment is that of the earlier run
TELLS = 0.4  # F1 of a value against the segment, from which it may name it
LISTED = 3  # values in a name
TELLING = 3  # letters of a value that needs no label to be understood: more
WHOLE = ("heads", "year")  # units counted in whole numbers
Mask = NDArray[np.bool_]


def automatic_names(
    frame: pd.DataFrame, attributes: Sequence[Attribute], members: Sequence[Mask], rules: Sequence[Rule | None]
) -> list[Message]:
    """A name for each segment: its rule where that is one comparison or range, else the value that tells it best.

    A second value is added where two would be alike.

    Parameters
    ----------
    frame : DataFrame of n rows
    attributes : sequence of Attribute
        What the groups were found by.
    members : sequence of bool arrays of shape (n,)
    rules : sequence of Rule or None

    Returns
    -------
    list of Message
        Alike only where nothing sets two apart.
    """
    if len(members) == 1:
        return [say("segments.all")]
    known = {attribute.name: attribute for attribute in attributes}
    candidates = [try_attribute(attribute, frame[attribute.name], None) for attribute in attributes]
    tried = [one for one in candidates if one is not None]
    phrases = []
    for inside, rule in zip(members, rules, strict=True):
        said = _said(rule, known) if rule is not None else None
        found = _phrases(tried, inside, rule)
        phrases.append([said, *(one for one in found if one != said)] if said else found or [say("segments.others")])
    names = [words[:1] for words in phrases]
    for length in (2, 3):
        names = [words[:length] if names.count(name) > 1 else name for name, words in zip(names, phrases, strict=True)]
    return [say("segments.name", name=say("alone.row", values=name) if len(name) > 1 else name[0]) for name in names]


def _said(rule: Rule, known: dict[str, Attribute]) -> Words | None:
    """A rule of one comparison, or of one range of a number, in words; None for longer ones."""
    rule = _as_range(rule, known) or rule
    if isinstance(rule, Not) and isinstance(rule.part, Comparison):
        return say("segments.other", label=label_of(rule.part.attribute, list(known.values())))
    if not isinstance(rule, Comparison) or len(rule.values) > LISTED:
        return None
    attribute = known[rule.attribute]
    if attribute.kind is Kind.NUMBER:
        return rule.describe([attribute])
    said = [_phrase(Comparison(rule.attribute, "=", (value,)), attribute) for value in rule.values]
    return said[0] if len(said) == 1 else say("alone.all", values=said)


def _as_range(rule: Rule, known: dict[str, Attribute]) -> Comparison | None:
    """At least one number and under another of the same attribute as one range, which ends below the second."""
    parts = {part.op: part for part in rule.parts if isinstance(part, Comparison)} if isinstance(rule, And) else {}
    if not isinstance(rule, And) or len(rule.parts) != 2 or set(parts) != {">=", "<"}:
        return None
    (low,), (high,), name = parts[">="].values, parts["<"].values, parts["<"].attribute
    if parts[">="].attribute != name or not isinstance(high, float | int):
        return None
    return Comparison(name, "between", (low, high - 1 if known[name].unit in WHOLE else high))


def kept_names(fresh: Sequence[Mask], before: Sequence[Mask]) -> dict[int, int]:
    """Which segment of an earlier run each new one continues, by the companies they share.

    Parameters
    ----------
    fresh, before : sequences of bool arrays of shape (accounts,)

    Returns
    -------
    dict
        Position of a new segment -> position of the earlier one; only pairs that overlap by half.
    """
    if not fresh or not before:
        return {}
    overlap = np.array([[jaccard(new, old) for old in before] for new in fresh])
    rows, columns = linear_sum_assignment(-overlap)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if overlap[i, j] >= SAME}


def jaccard(a: Mask, b: Mask) -> float:
    """Companies in both of those in either, 0-1."""
    either = (a | b).sum()
    return float((a & b).sum() / either) if either else 0.0


def _phrases(tried: Sequence[Tried], inside: Mask, rule: Rule | None) -> list[Words]:
    """The best candidate of each attribute, the one that agrees best with the segment first.

    A number is said as the rule asks for it, last where the rule does not ask for it, and not at all where the rule
    asks for several ranges of it: a name must not promise other companies than the rule takes.
    """
    asked = list(rule.comparisons()) if rule is not None else []
    found: list[tuple[bool, float, Words]] = []
    for one in tried:
        attribute, cells, known = one.attribute, len(one.holds), one.codes >= 0
        hits = np.bincount(one.codes[known & inside], minlength=cells) @ one.holds
        total = np.bincount(one.codes[known], minlength=cells) @ one.holds
        f1 = 2 * hits / np.maximum(total + inside.sum(), 1)
        at = int(f1.argmax())
        if f1[at] < TELLS:
            continue
        condition, beside = one.conditions[at], False
        if attribute.kind is Kind.NUMBER:
            own = {part for part in asked if part.attribute == attribute.name}
            if len(own) > 1:
                continue
            condition, beside = next(iter(own), condition), bool(asked) and not own
        found.append((beside, -float(f1[at]), _phrase(condition, attribute)))
    return [phrase for _, _, phrase in sorted(found, key=lambda one: (*one[:2], str(one[2])))]


def _phrase(condition: Comparison, attribute: Attribute) -> Words:
    """A value by itself when it speaks for itself, a number with what it counts."""
    if attribute.kind is Kind.NUMBER:
        return condition.describe([attribute])
    value = value_text(condition, attribute)
    if len(str(value)) > TELLING or attribute.concept in ("industry", "place", "country"):
        return value
    return say("profile.feature", label=label_of(attribute.name, [attribute]), values=[value])
