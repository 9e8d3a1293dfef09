"""All companies the CRM knows, from its accounts and its deals, one row each; and what every event points at."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lookalike.companies.accounts.deals import DEAL_FACT, company_columns, company_rows, facts_of_deals
from lookalike.companies.accounts.links import Linked, linked
from lookalike.companies.accounts.outcome_columns import filled_after_outcome
from lookalike.companies.identity import REVIEW, Merged, company_keys, link, merge_accounts, merge_record, resolve
from lookalike.companies.values import spoilt
from lookalike.schema import Refusal

IDENTIFIERS = ("account_id", "org_number", "domain", "name")


@dataclass(frozen=True)
class Base:
    """The base of companies.

    Parameters
    ----------
    accounts : DataFrame
        One row per company, sorted by `account_id`.
    became : Series
        Every id or name under which the files know a company -> its `account_id`.
    merges : DataFrame
        As `Companies.merges`.
    conflicts : dict
        Column -> companies whose records disagree.
    deals : DataFrame
        With the `account_id` of the account, None where the deal names no company.
    strangers : tuple of str
        Accounts that only deals tell of, though there is a list of accounts.
    refused : dict
        Columns of the deals that are no traits of companies, or known only after the outcome.
    facts : frozenset of str
        Columns of the deals that differ between the deals of a company and are wanted as features all the same.
    keys : DataFrame
        `company_keys` of the accounts.
    linked : Linked
        How the deals found their companies.
    shared : dict
        Id that several differently named companies have -> their names.
    """

    accounts: pd.DataFrame
    became: pd.Series
    merges: pd.DataFrame
    conflicts: dict[str, int]
    deals: pd.DataFrame
    strangers: tuple[str, ...]
    refused: dict[str, Refusal]
    facts: frozenset[str]
    keys: pd.DataFrame
    linked: Linked
    shared: dict[str, tuple[str, ...]]


def build_base(accounts: pd.DataFrame | None, deals: pd.DataFrame, keep: frozenset[str]) -> Base:
    """Bring accounts and deals together.

    Parameters
    ----------
    accounts : DataFrame or None
        Clean rows that each say of a company; None when the deals tell all there is.
    deals : DataFrame
        One row per deal, company columns included.
    keep : frozenset of str
        Columns the user wants as features: though they vary between its deals, the company has its usual value.
    """
    given, shared = ids_of_one_company(pd.DataFrame({"account_id": []}, dtype=object) if accounts is None else accounts)
    known = merge_accounts(with_id(given))
    known_keys = company_keys(known.accounts)
    found = point(deals, known.accounts, known.became, known_keys)
    links = linked(deals, reference(deals), found, known.accounts, known.became, known_keys)
    meant = links.account
    named = deals.assign(account_id=meant.where(meant.notna(), reference(deals)))
    with_company = named[named["account_id"].notna()]
    refused, facts = _refused(named, with_company, keep)
    told = company_rows(with_company.drop(columns=list(refused)))
    is_known = told["account_id"].isin(known.accounts["account_id"])
    new = merge_accounts(_named(told[~is_known]))
    whole = pd.concat([_filled(known.accounts, told[is_known]), new.accounts], ignore_index=True)
    whole = whole.sort_values("account_id", ignore_index=True)
    became = pd.concat([known.became, new.became])
    final = named["account_id"].map(new.became).fillna(named["account_id"])
    return Base(
        whole,
        became[~became.index.duplicated()],
        pd.concat([known.merges, new.merges, _doubts(new, known, known_keys)], ignore_index=True),
        {
            name: known.conflicts.get(name, 0) + new.conflicts.get(name, 0)
            for name in {**known.conflicts, **new.conflicts}
        },
        named.assign(account_id=final.astype(object).where(final.notna(), None)),
        tuple(new.accounts["account_id"]) if accounts is not None else (),
        refused,
        facts,
        company_keys(whole),
        links,
        shared,
    )


def ids_of_one_company(accounts: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """Accounts whose ids each belong to one company: what a spreadsheet has rounded is no id, and of differently named
    companies under one id only the first keeps it; the others are known by number, domain or name.

    Returns
    -------
    accounts : DataFrame
    shared : dict
        Id -> the names that had it.
    """
    if "account_id" not in accounts:
        return accounts, {}
    ids = accounts["account_id"].where(~spoilt(accounts["account_id"]), None)
    if "name" not in accounts or ids.isna().all():
        return accounts.assign(account_id=ids), {}
    keys = company_keys(accounts)
    told = pd.DataFrame({"id": ids, "name": keys["name"], "org": keys["org"], "written": accounts["name"]})
    first = told.groupby("id").transform("first")
    other = told["id"].notna() & told["name"].notna() & (told["name"] != first["name"])
    other &= ~(told["org"].notna() & (told["org"] == first["org"]))
    shared = {
        str(one): (str(first["written"][rows.index[0]]), *map(str, rows["written"].unique()))
        for one, rows in told[other].groupby("id")
    }
    return accounts.assign(account_id=ids.where(~other, None)), shared


def with_id(accounts: pd.DataFrame) -> pd.DataFrame:
    """Accounts with an id in every row: the CRM's, else organisation number, domain, or name."""
    return accounts.assign(account_id=reference(accounts))


