"""The value of a deal given that it is won."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lookalike.learning.candidates import candidates, yardsticks
from lookalike.learning.folds import group_folds
from lookalike.learning.uncertainty import Figure, bootstrap_weights, figure, standard_error
from lookalike.schema import Attribute
from training.experiment.backtest import INNER_FOLDS, Candidate, fit_all, fit_one
from training.experiment.rows import Rows

ENOUGH_WON = 30  # deals
ENOUGH_COMPANIES = 10  # that they were won from
TAIL = 0.01


@dataclass(frozen=True)
class Value:
    """A model of log money given won, or why there is none.

    Attributes
    ----------
    model : fitted estimator or None
        None when too few amounts are known; a constant when attributes do not tell them.
    tells : bool
        Whether attributes tell the value.
    name : str
        The chosen candidate.
    smear : float
        Expected money given won = exp(score) * smear (Duan 1983).
    centre : float
        Mean score, taken off where value is blended with winning.
    inner : ndarray, shape (n,)
        Cross-validated scores of the rows given, centred; zeros without a model.
    sentence : str
    """

    model: Candidate | None
    tells: bool
    name: str
    smear: float
    centre: float
    inner: np.ndarray = field(compare=False)
    sentence: str

    def scores(self, frame: pd.DataFrame) -> np.ndarray:
        """Scores of companies, shape (n,), centred; zeros without a model."""
        return np.zeros(len(frame)) if self.model is None else self.model.decision_function(frame) - self.centre


def worth(amount: np.ndarray) -> np.ndarray:
    """Log money, the outer 1 % on each side drawn in; only for amounts above 0."""
    logs = np.log(amount)
    return np.clip(logs, *np.quantile(logs, [TAIL, 1 - TAIL]))


def priced(rows: Rows) -> np.ndarray:
    """Positions of the won deals whose amount is known and above 0."""
    return np.flatnonzero((rows.won > 0) & (np.nan_to_num(rows.amount) > 0))


def learn_value(rows: Rows, attributes: Sequence[Attribute], monotone: Mapping[str, str], seed: int) -> Value:
    """Choose and fit the value model: the simplest within one standard error of the best."""
    nothing = np.zeros(len(rows))
    won = priced(rows)
    if len(won) < ENOUGH_WON or len(np.unique(rows.groups[won])) < ENOUGH_COMPANIES:
        return Value(
            None, False, "constant", 1.0, 0.0, nothing, "Too few won deals have an amount to learn their value."
        )
    every = candidates(attributes, monotone, seed, "regression")
    models: dict[str, Candidate] = {name: model for name, model in every.items() if name not in yardsticks()}
    inner = _cross_values(models, rows, seed)
    target = worth(rows.amount[won])
    name, share = _choose({name: inner[name].to_numpy()[won] for name in models}, target, rows.groups[won], seed)
    model = fit_one(models, name, _logs(rows))
    smear = float(np.mean(np.exp(target - inner[name].to_numpy()[won])))
    if name == "constant":
        sentence = "Company attributes do not tell the value of a won deal: every win counts alike."
        return Value(model, False, name, smear, 0.0, nothing, sentence)
    told = f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"
    sentence = f"Company attributes explain {told} of the differences in log value of won deals."
    centre = float(inner[name].mean())
    return Value(model, True, name, smear, centre, inner[name].to_numpy() - centre, sentence)


def _logs(rows: Rows) -> Rows:
    """The won deals with log money in the place of the outcome."""
    won = rows.take(priced(rows))
    return Rows(won.frame, worth(won.amount), won.amount, won.groups, won.deal_ids, won.when)


def _cross_values(models: Mapping[str, Candidate], rows: Rows, seed: int) -> pd.DataFrame:
    """Value scores of every row by models that have not seen its company."""
    has_price = np.isin(np.arange(len(rows)), priced(rows)).astype(float)
    parts = group_folds(has_price, rows.groups, INNER_FOLDS, seed)  # no part without a deal to learn from
    scores = pd.DataFrame(0.0, index=range(len(rows)), columns=list(models))
    for train, test in parts:
        fitted = fit_all(models, _logs(rows.take(train)))
        for name, model in fitted.items():
            scores.loc[test, name] = model.decision_function(rows.frame.iloc[test])
    return scores


def _choose(inner: Mapping[str, np.ndarray], target: np.ndarray, groups: np.ndarray, seed: int) -> tuple[str, Figure]:
    """The candidate, and the share of the variance that it explains on deals it has not seen."""
    weights = bootstrap_weights(groups, seed=seed)
    errors = {n: (weights @ (target - inner[n]) ** 2) / weights.sum(1) for n in inner}
    best = min(errors, key=lambda name: errors[name][0])
    for name, error in errors.items():
        behind = error - errors[best]
        if behind[0] <= standard_error(behind) and figure(errors["constant"] - error).low > 0:
            return name, figure(1 - error / errors["constant"])
    return "constant", Figure(0.0, 0.0, 0.0)
