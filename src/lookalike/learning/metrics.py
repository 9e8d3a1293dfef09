"""How good a ranking and its probabilities are; each metric declares its direction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from lookalike.languages import Words, say

PARTS = (0.1, 0.2, 0.3)
CHUNK = 2_000_000


@dataclass(frozen=True)
class Outcomes:
    """Deals that a model has not seen, with what it said of them.

    Attributes
    ----------
    won : ndarray of float, shape (n,)
        1 won, 0 lost.
    score : ndarray, shape (n,)
        Higher is better; ties count as a random order.
    probability : ndarray, shape (n,)
        Of winning, 0-1; NaN where the model gives none.
    amount : ndarray, shape (n,)
        Money of the deal; NaN unknown, counted as 0.
    """

    won: np.ndarray
    score: np.ndarray
    probability: np.ndarray
    amount: np.ndarray


@dataclass(frozen=True)
class Metric:
    """A figure of merit: `compute(outcomes, weights (b, n))` gives shape (b,)."""

    compute: Callable[[Outcomes, np.ndarray], np.ndarray]
    higher_is_better: bool
    label: Words


def auc(outcomes: Outcomes, weights: np.ndarray) -> np.ndarray:
    """Probability that a won deal is ranked above a lost one.

    Examples
    --------
    >>> sample = Outcomes(np.array([1.0, 0, 1]), np.array([3.0, 2, 1]), np.full(3, np.nan), np.full(3, np.nan))
    >>> auc(sample, np.ones((1, 3))).tolist()
    [0.5]
    """
    won, lost = _by_rank(outcomes, weights, outcomes.won), _by_rank(outcomes, weights, 1 - outcomes.won)
    beaten = lost.sum(1, keepdims=True) - lost.cumsum(1) + lost / 2
    return _ratio((won * beaten).sum(1), won.sum(1) * lost.sum(1))


def average_precision(outcomes: Outcomes, weights: np.ndarray) -> np.ndarray:
    """Mean precision at the won deals."""
    won, everyone = _by_rank(outcomes, weights, outcomes.won), _by_rank(outcomes, weights, np.ones(len(outcomes.won)))
    precision = _ratio(won.cumsum(1), everyone.cumsum(1))
    return _ratio(np.nansum(won * precision, axis=1), won.sum(1))


def captured(outcomes: Outcomes, weights: np.ndarray, part: float, worth: np.ndarray) -> np.ndarray:
    """Share of all `worth` that lies in the top `part` of the ranking."""
    gain = _by_rank(outcomes, weights, worth).cumsum(1)
    depth = _by_rank(outcomes, weights, np.ones(len(worth))).cumsum(1)
    pairs = zip(depth, gain, strict=True)
    found = np.array([np.interp(part * d[-1], np.r_[0, d], np.r_[0, g]) for d, g in pairs])
    return _ratio(found, gain[:, -1])


def lift(outcomes: Outcomes, weights: np.ndarray, part: float) -> np.ndarray:
    """How many times more won deals the top `part` holds than a random one."""
    return captured(outcomes, weights, part, outcomes.won) / part


def won_revenue(outcomes: Outcomes, weights: np.ndarray, part: float) -> np.ndarray:
    """Share of the won revenue in the top `part`; NaN without amounts."""
    return captured(outcomes, weights, part, outcomes.won * np.nan_to_num(outcomes.amount))


def brier(outcomes: Outcomes, weights: np.ndarray) -> np.ndarray:
    """Mean squared distance between probability and outcome."""
    return _ratio(weights @ (outcomes.probability - outcomes.won) ** 2, weights.sum(1))


def calibration_error(outcomes: Outcomes, weights: np.ndarray) -> np.ndarray:
    """Mean gap between promised and actual share of won deals over ten groups of equal size (ECE)."""
    order = np.argsort(outcomes.probability, kind="stable")
    gap = outcomes.probability - outcomes.won
    groups = [group for group in np.array_split(order, 10) if len(group)]
    return _ratio(sum(np.abs(weights[:, group] @ gap[group]) for group in groups), weights.sum(1))


METRICS: dict[str, Metric] = {
    "auc": Metric(auc, True, say("figures.auc")),
    "average_precision": Metric(average_precision, True, say("figures.average_precision")),
    **{f"lift@{part}": Metric(partial(lift, part=part), True, say("figures.lift", part=part)) for part in PARTS},
    **{
        f"won_revenue@{part}": Metric(partial(won_revenue, part=part), True, say("figures.won_revenue", part=part))
        for part in PARTS
    },
    "brier": Metric(brier, False, say("figures.brier")),
    "ece": Metric(calibration_error, False, say("figures.ece")),
}


def measure(outcomes: Outcomes, weights: np.ndarray, names: Sequence[str] = tuple(METRICS)) -> dict[str, np.ndarray]:
    """Each metric under each weighting.

    Parameters
    ----------
    outcomes : Outcomes of n deals
    weights : ndarray, shape (b, n)
        Such as `bootstrap_weights`; the first line all ones.
    names : sequence of str
        From `METRICS`.

    Returns
    -------
    dict of name -> ndarray, shape (b,); NaN where it is not defined
    """
    if not len(outcomes.won):
        return {name: np.full(len(weights), np.nan) for name in names}
    lines = max(1, CHUNK // len(outcomes.won))
    chunks = [weights[start : start + lines].astype(float) for start in range(0, len(weights), lines)]
    return {name: np.concatenate([METRICS[name].compute(outcomes, chunk) for chunk in chunks]) for name in names}


def _by_rank(outcomes: Outcomes, weights: np.ndarray, worth: np.ndarray) -> np.ndarray:
    """Weighted worth per group of tied scores, best first, shape (b, groups)."""
    order = np.argsort(-outcomes.score, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(outcomes.score[order]) != 0])
    return np.add.reduceat(weights[:, order] * worth[order], starts, axis=1)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=below > 0)
