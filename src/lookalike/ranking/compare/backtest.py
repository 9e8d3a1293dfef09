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

DECISION = "decision"  # the difference that decides on a winner
DEPTHS = ("10", "20")  # of the list, at which the goal decides

Interval = dict[str, Any]
"""`value`, `low` and `high` of a figure; None where it cannot be told."""


@dataclass(frozen=True)
class Deals:
    """Held-out deals: `won` (0 or 1), `amount` (money, NaN unknown), `worth` (to the goal, 0 where it was lost),
    `weights` (draws + 1, n), the first all ones.
    """

    won: np.ndarray
    amount: np.ndarray
    worth: np.ndarray
    company: np.ndarray
    weights: np.ndarray

    @staticmethod
    def of(evaluation: pd.DataFrame, draws: int = DRAWS, seed: int = SEED) -> Deals:
        """From a table with `account_id`, `won`, `amount` and, where the goal is more than winning, `worth`."""
        company = evaluation["account_id"].astype(str).to_numpy()
        won, amount = (evaluation[name].to_numpy(float) for name in ("won", "amount"))
        worth = evaluation["worth"].to_numpy(float) if "worth" in evaluation else won
        return Deals(won, amount, worth, company, bootstrap_weights(company, draws, seed))

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
        won, amount, worth, company = (one[chosen] for one in (self.won, self.amount, self.worth, self.company))
        return Deals(won, amount, worth, company, self.weights[:, chosen])

    def ranked_by(self, score: np.ndarray) -> Outcomes:
        """The deals with a score; an unknown one comes last."""
        known = np.isfinite(score)
        last = score[known].min() - 1 if known.any() else 0.0
        return Outcomes(self.won, np.where(known, score, last), np.full(len(self), np.nan), self.amount)


def fair_deals(evaluation: pd.DataFrame) -> tuple[pd.DataFrame, Message]:
    """The deals to judge by: of companies never seen, as prospects are, where there are enough; else all.

    Deals of companies that one of the rankings cannot judge are left out for both.
    """
    if evaluation.empty:
        return evaluation, say("compare.no_deals")
    evaluation = evaluation[evaluation[["model", "rules"]].notna().all(axis=1)]
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
        `auc`, and for each named share of the deals called first `wins@<name>`, `won_revenue@<name>` and
        `goal@<name>`: the shares of all wins, of all won money and of all that the goal asks for that are found there.
        The difference has `decision` beside them, which decides on a winner: the mean of the goal found in the first
        tenth and fifth, or that of `auc` where no shares are asked for. All with 90 % intervals.

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
    deciding = [f"goal@{name}" for name in DEPTHS if name in shares] or ["auc"]
    decision = {DECISION: figure(np.mean([apart[name] for name in deciding], axis=0)).to_dict()}
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
    for kind, worth in (("wins", deals.won), ("won_revenue", deals.money), ("goal", deals.worth)):
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
