"""Which file is which table: told by headings, by the file's name, and by which companies the deals refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath

import pandas as pd

from lookalike.companies.headings.aliases import file_words
from lookalike.companies.headings.mapping import Mapping, map_columns
from lookalike.companies.read import RawTable
from lookalike.companies.values import comparable
from lookalike.languages import key
from lookalike.settings import Source

# What speaks for a table: canonical column -> weight. A table needs one of its first, identifying columns.
SIGNS: dict[str, dict[str, float]] = {
    "deals": {
        "outcome": 3, "deal_id": 1.5, "deal_name": 1.5, "closed": 1, "amount": 1, "created": 0.5, "account_id": 0.5,
        "reason": 1, "competitor": 1, "deal_type": 0.5, "deal_source": 0.5,
    },
    "orders": {"order_id": 3, "date": 1, "amount": 1, "account_id": 0.5, "product": 0.5},
    "activities": {"activity_id": 3, "activity": 1.5, "date": 1, "hours": 1.5, "account_id": 0.5, "deal_id": 0.5},
    "contacts": {"contact_id": 1, "email": 2, "contact_name": 0.5, "title": 1, "phone": 1, "role": 1,
                 "account_id": 0.5},
    "accounts": {
        "account_id": 1, "name": 1, "org_number": 1.5, "domain": 1, "industry": 1, "employees": 1, "revenue": 0.5,
        "country": 0.5, "industry_code": 1, "founded": 1, "parent": 0.5, "city": 0.5, "region": 0.5,
        "company_type": 0.5,
    },
    "exclude": {"name": 0.5, "org_number": 0.5, "domain": 0.5, "email": 0.5, "account_id": 0.2, "exclude_reason": 1},
}  # fmt: skip
NEEDED: dict[str, tuple[str, ...]] = {
    "deals": ("outcome", "deal_id", "deal_name", "closed"),
    "orders": ("order_id", "date"),
    "activities": ("activity", "activity_id", "hours"),
    "contacts": ("email", "title", "contact_name", "phone"),
    "accounts": ("account_id", "name", "org_number", "domain"),
    "exclude": ("name", "org_number", "domain", "email", "account_id"),
}
SIGNS["prospects"] = SIGNS["accounts"] | {"prospect_id": 1}
NEEDED["prospects"] = ("prospect_id", *NEEDED["accounts"])
LEAST_SCORE = 1.5
NAMED = 2.5
OPEN_LIST = "deals without outcome beside deals with one: companies to score"


@dataclass(frozen=True)
class Role:
    """One file or sheet and what it is.

    Parameters
    ----------
    source : Source
    raw : RawTable
    table : str
        A table of `schema.TABLES`, or "" when it is none of them.
    confidence : float
        0-1.
    reason : str
    mapping : Mapping or None
    """

    source: Source
    raw: RawTable
    table: str
    confidence: float
    reason: str
    mapping: Mapping | None


def find_roles(inputs: list[tuple[Source, RawTable]]) -> list[Role]:
    """Decide for every file which table it is, in the order given."""
    roles = [_alone(source, raw) for source, raw in inputs]
    roles = _open_lists(roles)
    return _companies_apart(roles)


def _alone(source: Source, raw: RawTable) -> Role:
    """The table a file looks like by itself."""
    named = named_table(" ".join(source.sheet) or source.file)
    best: tuple[float, str, Mapping | None] = (0.0, "", None)
    for table in SIGNS:
        mapping = map_columns(raw, table)
        score = _score(mapping, table)
        score += NAMED * (named == table) * (score > 0)
        if score > best[0]:
            best = (score, table, mapping)
    score, table, guess = best
    if guess is not None and table == "prospects" and named != "prospects":
        table, guess = "accounts", map_columns(raw, "accounts")
    if named == "exclude" and score < LEAST_SCORE:  # better a question than a list that is passed over
        return Role(source, raw, "exclude", 0.1, "its name says exclude", map_columns(raw, "exclude"))
    if score < LEAST_SCORE or guess is None:
        why = "no headings that tell what it is" if raw.frame.columns[0].startswith("column_") else "no table we know"
        return Role(source, raw, "", 0.0, why, None)
    seen = [match.canonical for match in guess.matches if match.canonical in SIGNS[table]]
    reason = f"has {', '.join(seen[:5])}" + (f"; its name says {named}" if named else "")
    return Role(source, raw, table, round(min(0.99, score / (score + 1.5)), 2), reason, guess)


def _score(mapping: Mapping, table: str) -> float:
    """How much speaks for a table; nothing without one of the columns that it needs."""
    found = {match.canonical: match.confidence for match in mapping.matches}
    if not any(name in found for name in NEEDED[table]):
        return 0.0
    return sum(weight * found.get(name, 0.0) for name, weight in SIGNS[table].items())


def named_table(name: str) -> str:
    """The table that a file's or sheet's name names; "" when it names none.

    Examples
    --------
    >>> named_table("hubspot-crm-exports-all-deals-2024.csv"), named_table("Kunder 2024.xlsx"), named_table("x.csv")
    ('deals', 'accounts', '')
    """
    stem = PurePath(name).name.split(".")[0]
    parts = [part.casefold() for part in re.findall(r"[^\W\d_]+", stem)]
    phrases = {key("".join(parts[start : start + size])) for size in (1, 2, 3, 4) for start in range(len(parts))}
    found = {table: max((len(word) for word in words & phrases), default=0) for table, words in file_words().items()}
    best = max(found, key=lambda table: (found[table], table in ("exclude", "prospects")))
    return best if found[best] else ""


def _open_lists(roles: list[Role]) -> list[Role]:
    """A list of opportunities without outcome, beside one with outcomes, is a list to score."""
    settled = [role for role in roles if role.table == "deals" and _outcomes(role)]
    if not settled:
        return roles
    return [
        replace(role, table="prospects", reason=OPEN_LIST, mapping=map_columns(role.raw, "prospects"))
        if role.table == "deals" and not _outcomes(role)
        else role
        for role in roles
    ]


def _outcomes(role: Role) -> bool:
    """Whether a file tells how deals ended: by words, or because all were won and only those are listed."""
    return role.mapping is not None and (role.mapping.heading("outcome") or role.mapping.heading("closed")) is not None


def _companies_apart(roles: list[Role]) -> list[Role]:
    """Lists of companies: those that deals and orders refer to are the accounts, the others prospects."""
    referred = {
        value for role in roles if role.table in ("deals", "orders", "activities") for value in _refers_to(role)
    }
    lists = [role for role in roles if role.table in ("accounts", "prospects") and role.reason != OPEN_LIST]
    shared = {id(role): _overlap(role, referred) for role in lists}
    return [_settled(role, shared[id(role)], bool(referred)) if id(role) in shared else role for role in roles]


def _settled(role: Role, shared: float, referred: bool) -> Role:
    """A list of companies as accounts or as prospects."""
    named = named_table(" ".join(role.source.sheet) or role.source.file)
    known = shared >= 0.2 or (named == "accounts" and (shared >= 0.05 or not referred))
    table = "accounts" if known and named != "prospects" else "prospects"
    reason = role.reason
    if table == "accounts" and shared:
        reason += f"; the deals refer to {shared:.0%} of its companies"
    elif table == "prospects" and referred and not shared:
        reason += "; no deal refers to its companies"
    return replace(role, table=table, reason=reason, mapping=map_columns(role.raw, table))


def _refers_to(role: Role) -> set[str]:
    heading = role.mapping.heading("account_id") if role.mapping else None
    return set() if heading is None else _folded(role.raw.frame[heading])


def _overlap(role: Role, referred: set[str]) -> float:
    """The share of a list's companies that others refer to, by the identifier that fits best."""
    best = 0.0
    for canonical in ("account_id", "prospect_id", "org_number", "domain", "name"):
        heading = role.mapping.heading(canonical) if role.mapping else None
        if heading is not None and referred:
            values = _folded(role.raw.frame[heading])
            best = max(best, len(values & referred) / max(1, min(len(values), len(referred))))
    return best


def _folded(column: pd.Series) -> set[str]:
    distinct = pd.Series(column.dropna().unique(), dtype=object)
    return {str(value).strip().casefold() for value in comparable(distinct)}
