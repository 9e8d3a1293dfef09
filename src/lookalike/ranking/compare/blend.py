"""A ranking blended from model and rules, offered only where it beats both on deals of other companies."""

from __future__ import annotations

from typing import Any

import numpy as np

from lookalike.ranking.compare.backtest import DECISION, Deals, backtest
from lookalike.ranking.compare.suggested_weights import fold_of, non_negative_logistic

RIDGE = 1.0


def blend(model: np.ndarray, rules: np.ndarray, deals: Deals) -> dict[str, Any]:
    """Learn how to add the two scores, and judge the sum on companies it was not learned from.

    Parameters
    ----------
    model, rules : ndarray of float, shape (n,)
        Held-out raw scores (log-odds) and rule shares (0-1, NaN unknown).

    Returns
    -------
    dict
        `offered` (only when the blend sorts better than both, each with its whole interval above zero), `auc`,
        `over_model`, `over_rules` (value, low, high), and `model_weight`, `rules_weight`: what each adds per standard
        deviation.
    """
    if not deals.both:
        return {"offered": False}
    both = np.column_stack([standard(model), standard(rules)])
    won, folds = deals.won, fold_of(deals.company)
    blended = np.zeros(len(won))
    for fold in np.unique(folds):
        learn = folds != fold
        weights = non_negative_logistic(both[learn], won[learn], 1 - won[learn], RIDGE)[1:]
        # On one scale and without the intercept: folds differ in their share of won deals, which must not rank.
        blended[~learn] = both[~learn] @ weights / max(weights.sum(), 1e-9)
    auc, _, over_model = backtest(blended, model, deals, {})
    over_rules = backtest(blended, rules, deals, {})[2]
    weights = non_negative_logistic(both, won, 1 - won, RIDGE)[1:]
    better = all((over[DECISION]["low"] or 0.0) > 0 for over in (over_model, over_rules))
    return {
        "offered": bool(better and (weights > 0).all()),
        "auc": auc["auc"],
        "over_model": over_model[DECISION],
        "over_rules": over_rules[DECISION],
        "model_weight": float(weights[0]),
        "rules_weight": float(weights[1]),
    }


def standard(score: np.ndarray) -> np.ndarray:
    """The score in standard deviations from its mean; unknown stands at the mean."""
    known = np.isfinite(score)
    if not known.any() or np.ptp(score[known]) == 0:
        return np.zeros(len(score))
    return np.where(known, (score - score[known].mean()) / score[known].std(), 0.0)
