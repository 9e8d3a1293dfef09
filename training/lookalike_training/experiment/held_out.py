"""The deals as they are kept: what each ranking said of them when it had not seen them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.learning.calibration import calibrate
from lookalike_training.experiment.backtest import Backtest
from lookalike_training.experiment.rows import Rows


def judged_deals(test: Backtest, held_out: np.ndarray, crossed: np.ndarray, worth: pd.Series) -> pd.DataFrame:
    """The held-out deals, then those learned from, with what models said of them that had not seen their companies.

    Parameters
    ----------
    test : Backtest
    held_out, crossed : ndarray, shape (deals,)
        Ranking scores of the held-out deals, decided without them, and cross-validated ones of the training deals.
    worth : Series by account id
        What each customer is worth to the goal.

    Returns
    -------
    DataFrame
        `deal_id`, `account_id`, `won`, `amount`, `when`, `tested` (held out, not only cross-validated), `seen` (the
        company had deals to learn from), `model` (ranking score), `win`, `rules`, `probability`, `worth` (of a won
        deal: its share of what its customer is worth) and `points_<criterion>`.
    """
    name = test.choice.model
    told = _told(test.rows, held_out, test.scores, test.points, name).assign(
        tested=True, seen=test.seen, probability=test.probabilities[name].to_numpy()
    )
    if test.learned is not test.rows:
        raw, rows = test.inner_dealt[name].to_numpy(), test.learned
        chance = calibrate(raw, rows.won).apply(raw)
        inner = _told(rows, crossed, test.inner, test.inner_points, name)
        told = pd.concat([told, inner.assign(tested=False, seen=False, probability=chance)], ignore_index=True)
    wins = told["won"].groupby(told["account_id"]).transform("sum").clip(lower=1)
    shares = told["account_id"].map(worth).fillna(worth.median() if len(worth) else 1.0) / wins
    return told.assign(worth=shares.where(told["won"], 0.0).astype(float))


def _told(rows: Rows, model: np.ndarray, scores: pd.DataFrame, points: pd.DataFrame, name: str) -> pd.DataFrame:
    told = {
        "deal_id": rows.deal_ids,
        "account_id": rows.groups,
        "won": rows.won > 0,
        "amount": rows.amount,
        "when": rows.when,
        "model": model,
        "win": scores[name].to_numpy(),
        "rules": scores["rules"].to_numpy() if "rules" in scores else np.full(len(rows), np.nan),
    }
    return pd.DataFrame(told).join(points.reset_index(drop=True))
