"""The ladder: what can honestly be learned from as much data as there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.languages import Message, say
from lookalike.learning.candidates import candidates, registered
from lookalike.schema import RELATION, Attribute
from lookalike.settings import Learning
from lookalike_training.experiment.backtest import Candidate
from lookalike_training.experiment.past import standings
from lookalike_training.experiment.rows import Rows, deal_rows, unlabelled

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
    sentence : Message
        What there is and what is missing, for people.
    """

    name: str
    rows: Rows
    models: dict[str, Candidate]
    sentence: Message

    @property
    def outcomes(self) -> bool:
        """Whether the rows are deals won and lost; companies of the list that are no customers yet have not lost."""
        return self.name != "similarity"


def climb(companies: Companies, learning: Learning) -> Rung:
    """The highest rung that the data reach; the backtest may still choose a simpler candidate of it."""
    rows = deal_rows(companies)
    won, lost = int(rows.won.sum()), int((1 - rows.won).sum())
    asked = len(np.unique(rows.groups))
    there = say("experiment.there", won=won, lost=lost, n=asked)
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
            return Rung("boosted", rows, models, say("experiment.boosted", there=there))
        missing = ENOUGH_FOR_BOOSTING - min(won, lost)
        return Rung("logistic", rows, models, say("experiment.logistic", there=there, missing=missing))
    wanted = {"there": there, "missing": _missing(won, lost, bool(companies.attributes))}
    customers = companies.accounts[companies.accounts["relation"].isin(CUSTOMERS)]
    if companies.attributes and len(customers) >= ENOUGH_CUSTOMERS and len(companies.prospects) >= ENOUGH_PROSPECTS:
        models = alike(companies.attributes, learning, len(customers))
        said = say("experiment.similarity", **wanted, customers=len(customers))
        return Rung("similarity", unlabelled(companies, pd.Index(customers["account_id"]), learning.seed), models, said)
    return Rung("rules", rows.take(np.array([], dtype=int)), {}, say("experiment.rules", **wanted))


def _missing(won: int, lost: int, attributes: bool) -> Message:
    """What is needed to learn what wins: more deals, else more companies, or something known of them."""
    more_won, more_lost = (max(ENOUGH_FOR_LOGISTIC - count, 0) for count in (won, lost))
    if more_won + more_lost:
        return say("experiment.more_deals", won=more_won, lost=more_lost)
    return say("experiment.more_companies", least=ENOUGH_COMPANIES) if attributes else say("experiment.attributes")


def alike(attributes: Sequence[Attribute], learning: Learning, customers: int) -> dict[str, Candidate]:
    """The candidates that tell customers from companies of which nothing is known, the simplest first.

    Treating the unlabelled as not being customers ranks companies as knowing the truth would, as long as which of the
    good ones are customers yet does not hang on their attributes (Elkan and Noto 2008).
    """
    every = candidates(attributes, learning.monotone, learning.seed)
    few: dict[str, Candidate] = {"constant": every["constant"], "similarity": every["logistic"]}
    return few | ({"boosted": every["boosted"]} if customers >= ENOUGH_FOR_BOOSTING else {})
