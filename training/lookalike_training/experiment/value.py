"""What is worth having of a company, as a number: the money of a deal given that it is won, or what else the goal asks.

The number is learned by one kind of model whatever the data, cross-validated, and drawn in towards its mean as far as
its predictions were too bold there: where attributes tell nothing the model fades into a constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.value import best_customers, log_money, log_worth
from lookalike.learning.calibration import FURTHEST
from lookalike.learning.candidates import candidates
from lookalike.learning.folds import group_folds
from lookalike.settings import Learning, Settings
from lookalike_training.experiment.backtest import INNER_FOLDS, fit_one
from lookalike_training.experiment.part import Part
from lookalike_training.experiment.rows import Rows, company_rows

ENOUGH_WON = 30  # deals
ENOUGH_COMPANIES = 10  # that they were won from
ENOUGH_TO_BLEND = 60


def learn_money(companies: Companies, rows: Rows, learning: Learning) -> Part | None:
    """Log money of a deal given that it is won; None where too few won deals have an amount.

    Of no company more is told than of nearly all won deals by who had not seen them, as with chances.
    """
    target = np.full(len(rows), np.nan)
    known = (rows.won > 0) & (np.nan_to_num(rows.amount) > 0)
    if known.any():
        target[known] = log_money(rows.amount[known])
    part = _learn(companies, rows, target, "deals", learning)
    if part is None:
        return None
    smear = float(np.mean(np.exp(target[known] - part.inner[known])))
    return replace(part, smear=smear, ceiling=smear * float(np.exp(np.quantile(part.inner[known], FURTHEST))))


def learn_esteem(companies: Companies, settings: Settings) -> Part | None:
    """What the goal says of customers, as a logarithm; None where it says the same of all, or is known of too few."""
    best = best_customers(companies, settings.goal)
    if best.values.nunique() < 2:
        return None
    worth = log_worth(best)
    rows = company_rows(companies, pd.Series(1.0, index=worth.index))
    return _learn(companies, rows, worth.loc[rows.groups].to_numpy(float), "companies", settings.learning)


def _learn(companies: Companies, rows: Rows, target: np.ndarray, cases: Any, learning: Learning) -> Part | None:
    """The model of a number that is NaN where it is not known."""
    known = np.isfinite(target)
    enough = known.sum() >= ENOUGH_WON and len(np.unique(rows.groups[known])) >= ENOUGH_COMPANIES
    if not (companies.attributes and enough):
        return None
    models = candidates(companies.attributes, learning.monotone, learning.seed, "regression")
    name = "blend" if known.sum() >= ENOUGH_TO_BLEND else "logistic"
    inner = np.zeros(len(rows))
    parts = group_folds(known.astype(float), rows.groups, INNER_FOLDS, learning.seed)  # none without a known number
    for train, test in parts:
        fitted = _fitted(models, name, rows.take(train), target[train])
        inner[test] = fitted.decision_function(rows.frame.iloc[test])
    centre = float(target[known].mean())
    slope = _slope(inner[known], target[known])
    return Part(
        _fitted(models, name, rows, target),
        "number",
        cases,
        rows.groups,
        centre + slope * (inner - centre),
        target,
        np.ones(len(rows)),
        slope,
        centre,
    )


def _fitted(models: Mapping[str, Any], name: str, rows: Rows, target: np.ndarray) -> Any:
    known = np.flatnonzero(np.isfinite(target))
    return fit_one(models, name, replace(rows.take(known), won=target[known]))


def _slope(inner: np.ndarray, target: np.ndarray) -> float:
    """How far predictions must be drawn in to be right on average, 0-1."""
    apart = inner - inner.mean()
    spread = float(apart @ apart)
    return float(np.clip(apart @ target / spread, 0.0, 1.0)) if spread > 1e-12 else 0.0
