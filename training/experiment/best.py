"""The scorecard of the best customers: what tells them from all other companies that were won or lost."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.value import Best, best_customers
from lookalike.learning.candidates import candidates
from lookalike.learning.folds import group_folds
from lookalike.settings import Settings
from training.experiment.backtest import INNER_FOLDS, Candidate, cross_scores, decide, fit_one, no_rules
from training.experiment.rows import Rows

ENOUGH_BEST = 20


@dataclass(frozen=True)
class BestCustomers:
    """Who the best customers are, and a model of their log-odds among all companies, or why there is none.

    Attributes
    ----------
    ids : frozenset of str
        The best customers, as the deals given tell them; empty where the list is not to be ranked by them.
    model : fitted estimator or None
        None where they are too few, or attributes do not tell them.
    inner : ndarray, shape (n,)
        Cross-validated scores of the companies of the rows given; zeros without a model.
    sentence : str
    """

    ids: frozenset[str]
    model: Candidate | None
    inner: np.ndarray = field(compare=False)
    sentence: str

    @property
    def tells(self) -> bool:
        """Whether attributes tell the best customers."""
        return self.model is not None

    def scores(self, frame: pd.DataFrame) -> np.ndarray:
        """Scores of companies, shape (n,); zeros without a model."""
        return np.zeros(len(frame)) if self.model is None else self.model.decision_function(frame)


NO_BEST = BestCustomers(frozenset(), None, np.array([]), "The list is not to be ranked by the best customers.")


def learn_best(companies: Companies, settings: Settings, rows: Rows) -> BestCustomers:
    """Learn what tells the best customers from all other companies, from these deals alone.

    There are 50 of them at most, which is enough for a logistic scorecard and too few for boosting. It must be clearly
    better than a constant.

    Parameters
    ----------
    companies : Companies
    settings : Settings
        `goal` says what makes a customer good; nothing is learned where `score.rank_by` is not "best".
    rows : Rows
        Closed deals; no others tell who is best.
    """
    none = replace(NO_BEST, inner=np.zeros(len(rows)))
    if settings.score.rank_by != "best":
        return none
    found = _best(companies, settings, rows)
    none = replace(none, ids=frozenset(found.ids))
    own = _per_company(rows, found)
    if found.by == "orders" != settings.goal.best_by:
        return replace(none, sentence="Without amounts the best customers are those that are won.")
    if set(rows.groups[rows.won > 0]) <= none.ids:
        return replace(none, sentence="All customers count as best, so what tells them is what wins.")
    if own.won.sum() < ENOUGH_BEST:
        return replace(none, sentence=f"{own.won.sum():.0f} best customers are too few to learn what tells them.")
    seed = settings.learning.seed
    inner = cross_scores(
        _models(companies, settings), own, no_rules, group_folds(own.won, own.groups, INNER_FOLDS, seed)
    )
    choice, table = decide(inner, own, seed)
    if not choice.signal:
        return replace(none, sentence="Company attributes do not tell the best customers from other companies.")
    reached = table.set_index("candidate")["auc"]["logistic"]
    return replace(
        none,
        model=_fitted(companies, settings, own),
        inner=inner["logistic"].to_numpy()[pd.Index(own.groups).get_indexer(rows.groups)],
        sentence=f"Company attributes tell the best customers from other companies (AUC {reached:.2f}).",
    )


def refit(best: BestCustomers, companies: Companies, settings: Settings, rows: Rows) -> BestCustomers:
    """The same model, fitted on the best customers that these deals tell."""
    if best.model is None:
        return best
    found = _best(companies, settings, rows)
    return replace(best, ids=frozenset(found.ids), model=_fitted(companies, settings, _per_company(rows, found)))


def _best(companies: Companies, settings: Settings, rows: Rows) -> Best:
    return best_customers(companies.restricted(rows.deal_ids), settings.goal)


def _models(companies: Companies, settings: Settings) -> dict[str, Candidate]:
    every = candidates(companies.attributes, settings.learning.monotone, settings.learning.seed)
    return {name: every[name] for name in ("constant", "logistic")}


def _fitted(companies: Companies, settings: Settings, own: Rows) -> Candidate:
    fitted: Candidate = fit_one(_models(companies, settings), "logistic", own)
    return fitted


def _per_company(rows: Rows, best: Best) -> Rows:
    """One row per company, sorted by id; whether it is a best customer in the place of the outcome."""
    own = rows.take(np.unique(rows.groups, return_index=True)[1])
    return replace(own, won=pd.Series(own.groups).isin(best.ids).to_numpy(float))
