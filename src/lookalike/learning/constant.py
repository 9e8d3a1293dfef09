"""The baseline: the same score for everyone."""

from __future__ import annotations

from typing import Any, Literal, Self

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator, numbers_of, weights_of, won_of

Objective = Literal["binary", "regression"]


class Constant(CompanyEstimator):
    """The same score for everyone: the baseline that a model must beat.

    Examples
    --------
    >>> Constant().fit(pd.DataFrame(index=range(4)), np.array([1, 0, 1, 0])).intercept_
    0.0
    """

    def __init__(self, objective: Objective = "binary"):
        self.objective = objective

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Self:
        """Learn the log-odds of the base rate (of rate plus half a case), or the mean."""
        rows = len(self.companies(frame, fitting=True))
        weight = weights_of(weight, rows)
        if self.objective == "binary":
            won = won_of(y, rows)
            self.intercept_ = float(np.log(weight @ won + 0.5) - np.log(weight @ (1 - won) + 0.5))
        else:
            self.intercept_ = float(np.average(numbers_of(y, rows), weights=weight))
        return self

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """The constant for each row, shape (n,)."""
        check_is_fitted(self, "intercept_")
        return np.full(len(self.companies(frame)), self.intercept_)
