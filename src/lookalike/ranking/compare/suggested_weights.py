"""Which criteria carry signal, and the weights that the held-out deals suggest for them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import false_discovery_control, norm
from sklearn.model_selection import GroupKFold

from lookalike.knowledge.criteria import share_of_points
from lookalike.languages import say
from lookalike.learning.uncertainty import figure, standard_error
from lookalike.numbers import LEVEL
from lookalike.ranking.compare.backtest import (
    DECISION,
    NEEDED,
    Deals,
    Interval,
    backtest,
    described,
    sorting,
)
from lookalike.schema import CRITERIA

MOST_POINTS = 3.0
CHANCE = 0.5  # AUC
RIDGES = (0.1, 1.0, 10.0, 100.0)
ROUNDS = 200
FOLDS = 5


@dataclass(frozen=True)
class Answers:
    """The points of deals, with equal rows taken together: deals of a segment answer most criteria alike.

    `points` is (rows, criteria), 0 at each criterion's mean (which is also where unknown stands), 1 = three points
    apart; `row` tells the row of each deal, shape (n,).
    """

    points: np.ndarray
    row: np.ndarray

    @staticmethod
    def of(points: pd.DataFrame) -> Answers:
        """From points 0-3, NaN unknown, one row per deal."""
        centred = (points - points.mean()).fillna(0.0).to_numpy(float) / MOST_POINTS
        distinct, row = np.unique(centred, axis=0, return_inverse=True)
        return Answers(distinct, row.ravel())

    def counts(self, weight: np.ndarray) -> np.ndarray:
        """Weight of the deals in each row."""
        return np.bincount(self.row, weight, minlength=len(self.points))


def non_negative_logistic(points: np.ndarray, won: np.ndarray, lost: np.ndarray, ridge: float) -> np.ndarray:
    """Logistic regression whose weights are not negative, shrunk to zero by `ridge`.

    Parameters
    ----------
    points : ndarray of float, shape (rows, criteria)
    won, lost : ndarray of float, shape (rows,)
        Weight of the won and lost deals in each row.

    Returns
    -------
    ndarray of float, shape (criteria + 1,)
        The intercept, then one weight per criterion, >= 0.

    Examples
    --------
    >>> points, won = np.array([[0.5, 0.1], [-0.5, 0.1]]), np.array([30.0, 10.0])
    >>> non_negative_logistic(points, won, 40 - won, ridge=0.01)[1:].round(1).tolist()
    [2.2, 0.0]
    """

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        raw = theta[0] + points @ theta[1:]
        value = won @ np.logaddexp(0, -raw) + lost @ np.logaddexp(0, raw) + ridge / 2 * (theta[1:] @ theta[1:])
        slope = (won + lost) * expit(raw) - won
        return float(value), np.concatenate([[slope.sum()], points.T @ slope + ridge * theta[1:]])

    width = points.shape[1]
    bounds = [(None, None), *[(0.0, None)] * width]
    return np.asarray(minimize(loss, np.zeros(width + 1), jac=True, method="L-BFGS-B", bounds=bounds).x)


def criteria_signal(points: pd.DataFrame, deals: Deals) -> dict[str, dict[str, Any]]:
    """How well each criterion alone sorts won from lost deals, as AUC with interval (90 %), and whether that is signal.

    `signal` is "yes" or "opposite" where the AUC lies above or below one half, and of all criteria said so at most one
    in ten may be chance (false discovery rate: Benjamini and Hochberg 1995); "none shown" otherwise, and "cannot be
    judged" when all known deals have the same points.
    """
    told = {str(name): _signal(points[name].to_numpy(float), deals) for name in points}
    judged = [name for name, one in told.items() if one["chance"] is not None]
    if judged:
        adjusted = false_discovery_control([told[name]["chance"] for name in judged])
        for name, rate in zip(judged, adjusted, strict=True):
            shown = "signal" if told[name]["auc"]["value"] > CHANCE else "opposite"
            signal = say(f"compare.{shown if rate <= 1 - LEVEL else 'no_signal'}")
            told[name] |= {"chance": float(rate), "signal": signal}
    return told


def _signal(points: np.ndarray, deals: Deals) -> dict[str, Any]:
    known = np.isfinite(points)
    judged = deals.where(known)
    if len(np.unique(points[known])) < 2 or not judged.both:
        return {"deals": len(judged), "signal": say("compare.not_judged"), "auc": None, "chance": None}
    draws = sorting(points[known], judged)
    error = standard_error(draws)
    chance = 2 * norm.sf(abs(draws[0] - CHANCE) / error) if error > 0 else 1.0
    return {"deals": len(judged), "signal": None, "auc": figure(draws).to_dict(), "chance": float(chance)}


def suggested_weights(
    points: pd.DataFrame, deals: Deals, current: np.ndarray, tested: np.ndarray, deployed: Collection[str]
) -> dict[str, Any]:
    """Weights for the criteria from won and lost deals: none negative, shrunk, each with interval.

    They are fitted inside and tested outside: on the deals that were only cross-validated, and on those held out from
    all choices; where there are too few of either, on the companies of four fifths of all deals and on the others in
    turn. The strength of the shrinking is chosen inside, by cross-validation over companies.

    Parameters
    ----------
    points : DataFrame
        Points 0-3 per criterion, NaN unknown, one row per deal.
    deals : Deals
    current : ndarray, shape (n,)
        The rule share of each deal under the present weights.
    tested : ndarray of bool, shape (n,)
        Whether the deal was held out from all choices.
    deployed : collection of str
        The criteria that the rules which rank the list have points for.

    Returns
    -------
    dict
        `weights` (criterion -> value, low, high; their mean is 1), `ridge`, `gain` (AUC over the present weights, with
        interval), `better` (the whole interval lies above zero), `has` and `lacks` (criteria weighed that the rules
        have and that they do not have, by name), `toml` (ready to paste into `lookalike.toml`; empty where nothing is
        proven or there is nothing in the rules to weigh); empty when no criterion can be weighed.
    """
    inside = ~tested if _enough(deals.where(~tested)) and _enough(deals.where(tested)) else np.ones(len(deals), bool)
    judged = [str(name) for name in points if points[inside][name].nunique() > 1]
    if not judged or not deals.both:
        return {}
    learned, answers = deals.where(inside), Answers.of(points[inside][judged])
    folds = fold_of(learned.company)
    ridge = min(RIDGES, key=lambda strength: _held_out_loss(answers, learned.won, folds, strength))
    draws = learned.weights[: ROUNDS + 1].astype(float)
    weighed = np.array([_scaled(_fit(answers, learned.won, weight, ridge)) for weight in draws])
    if not weighed[0].any():
        return {}
    weights = described(dict(zip(judged, weighed.T, strict=True)))
    if inside.all():
        outside, share = deals, _cross_weighted(points[judged], answers, deals.won, folds, ridge)
    else:
        outside, current = deals.where(~inside), current[~inside]
        share = _share(points[~inside][judged], points[inside][judged], weighed[0])
    gain = backtest(share, current, outside, {})[2][DECISION]
    better = (gain["low"] or 0.0) > 0
    has = [name for name in judged if name in deployed]
    return {
        "weights": weights,
        "ridge": ridge,
        "gain": gain,
        "better": better,
        "has": has,
        "lacks": [name for name in judged if name not in deployed],
        "toml": as_toml({name: weights[name] for name in has}) if better and has else "",
    }


def _enough(deals: Deals) -> bool:
    return min(deals.won.sum(), len(deals) - deals.won.sum()) >= NEEDED


def fold_of(company: np.ndarray) -> np.ndarray:
    """A fold 0-4 for each deal, companies whole; one fold per company when there are fewer than five."""
    fold = np.zeros(len(company), dtype=int)
    parts = min(FOLDS, len(np.unique(company)))
    if parts > 1:
        for number, (_, test) in enumerate(GroupKFold(parts).split(company, groups=company)):
            fold[test] = number
    return fold


def as_toml(weights: dict[str, Interval]) -> str:
    """The weights as lines for `lookalike.toml`, the standard criteria first.

    Examples
    --------
    >>> print(as_toml({"growth": {"value": 1.234, "low": 0.5, "high": 2.0}}))
    [criteria.weights]
    growth = 1.23
    """
    known = [*(name for name in CRITERIA if name in weights), *sorted(set(weights) - set(CRITERIA))]
    lines = [f"{_key(name)} = {weights[name]['value']:.2f}" for name in known]
    return "\n".join(["[criteria.weights]", *lines])


def _key(name: str) -> str:
    """A TOML key: bare where it can be."""
    return name if name.isidentifier() and name.isascii() else json.dumps(name, ensure_ascii=False)


def _fit(answers: Answers, won: np.ndarray, weight: np.ndarray, ridge: float) -> np.ndarray:
    wins, deals = answers.counts(weight * won), answers.counts(weight)
    return non_negative_logistic(answers.points, wins, deals - wins, ridge)


def _scaled(theta: np.ndarray) -> np.ndarray:
    """Weights with mean 1: only their proportions order prospects."""
    weights = np.where(theta[1:] > 1e-6, theta[1:], 0.0)
    return weights / weights.mean() if weights.any() else weights


def _held_out_loss(answers: Answers, won: np.ndarray, folds: np.ndarray, ridge: float) -> float:
    loss = 0.0
    for fold in np.unique(folds):
        theta = _fit(answers, won, (folds != fold).astype(float), ridge)
        raw = (theta[0] + answers.points @ theta[1:])[answers.row[folds == fold]]
        loss += float(np.logaddexp(0, np.where(won[folds == fold] > 0, -raw, raw)).sum())
    return loss


def _cross_weighted(
    points: pd.DataFrame, answers: Answers, won: np.ndarray, folds: np.ndarray, ridge: float
) -> np.ndarray:
    """Each deal's rule share under weights from the other folds."""
    share = np.full(len(points), np.nan)
    for fold in np.unique(folds):
        weights = _scaled(_fit(answers, won, (folds != fold).astype(float), ridge))
        share[folds == fold] = _share(points[folds == fold], points[folds != fold], weights)
    return share


def _share(points: pd.DataFrame, learned: pd.DataFrame, weights: np.ndarray) -> np.ndarray:
    """The rule share of deals under weights; what is not known is as usual among the deals that were learned from."""
    return share_of_points(points.to_numpy(float), weights, learned.mean().to_numpy(float))
