"""Competition: the share of lost deals that name a competitor."""

from __future__ import annotations

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.knowledge.value import names_competitor
from lookalike.languages import say


def counts(companies: Companies) -> pd.DataFrame:
    """`contested`: lost deals that name a competitor."""
    deals = companies.deals
    contested = (deals["outcome"] == "lost") & names_competitor(deals)
    return contested.astype(float).groupby(deals["account_id"]).sum().to_frame("contested")


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Share of lost deals that name a competitor; extremely strong competition earns 0 points."""
    if not base["contested"]:
        return unknown(say("standard.no_competitors"))
    if own["lost"] < FEWEST:
        return unknown(say("standard.few_lost", lost=own["lost"]))
    sentence = say("standard.contested", contested=own["contested"], lost=own["lost"])
    return Measured(own["contested"] / own["lost"], sentence)


CRITERION = Standard("competition", (0.1, 0.25, 0.5), False, measure, counts)
