"""Model against rules: how alike they are, which finds more among deals neither has seen, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from lookalike.ranking.compare import concordance
from lookalike.ranking.compare.backtest import (
    DRAWS,
    NEEDED,
    SEED,
    SHARES,
    Deals,
    backtest,
    fair_deals,
    gain_curve,
    won_and_lost,
)
from lookalike.ranking.compare.choices import describe as choices
from lookalike.ranking.compare.goal import WINS, by_goal
from lookalike.ranking.compare.swap import swap_list
from lookalike.ranking.compare.verdict import verdict
from lookalike.ranking.order import corrected, of_grades, own_auc, raw_score
from lookalike.schema import AGREEMENT

MARKS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)
CAPACITY = "capacity"
ABOUT = {"rank_by": "best", "goal": "revenue", "currency": ""}


def compare(
    evaluation: pd.DataFrame,
    ranked: pd.DataFrame,
    worth: Mapping[str, Any],
    about: Mapping[str, str] = ABOUT,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, Any]:
    """Compare the two rankings on the prospects and on held-out deals.

    Parameters
    ----------
    evaluation : DataFrame
        Held-out deals: `account_id`, `won` (bool), `amount` (money, NaN unknown), `model` (raw score), `rules`
        (share of points, 0-1), `seen` (bool: the company had deals to learn from), `points_<criterion>` (0-3, NaN
        unknown).
    ranked : DataFrame
        The prospects from `rank`.
    worth : mapping
        What the criteria are worth on the held-out deals, from `criteria_worth`: it does not hang on the prospects.
    about : mapping
        What the list is: `rank_by`, the `goal` (`best_by` of the settings) and the `currency`.
    draws : int
        Bootstrap draws over companies.

    Returns
    -------
    dict
        What `comparison.json` holds. Figures of held-out deals are dicts of `value`, `low`, `high` (90 %); `goal` is
        the figure that decides. `measured_on` says whether only companies never seen before were used, which is done
        wherever there are enough of them.
    """
    calls = max(1, int((ranked["grade"] == "A").sum())) if len(ranked) else 0
    share = calls / len(ranked) if len(ranked) else None
    return (
        _of_prospects(ranked, calls)
        | choices(corrected(ranked, evaluation), calls, about)
        | {"grades": of_grades(ranked, evaluation, seed), "own_auc": own_auc(ranked, evaluation, seed)}
        | _of_deals(evaluation, share, about["goal"], draws, seed)
        | dict(worth)
    )


def _of_prospects(ranked: pd.DataFrame, calls: int) -> dict[str, Any]:
    """How the two rankings place the prospects."""
    share = ranked["rule_share"].to_numpy(float)
    known = np.isfinite(share)
    model = raw_score(ranked)[known]
    shared = concordance.overlap(model, share[known])
    counts = ranked["agreement"].value_counts()
    marks = sorted({calls, *(round(mark * known.sum()) for mark in MARKS)})
    return {
        "spearman": concordance.spearman(model, share[known]),
        "kendall": concordance.kendall(model, share[known]),
        "rbo": concordance.rank_biased_overlap(shared, 1 - 1 / max(calls, 2)),
        "overlap": concordance.overlap_curve(shared, marks),
        "agreement": {name: int(counts.get(name, 0)) for name in AGREEMENT},
        "swap": swap_list(ranked, calls),
    }


def _of_deals(evaluation: pd.DataFrame, share: float | None, best_by: str, draws: int, seed: int) -> dict[str, Any]:
    """Which ranking finds more of what the goal asks for among deals that neither had seen."""
    judged, measured_on = fair_deals(evaluation)
    goal, judged = by_goal(judged, best_by) if len(judged) else (WINS, judged)
    won, lost = won_and_lost(judged)
    about = {"goal": goal, "measured_on": measured_on, "deals": len(judged), "won": won, "lost": lost}
    if min(won, lost) < NEEDED:
        best, sentence = verdict(goal, {}, {}, {}, won, lost)
        nothing: dict[str, Any] = {"model": {}, "rules": {}, "difference": {}}
        return about | nothing | {"winner": best, "verdict": sentence}
    deals = Deals.of(judged, draws, seed)
    shares = SHARES | ({CAPACITY: share} if share else {})
    scores = judged["model"].to_numpy(float), judged["rules"].to_numpy(float)
    model, rules, difference = backtest(*scores, deals, shares)
    best, sentence = verdict(goal, model, rules, difference, won, lost)
    return about | {
        "won_revenue": float(deals.money.sum()),
        "model": model | {"curve": gain_curve(scores[0], deals)},
        "rules": rules | {"curve": gain_curve(scores[1], deals)},
        "difference": difference,
        "winner": best,
        "verdict": sentence,
    }
