"""Companies approached cold, and with how many of them a deal was opened: what calls that led to nothing teach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.companies.accounts import deal_date, relation_before
from lookalike.companies.identity import best_links, company_keys, link
from lookalike.knowledge.value import purchases
from lookalike.languages import phrases

PATIENCE = 0.9  # share of the deals that came of an approach, by when most have: later approaches cannot be judged yet
WAIT = 90  # days, where no approach led to a deal
FIRST = "A"  # the grade of a list that sales was to work


@dataclass(frozen=True)
class Approaches:
    """Counts of companies.

    Attributes
    ----------
    listed, reached : int
        Of the first grade of earlier lists: those that were no customers, and those of them with a logged activity or a
        deal since; 0 where no earlier list is known.
    contacted, opened : int
        Approached before any deal with them: all, and those with whom one was opened; 0 where no approach is recorded
        that led to nothing.
    """

    listed: int = 0
    reached: int = 0
    contacted: int = 0
    opened: int = 0


def approaches(companies: Companies, listed: pd.DataFrame | None = None) -> Approaches:
    """Count the companies that were approached cold, and what came of it.

    An activity is an approach where it names no deal, and no deal was opened with the company and nothing bought by it
    before: calls to customers, and those that belong to a deal, are none. Companies that came by themselves are left
    out, and approaches so late that most deals they lead to cannot have been opened yet.

    Parameters
    ----------
    companies : Companies
    listed : DataFrame, optional
        Companies of earlier lists: what identifies them, `grade`, and `since`, the day they were listed.
    """
    first = _first_deals(companies)
    contacted = _contacts(companies, first)
    opened = first.reindex(contacted.index)
    lag = (opened - contacted).dt.days
    wait = lag.quantile(PATIENCE) if lag.notna().any() else WAIT
    judged = contacted <= companies.as_of - pd.Timedelta(days=wait)
    asked, led = int(judged.sum()), int((judged & opened.notna()).sum())
    recorded = {"contacted": asked, "opened": led} if led < asked else {}
    return Approaches(**_listed(companies, listed, first, float(wait)), **recorded)


def new_business(companies: Companies) -> pd.DataFrame:
    """Deals with companies that were no customers when the deal was opened, and that did not come by themselves.

    Where every deal is with a customer, or every other came in by itself, these count all the same: they are what is
    known.
    """
    deals = companies.deals
    before = relation_before(companies.accounts, deals, companies.orders, companies.ex_customer_after_days)
    with_customer = before.reindex(deals["deal_id"]).eq("customer").to_numpy()
    with_customer |= phrases("deal_type").first(deals["deal_type"]).eq("existing").to_numpy(dtype=bool)
    came = phrases("deal_source").first(deals["deal_source"]).eq("inbound").to_numpy(dtype=bool)
    kept = ~with_customer if not with_customer.all() else np.ones(len(deals), dtype=bool)
    return deals[kept & ~came if (kept & ~came).any() else kept]


def _first_deals(companies: Companies) -> pd.Series:
    """The day on which the first deal with each account was opened, else closed; of those that have any dated deal."""
    deals = companies.deals
    return deals["created"].fillna(deal_date(deals)).groupby(deals["account_id"]).min().dropna()


def _contacts(companies: Companies, first: pd.Series) -> pd.Series:
    """The day of the first cold approach to each account that was approached so."""
    rows = companies.activities
    rows = rows[rows["deal_id"].isna() & rows["account_id"].notna() & rows["date"].notna()]
    who, accounts = rows["account_id"], companies.accounts.set_index("account_id")
    bought = purchases(companies)
    undated = accounts.index[accounts["relation"].isin(["customer", "ex-customer"])].difference(
        bought.index[bought["first"].notna()]
    )
    came = _came_by_themselves(companies)
    cold = ~(rows["date"] > who.map(first)) & ~(rows["date"] > who.map(bought["first"]))
    cold &= ~who.isin(undated) & ~who.isin(came)
    return rows.loc[cold, "date"].groupby(who[cold]).min()


def _came_by_themselves(companies: Companies) -> pd.Index:
    """Accounts with a deal that was inbound."""
    inbound = phrases("deal_source").first(companies.deals["deal_source"]).eq("inbound")
    return pd.Index(companies.deals.loc[inbound, "account_id"].unique())


def _listed(companies: Companies, listed: pd.DataFrame | None, first: pd.Series, wait: float) -> dict[str, int]:
    """How many of the first grade of earlier lists were reached; only of lists that activities could tell of."""
    if listed is None or companies.activities.empty:
        return {}
    old = listed[(listed["grade"] == FIRST) & (listed["since"] <= companies.as_of - pd.Timedelta(days=wait))]
    old = old.reset_index(drop=True)
    if old.empty:
        return {}
    links = best_links(link(company_keys(old), company_keys(companies.accounts), fuzzy=False))
    account = pd.Series(companies.accounts["account_id"].loc[links["right"]].to_numpy(), index=links.index)
    known = account.reindex(old.index)
    acted = companies.activities[companies.activities["date"].notna()].groupby("account_id")["date"].max()
    reached = (known.map(acted) >= old["since"]) | (known.map(first) >= old["since"])
    return {"listed": len(old), "reached": int(reached.sum())} if reached.any() else {}
