"""Where a company belongs by the profile: do-or-die, neutral or don't."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.knowledge.rules import Rule, parse

MOST = 0.6  # of a profile's concepts that a company shows to be of that kind


class Sign(NamedTuple):
    """As much of a trait as decides on tiers: what it is about, and what must hold."""

    concept: str
    condition: Rule

    @classmethod
    def from_dict(cls, trait: dict[str, Any]) -> Sign:
        """The sign of a trait as plain data."""
        return cls(trait["concept"], parse(trait["condition"]))


def tier(signs: Sequence[Sign], counter_signs: Sequence[Sign], frame: pd.DataFrame) -> NDArray[np.intp]:
    """The tier of each company, as its place in `lookalike.schema.TIERS`.

    Values of the same concept are alternatives. *Do-or-die*: at least three fifths of the concepts of the profile are
    certainly there, and more of them than of the opposite. *Don't*: the same the other way round. Unknown values are
    neither for nor against a company. Without any trait all are neutral.

    Parameters
    ----------
    signs, counter_signs : sequence of Sign
        Of the traits of the profile, and of its opposite.
    frame : DataFrame of n rows
        With the attributes of the traits as columns; one that is not there is unknown of everybody.

    Returns
    -------
    int array of shape (n,)
    """
    good, bad = _share_shown(signs, frame), _share_shown(counter_signs, frame)
    do_or_die = (good >= MOST) & (good > bad)
    dont = (bad >= MOST) & (bad > good)
    return np.where(do_or_die, 0, np.where(dont, 2, 1))


def _share_shown(signs: Sequence[Sign], frame: pd.DataFrame) -> NDArray[np.float64]:
    """The share of the signs' concepts that each company certainly shows; 0 without signs."""
    by_concept: dict[str, NDArray[np.bool_]] = {}
    for concept, condition in signs:
        shown = by_concept.setdefault(concept, np.zeros(len(frame), bool))
        if all(column in frame.columns for column in condition.columns()):
            shown |= condition.holds(frame)
    return np.mean(list(by_concept.values()), axis=0) if by_concept else np.zeros(len(frame))
