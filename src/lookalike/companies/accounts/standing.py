"""What became of each account: deals won, lost and open, money won, and how it stands with us today."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies.accounts.tables import deal_date
from lookalike.companies.values import says_competitor, says_customer, says_former
from lookalike.schema import COLD

SAYING = ("relationship", "company_type", "status")  # where CRMs say who is a customer
DERIVED = ("relation", "won", "lost", "open", "won_amount", "first_won", "last_won")


def with_history(
    accounts: pd.DataFrame,
    deals: pd.DataFrame,
    orders: pd.DataFrame,
    as_of: pd.Timestamp,
    ex_customer_after_days: int | None = None,
    believe_crm: bool = True,
    all_bought: bool = True,
) -> pd.DataFrame:
    """Accounts with their history derived from deals and orders.

    Parameters
    ----------
    accounts, deals, orders : DataFrame
        Canonical tables; `account_id` of deals and orders refers to accounts.
    as_of : Timestamp
        The day the history is told for; NaT when no table has dates.
    ex_customer_after_days : int, optional
        A customer that bought nothing for so many days is an ex-customer, provided that others did buy since. None:
        only an end date or the CRM's own word makes one.
    believe_crm : bool, default True
        Use what the CRM says today about the relationship. Off when looking back at an earlier day.
    all_bought : bool, default True
        Take all accounts for customers where nothing tells who bought. Off where files of deals or orders should tell.

    Returns
    -------
    DataFrame
        The same rows with `relation` (customer, ex-customer, lost, open, known), `won`, `lost`, `open` (deals),
        `won_amount` (money), `first_won`, `last_won` (dates; of won deals).
    """
    told = accounts.drop(columns=[name for name in DERIVED if name in accounts.columns])
    ids = told["account_id"]
    for outcome in ("won", "lost", "open"):
        counts = deals.loc[deals["outcome"] == outcome, "account_id"].value_counts()
        told[outcome] = ids.map(counts).fillna(0).astype("int64")
    won = deals[deals["outcome"] == "won"]
    told["won_amount"] = ids.map(won.groupby("account_id")["amount"].sum()).fillna(0.0).astype("float64")
    when = won.assign(when=won["closed"].fillna(won["created"])).groupby("account_id")["when"]
    told["first_won"] = pd.to_datetime(ids.map(when.min())).astype("datetime64[ns]")
    told["last_won"] = pd.to_datetime(ids.map(when.max())).astype("datetime64[ns]")
    told["relation"] = _relation(told, orders, as_of, ex_customer_after_days, believe_crm)
    if believe_crm and all_bought and tells_nothing(told, orders):
        told["relation"] = "customer"
    return told


def _relation(
    told: pd.DataFrame, orders: pd.DataFrame, as_of: pd.Timestamp, ex_after_days: int | None, believe_crm: bool
) -> np.ndarray:
    """How each account stands with us; the first answer that holds counts, the CRM's own before what we make of it."""
    bought = (told["won"] > 0) | told["account_id"].isin(orders["account_id"].dropna())
    silent = _silent(last_bought(told, orders), as_of, ex_after_days)
    until = told["customer_until"] if "customer_until" in told else pd.Series(pd.NaT, index=told.index)
    left = until.notna() & ((until <= as_of) | pd.isna(as_of))
    said = [told[name] for name in SAYING if believe_crm and name in told]
    nobody = pd.Series(False, index=told.index)
    called = sum((says_customer(words) & ~says_competitor(words) for words in said), nobody)
    former = (left & (bought | believe_crm)) | (sum(map(says_former, said), nobody) & ~called)
    customer = bought | called
    silent &= ~called
    return np.select(
        [former | (bought & silent), customer, told["open"] > 0, told["lost"] > 0],
        ["ex-customer", "customer", "open", "lost"],
        "known",
    )


