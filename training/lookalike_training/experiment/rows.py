"""What is learned from: one row per closed deal with its company's attributes; and which deals are held out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.companies.accounts import relation_before
from lookalike.knowledge.value import closed_deals
from lookalike.languages import Message, say
from lookalike.learning.folds import group_folds
from lookalike.schema import RELATION, TABLES
from lookalike.settings import Learning

TEST_SHARE = 0.25
ENOUGH_TO_TEST = 15  # won and lost deals each, on both sides of a time split
ENOUGH_TO_HOLD_OUT = 6000  # deals from which one part is held out instead of every part in turn
DATED = 0.8
MOST_UNLABELLED = 5000


@dataclass(frozen=True)
class Rows:
    """Closed deals as arrays, in the order of the companies' deals.

    Attributes
    ----------
    frame : DataFrame, shape (n, attributes)
        The attributes of the deal's company, and how it stood with us when the deal began (`relation`).
    won : ndarray of float, shape (n,)
        1 won, 0 lost.
    amount : ndarray, shape (n,)
        Money, NaN unknown.
    groups, deal_ids : ndarray of str, shape (n,)
        Company and deal.
    when : ndarray of datetime64, shape (n,)
        Day of closing, NaT unknown.
    """

    frame: pd.DataFrame
    won: np.ndarray
    amount: np.ndarray
    groups: np.ndarray
    deal_ids: np.ndarray
    when: np.ndarray

    def __len__(self) -> int:
        return len(self.won)

    def take(self, places: np.ndarray) -> Rows:
        """The rows at these positions."""
        arrays = (self.won, self.amount, self.groups, self.deal_ids, self.when)
        return Rows(self.frame.iloc[places].reset_index(drop=True), *(array[places] for array in arrays))


def deal_rows(companies: Companies) -> Rows:
    """Closed deals joined with the attributes of their companies, as far as any is known.

    A fact of the deal that is learned from, as the settings ask for it, is the deal's own.
    """
    deals = closed_deals(companies)
    deals = deals[deals["account_id"].isin(companies.accounts.loc[companies.with_traits, "account_id"])]
    names = [attribute.name for attribute in companies.attributes]
    frame = companies.accounts.set_index("account_id")[names].loc[deals["account_id"]].reset_index(drop=True)
    facts = [name for name in names if name in companies.deals and name not in TABLES["deals"]]
    own = companies.deals.set_index("deal_id")[facts].loc[deals["deal_id"]].reset_index(drop=True)
    frame[facts] = own.where(own.notna(), frame[facts])
    accounts, days = companies.accounts, companies.ex_customer_after_days
    relation = relation_before(accounts, companies.deals, companies.orders, days).loc[deals["deal_id"]].to_numpy(object)
    return Rows(
        frame.assign(**{RELATION: relation}),
        deals["won"].to_numpy(float),
        deals["amount"].to_numpy(float),
        deals["account_id"].to_numpy(object),
        deals["deal_id"].to_numpy(object),
        deals["when"].to_numpy("datetime64[ns]"),
    )


def company_rows(companies: Companies, told: pd.Series) -> Rows:
    """One row per company that the index of `told` names, sorted by id; what is told stands in place of the outcome."""
    told = told[told.index.isin(companies.accounts.loc[companies.with_traits, "account_id"])].sort_index()
    names = [attribute.name for attribute in companies.attributes]
    unknown, never = np.full(len(told), np.nan), np.full(len(told), np.datetime64("NaT", "ns"))
    frame = companies.accounts.set_index("account_id")[names].loc[told.index].reset_index(drop=True)
    ids = told.index.to_numpy(object)
    return Rows(frame, told.to_numpy(float), unknown, ids, ids, never)


def unlabelled(companies: Companies, customers: pd.Index, seed: int) -> Rows:
    """Customers (1) and a sample of the list (0): who is no customer yet is not known to be a bad one."""
    names = [attribute.name for attribute in companies.attributes]
    others = companies.prospects[companies.prospects["account_id"].isna()]
    count = min(len(others), MOST_UNLABELLED)
    drawn = others.iloc[np.sort(np.random.default_rng(seed).choice(len(others), count, replace=False))]
    bought = companies.accounts[companies.accounts["account_id"].isin(customers) & companies.with_traits]
    frame = pd.concat([bought[names], drawn[names]], ignore_index=True)
    ids = np.r_[bought["account_id"].to_numpy(object), "prospect " + drawn["prospect_id"].to_numpy(object)]
    label = np.r_[np.ones(len(bought)), np.zeros(count)]
    unknown = np.full(len(frame), np.nan)
    return Rows(frame, label, unknown, ids, ids, np.full(len(frame), np.datetime64("NaT", "ns")))


@dataclass(frozen=True)
class Split:
    """Which deals are held out.

    Attributes
    ----------
    kind : str
        "time", "companies" (one part of the companies is held out) or "cross" (each part in turn).
    parts : tuple of (train, test)
        Positions in the rows; more than one pair for "cross".
    sentence : Message
    start : Timestamp or None
        First day of the held-out deals of a time split.
    """

    kind: str
    parts: tuple[tuple[np.ndarray, np.ndarray], ...]
    sentence: Message
    start: pd.Timestamp | None = None

    @property
    def tested(self) -> np.ndarray:
        """Positions of the held-out deals, part by part."""
        return np.concatenate([test for _, test in self.parts])


def split_rows(rows: Rows, learning: Learning, what: str = "deals") -> Split:
    """By time where dates allow it, else by company.

    A time split trains on deals closed before a day (less the embargo) and tests on those closed from it on; without a
    `test_from` in the settings the last quarter of the deals is tested. Where the settings ask for a time split and it
    cannot be, the sentence says why. `what` the rows are: deals or companies.
    """
    found = _by_time(rows, learning)
    if isinstance(found, Split):
        return found
    split = _by_company(rows, learning, what)
    asked = learning.test_from is not None or learning.embargo_days > 0
    told = say("experiment.not_by_time", split=split.sentence, why=found)
    return replace(split, sentence=told) if asked else split


def _by_time(rows: Rows, learning: Learning) -> Split | Message:
    """The split by time, or why there is none."""
    known = ~np.isnat(rows.when)
    if known.mean() < DATED:
        return say("experiment.too_few_dates", dated=float(known.mean()), deals=len(rows), needed=DATED)
    if learning.test_from is not None:
        start = pd.Timestamp(learning.test_from)
    else:
        start = pd.Timestamp(np.quantile(rows.when[known].astype("int64"), 1 - TEST_SHARE).astype("int64")).normalize()
    end = start - pd.Timedelta(days=learning.embargo_days)
    train = np.flatnonzero(known & (rows.when < end.to_datetime64()))
    test = np.flatnonzero(known & (rows.when >= start.to_datetime64()))
    kinds = [int((rows.won[part] == outcome).sum()) for part in (train, test) for outcome in (0, 1)]
    if min(kinds) < ENOUGH_TO_TEST:
        sides = dict(zip(("lost", "won", "later_lost", "later_won"), kinds, strict=True))
        return say("experiment.too_few_sides", start=_day(start), **sides, needed=ENOUGH_TO_TEST)
    told = {"train": len(train), "test": len(test), "start": _day(start)}
    apart = learning.embargo_days
    sentence = say("experiment.by_time_apart", **told, days=apart) if apart else say("experiment.by_time", **told)
    return Split("time", ((train, test),), sentence, start)


def _day(when: pd.Timestamp) -> str:
    return str(when.date().isoformat())


def _by_company(rows: Rows, learning: Learning, what: str) -> Split:
    folds = group_folds(rows.won, rows.groups, 4 if len(rows) >= ENOUGH_TO_HOLD_OUT else learning.folds, learning.seed)
    if len(rows) >= ENOUGH_TO_HOLD_OUT:
        train, test = folds[0]
        sentence = say(f"experiment.by_company_{what}", train=len(train), test=len(test))
        return Split("companies", (folds[0],), sentence)
    return Split("cross", tuple(folds), say(f"experiment.in_turn_{what}", parts=len(folds), rows=len(rows)))
