"""The baseline: the same score for everyone."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd

from lookalike.estimators import weights_of
from lookalike.learning.candidates.additive import Additive
from lookalike.learning.candidates.objective import Objective, outcomes_of
from lookalike.learning.candidates.registry import Candidate


class Constant(Additive):
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
        weight, found = weights_of(weight, rows), outcomes_of(self.objective, y, rows)
        if self.objective == "binary":
            self.intercept_ = float(np.log(weight @ found + 0.5) - np.log(weight @ (1 - found) + 0.5))
        else:
            self.intercept_ = float(np.average(found, weights=weight))
        self.features_, self.points_, self.means_ = (), [], np.empty(0)
        return self


CANDIDATE = Candidate("constant", 0, lambda asked: Constant(asked.objective), role="baseline")
