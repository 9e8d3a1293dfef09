"""The leak audit of a base: what is refused before anything is learned, and what a person should look at."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from lookalike.companies import Companies
from lookalike.learning.leaks import Suspicion, audit, spelled_apart
from lookalike.schema import COMPANY, Attribute
from lookalike.settings import Settings
from lookalike_training.experiment.ladder import climb
from lookalike_training.experiment.rows import deal_rows

TRAITS = frozenset(field.name for field in COMPANY)


def find_leaks(companies: Companies, settings: Settings) -> tuple[Suspicion, ...]:
    """What the statistical auditor says; an attribute included by the settings is not refused.

    Nor does a trait give the outcome away whose values come from a list of companies on both sides: a register knows
    nothing of our deals.

    It is asked about the closed deals. Where customers are told from the list instead, it says which attributes are
    spelled otherwise on the one side than on the other.
    """
    included, rung = settings.features.include or (), climb(companies, settings.learning)
    if rung.outcomes:
        found = _of_deals(companies, settings)
    else:
        found = spelled_apart(rung.rows.frame, rung.rows.won, companies.attributes)
    listed = {one.name for one in companies.attributes if _told_by_a_list(one)}
    suspected = [one for one in found if not (one.refuse and one.column in listed)]
    return tuple(replace(one, refuse=one.refuse and one.column not in included) for one in suspected)


def _told_by_a_list(attribute: Attribute) -> bool:
    """Whether it is a trait of companies as any list tells it, and its values are those of a list."""
    return bool(attribute.origin) and bool({attribute.name, attribute.concept} & TRAITS)


def _of_deals(companies: Companies, settings: Settings) -> list[Suspicion]:
    """What the closed deals give away; nothing where there are none."""
    rows = deal_rows(companies)
    if not len(rows):
        return []
    names = [attribute.name for attribute in companies.attributes]
    closed = companies.accounts["account_id"].isin(rows.groups)
    undecided = pd.concat([companies.accounts.loc[~closed, names], companies.prospects[names]], ignore_index=True)
    seed = settings.learning.seed
    return audit(rows.frame, rows.won, rows.groups, companies.attributes, seed, when=rows.when, undecided=undecided)
