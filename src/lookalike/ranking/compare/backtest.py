"""What two rankings would have found among deals they had not seen, with paired intervals.

Both are weighed by the same bootstrap draws over companies, so that their difference has an interval of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, say
from lookalike.learning.metrics import Outcomes, auc, captured
from lookalike.learning.uncertainty import bootstrap_weights, figure

SHARES = {"10": 0.1, "20": 0.2, "30": 0.3}
DRAWS, SEED = 500, 7
NEEDED = 10  # won and lost deals each, below which no interval means anything
CURVE = np.linspace(0, 1, 41)
CHUNK = 2_000_000

SURE, DECISION = 0.95, "decision"  # how sure a winner must be, and the difference in AUC at that level

Interval = dict[str, Any]
"""`value`, `low` and `high` of a figure; None where it cannot be told."""


@dataclass(frozen=True)
class Deals:
    """Held-out deals: `won` (0 or 1), `amount` (money, NaN unknown), `weights` (draws + 1, n), the first all ones."""

    won: np.ndarray
    amount: np.ndarray
    company: np.ndarray
    weights: np.ndarray

    @staticmethod
    def of(evaluation: pd.DataFrame, draws: int = DRAWS, seed: int = SEED) -> Deals:
        """From a table with `account_id`, `won` and `amount`."""
        company = evaluation["account_id"].astype(str).to_numpy()
        won, amount = (evaluation[name].to_numpy(float) for name in ("won", "amount"))
        return Deals(won, amount, company, bootstrap_weights(company, draws, seed))

    def __len__(self) -> int:
        return len(self.won)

    @property
    def money(self) -> np.ndarray:
        """What each deal brought: its amount when won and known, else 0."""
        return self.won * np.nan_to_num(self.amount)

    @property
    def both(self) -> bool:
        """Whether there are won and lost deals."""
        return 0 < self.won.sum() < len(self)

    def where(self, chosen: np.ndarray) -> Deals:
        """The deals chosen by a mask, weighed by the same draws."""
        return Deals(self.won[chosen], self.amount[chosen], self.company[chosen], self.weights[:, chosen])

    def ranked_by(self, score: np.ndarray) -> Outcomes:
        """The deals with a score; an unknown one comes last."""
        known = np.isfinite(score)
        last = score[known].min() - 1 if known.any() else 0.0
        return Outcomes(self.won, np.where(known, score, last), np.full(len(self), np.nan), self.amount)


def fair_deals(evaluation: pd.DataFrame) -> tuple[pd.DataFrame, Message]:
    """The held-out deals to judge by: of companies never seen, as prospects are, where there are enough; else all."""
    if evaluation.empty:
        return evaluation, say("compare.no_deals")
    unseen = evaluation[~evaluation["seen"].astype(bool)]
    enough = min(won_and_lost(unseen)) >= NEEDED
    return (unseen, say("compare.unseen")) if enough else (evaluation, say("compare.all_deals"))


def won_and_lost(deals: pd.DataFrame) -> tuple[int, int]:
    """How many deals were won, and how many were not."""
    won = int(deals["won"].sum()) if len(deals) else 0
    return won, len(deals) - won


def sorting(score: np.ndarray, deals: Deals) -> np.ndarray:
    """AUC of a score under each draw, shape (draws + 1,)."""
    return _chunked(lambda outcomes, weights: auc(outcomes, weights), score, deals)


def backtest(
    first: np.ndarray, second: np.ndarray, deals: Deals, shares: Mapping[str, float]
) -> tuple[dict[str, Interval], dict[str, Interval], dict[str, Interval]]:
    """Figures of two scores on the same deals, and of their difference (first minus second).

    Returns
    -------
    tuple of three dicts
        `auc`, and for each named share of the deals called first `wins@<name>` and `won_revenue@<name>`: the shares
        of all wins and of all won money found there. The difference has `decision` beside them: that of `auc` with a
        95 % interval, which decides on a winner.

    Examples
    --------
    >>> table = pd.DataFrame({"account_id": list("abcd"), "won": [1, 0, 1, 0], "amount": [10.0, 5.0, 30.0, 5.0]})
    >>> model, _, difference = backtest(np.array([3.0, 1, 2, 2]), np.zeros(4), Deals.of(table), {"25": 0.25})
    >>> model["auc"]["value"], model["wins@25"]["value"], model["won_revenue@25"]["value"]
    (0.875, 0.5, 0.25)
    >>> difference["wins@25"]["value"]
    0.25
    """
    one, two = _draws(first, deals, shares), _draws(second, deals, shares)
    apart = {name: one[name] - two[name] for name in one}
    decision = {DECISION: figure(apart["auc"], SURE).to_dict()}
    return described(one), described(two), described(apart) | decision


def described(draws: Mapping[str, np.ndarray]) -> dict[str, Interval]:
    """Each figure with its interval."""
    return {name: figure(values).to_dict() for name, values in draws.items()}


def gain_curve(score: np.ndarray, deals: Deals) -> list[dict[str, float]]:
    """Shares of wins and of won money found as more is called, at 41 points, for a chart."""
    ranked, once = deals.ranked_by(score), deals.weights[:1].astype(float)
    return [
        {
            "called": share,
            "wins": float(captured(ranked, once, share, deals.won)[0]),
            "won_revenue": float(captured(ranked, once, share, deals.money)[0]),
        }
        for share in CURVE.tolist()
    ]


def _draws(score: np.ndarray, deals: Deals, shares: Mapping[str, float]) -> dict[str, np.ndarray]:
    found = {"auc": sorting(score, deals)}
    for kind, worth in (("wins", deals.won), ("won_revenue", deals.money)):
        for name, share in shares.items():
            found[f"{kind}@{name}"] = _chunked(
                lambda outcomes, weights, share=share, worth=worth: captured(outcomes, weights, share, worth),
                score,
                deals,
            )
    return found


def _chunked(metric: Callable[..., np.ndarray], score: np.ndarray, deals: Deals) -> np.ndarray:
    """A metric over all draws, few at a time to spare memory."""
    ranked, lines = deals.ranked_by(score), max(1, CHUNK // max(len(deals), 1))
    parts = range(0, len(deals.weights), lines)
    return np.concatenate([metric(ranked, deals.weights[start : start + lines].astype(float)) for start in parts])
