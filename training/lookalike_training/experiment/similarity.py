"""The scorecard of similarity: what tells customers, by what they are worth to the goal, from those who did not buy."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.base import clone

from lookalike.companies import Companies
from lookalike.knowledge.value import best_customers, purchases, worth_of
from lookalike.learning.calibration import likely_slope
from lookalike.learning.candidates import candidates
from lookalike.learning.folds import group_folds
from lookalike.settings import Settings
from lookalike_training.experiment.backtest import INNER_FOLDS, Candidate
from lookalike_training.experiment.part import Part
from lookalike_training.experiment.rows import Rows, company_rows, unlabelled

ENOUGH = 8  # customers
ENOUGH_OTHERS = 20  # companies dealt with that are no customers, below which the list takes their place
ENOUGH_TO_BLEND = 60  # of the rarer kind
DEALT_WITH, LISTED = "dealt with", "listed"


def learn_similarity(companies: Companies, settings: Settings) -> Part | None:
    """Learn it from these companies as they are known; None where there are too few customers.

    All customers, each weighed by what the goal says it is worth, against the companies that were dealt with and did
    not become customers; where hardly any are recorded, against a part of the list.
    """
    customers, seed = purchases(companies).index, settings.learning.seed
    if len(customers) < ENOUGH or not companies.attributes:
        return None
    rows, against = _rows(companies, customers, seed)
    if rows.won.all():
        return None
    worth = worth_of(customers, best_customers(companies, settings.goal))
    weight = worth.reindex(rows.groups).fillna(1.0).to_numpy(float)
    name = "blend" if min(rows.won.sum(), (1 - rows.won).sum()) >= ENOUGH_TO_BLEND else "logistic"
    model = candidates(companies.attributes, settings.learning.monotone, seed)[name]
    inner = np.zeros(len(rows))
    for train, test in group_folds(rows.won, rows.groups, INNER_FOLDS, seed):
        inner[test] = _fitted(model, rows.take(train), weight[train]).decision_function(rows.frame.iloc[test])
    fitted, centre = _fitted(model, rows, weight), float(inner.mean())
    slope = min(likely_slope(inner, rows.won, weight), 1.0)
    drawn_in = centre + slope * (inner - centre)
    return Part(fitted, "order", "companies", rows.groups, drawn_in, rows.won, weight, slope, centre, against=against)


def _fitted(model: Candidate, rows: Rows, weight: np.ndarray) -> Candidate:
    fitted: Candidate = clone(model).fit(rows.frame, rows.won, groups=rows.groups, weight=weight)
    return fitted


def _rows(companies: Companies, customers: pd.Index, seed: int) -> tuple[Rows, str]:
    """Customers (1) and the companies they are told from (0)."""
    accounts = companies.accounts
    dealt = accounts.loc[(accounts["lost"] > 0) & ~accounts["account_id"].isin(customers), "account_id"]
    if len(dealt) < ENOUGH_OTHERS and companies.prospects["account_id"].isna().any():
        return unlabelled(companies, customers, seed), LISTED
    told = pd.concat([pd.Series(1.0, index=customers), pd.Series(0.0, index=pd.Index(dealt))])
    return company_rows(companies, told), DEALT_WITH
