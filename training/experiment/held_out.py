"""The held-out deals as they are kept: what each ranking said of them when it had not seen them."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.learning.names import BASELINES
from lookalike.settings import Settings
from training.experiment.backtest import Backtest
from training.experiment.best import BestCustomers, learn_best
from training.experiment.ranked_by import RankedBy, ranked_in_turn
from training.experiment.rows import Split
from training.experiment.value import Value


def inner_scores(test: Backtest) -> np.ndarray:
    """Cross-validated scores of the training deals by the champion, or by the rules where a baseline is champion."""
    name = "rules" if test.choice.name in BASELINES and "rules" in test.inner else test.choice.name
    return test.inner[name].to_numpy()


def ranking_scores(
    test: Backtest,
    value: Value,
    best: BestCustomers,
    ranked: RankedBy,
    companies: Companies,
    settings: Settings,
    split: Split,
) -> np.ndarray:
    """Ranking scores of the held-out deals, by a ranking that was decided without them."""
    if ranked.name == "rules" and "rules" in test.scores:
        return test.scores["rules"].to_numpy()
    if test.learned is test.rows:
        both = (inner_scores(test), inner_scores(test) if test.choice.name in BASELINES else _win(test))
        wanted, champion, seed = settings.score.rank_by, test.choice.name, settings.learning.seed
        learned = partial(learn_best, companies, settings)
        return ranked_in_turn(wanted, champion, both, value, learned, test.rows, seed, split.parts)
    frame = test.rows.frame
    return ranked.mix.score(_win(test), value.scores(frame), best.scores(frame))


def held_out(test: Backtest, model: np.ndarray) -> pd.DataFrame:
    """The held-out deals with ranking score, rules' share and probability, all by models that had not seen them."""
    rows = test.rows
    told = {
        "deal_id": rows.deal_ids,
        "account_id": rows.groups,
        "won": rows.won > 0,
        "amount": rows.amount,
        "when": rows.when,
        "model": model,
        "win": _win(test),
        "rules": test.scores["rules"].to_numpy() if "rules" in test.scores else np.full(len(rows), np.nan),
        "probability": test.probabilities["champion"].to_numpy(),
        "seen": test.seen,
    }
    return pd.DataFrame(told).join(test.points.reset_index(drop=True))


def _win(test: Backtest) -> np.ndarray:
    """What the champion said of the held-out deals, 0 for all where a baseline was chosen."""
    return np.zeros(len(test.rows)) if test.choice.name in BASELINES else test.scores["champion"].to_numpy()
