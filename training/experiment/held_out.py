"""The deals as they are kept: what each ranking said of them when it had not seen them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from training.experiment.backtest import Backtest
from training.experiment.rows import Rows


def held_out(test: Backtest, model: np.ndarray) -> pd.DataFrame:
    """The held-out deals with ranking score, rules' share and probability, all by models that had not seen them.

    Parameters
    ----------
    test : Backtest
    model : ndarray, shape (n,)
        Ranking scores, decided without these deals.
    """
    rows, name = test.rows, test.choice.model
    told = _told(rows, model, test.scores, name) | {
        "probability": test.probabilities[name].to_numpy(),
        "seen": test.seen,
    }
    return pd.DataFrame(told).join(test.points.reset_index(drop=True))


def _told(rows: Rows, model: np.ndarray, scores: pd.DataFrame, name: str) -> dict[str, np.ndarray]:
    return {
        "deal_id": rows.deal_ids,
        "account_id": rows.groups,
        "won": rows.won > 0,
        "amount": rows.amount,
        "when": rows.when,
        "model": model,
        "win": scores[name].to_numpy(),
        "rules": scores["rules"].to_numpy() if "rules" in scores else np.full(len(rows), np.nan),
    }