def relation_before(
    accounts: pd.DataFrame, deals: pd.DataFrame, orders: pd.DataFrame, ex_customer_after_days: int | None = None
) -> pd.Series:
    """How the company of each deal stood with us when the deal began, told by what happened before that day alone.

    A deal begins the day it was opened, else the day it closed. What bears the same date does not count as before. Of a
    company with an undated win, loss or order it is not known what came first.

    Parameters
    ----------
    accounts, deals, orders : DataFrame
        Canonical tables.
    ex_customer_after_days : int, optional
        As for `with_history`.

    Returns
    -------
    Series of str by deal_id
        cold (nothing won or lost before), lost-before, ex-customer, customer, or unknown.

    Examples
    --------
    >>> deals = pd.DataFrame({"deal_id": ["1", "2"], "account_id": "a", "outcome": ["lost", "won"], "amount": 1.0})
    >>> deals["created"], deals["closed"] = pd.to_datetime(["2020-01-01", "2021-01-01"]), pd.NaT
    >>> orders = pd.DataFrame({"account_id": [], "date": pd.to_datetime([])})
    >>> relation_before(pd.DataFrame({"account_id": ["a"]}), deals, orders, 730).to_dict()
    {'1': 'cold', '2': 'lost-before'}
    """
    asked = deals[["deal_id", "account_id"]].assign(day=deals["created"].fillna(deals["closed"]))
    ended = deals[["account_id", "outcome"]].assign(when=deal_date(deals))
    bought = pd.concat([ended[ended["outcome"] == "won"], orders.rename(columns={"date": "when"})])[
        ["account_id", "when"]
    ]
    lost = ended.loc[ended["outcome"] == "lost", ["account_id", "when"]]
    undated = pd.concat([one.loc[one["when"].isna(), "account_id"] for one in (bought, lost)])
    dated = asked[asked["day"].notna()].sort_values(["day", "deal_id"], ignore_index=True)
    last_won, last_lost = _last(dated, bought), _last(dated, lost)
    border = dated["day"] - pd.Timedelta(days=ex_customer_after_days or 0)
    silent = (last_won < border) & (_last(dated, bought, by=None) >= border) & (ex_customer_after_days is not None)
    until = accounts.set_index("account_id").get("customer_until", pd.Series(dtype=object))
    left = pd.to_datetime(dated["account_id"].map(until)) <= dated["day"]
    relation = np.select(
        [
            dated["account_id"].isin(undated),
            last_won.notna() & (silent | left),
            last_won.notna(),
            last_lost.notna(),
        ],
        ["unknown", "ex-customer", "customer", "lost-before"],
        COLD,
    )
    return pd.Series(relation, index=dated["deal_id"]).reindex(deals["deal_id"], fill_value="unknown")


def _last(asked: pd.DataFrame, events: pd.DataFrame, by: str | None = "account_id") -> pd.Series:
    """The last event strictly before each day, of the same company or of anybody; NaT where there was none."""
    known = events.dropna().astype({"when": asked["day"].dtype}).sort_values("when")
    left, right = asked[["account_id", "day"]], known if by else known[["when"]]
    found = pd.merge_asof(left, right, left_on="day", right_on="when", by=by, allow_exact_matches=False)
    return found["when"].set_axis(asked.index)


def tells_nothing(told: pd.DataFrame, orders: pd.DataFrame) -> bool:
    """Whether nothing says who bought: then a list of accounts is a list of customers, as nobody lists others apart."""
    said = [told[name].notna().any() for name in ("relationship", "customer_until") if name in told]
    said += [says_customer(told[name]).any() for name in SAYING[1:] if name in told]
    return not (any(said) or told[["won", "lost", "open"]].any(axis=None) or len(orders))


def last_bought(told: pd.DataFrame, orders: pd.DataFrame) -> pd.Series:
    """The day of each account's last won deal or order; NaT without any.

    Parameters
    ----------
    told : DataFrame
        Accounts with `account_id` and `last_won`.
    orders : DataFrame
        The canonical table.
    """
    ordered = told["account_id"].map(orders.groupby("account_id")["date"].max())
    return pd.concat([told["last_won"], pd.to_datetime(ordered)], axis=1).max(axis=1)


def _silent(bought: pd.Series, as_of: pd.Timestamp, days: int | None) -> pd.Series:
    """Bought nothing for `days` while others did: without active customers the record ended, not the relations."""
    if pd.isna(as_of) or days is None:
        return pd.Series(False, index=bought.index)
    border = as_of - pd.Timedelta(days=days)
    return (bought < border) & bool((bought >= border).any())
