"""What nearly all of the first companies share: said once of them all, so that each says what sets it apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, Words, called, say

SHOWN = 50  # companies that are read one after the other
NEARLY_ALL = 0.8  # of them
FEWEST = 5  # of which one can say that nearly all have something in common
EITHER = 2  # values of one attribute that may be shared: nearly all are in one of two industries
PRESENT = "facts.present"  # each thing of a set is a trait of its own: who has one may have the other too
TOLD = 3  # reasons for a company


def in_common(first: np.ndarray, kinds: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The kinds of reasons that nearly all of the first companies have: one of a feature, or either of two.

    Parameters
    ----------
    first : ndarray of int, shape (m, k)
        Numbers of sentences for each of the first companies, -1 = none.
    kinds : sequence of tuple
        The kind of each sentence: the place of its feature, and what tells its kinds apart.

    Examples
    --------
    >>> in_common(np.array([[0, 1], [0, -1], [1, 0], [0, 2], [0, -1]]), [(3, 1), (4, -1), (5, 0)])
    {(3, 1)}
    >>> sorted(in_common(np.array([[0, 1], [2, -1], [0, 1], [2, -1], [0, -1]]), [(3, 1), (4, -1), (3, 2)]))
    [(3, 1), (3, 2)]
    """
    if len(first) < FEWEST:
        return set()
    counted = pd.Series([kind for row in first for kind in {kinds[one] for one in row if one >= 0}]).value_counts()
    by_feature: dict[int, list[tuple[int, int]]] = {}
    for kind in counted.index:
        by_feature.setdefault(kind[0], []).append(kind)
    common: set[tuple[int, int]] = set()
    for alike in by_feature.values():
        for few in (alike[:count] for count in range(1, EITHER + 1)):
            if counted[few].sum() >= NEARLY_ALL * len(first):
                common.update(few)
                break
    return common


def apart(
    favour: np.ndarray,
    shown: np.ndarray,
    common: set[tuple[int, int]],
    kinds: Sequence[tuple[int, int]],
    likeness: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The three reasons that are told for each company, and all those that are said once of all that are shown.

    Of a company that is shown and has nothing of its own, the customers that it resembles are told, or what all share
    where there are none; of others always the strongest.

    Parameters
    ----------
    favour : ndarray of int, shape (n, k)
        Numbers of sentences, strongest first, -1 = none.
    shown : ndarray of bool, shape (n,)
    common : set
        From `in_common`.
    kinds : sequence of tuple
    likeness : ndarray of int, shape (n,)
        Numbers of the sentences that name the customers which a company resembles, -1 = none.

    Returns
    -------
    tuple of ndarray of int32, shapes (n, 3) and (n, k)

    Examples
    --------
    >>> favour, shown = np.array([[0, 1], [0, -1], [0, 1]]), np.array([True, True, False])
    >>> own, common = apart(favour, shown, {(3, 1)}, [(3, 1), (4, -1), (-1, 2)], np.array([-1, 2, -1]))
    >>> own.tolist(), common.tolist()
    ([[1, -1, -1], [2, -1, -1], [0, 1, -1]], [[0, -1], [0, -1], [-1, -1]])
    """
    shared = np.array([kind in common for kind in kinds] + [False])[favour]
    alone = shown & ~((favour >= 0) & ~shared).any(axis=1)
    own = np.column_stack([np.where(alone, likeness, -1), favour])
    moved = shared & (shown & (~alone | (likeness >= 0)))[:, None]
    own[:, 1:][moved] = -1
    return _first(own, TOLD), _first(np.where(moved, favour, -1), favour.shape[1])


def _first(numbers: np.ndarray, most: int) -> np.ndarray:
    """The first of those that are there."""
    order = np.argsort(numbers < 0, axis=1, kind="stable")
    kept = np.full((len(numbers), most), -1, dtype=np.int32)
    first = np.take_along_axis(numbers, order, axis=1)[:, :most]
    kept[:, : first.shape[1]] = first
    return kept


def shared_sentence(ranked: pd.DataFrame) -> Message | None:
    """What the first companies of a list have in common in one sentence, numbers as the range that they span.

    Parameters
    ----------
    ranked : DataFrame
        In rank order, with `reasons_shared` (lists of messages).

    Returns
    -------
    Message or None
        None where they have nothing in common.
    """
    first = ranked.head(SHOWN)
    alike: dict[str, dict[str, list[Words]]] = {}
    for reasons in first["reasons_shared"]:
        for reason in reasons:
            about, value = _sorted(reason.values["fact"])
            alike.setdefault(about, {}).setdefault(value, []).append(reason.values["fact"])
    told = ([_spanned(group) for group in groups.values()] for groups in alike.values())
    facts = [one[0] if len(one) == 1 else say("shared.either", facts=one) for one in told]
    return say("shared.sentence", n=len(first), facts=facts) if facts else None


def _sorted(fact: Words) -> tuple[str, str]:
    """What a fact is about, and what of that it says: one of several values, all numbers alike."""
    if isinstance(fact, str):
        return fact, ""
    about = f"{fact.key} {fact.values.get('label', '')}"
    if "unit" in fact.values:
        return f"{about} {fact.values['unit']}", ""
    value = str(fact.values.get("value", ""))
    return (f"{about} {value}", "") if fact.key == PRESENT else (about, value)


def _spanned(facts: list[Words]) -> Words:
    """One fact for several that differ in their number only."""
    fact = facts[0]
    values = [one.values.get("value") for one in facts if isinstance(one, Message)]
    if isinstance(fact, str) or len(set(map(str, values))) == 1:
        return fact
    about: dict[str, Any] = {name: fact.values.get(name, "") for name in ("unit", "currency")}
    numbers = [float(value) for value in values if value is not None]
    label = fact.values.get("label") or called(fact.key.partition(".")[2])
    return say("shared.number", label=label, range=[min(numbers), max(numbers)], **about)