def reference(rows: pd.DataFrame) -> pd.Series:
    """The text by which each row names its company, None where it names none."""
    said = pd.Series(None, index=rows.index, dtype=object)
    for column in IDENTIFIERS:
        if column in rows:
            said = said.where(said.notna(), _usable(rows[column], column))
    return said.astype(object).where(said.notna(), None)


def _usable(cells: pd.Series, column: str) -> pd.Series:
    """What a column says of companies; an id that a spreadsheet has rounded says nothing."""
    return cells.where(~spoilt(cells), None) if column == "account_id" else cells


def point(rows: pd.DataFrame, accounts: pd.DataFrame, became: pd.Series, keys: pd.DataFrame) -> pd.Series:
    """The `account_id` that each row means by any of its identifiers; None where no account is meant."""
    meant = pd.Series(None, index=rows.index, dtype=object)
    for column in IDENTIFIERS:
        missing = meant.isna()
        if column in rows and missing.any():
            asked = _usable(rows.loc[missing, column], column)
            meant[missing] = resolve(asked, accounts, keys, became if column == "account_id" else None).to_numpy()
    return meant.where(meant.notna(), None)


def _refused(
    named: pd.DataFrame, with_company: pd.DataFrame, keep: frozenset[str]
) -> tuple[dict[str, Refusal], frozenset[str]]:
    """Columns on deal rows that are known only after the outcome or are facts of the deal, and the facts to keep."""
    columns = [name for name in company_columns(named) if name not in IDENTIFIERS]
    late = filled_after_outcome(named[columns], named["outcome"], "deals")
    facts = facts_of_deals(with_company)
    chosen = frozenset(name for name in facts.keys() & keep if facts[name].rule == DEAL_FACT and name not in late)
    return {name: one for name, one in facts.items() if name not in chosen and name not in IDENTIFIERS} | late, chosen


def _named(strangers: pd.DataFrame) -> pd.DataFrame:
    """Companies from deals with a name: the text that the deals call them."""
    name = strangers["name"] if "name" in strangers else pd.Series(None, index=strangers.index, dtype=object)
    return strangers.assign(name=name.where(name.notna(), strangers["account_id"]))


def _filled(accounts: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Accounts with the gaps filled by what their deals tell."""
    more = told.set_index("account_id").drop(columns=[name for name in IDENTIFIERS[1:] if name in told])
    if not len(more.columns) or not len(more):
        return accounts
    more = more.reindex(accounts["account_id"]).set_axis(accounts.index)
    gaps = {str(name): accounts[name].where(accounts[name].notna(), more[name]) for name in more if name in accounts}
    return accounts.assign(**gaps | {str(name): more[name] for name in more if name not in accounts})


def _doubts(new: Merged, known: Merged, known_keys: pd.DataFrame) -> pd.DataFrame:
    """Companies of the deals that may be accounts but not surely."""
    links = link(company_keys(new.accounts), known_keys)
    one, other = known.accounts.loc[links["right"]], new.accounts.loc[links["left"]]
    names = one["name"] if "name" in one else one["account_id"]
    columns = one["account_id"], other["account_id"], names, other["name"], links["why"], links["likely"]
    account_id, merged_id, name, merged_name, why, likely = (column.to_numpy() for column in columns)
    return merge_record(account_id, merged_id, name, merged_name, why, REVIEW, likely)
