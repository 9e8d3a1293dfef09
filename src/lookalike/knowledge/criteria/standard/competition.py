"""Competition: the share of lost deals that name a competitor."""

from __future__ import annotations

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.knowledge.value import names_competitor


def counts(companies: Companies) -> pd.DataFrame:
    """`contested`: lost deals that name a competitor."""
    deals = companies.deals
    contested = (deals["outcome"] == "lost") & names_competitor(deals)
    return contested.astype(float).groupby(deals["account_id"]).sum().to_frame("contested")


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Share of lost deals that name a competitor; extremely strong competition earns 0 points."""
    if not base["contested"]:
        return unknown("no lost deal names a competitor, so nothing is recorded about competition")
    if own["lost"] < FEWEST:
        return unknown(f"only {own['lost']:.0f} lost deals")
    sentence = f"{own['contested']:.0f} of {own['lost']:.0f} lost deals name a competitor"
    return Measured(own["contested"] / own["lost"], sentence)


CRITERION = Standard("competition", (0.1, 0.25, 0.5), False, measure, counts)
