"""The baseline: the same score for everyone."""

from __future__ import annotations

from typing import Any, Literal, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

Objective = Literal["binary", "regression"]


class Constant(BaseEstimator):
    """The same score for everyone: the baseline that a model must beat.

    Examples
    --------
    >>> Constant().fit(pd.DataFrame(index=range(4)), np.array([1, 0, 1, 0])).intercept_
    0.0
    """

    def __init__(self, objective: Objective = "binary"):
        self.objective = objective

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, sample_weight: Any = None) -> Self:
        """Learn the log-odds of the base rate (of rate plus half a case), or the mean."""
        y = np.asarray(y, dtype=float)
        weight = np.ones(len(y)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        if self.objective == "binary":
            won, lost = (weight * y).sum(), (weight * (1 - y)).sum()
            self.intercept_ = float(np.log(won + 0.5) - np.log(lost + 0.5))
        else:
            self.intercept_ = float(np.average(y, weights=weight))
        return self

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """The constant for each row, shape (n,)."""
        check_is_fitted(self, "intercept_")
        return np.full(len(frame), self.intercept_)
