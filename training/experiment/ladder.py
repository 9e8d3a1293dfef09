"""The ladder: what can honestly be learned from as much data as there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.learning.candidates import candidates, registered
from lookalike.schema import RELATION, Attribute
from lookalike.settings import Learning
from training.experiment.backtest import Candidate
from training.experiment.past import standings
from training.experiment.rows import Rows, deal_rows, unlabelled

ENOUGH_FOR_LOGISTIC, ENOUGH_FOR_BOOSTING = (registered()[name].least for name in ("logistic", "boosted"))
ENOUGH_COMPANIES = 20  # that were won or lost: attributes are theirs, however many deals they have
ENOUGH_CUSTOMERS = 8
ENOUGH_PROSPECTS = 50
CUSTOMERS = ("customer", "ex-customer")


@dataclass(frozen=True)
class Rung:
    """What is learned, from which rows, by which candidates.

    Attributes
    ----------
    name : str
        "boosted", "logistic", "similarity" or "rules".
    rows : Rows
        Closed deals; for "similarity" known customers (1) and prospects (0); no rows for "rules".
    models : dict of name to unfitted candidate
    sentence : str
        What there is and what is missing, for people.
    """

    name: str
    rows: Rows
    models: dict[str, Candidate]
    sentence: str

    @property
    def outcomes(self) -> bool:
        """Whether the rows are deals won and lost; companies of the list that are no customers yet have not lost."""
        return self.name != "similarity"


def climb(companies: Companies, learning: Learning) -> Rung:
    """The highest rung that the data reach; the backtest may still choose a simpler candidate of it."""
    rows = deal_rows(companies)
    won, lost = int(rows.won.sum()), int((1 - rows.won).sum())
    asked = len(np.unique(rows.groups))
    there = f"There are {won:,} won and {lost:,} lost deals with {asked:,} compan{'y' if asked == 1 else 'ies'}"
    if companies.attributes and min(won, lost) >= ENOUGH_FOR_LOGISTIC and asked >= ENOUGH_COMPANIES:
        models = dict[str, Candidate](
            candidates(
                (*companies.attributes, *standings(rows.frame[RELATION].to_numpy(object))),
                learning.monotone,
                learning.seed,
                cases=min(won, lost),
            )
        )
        if min(won, lost) >= ENOUGH_FOR_BOOSTING:
            return Rung("boosted", rows, models, f"{there}: enough to learn what wins.")
        missing = ENOUGH_FOR_BOOSTING - min(won, lost)
        said = f"{there}: enough for a logistic scorecard, with {missing} more of the rarer kind for boosting."
        return Rung("logistic", rows, models, said)
    more_won, more_lost = (max(ENOUGH_FOR_LOGISTIC - count, 0) for count in (won, lost))
    more = f"{more_won} more won and {more_lost} more lost ones"
    if more_won + more_lost == 0:
        more = f"at least {ENOUGH_COMPANIES} companies" if companies.attributes else "attributes of the companies"
    wanted = f"{there}; to learn what wins {more} are needed"
    customers = companies.accounts[companies.accounts["relation"].isin(CUSTOMERS)]
    if companies.attributes and len(customers) >= ENOUGH_CUSTOMERS and len(companies.prospects) >= ENOUGH_PROSPECTS:
        models = alike(companies.attributes, learning, len(customers))
        said = f"{wanted}. Until then companies are ranked by how much they resemble the {len(customers)} customers."
        return Rung("similarity", unlabelled(companies, pd.Index(customers["account_id"]), learning.seed), models, said)
    return Rung("rules", rows.take(np.array([], dtype=int)), {}, f"{wanted}. Until then the criteria points rank.")


def alike(attributes: Sequence[Attribute], learning: Learning, customers: int) -> dict[str, Candidate]:
    """The candidates that tell customers from companies of which nothing is known, the simplest first.

    Treating the unlabelled as not being customers ranks companies as knowing the truth would, as long as which of the
    good ones are customers yet does not hang on their attributes (Elkan and Noto 2008).
    """
    every = candidates(attributes, learning.monotone, learning.seed)
    few: dict[str, Candidate] = {"constant": every["constant"], "similarity": every["logistic"]}
    return few | ({"boosted": every["boosted"]} if customers >= ENOUGH_FOR_BOOSTING else {})
