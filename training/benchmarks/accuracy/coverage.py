"""Do the intervals keep their word? On simulated bases whose truth is known, at the size of a small company's CRM.

`interval`: how often the 90 % interval of a figure of merit holds the figure that a very large sample of the same
market would give, also for the paired difference of two scores. `false signal`: how often selection claims that
attributes predict winning where they are noise.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from lookalike_training.experiment.backtest import INNER_FOLDS, cross_scores, decide, no_rules
from lookalike_training.experiment.rows import Rows

from lookalike.learning.candidates import candidates, yardsticks
from lookalike.learning.features import infer_attributes
from lookalike.learning.folds import group_folds
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.uncertainty import bootstrap_weights, figure

BASES = 300
COMPANIES = 300
LARGE = 200_000
FIGURES = ("auc", "average_precision", "lift@0.2", "won_revenue@0.2", "brier")


def run(bases: int = BASES, companies: int = COMPANIES) -> pd.DataFrame:
    """One row per check: `check`, `figure`, `share` and the number of simulated `bases`."""
    return pd.DataFrame([*intervals(bases, companies), *false_signals(bases // 3, companies)])


def market(companies: int, seed: int) -> tuple[Outcomes, np.ndarray, np.ndarray]:
    """Deals of companies that have one to four each: what a good score says, a second score, and the companies.

    Companies differ by more than the score knows, so that the deals of one company hang together.
    """
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(companies), rng.integers(1, 5, companies))
    score, hidden = rng.normal(0, 1, companies), rng.normal(0, 1, companies)
    second = score + rng.normal(0, 1.0, companies)
    won = rng.random(len(groups)) < 1 / (1 + np.exp(-(score + hidden - 0.7)[groups]))
    promised = 1 / (1 + np.exp(-(0.85 * score - 0.6)))
    money = rng.lognormal(9, 0.8, len(groups))
    return Outcomes(won.astype(float), score[groups], promised[groups], money), second[groups], groups


def intervals(bases: int, companies: int) -> list[dict[str, object]]:
    """Share of the bases whose interval holds the truth, per figure, and for the difference of two scores."""
    large, second, _ = market(LARGE, seed=0)
    once = np.ones((1, len(large.won)))
    truth = {name: values[0] for name, values in measure(large, once, FIGURES).items()}
    truth["difference of AUC"] = truth["auc"] - measure(_scored(large, second), once, ("auc",))["auc"][0]
    held = dict.fromkeys(truth, 0)
    for seed in range(1, bases + 1):
        sample, other, groups = market(companies, seed)
        weights = bootstrap_weights(groups, seed=seed)
        draws = measure(sample, weights, FIGURES)
        draws["difference of AUC"] = draws["auc"] - measure(_scored(sample, other), weights, ("auc",))["auc"]
        for name, values in draws.items():
            found = figure(values, level=0.9)
            held[name] += found.low <= truth[name] <= found.high
    return [{"check": "interval", "figure": n, "share": count / bases, "bases": bases} for n, count in held.items()]


def _scored(outcomes: Outcomes, score: np.ndarray) -> Outcomes:
    return Outcomes(outcomes.won, score, outcomes.probability, outcomes.amount)


def false_signals(bases: int, companies: int) -> list[dict[str, object]]:
    """Share of bases of pure noise on which selection claims a signal, with all that it can choose from."""
    claimed = 0
    for seed in range(bases):
        rows = noise(companies, seed)
        every = candidates(infer_attributes(rows.frame), seed=7)
        models = {name: model for name, model in every.items() if name not in yardsticks()}
        inner = cross_scores(models, rows, no_rules, group_folds(rows.won, rows.groups, INNER_FOLDS, 7))
        claimed += decide(inner, rows, 7)[0].signal
    return [{"check": "false signal", "figure": "selection", "share": claimed / bases, "bases": bases}]


def noise(companies: int, seed: int) -> Rows:
    """Deals of companies some of which are better customers, for reasons that no attribute knows."""
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(companies), rng.integers(1, 4, companies))
    frame = pd.DataFrame(
        {
            "industry": rng.choice(np.array(["IT", "Food", "Steel"], dtype=object), companies),
            "employees": rng.lognormal(3.5, 0.8, companies).round(),
            "region": rng.choice(np.array(["North", "South"], dtype=object), companies),
        }
    )
    won = rng.random(len(groups)) < 1 / (1 + np.exp(-(rng.normal(0, 1, companies) - 0.5)[groups]))
    ids = np.array([f"c{number:05d}" for number in groups], dtype=object)
    never = np.full(len(ids), np.datetime64("NaT", "ns"))
    return Rows(frame.loc[groups].reset_index(drop=True), won.astype(float), np.full(len(ids), np.nan), ids, ids, never)
