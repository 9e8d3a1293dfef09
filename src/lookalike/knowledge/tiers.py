"""Where a company belongs by the profile: do-or-die, neutral or don't."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.knowledge.icp import Icp
from lookalike.knowledge.traits import Trait
from lookalike.schema import TIERS

MOST = 0.6  # of a profile's concepts that a company shows to be of that kind


def tier(icp: Icp, frame: pd.DataFrame) -> NDArray[np.object_]:
    """The tier of each company.

    Values of the same concept are alternatives. *Do-or-die*: at least three fifths of the concepts of the profile are
    certainly there, and more of them than of the opposite. *Don't*: the same the other way round. Unknown values are
    neither for nor against a company. Without any trait all are neutral.

    Parameters
    ----------
    icp : Icp
    frame : DataFrame of n rows
        With the attributes of the traits as columns; one that is not there is unknown of everybody.

    Returns
    -------
    object array of shape (n,)
        Values of `lookalike.schema.TIERS`.
    """
    good, bad = _share_shown(icp.traits, frame), _share_shown(icp.anti_traits, frame)
    do_or_die = (good >= MOST) & (good > bad)
    dont = (bad >= MOST) & (bad > good)
    return np.select([do_or_die, dont], [TIERS[0], TIERS[2]], TIERS[1]).astype(object)


def _share_shown(traits: Sequence[Trait], frame: pd.DataFrame) -> NDArray[np.float64]:
    """The share of the traits' concepts that each company certainly shows; 0 without traits."""
    by_concept: dict[str, NDArray[np.bool_]] = {}
    for trait in traits:
        shown = by_concept.setdefault(trait.concept, np.zeros(len(frame), bool))
        if trait.attribute in frame.columns:
            shown |= trait.condition.holds(frame)
    return np.mean(list(by_concept.values()), axis=0) if by_concept else np.zeros(len(frame))
