"""Availability: at how many companies somebody is known by title or role, and can be reached."""

from __future__ import annotations

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.languages import say


def counts(companies: Companies) -> pd.DataFrame:
    """`reachable`: 1 for accounts where somebody is known by title or role and can be written to or called."""
    people = companies.contacts
    known = (people["title"].notna() | people["role"].notna()) & (people["email"].notna() | people["phone"].notna())
    return pd.DataFrame({"reachable": 1.0}, index=pd.Index(people.loc[known, "account_id"].unique()))


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Share of known companies where a person is known by title or role and can be reached."""
    if not base["reachable"]:
        return unknown(say("standard.no_contacts"))
    if own["accounts"] < FEWEST:
        return unknown(say("standard.few_companies", companies=own["accounts"]))
    sentence = say("standard.reachable", reachable=own["reachable"], companies=own["accounts"])
    return Measured(own["reachable"] / own["accounts"], sentence)


CRITERION = Standard("availability", (0.25, 0.5, 0.75), True, measure, counts)
