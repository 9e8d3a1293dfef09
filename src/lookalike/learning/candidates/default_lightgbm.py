"""LightGBM as it comes: what a user would pick instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator
from lookalike.learning.candidates.boosting import categories_of, default_booster, matrix_of
from lookalike.learning.candidates.logistic import ENOUGH
from lookalike.learning.candidates.objective import Objective, outcomes_of
from lookalike.learning.candidates.registry import Candidate
from lookalike.learning.features import Encoder
from lookalike.schema import Attribute


class DefaultLightGBM(CompanyEstimator):
    """LightGBM as it comes, a hundred rounds on the same features: what a user would pick instead."""

    def __init__(self, attributes: Sequence[Attribute] | None = None, *, objective: Objective = "binary"):
        self.attributes = attributes
        self.objective = objective

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Self:
        """Learn from companies `frame` (n, columns) and outcomes `y` (n,); groups and weights are not used."""
        frame = self.companies(frame, fitting=True)
        self.encoder_ = Encoder(self.attributes).fit(frame)
        found = outcomes_of(self.objective, y, len(frame))
        matrix = matrix_of(self.encoder_, frame)
        self.booster_ = default_booster(matrix, found, categories_of(self.encoder_), self.objective)
        return self

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """Raw score per row, shape (n,)."""
        check_is_fitted(self, "booster_")
        return np.asarray(self.booster_.predict(matrix_of(self.encoder_, self.companies(frame)), raw_score=True))


CANDIDATE = Candidate(
    "lightgbm",
    5,
    lambda asked: DefaultLightGBM(asked.attributes, objective=asked.objective),
    ENOUGH,
    role="yardstick",
)
