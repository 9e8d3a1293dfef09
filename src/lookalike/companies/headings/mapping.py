"""Their headings to our columns: headings are hints, values decide; each column with confidence and reason."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

import pandas as pd

from lookalike.companies.headings.aliases import fields
from lookalike.companies.headings.hints import ROWS, value_fit
from lookalike.companies.headings.named import fold
from lookalike.companies.headings.people import is_personal, names_people, says_first_and_last_name
from lookalike.companies.headings.settling import LEAST, Match, settle_currency, settle_deals, settle_relationship
from lookalike.companies.headings.wording import meant
from lookalike.companies.read import RawTable
from lookalike.companies.values import heading_unit
from lookalike.errors import SettingsError, did_you_mean
from lookalike.languages import Own, key, say
from lookalike.schema import COMPANY, OUR_COLUMNS, OUR_PREFIXES, Kind

SURE = 0.99
TRAITS = frozenset(field.name for field in COMPANY if field.kind not in (Kind.ID, Kind.TEXT))
"""Canonical columns that are attributes themselves: a heading that is wanted as a feature may mean them."""
INDISPENSABLE = frozenset({"account_id", "prospect_id", "deal_id", "name", "org_number", "domain", "outcome"})


@dataclass(frozen=True)
class Mapping:
    """What the columns of a table mean.

    Parameters
    ----------
    table : str
    matches : tuple of Match
        At most one per canonical column and per heading.
    unmapped : tuple of str
        Headings kept as attributes.
    personal : tuple of str
        Unmapped headings that name people (owners, editors, contacts): never features.
    currency : str
        The currency that the amount's heading names; "" when it names none.
    """

    table: str
    matches: tuple[Match, ...]
    unmapped: tuple[str, ...]
    personal: tuple[str, ...] = ()
    currency: str = ""

    def heading(self, canonical: str) -> str | None:
        """The heading of a canonical column; None when the table has no such column."""
        return next((match.heading for match in self.matches if match.canonical == canonical), None)

    def rename(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with canonical names; a heading that is the name of one of our columns becomes `your <heading>`."""
        names = {match.heading: match.canonical for match in self.matches}
        names |= {heading: f"your {heading}" for heading in self.unmapped if _ours(heading)}
        return frame.rename(columns=names)


def _ours(heading: str) -> bool:
    """Whether a column of the product has, or may have, this name."""
    return heading.casefold() in OUR_COLUMNS or heading.casefold().startswith(OUR_PREFIXES)


def map_columns(
    raw: RawTable,
    table: str,
    overrides: dict[str, str] | None = None,
    kept: Collection[str] = (),
    own: Own = (),
) -> Mapping:
    """Find out what each column of a raw table means.

    Parameters
    ----------
    raw : RawTable
    table : str
        accounts, deals, orders, activities, contacts, prospects or exclude.
    overrides : dict, optional
        Canonical name -> heading, from `[columns.<table>]`: they win; "" = the file has no such column.
    kept : collection of str
        Headings that `[features] include` names: they are attributes as they stand, whatever else they could be.
    own : tuple
        Words that the settings give a meaning.

    Raises
    ------
    SettingsError
        An override names a heading that the file does not have, or one heading twice.
    """
    headings = list(raw.frame.columns)
    told = overrides or {}
    named = {canonical: heading for canonical, heading in told.items() if heading.strip()}
    chosen = {match.canonical: match for match in _fixed(named, headings, raw.file, table)}
    used = {match.heading for match in chosen.values()}
    candidates = _without_persons(raw.frame, _candidates(raw.frame, table, own), table)
    candidates = [one for one in candidates if one.canonical not in told]
    found = sorted(_without_kept(candidates, kept), key=lambda match: -match.confidence)
    rivals: dict[str, list[str]] = {}
    for match in found:
        if match.heading in used:
            continue
        if match.canonical in chosen:
            rivals.setdefault(match.canonical, []).append(match.heading)
            continue
        chosen[match.canonical] = match
        used.add(match.heading)
    currency = settle_currency(chosen, used, found) if "currency" not in told else ""
    if table == "deals":
        settle_deals(chosen, used, raw.frame, told, kept, own)
    if table == "accounts" and "relationship" not in told:
        settle_relationship(chosen, used, raw.frame, own)
    matches = tuple(_with_rivals(match, rivals.get(name, []), used) for name, match in chosen.items())
    unmapped = tuple(heading for heading in headings if heading not in used)
    of_companies = table in ("accounts", "deals", "prospects")
    people = [one for one in unmapped if is_personal(one) or (of_companies and names_people(raw.frame[one]))]
    return Mapping(table, matches, unmapped, tuple(people), currency)


