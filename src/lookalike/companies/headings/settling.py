"""What is settled when every heading has its likeliest meaning: the company of deals, their end, their currency."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from lookalike.companies.headings.hints import closing_date, ends_of_deals, names_customers, value_fit
from lookalike.companies.headings.named import fold
from lookalike.companies.headings.wording import meant
from lookalike.companies.values import heading_unit
from lookalike.languages import Message, Own, key, say
from lookalike.schema import EVIDENCE, TABLES

LEAST = 0.5
BY_VALUES = 0.75
TELLS = 0.9  # fit from which the values of an outcome say how deals ended: by words, codes, or yes and no
SAYING = ("relationship", "company_type", "status")  # of accounts: where CRMs say who is a customer
SPARE = frozenset({"outcome", "status", "deal_type", "source", "company_type", "relationship"})
"""Columns that give way where their values say how the deals ended."""


@dataclass(frozen=True)
class Match:
    """One canonical column found: under which heading, how sure (0-1), and why."""

    canonical: str
    heading: str
    confidence: float
    reason: Message


def settle_deals(
    chosen: dict[str, Match],
    used: set[str],
    frame: pd.DataFrame,
    told: Collection[str],
    kept: Collection[str],
    own: Own,
) -> None:
    """The company, the outcome and the closing date of deals, by their values where headings do not tell.

    Parameters
    ----------
    chosen : dict
        Canonical column -> its match, which is changed.
    used : set of str
        Headings that have a meaning, likewise.
    frame : DataFrame
        Raw cells.
    told : collection of str
        Canonical columns of which the settings speak: they are left alone.
    kept, own
        As for `map_columns`.
    """
    _settle_company(chosen, used, frame)
    if "outcome" not in told:
        _settle_outcome(chosen, used, frame, kept, own)
        _settle_unknown_outcome(chosen, used, frame)
    if "closed" not in told:
        _settle_closed(chosen, used, frame, own)


def settle_relationship(chosen: dict[str, Match], used: set[str], frame: pd.DataFrame, own: Own) -> None:
    """The column that says who is a customer, by its words or by a yes or no under "Customer?", where none is known.

    Parameters
    ----------
    chosen, used, frame, own
        As for `settle_deals`, of accounts.
    """
    if any(one in chosen and names_customers(frame[chosen[one].heading], own) for one in SAYING):
        return
    for heading in map(str, frame):
        if heading not in used and names_customers(frame[heading], own, heading):
            if present := chosen.pop("relationship", None):
                used.discard(present.heading)
            chosen["relationship"] = Match("relationship", heading, BY_VALUES, say("headings.names_customers"))
            used.add(heading)
            return


def settle_currency(chosen: dict[str, Match], used: set[str], found: list[Match]) -> str:
    """The currency column that belongs to the amount; none when the amount's heading names its currency itself."""
    if "amount" not in chosen:
        return ""
    heading = chosen["amount"].heading
    own = heading_unit(heading)[2]
    paired = next((m for m in found if m.canonical == "currency" and key(m.heading) == key(heading) + "currency"), None)
    if "currency" in chosen and (own or paired):
        used.discard(chosen.pop("currency").heading)
    if paired and not own:
        chosen["currency"] = Match("currency", paired.heading, 0.97, say("headings.belongs", heading=heading))
        used.add(paired.heading)
    return own


def _settle_company(chosen: dict[str, Match], used: set[str], frame: pd.DataFrame) -> None:
    """Deals without an id of their company name it by what identifies it best, or by what is an id among accounts."""
    if "account_id" in chosen:
        return
    for canonical in ("org_number", "domain", "name"):
        if canonical in chosen:
            found = chosen.pop(canonical)
            chosen["account_id"] = replace(
                found, canonical="account_id", reason=say("headings.tells_company", reason=found.reason)
            )
            return
    if told := _elsewhere("account_id", "accounts", used, frame):
        chosen["account_id"] = told[0]
        used.add(told[0].heading)


def _settle_outcome(
    chosen: dict[str, Match], used: set[str], frame: pd.DataFrame, kept: Collection[str], own: Own
) -> None:
    """The column whose values say won and lost, whatever it is called, where the one by its heading does not."""
    present = chosen.get("outcome")
    if present and value_fit(frame[present.heading], TABLES["deals"]["outcome"], own)[0] >= TELLS:
        return
    needed = {one.heading for one in chosen.values() if one.canonical not in SPARE}
    told = {
        heading: ends_of_deals(frame[heading], own)
        for heading in frame.columns
        if heading not in needed and fold(heading) not in kept
    }
    best = max(told, key=lambda heading: told[heading], default="")
    if not best or not told[best]:
        return
    for canonical in [one.canonical for one in chosen.values() if one.heading == best or one is present]:
        used.discard(chosen.pop(canonical).heading)
    chosen["outcome"] = Match("outcome", best, BY_VALUES, say("headings.by_values", share=told[best]))
    used.add(best)


def _settle_unknown_outcome(chosen: dict[str, Match], used: set[str], frame: pd.DataFrame) -> None:
    """Where nothing tells how deals ended, the column that should by its heading: its words want a meaning."""
    if chosen.keys() & {"outcome", *EVIDENCE}:
        return
    told = _elsewhere("outcome", "deals", used, frame)
    if told:
        chosen["outcome"] = max(told, key=lambda one: one.confidence)
        used.add(chosen["outcome"].heading)


def _elsewhere(canonical: str, table: str, used: set[str], frame: pd.DataFrame) -> list[Match]:
    """Headings not in use that mean a column in such a table, whatever their values are."""
    return [
        Match(canonical, heading, round(meaning.confidence * LEAST, 6), meaning.reason)
        for heading in frame.columns
        if heading not in used
        for meaning in meant(heading, table)
        if meaning.canonical == canonical
    ]


def _settle_closed(chosen: dict[str, Match], used: set[str], frame: pd.DataFrame, own: Own) -> None:
    """Where no heading tells when deals were closed, the dates that those which ended have and open ones have not."""
    if chosen.keys() & {"closed", "won_on", "lost_on"} or "outcome" not in chosen:
        return
    outcome = frame[chosen["outcome"].heading]
    found = [one for one in map(str, frame) if one not in used and closing_date(frame[one], outcome, own)]
    if len(found) == 1:
        chosen["closed"] = Match("closed", found[0], BY_VALUES, say("headings.dates_of_ended"))
        used.add(found[0])
