"""A part of the sum that ranks: a model, and what it said of cases that it had not seen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from lookalike.learning.reliability import Reliability, of_number, of_order
from lookalike.learning.uncertainty import bootstrap_weights
from lookalike_training.experiment.past import as_cold
from lookalike_training.experiment.rows import Rows

SEED = 7


@dataclass(frozen=True)
class Part:
    """A model over companies with its cross-validated scores.

    Attributes
    ----------
    model : fitted estimator
    tells : {"order", "number"}
        Which of two kinds a case is of, or a number.
    cases : {"deals", "companies"}
        What the cases are.
    ids : ndarray of str, shape (n,)
        The company of each case.
    inner : ndarray, shape (n,)
        The score of each case by a model that had not seen its company, NaN where there is none.
    target : ndarray, shape (n,)
        What is to be told of each case, NaN where it is not known.
    weight : ndarray, shape (n,)
        How much each case counts.
    slope, centre : float
        Scores are drawn in towards `centre` by `slope`, 0-1.
    smear : float
        Of log money: expected money = exp(score) * smear (Duan 1983).
    ceiling : float or None
        Of log money: no deal is told to be worth more.
    against : str
        Of similarity: whom customers are told from.
    """

    model: Any
    tells: Literal["order", "number"]
    cases: Literal["deals", "companies"]
    ids: np.ndarray = field(compare=False)
    inner: np.ndarray = field(compare=False)
    target: np.ndarray = field(compare=False)
    weight: np.ndarray = field(compare=False)
    slope: float = 1.0
    centre: float = 0.0
    smear: float = 1.0
    ceiling: float | None = None
    against: str = ""

    @cached_property
    def reliability(self) -> Reliability:
        """How well it tells what it is to tell, by its scores of cases that it had not seen."""
        known = np.isfinite(self.inner) & np.isfinite(self.target)
        weights = bootstrap_weights(self.ids[known], seed=SEED) * self.weight[known]
        judge = of_order if self.tells == "order" else of_number
        return judge(self.inner[known], self.target[known], weights)

    def scores(self, frame: pd.DataFrame) -> np.ndarray:
        """Scores of companies as if nothing had been between us, shape (n,)."""
        return self.centre + self.slope * (np.asarray(self.model.decision_function(as_cold(frame))) - self.centre)

    def crossed(self, rows: Rows) -> np.ndarray:
        """Scores of the deals that it was learned from, by models that had not seen their companies."""
        if self.cases == "deals":
            known = self.inner
        else:
            known = pd.Series(self.inner, index=self.ids).reindex(rows.groups).to_numpy(float)
        return np.where(np.isnan(known), self.scores(rows.frame), known)

    def judged_by(self, companies: np.ndarray) -> Part:
        """The same, judged by these companies alone."""
        kept = pd.Index(self.ids).isin(companies)
        names = ("ids", "inner", "target", "weight")
        return replace(self, **{name: getattr(self, name)[kept] for name in names})