def of_register(table: str, register: str, headings: dict[str, str]) -> Mapping:
    """What the columns of a register mean, which is known beforehand.

    Parameters
    ----------
    table, register : str
    headings : dict
        Column -> heading.
    """
    reason = say("headings.of_register", register=register)
    known = fields(table)
    matches = tuple(Match(name, heading, SURE, reason) for name, heading in headings.items() if name in known)
    return Mapping(table, matches, tuple(heading for name, heading in headings.items() if name not in known))


def _fixed(overrides: dict[str, str], headings: list[str], file: str, table: str) -> list[Match]:
    trimmed = {" ".join(heading.split()): heading for heading in headings}
    for canonical, heading in overrides.items():
        if " ".join(heading.split()) not in trimmed:
            raise SettingsError(
                say("headings.no_such_column", canonical=canonical, heading=heading),
                did_you_mean(heading, headings),
                say("headings.columns_of", table=table, file=file),
            )
    return [
        Match(canonical, trimmed[" ".join(heading.split())], 1.0, say("headings.set"))
        for canonical, heading in overrides.items()
    ]


def _candidates(frame: pd.DataFrame, table: str, own: Own) -> list[Match]:
    """Everything that each heading may mean, with confidence after a look at the values."""
    matches = []
    known = fields(table)
    for position, heading in enumerate(frame.columns):
        for meaning in meant(heading, table):
            if meaning.canonical not in known:
                continue
            fit, seen = value_fit(frame[heading], known[meaning.canonical], own)
            confidence = meaning.confidence * fit + _preference(heading, frame[heading], meaning.canonical)
            if confidence >= LEAST:
                told = say("headings.and_seen", reason=meaning.reason, seen=seen) if seen else meaning.reason
                matches.append(Match(meaning.canonical, heading, round(confidence - position * 1e-6, 6), told))
    return matches


def _without_kept(candidates: list[Match], kept: Collection[str]) -> list[Match]:
    """Candidates without the columns that are wanted as attributes and would be taken away from them.

    What a table cannot do without (its company, its outcome) is only left to another column where there is one.
    """
    others = {one.canonical for one in candidates if fold(one.heading) not in kept}
    return [
        one
        for one in candidates
        if fold(one.heading) not in kept
        or one.canonical in TRAITS
        or (one.canonical in INDISPENSABLE and one.canonical not in others)
    ]


def _without_persons(frame: pd.DataFrame, candidates: list[Match], table: str) -> list[Match]:
    """Candidates without people's names in the place of a company's: a lead's Name beside its Company."""
    named = {match.heading for match in candidates if match.canonical == "name"}
    if table not in ("accounts", "prospects", "exclude") or len(named) < 2:
        return candidates
    apart = says_first_and_last_name(list(frame.columns))
    people = {heading for heading in named if names_people(frame[heading]) or (apart and key(heading) == "name")}
    return [one for one in candidates if one.heading not in people] if people < named else candidates


def _with_rivals(match: Match, rivals: list[str], used: set[str]) -> Match:
    others = [heading for heading in rivals if heading not in used][:3]
    match = replace(match, confidence=min(match.confidence, 1.0))
    return replace(match, reason=say("headings.over", reason=match.reason, others=others)) if others else match


def _preference(heading: str, column: pd.Series, canonical: str) -> float:
    """Between amounts that fit equally, the one in a single currency and the fuller; a company's id before its name;
    of deals' numbers those that differ."""
    if canonical == "account_id":
        return 0.06 * bool(re.search(r"(id|ids|nr|no|tunnus|ref)$", key(heading)))
    if canonical == "deal_id":
        return 0.2 * column.head(ROWS).nunique() / max(1, len(column.head(ROWS)))
    if canonical != "amount":
        return 0.0
    converted = (
        bool(heading_unit(heading)[2]) or "converted" in heading.casefold() or "company currency" in heading.casefold()
    )
    return 0.02 * converted + 0.01 * float(column.notna().mean() if len(column) else 0)
