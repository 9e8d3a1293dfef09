"""The value of a deal given that it is won, and how much it should count in the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from lookalike.learning.candidates import candidates
from lookalike.learning.folds import group_folds
from lookalike.learning.metrics import PARTS, captured
from lookalike.learning.uncertainty import bootstrap_weights, figure, standard_error
from lookalike.schema import Attribute
from training.backtest import INNER_FOLDS, Candidate, fit_all, outcomes
from training.rows import Rows

ENOUGH_WON = 30
WEIGHTS = (0.0, 0.25, 0.5, 1.0, 2.0, float("inf"))  # of value beside win; infinite is value alone
TAIL = 0.01


@dataclass(frozen=True)
class Value:
    """A model of log money given won, or why there is none.

    Attributes
    ----------
    model : fitted estimator or None
        None when amounts are missing or attributes do not tell them.
    name : str
        The chosen candidate.
    smear : float
        Expected money given won = exp(score) * smear (Duan 1983).
    inner : ndarray, shape (n,)
        Cross-validated scores of the rows given, centred; zeros without a model.
    sentence : str
    """

    model: Candidate | None
    name: str
    smear: float
    inner: np.ndarray = field(compare=False)
    sentence: str


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
    if len(priced(rows)) < ENOUGH_WON:
        return Value(None, "constant", float("nan"), nothing, "Too few won deals have an amount to learn their value.")
    eligible = ("constant", "logistic", "boosted", "blend")
    models = {n: m for n, m in candidates(attributes, monotone, seed, "regression").items() if n in eligible}
    inner = _cross_values(models, rows, seed)
    won = priced(rows)
    target = worth(rows.amount[won])
    name, share = _choose({name: inner[name].to_numpy()[won] for name in models}, target, rows.groups[won], seed)
    model = fit_all(models, _logs(rows), lambda _: None)[name]
    smear = float(np.mean(np.exp(target - inner[name].to_numpy()[won])))
    if name == "constant":
        sentence = "Company attributes do not tell the value of a won deal: every win counts alike."
        return Value(None, name, smear, nothing, sentence)
    sentence = f"Company attributes explain {share:.0%} of the differences in log value of won deals."
    return Value(model, name, smear, inner[name].to_numpy() - inner[name].mean(), sentence)


def _logs(rows: Rows) -> Rows:
    """The won deals with log money in the place of the outcome."""
    won = rows.take(priced(rows))
    return Rows(won.frame, worth(won.amount), won.amount, won.groups, won.deal_ids, won.when)


def _cross_values(models: Mapping[str, Candidate], rows: Rows, seed: int) -> pd.DataFrame:
    """Value scores of every row by models that have not seen its company."""
    parts = group_folds(rows.won, rows.groups, INNER_FOLDS, seed)
    scores = pd.DataFrame(0.0, index=range(len(rows)), columns=list(models))
    for train, test in parts:
        fitted = fit_all(models, _logs(rows.take(train)), lambda _: None)
        for name, model in fitted.items():
            scores.loc[test, name] = model.decision_function(rows.frame.iloc[test])
    return scores


def _choose(inner: Mapping[str, np.ndarray], target: np.ndarray, groups: np.ndarray, seed: int) -> tuple[str, float]:
    """The candidate, and the share of the variance that it explains on deals it has not seen."""
    weights = bootstrap_weights(groups, seed=seed)
    errors = {n: (weights @ (target - inner[n]) ** 2) / weights.sum(1) for n in inner}
    best = min(errors, key=lambda name: errors[name][0])
    for name, error in errors.items():
        behind = error - errors[best]
        if behind[0] <= standard_error(behind) and figure(errors["constant"] - error).low > 0:
            return name, float(1 - error[0] / errors["constant"][0])
    return "constant", 0.0


def blended(win: np.ndarray, value: np.ndarray, weight: float) -> np.ndarray:
    """The ranking score: win plus `weight` times value, or value alone."""
    return value if np.isinf(weight) else win + weight * value


def choose_weight(win: np.ndarray, value: np.ndarray, rows: Rows, seed: int) -> tuple[float, dict[str, list[float]]]:
    """How much value counts: the least weight whose captured won revenue is within one standard error of the best.

    Judged on cross-validated scores by the mean share of won revenue in the top 10, 20 and 30 %.

    Returns
    -------
    weight, and {"weight": [...], "won_revenue": [...]} for the record
    """
    weights = bootstrap_weights(rows.groups, seed=seed).astype(float)
    draws = [_revenue(blended(win, value, weight), rows, weights) for weight in WEIGHTS]
    means = np.array([found[0] for found in draws])
    record = {"weight": [float(w) for w in WEIGHTS], "won_revenue": means.round(6).tolist()}
    if not np.isfinite(means).all():
        return 0.0, record
    best = draws[int(np.argmax(means))]
    near = [w for w, found in zip(WEIGHTS, draws, strict=True) if best[0] - found[0] <= standard_error(best - found)]
    return (near or [WEIGHTS[int(np.argmax(means))]])[0], record


def _revenue(score: np.ndarray, rows: Rows, weights: np.ndarray) -> np.ndarray:
    found = outcomes(rows, score)
    money = rows.won * np.nan_to_num(rows.amount)
    return np.mean([captured(found, weights, part, money) for part in PARTS], axis=0)
