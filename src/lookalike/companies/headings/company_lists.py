"""Lists of companies told apart: the CRM's own accounts, prospects, and lists of the market that hold both."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.headings.role import COMPANIES, OPEN_LIST, Role, named, own_ids, words_of
from lookalike.languages import say

SHARED_BY = ("org_number", "domain", "name")  # what accounts and lists from elsewhere have in common
WIDER = 2  # times as many of the CRM's own companies than of a list's are referred to, where the list is of the market
SHARED, HARDLY = 0.2, 0.05  # share of a list's companies that deals refer to: surely the accounts, hardly the accounts
_FLOAT_ID = re.compile(r"(\d+)\.0+")
_LONG_ID = re.compile(r"([0-9a-z]{15})[0-9a-z]{3}")  # Salesforce's ids of 18 characters are those of 15 and a check


def companies_apart(roles: list[Role]) -> list[Role]:
    """Lists of companies: accounts or prospects, by what their names and headings say, else by who refers to them."""
    referred = {
        value for role in roles if role.table in ("deals", "orders", "activities") for value in _refers_to(role)
    }
    lists = [role for role in roles if role.table in ("accounts", "prospects") and role.reason != OPEN_LIST]
    shared = {id(role): _overlap(role, referred) for role in lists}
    settled = [_settled(role, shared[id(role)], bool(referred)) if id(role) in shared else role for role in roles]
    return _markets(_one_base(settled, referred))


def _one_base(roles: list[Role], referred: set[str]) -> list[Role]:
    """Of several lists that hold the accounts the one that holds hardly any others is the CRM's; the others are lists
    that know the accounts among many more companies."""
    shares = {id(role): _overlap(role, referred, of_list=True) for role in roles if role.table == "accounts"}
    if len(shares) < 2 or max(shares.values()) < SHARED:
        return roles
    wider = {one for one, share in shares.items() if share < max(shares.values()) / WIDER}
    return [
        replace(
            role,
            table="prospects",
            reason=say("headings.wider", reason=role.reason, share=shares[id(role)]),
            mapping=map_columns(role.raw, "prospects"),
        )
        if id(role) in wider
        else role
        for role in roles
    ]


def _markets(roles: list[Role]) -> list[Role]:
    """Lists that hold many of the accounts too know the market; one whose name or ids say prospects remains that."""
    known = {
        name: set().union(*(values_of(role, name) for role in roles if role.table == "accounts")) for name in SHARED_BY
    }

    def held(role: Role) -> float:
        return max(len(values_of(role, name) & theirs) / max(1, len(theirs)) for name, theirs in known.items())

    return [
        replace(
            role,
            table="market",
            reason=say("headings.holds_accounts", reason=role.reason, share=held(role)),
            mapping=map_columns(role.raw, "market"),
        )
        if role.table == "prospects"
        and role.reason != OPEN_LIST
        and named(role.source) != "prospects"
        and not own_ids(role.raw)
        and held(role) >= SHARED
        else role
        for role in roles
    ]


def values_of(role: Role, canonical: str) -> set[str]:
    """A column of a file as far as its values can be compared without knowing what they are; empty without it."""
    heading = role.mapping.heading(canonical) if role.mapping else None
    return set() if heading is None else _folded(role.raw.frame[heading])


def _settled(role: Role, shared: float, referred: bool) -> Role:
    """A list of companies as accounts or as prospects.

    A name that says so settles it; one that only says "companies" does not, nor do headings that any list may have.
    """
    called, words = named(role.source), words_of(" ".join(role.source.sheet) or role.source.file)
    if called == "prospects" or (called != "accounts" and own_ids(role.raw)):
        table = "prospects"
    elif called == "accounts" and words["accounts"] >= words[COMPANIES]:
        table = "accounts"
    else:
        known = shared >= SHARED or (called == "accounts" and (shared >= HARDLY or not referred))
        table = "accounts" if known else "prospects"
    reason = role.reason
    if table == "accounts" and shared:
        reason = say("headings.referred_to", reason=reason, share=shared)
    elif table == "prospects" and referred and not shared:
        reason = say("headings.not_referred_to", reason=reason)
    return replace(role, table=table, reason=reason, mapping=map_columns(role.raw, table))


def _refers_to(role: Role) -> set[str]:
    return values_of(role, "account_id")


def _overlap(role: Role, referred: set[str], of_list: bool = False) -> float:
    """The share of a list's companies that others refer to, by the identifier that fits best.

    Where fewer are referred to than it has it is the share of those, unless that of the list itself is asked.
    """
    best = 0.0
    for canonical in ("account_id", "prospect_id", "org_number", "domain", "name"):
        values = values_of(role, canonical)
        if values and referred:
            most = len(values) if of_list else min(len(values), len(referred))
            best = max(best, len(values & referred) / max(1, most))
    return best


def _folded(column: pd.Series) -> set[str]:
    """Values as far as they can be compared without knowing what they are: ids as any program writes them."""
    texts = {str(value).strip().casefold() for value in column.dropna().unique()}
    return {_plain_id(text) for text in texts}


def _plain_id(text: str) -> str:
    found = _FLOAT_ID.fullmatch(text) or _LONG_ID.fullmatch(text)
    return found[1] if found else text
