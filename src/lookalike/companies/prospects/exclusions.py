"""Who must not be among the prospects, and why: reason codes with a sentence for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from lookalike.companies.identity import best_links, company_keys, resolve
from lookalike.companies.prospects.listed import COMPETITOR, CUSTOMER, on_lists
from lookalike.companies.values import says_competitor, says_dissolved
from lookalike.languages import Message, say
from lookalike.settings import Exclude

OWN, DISSOLVED, FORGOTTEN = "own_company", "dissolved", "forgotten"
ADVERTISING, PERSON = "advertising_block", "natural_person"  # columns of the list too
OPEN_DEAL, GROUP, LOST = "open_deal", "group", "lost_recently"


@dataclass(frozen=True)
class Known:
    """What is known of companies when prospects are sorted.

    Parameters
    ----------
    accounts : DataFrame
        With history, index 0..n-1.
    keys : DataFrame
        `company_keys` of the accounts.
    last_lost : Series
        `account_id` -> day of the last lost deal.
    listed : DataFrame
        Companies of the exclusion lists: `file`, and the columns of `exclude` that exist.
    as_of : Timestamp
    became : Series
        Every id under which an account is known -> its `account_id`.
    """

    accounts: pd.DataFrame
    keys: pd.DataFrame
    last_lost: pd.Series
    listed: pd.DataFrame
    as_of: pd.Timestamp
    became: pd.Series = field(default_factory=lambda: pd.Series(dtype=object))


Details = Callable[[pd.Index], Iterable[Message]]
"""What is said of each of some rows."""


class Reasons:
    """Reason and detail (a message) per row; the first reason given to a row stays."""

    def __init__(self, index: pd.Index) -> None:
        self.table = pd.DataFrame({"reason": None, "detail": None}, index=index, dtype=object)

    def give(self, holds: pd.Series | np.ndarray, reason: str, detail: Details) -> None:
        rows = self.table.index[np.asarray(holds, dtype=bool) & self.table["reason"].isna()]
        if len(rows):
            self.table.loc[rows, "reason"] = reason
            self.table.loc[rows, "detail"] = pd.Series(list(detail(rows)), index=rows, dtype=object)


@dataclass(frozen=True)
class _Meant:
    """The account that each prospect is, row by row: surely, or more probably than not, and why."""

    account: pd.DataFrame
    ids: pd.Series
    because: pd.Series
    sure: pd.Series

    def told(self, key: str) -> Details:
        """Which account a prospect is: a sentence, and what it says of one that is not sure."""
        name = self.account.get("name", self.ids)

        def one(row: int) -> Message:
            said = say(key, company=_called(name[row], self.ids[row]), why=self.because[row])
            return said if self.sure[row] else say("exclusions.most_likely", said=said)

        return lambda rows: map(one, rows)


def reasons_to_exclude(
    prospects: pd.DataFrame, keys: pd.DataFrame, links: pd.DataFrame, known: Known, rules: Exclude
) -> pd.DataFrame:
    """The reason not to approach each prospect.

    Who more probably than not is a customer or has an open deal is left out too: to offer a present customer is worse
    than to lack a prospect.

    Parameters
    ----------
    prospects : DataFrame of shape (n, columns)
        With `account_id`, the known account each row surely is.
    keys : DataFrame
        `company_keys(prospects)`.
    links : DataFrame
        `link(keys, known.keys)`.
    known : Known
    rules : Exclude

    Returns
    -------
    DataFrame of shape (n, 2)
        `reason` (a code) and `detail` (a message), None where nothing speaks against the company. In this order:
        forgotten, own_company, opted_out (or what the list or a note says), competitor, dissolved, customer, open_deal,
        advertising_block, natural_person, group, lost_recently.
    """
    reasons = Reasons(prospects.index)
    meant = _meant(prospects, links, known)
    account, matched = meant.account, meant.told
    forgotten = prospects["prospect_id"].isin(rules.forgotten) | _named(keys, rules.forgotten).notna()
    reasons.give(forgotten, FORGOTTEN, partial(_all_told, say("exclusions.forgotten")))
    for wanted, reason in ((rules.own, OWN), (rules.competitors, COMPETITOR)):
        named = _named(keys, wanted)
        reasons.give(named.notna(), reason, _quoting(f"exclusions.{reason}", named))
    for hit in on_lists(prospects, keys, known.listed):
        reasons.give(hit.rows, hit.reason, hit.told)
    if "relationship" in account:
        reasons.give(says_competitor(account["relationship"]), COMPETITOR, matched("exclusions.called_competitor"))
    if rules.dissolved:
        for side, key in ((prospects, "exclusions.list_says"), (account[meant.sure], "exclusions.crm_says")):
            if "status" in side:
                status = side["status"].reindex(prospects.index)
                reasons.give(says_dissolved(status), DISSOLVED, _quoting(key, status))
    if rules.customers:
        reasons.give(account["relation"].eq("customer"), CUSTOMER, matched("exclusions.customer"))
    if rules.open_deals:
        reasons.give(account["open"].fillna(0) > 0, OPEN_DEAL, matched("exclusions.open_deal"))
    _give_protected(reasons, prospects, rules)
    if rules.group_of_customers:
        _give_group(reasons, prospects, keys, known)
    if rules.lost_within_days and not pd.isna(known.as_of):
        lost = pd.to_datetime(prospects["account_id"].map(known.last_lost))
        recent = lost >= known.as_of - pd.Timedelta(days=rules.lost_within_days)
        reasons.give(recent, LOST, lambda rows: [say("exclusions.lost", day=str(lost[row].date())) for row in rows])
    return reasons.table


def _give_protected(reasons: Reasons, prospects: pd.DataFrame, rules: Exclude) -> None:
    """Whom a register protects: companies that want no advertising, and natural persons."""
    for kept_out, reason in ((rules.advertising_blocks, ADVERTISING), (rules.natural_persons, PERSON)):
        if kept_out and reason in prospects:
            reasons.give(
                prospects[reason].eq(True).fillna(False), reason, partial(_all_told, say(f"exclusions.{reason}"))
            )


def _all_told(why: Message, rows: pd.Index) -> list[Message]:
    return [why] * len(rows)


def _meant(prospects: pd.DataFrame, links: pd.DataFrame, known: Known) -> _Meant:
    """The account of each prospect; of several that it may be, one that must not be approached."""
    sure = prospects["account_id"].notna()
    because = best_links(links)["why"].reindex(prospects.index).astype(object)
    because = because.where(because.notna(), say("exclusions.as_another_row"))
    probable = links[links["probable"].astype(bool)]
    here = known.accounts.loc[probable["right"]].set_axis(probable.index)
    probable = probable.assign(
        barred=here["relation"].eq("customer") | (here["open"] > 0), account_id=here["account_id"]
    )
    probable = probable.sort_values("barred", ascending=False, kind="stable").drop_duplicates("left").set_index("left")
    ids = prospects["account_id"].where(sure, probable["account_id"].reindex(prospects.index))
    because = because.where(sure, probable["why"].reindex(prospects.index))
    asked = known.accounts.columns.intersection(["account_id", "name", "relationship", "status", "relation", "open"])
    account = known.accounts[asked].set_index("account_id").reindex(ids).set_axis(prospects.index)
    return _Meant(account, ids, because, sure)


def _quoting(key: str, cells: pd.Series) -> Details:
    """Sentences with what the cell of each row says."""
    return lambda rows: [say(key, text=str(cells[row])) for row in rows]


def _called(name: object, account_id: object) -> str:
    return f"{name} ({account_id})" if isinstance(name, str) and name != account_id else str(account_id)


def _named(keys: pd.DataFrame, wanted: tuple[str, ...]) -> pd.Series:
    """Which of the companies that the settings name (by name, domain or number) each row is; None for none."""
    hit = pd.Series(None, index=keys.index, dtype=object)
    texts = pd.Series(wanted, dtype=object)
    for column, key in (("org_number", "org"), ("domain", "domain"), ("name", "name")):
        if len(texts):
            theirs = company_keys(pd.DataFrame({column: texts}))[key]
            meaning = {value: text for value, text in zip(theirs, texts, strict=True) if pd.notna(value)}
            hit = hit.where(hit.notna(), keys[key].map(meaning))
    return hit.astype(object).where(hit.notna(), None)


def _give_group(reasons: Reasons, prospects: pd.DataFrame, keys: pd.DataFrame, known: Known) -> None:
    """Subsidiaries and parents of customers, where either side has a parent column."""
    is_customer = known.accounts["relation"].eq("customer")
    customers = known.accounts[is_customer]
    names = customers.set_index("account_id").get("name", pd.Series(dtype=object))
    if "parent" in prospects and len(customers):
        parent = resolve(prospects["parent"], customers, known.keys[is_customer])
        reasons.give(parent.notna(), GROUP, _related("exclusions.subsidiary", parent, names))
    if "parent" in customers:
        told = customers[customers["parent"].notna()]
        identified = prospects.assign(account_id=prospects.index.astype(str))
        child_of = resolve(told["parent"], identified, keys)
        child = dict(zip(child_of.dropna(), told["account_id"][child_of.notna()], strict=True))
        mine = pd.Series(prospects.index.astype(str).map(child), index=prospects.index)
        reasons.give(mine.notna(), GROUP, _related("exclusions.parent", mine, names))


def _related(key: str, customer: pd.Series, names: pd.Series) -> Details:
    """Of which customer each row is a relative."""
    return lambda rows: [say(key, customer=_called(names.get(customer[row]), customer[row])) for row in rows]
