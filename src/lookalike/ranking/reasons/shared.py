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
TOLD = 3  # reasons for a company


def in_common(first: np.ndarray, kinds: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """The kinds of reasons that nearly all of the first companies have.

    Parameters
    ----------
    first : ndarray of int, shape (m, k)
        Numbers of sentences for each of the first companies, -1 = none.
    kinds : sequence of tuple
        The kind of each sentence.

    Examples
    --------
    >>> in_common(np.array([[0, 1], [0, -1], [1, 0], [0, 2], [0, -1]]), [(3, 1), (4, -1), (5, 0)])
    {(3, 1)}
    """
    if len(first) < FEWEST:
        return set()
    counted = pd.Series([kind for row in first for kind in {kinds[one] for one in row if one >= 0}]).value_counts()
    return set(counted.index[counted >= NEARLY_ALL * len(first)])


def apart(
    favour: np.ndarray, shown: np.ndarray, common: set[tuple[int, int]], kinds: Sequence[tuple[int, int]]
) -> tuple[np.ndarray, np.ndarray]:
    """The three reasons that are told for each company, and all those that are said once of all that are shown.

    Of a company that is shown and has nothing of its own, what all share is told; of others always the strongest.

    Parameters
    ----------
    favour : ndarray of int, shape (n, k)
        Numbers of sentences, strongest first, -1 = none.
    shown : ndarray of bool, shape (n,)
    common : set
        From `in_common`.
    kinds : sequence of tuple

    Returns
    -------
    tuple of ndarray of int32, shapes (n, 3) and (n, k)

    Examples
    --------
    >>> favour, shown = np.array([[0, 1], [0, -1], [0, 1]]), np.array([True, True, False])
    >>> own, common = apart(favour, shown, {(3, 1)}, [(3, 1), (4, -1)])
    >>> own.tolist(), common.tolist()
    ([[1, -1, -1], [0, -1, -1], [0, 1, -1]], [[0, -1], [-1, -1], [-1, -1]])
    """
    shared = np.array([kind in common for kind in kinds] + [False])[favour]
    own = (favour >= 0) & ~shared
    moved = shared & (shown & own.any(axis=1))[:, None]
    return _first(np.where(moved, -1, favour), TOLD), _first(np.where(moved, favour, -1), favour.shape[1])


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
    groups: dict[str, list[Message]] = {}
    for reasons in first["reasons_shared"]:
        for reason in reasons:
            fact = reason.values["fact"]
            alike = sorted((name, str(value)) for name, value in fact.values.items() if name != "n")
            if "unit" in fact.values:  # a number: all of one kind together
                alike = [one for one in alike if one[0] != "value"]
            groups.setdefault(f"{fact.key} {alike}", []).append(fact)
    facts = [_spanned(group) for group in groups.values()]
    return say("shared.sentence", n=len(first), facts=facts) if facts else None


def _spanned(facts: list[Message]) -> Words:
    """One fact for several that differ in their number only."""
    fact, values = facts[0], [one.values.get("value") for one in facts]
    if len(set(map(str, values))) == 1:
        return fact
    about: dict[str, Any] = {name: fact.values.get(name, "") for name in ("unit", "currency")}
    numbers = [float(value) for value in values if value is not None]
    label = fact.values.get("label") or called(fact.key.partition(".")[2])
    return say("shared.number", label=label, range=[min(numbers), max(numbers)], **about)
