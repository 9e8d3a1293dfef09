"""Boosted pairs: boosting whose leaves depend on two features at most, which is a scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any, ClassVar

from sklearn.utils.validation import check_is_fitted

from lookalike.learning.candidates.boosting import ENOUGH, MANY_ROWS, Boosting
from lookalike.learning.candidates.registry import Candidate

FEW_FEATURES = 40  # up to here all pairs can be listed for LightGBM


class PairBoost(Boosting):
    """Bagged LightGBM in which each leaf depends on at most two features, so that the whole is a scorecard.

    With few rows the trees have depth 2. With many rows they have eight leaves and may split the same pair of features
    again and again, which draws finer tables.

    Attributes
    ----------
    features_ : tuple of Feature
    boosters_ : list of lightgbm.Booster
    rounds_ : int
        Trees used of each booster.
    loss_ : float
        Mean held-out loss of the bags at that number of rounds.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> rng = np.random.default_rng(0)
    >>> frame = pd.DataFrame({"heads": rng.lognormal(3, 1, 400), "sector": rng.choice(["IT", "Farm"], 400)})
    >>> won = (frame.heads > 20) & (frame.sector == "IT")
    >>> model = PairBoost(bags=2, rounds=100).fit(frame, won)
    >>> model.decision_function(pd.DataFrame({"heads": [50.0, 50.0], "sector": ["IT", "Farm"]})) > 0
    array([ True, False])
    """

    shape: ClassVar[Mapping[str, Any]] = {"max_depth": 2, "num_leaves": 4}

    def parameters(self, rows: int) -> dict[str, Any]:
        """What LightGBM is told for so many rows: with many, which pairs may stand in one tree."""
        settings = super().parameters(rows)
        traits = [place for place, feature in enumerate(self.features_) if not feature.is_past]
        past = [[place] for place, feature in enumerate(self.features_) if feature.is_past]  # is an offset, in no pair
        if rows < MANY_ROWS or not 2 <= len(self.features_) <= FEW_FEATURES:
            return settings | ({"interaction_constraints": [traits, *past]} if past and traits else {})
        pairs = [list(pair) for pair in combinations(traits, 2)]
        return settings | {"max_depth": -1, "num_leaves": 8, "interaction_constraints": [*pairs, *past]}

    def trees(self) -> list[dict[str, Any]]:
        """The boosters as LightGBM dumps them, cut to `rounds_` trees; the model is the mean of their sums."""
        check_is_fitted(self, "boosters_")
        return [booster.dump_model(num_iteration=self.rounds_) for booster in self.boosters_]


CANDIDATE = Candidate(
    "boosted",
    3,
    lambda asked: PairBoost(asked.attributes, objective=asked.objective, monotone=asked.monotone, seed=asked.seed),
    ENOUGH,
)
