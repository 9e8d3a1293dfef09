"""Who must not be among the prospects, and why: reason codes with a sentence for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies.identity import best_links, company_keys, link, own_domain, resolve
from lookalike.companies.values import comparable, says_competitor, says_customer, says_dissolved
from lookalike.errors import InputError
from lookalike.languages import Message, say
from lookalike.settings import Exclude

OWN, OPTED_OUT, COMPETITOR, DISSOLVED = "own_company", "opted_out", "competitor", "dissolved"
ADVERTISING, PERSON = "advertising_block", "natural_person"  # columns of the list too
CUSTOMER, OPEN_DEAL, GROUP, LOST = "customer", "open_deal", "group", "lost_recently"


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


def reasons_to_exclude(
    prospects: pd.DataFrame, keys: pd.DataFrame, links: pd.DataFrame, known: Known, rules: Exclude
) -> pd.DataFrame:
    """The reason not to approach each prospect.

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
        own_company, opted_out (or what the list says), competitor, dissolved, customer, open_deal,
        advertising_block, natural_person, group, lost_recently.
    """
    reasons = Reasons(prospects.index)
    account = known.accounts.set_index("account_id").reindex(prospects["account_id"]).set_axis(prospects.index)
    because = best_links(links)["why"].to_dict()
    otherwise = say("exclusions.as_another_row")

    def matched(key: str) -> Details:
        names = account["name"] if "name" in account else prospects["account_id"]
        ids = prospects["account_id"]
        return lambda rows: [
            say(key, company=_called(names[row], ids[row]), why=because.get(row, otherwise)) for row in rows
        ]

    for wanted, reason in ((rules.own, OWN), (rules.competitors, COMPETITOR)):
        hit = _named(keys, wanted)
        reasons.give(hit.notna(), reason, _quoting(f"exclusions.{reason}", hit))
    _give_listed(reasons, prospects, keys, known)
    if "relationship" in account:
        reasons.give(says_competitor(account["relationship"]), COMPETITOR, matched("exclusions.called_competitor"))
    if rules.dissolved:
        for side, key in ((prospects, "exclusions.list_says"), (account, "exclusions.crm_says")):
            if "status" in side:
                reasons.give(says_dissolved(side["status"]), DISSOLVED, _quoting(key, side["status"]))
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


MOSTLY = 0.5  # share of rows that make a column what it seems to be
IDENTIFYING = ("account_id", "org_number", "domain", "email", "name")


def explained(listed: pd.DataFrame) -> pd.DataFrame:
    """Lists of companies that must not be approached, each with a column that tells which companies are meant: by its
    heading, or else by values that are e-mail addresses or web domains.

    Raises
    ------
    InputError
        A list of which no column tells, and which would leave out nobody.
    """
    told = listed.copy()
    for file, rows in listed.groupby("file", sort=False) if len(listed) else ():
        if any(name in rows and rows[name].notna().any() for name in IDENTIFYING):
            continue
        others = [name for name in rows if name not in ("file", "row") and rows[name].notna().any()]
        by_value = next((name for name in others if own_domain(rows[name]).notna().mean() > MOSTLY), None)
        if by_value is not None:
            told.loc[rows.index, "domain"] = own_domain(rows[by_value])
        else:
            columns = list(map(str, others))
            found = say("exclusions.unexplained", columns=columns)
            raise InputError(found, say("exclusions.explained"), str(file), say("exclusions.explain"))
    return told


def with_domains(listed: pd.DataFrame) -> pd.DataFrame:
    """A list whose rows have a domain where an e-mail address tells it; mail hosts that many share tell none."""
    if "email" not in listed:
        return listed
    told = listed["email"].where(listed["email"].notna(), None)
    return listed.assign(domain=listed["domain"].where(listed["domain"].notna(), told) if "domain" in listed else told)


def _on_list(entry: pd.DataFrame, why: Callable[[Any], Message]) -> Details:
    """That a company is on a list, by what, and what the list says of it."""
    said = entry.get("exclude_reason", pd.Series(None, index=entry.index, dtype=object))

    def one(row: Any) -> Message:
        told = {"file": entry["file"][row], "why": why(row)}
        named = isinstance(said[row], str)
        return say("exclusions.listed_as", **told, text=said[row]) if named else say("exclusions.listed", **told)

    return lambda rows: map(one, rows)


def _give_listed(reasons: Reasons, prospects: pd.DataFrame, keys: pd.DataFrame, known: Known) -> None:
    """Companies of the exclusion lists. A name alone suffices here: better one prospect less than a broken promise."""
    listed = known.listed
    if not len(listed):
        return
    for id_of in ("account_id", "prospect_id"):
        if "account_id" in listed and id_of in prospects:
            theirs = listed.set_axis(comparable(listed["account_id"])).loc[lambda rows: rows.index.notna()]
            entry = theirs[~theirs.index.duplicated()].reindex(comparable(prospects[id_of].astype(object)))
            entry = entry.set_axis(prospects.index)
            reasons.give(entry["file"].notna(), OPTED_OUT, _on_list(entry, lambda row: say("identity.id")))
    if "email" in listed and "email" in prospects:
        theirs = listed.set_axis(listed["email"].str.casefold()).loc[lambda rows: rows.index.notna()]
        entry = theirs[~theirs.index.duplicated()].reindex(prospects["email"].str.casefold()).set_axis(prospects.index)
        reasons.give(entry["file"].notna(), OPTED_OUT, _on_list(entry, lambda row: say("identity.email")))
    links = link(keys, company_keys(with_domains(listed)), fuzzy=False)
    firm = links[~links["contradicted"].astype(bool)].drop_duplicates("left").set_index("left")
    entry = listed.reindex(firm["right"]).set_axis(firm.index)
    said = entry.get("exclude_reason", pd.Series(None, index=firm.index, dtype=object))
    code = np.select([says_competitor(said), says_customer(said)], [COMPETITOR, CUSTOMER], OPTED_OUT)
    for reason in (OPTED_OUT, COMPETITOR, CUSTOMER):
        rows_of = pd.Series(keys.index.isin(firm.index[code == reason]), index=keys.index)
        reasons.give(rows_of, reason, _on_list(entry, lambda row: firm["why"][row]))


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
