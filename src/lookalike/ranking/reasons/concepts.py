"""Concepts: features that mean one thing to a person, with their contributions taken together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lookalike.learning.bins import Feature, TokenBins

Groups = dict[str, tuple[int, ...]]
"""Concept -> places of its features."""


def by_concept(features: Sequence[Feature]) -> Groups:
    """The places of the features of each concept, concepts in order of appearance."""
    groups: dict[str, list[int]] = {}
    for place, feature in enumerate(features):
        groups.setdefault(feature.concept, []).append(place)
    return {concept: tuple(members) for concept, members in groups.items()}


def by_trait(features: Sequence[Feature]) -> Groups:
    """The same, but for members of a set: each technology that a company uses is a trait of its own."""
    groups: dict[str, list[int]] = {}
    for place, feature in enumerate(features):
        groups.setdefault(feature.name if isinstance(feature.bins, TokenBins) else feature.concept, []).append(place)
    return {trait: tuple(members) for trait, members in groups.items()}


def grouped(contributions: np.ndarray, groups: Groups) -> np.ndarray:
    """Contributions of concepts: sums over their features, so that both add up to the same score.

    Parameters
    ----------
    contributions : ndarray of float, shape (n, features)
        In log-odds.
    groups : dict
        From `by_concept`.

    Returns
    -------
    ndarray of float64, shape (n, concepts)

    Examples
    --------
    >>> grouped(np.array([[1.0, 2.0, -1.0]]), {"industry": (0, 2), "size": (1,)}).tolist()
    [[0.0, 2.0]]
    """
    sums = np.empty((len(contributions), len(groups)))
    for column, members in enumerate(groups.values()):
        sums[:, column] = contributions[:, members].sum(axis=1, dtype=float)
    return sums
