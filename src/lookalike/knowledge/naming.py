"""Names for segments: what sets each apart, in a word or two; names of an earlier run for what is found again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from lookalike.knowledge.conditions import Comparison
from lookalike.knowledge.traits import try_attribute, value_text
from lookalike.schema import Attribute, Kind

SAME = 0.5  # Jaccard overlap of companies from which a segment is that of the earlier run
ALL = "All companies"
Mask = NDArray[np.bool_]


def automatic_names(frame: pd.DataFrame, attributes: Sequence[Attribute], members: Sequence[Mask]) -> list[str]:
    """A name for each segment from the value that tells it best from the others; a second one where two would be alike.

    Parameters
    ----------
    frame : DataFrame of n rows
    attributes : sequence of Attribute
        What the rules ask for.
    members : sequence of bool arrays of shape (n,)

    Returns
    -------
    list of str
        Alike only where nothing sets two apart.
    """
    if len(members) == 1:
        return [ALL]
    phrases = [_phrases(frame, attributes, inside) for inside in members]
    names = [words[0] if words else "Others" for words in phrases]
    for length in (2, 3):
        twice = {name for name in names if names.count(name) > 1}
        names = [", ".join(w[:length]) if n in twice and w else n for n, w in zip(names, phrases, strict=True)]
    return names


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
    overlap = np.array([[_jaccard(new, old) for old in before] for new in fresh])
    rows, columns = linear_sum_assignment(-overlap)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if overlap[i, j] >= SAME}


def _jaccard(a: Mask, b: Mask) -> float:
    either = (a | b).sum()
    return float((a & b).sum() / either) if either else 0.0


def _phrases(frame: pd.DataFrame, attributes: Sequence[Attribute], inside: Mask) -> list[str]:
    """The best candidate of each attribute, the one that agrees best with the segment first."""
    found: list[tuple[float, str]] = []
    for attribute in attributes:
        tried = try_attribute(attribute, frame[attribute.name], None)
        if tried is None:
            continue
        cells = len(tried.holds)
        known = tried.codes >= 0
        hits = np.bincount(tried.codes[known & inside], minlength=cells) @ tried.holds
        total = np.bincount(tried.codes[known], minlength=cells) @ tried.holds
        f1 = 2 * hits / np.maximum(total + inside.sum(), 1)
        at = int(f1.argmax())
        found.append((-float(f1[at]), _phrase(tried.conditions[at], attribute)))
    return [phrase for _, phrase in sorted(found)]


def _phrase(condition: Comparison, attribute: Attribute) -> str:
    """A value by itself when it speaks for itself, a number with what it counts."""
    if attribute.kind is Kind.NUMBER:
        return condition.describe([attribute])
    text = value_text(condition, attribute)
    return (
        text if len(text) > 3 or attribute.concept in ("industry", "place", "country") else f"{attribute.label} {text}"
    )
