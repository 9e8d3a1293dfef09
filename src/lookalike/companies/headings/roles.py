"""Which file is which table: told by headings, by the file's name, and by which companies the deals refer to."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import PurePath

import pandas as pd

from lookalike.companies.headings.aliases import aliases, file_words
from lookalike.companies.headings.mapping import SURE, Mapping, map_columns, of_register
from lookalike.companies.read import RawTable
from lookalike.companies.registers import companies_of, recognised
from lookalike.languages import Message, Own, key, say
from lookalike.settings import Source

# What speaks for a table: canonical column -> weight. A table needs one of its first, identifying columns.
SIGNS: dict[str, dict[str, float]] = {
    "deals": {
        "outcome": 3, "deal_id": 1.5, "deal_name": 1.5, "closed": 1, "amount": 1, "created": 0.5, "account_id": 0.5,
        "reason": 1, "competitor": 1, "deal_type": 0.5, "deal_source": 0.5,
        "is_closed": 1, "is_won": 2, "is_lost": 1, "won_on": 2, "lost_on": 2, "probability": 0.5,
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
    "deals": ("outcome", "deal_id", "deal_name", "closed", "is_won", "won_on"),
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
LISTS = ("prospects", "market")  # tables that a register's file may be
COMPANIES = "companies"  # in the names of files: accounts or prospects
OPEN_LIST = say("headings.open_list")
WIDER = 2  # times as many of the CRM's own companies than of a list's are referred to, where the list is of the market
SHARED, HARDLY = 0.2, 0.05  # share of a list's companies that deals refer to: surely the accounts, hardly the accounts
_FLOAT_ID = re.compile(r"(\d+)\.0+")
_LONG_ID = re.compile(r"([0-9a-z]{15})[0-9a-z]{3}")  # Salesforce's ids of 18 characters are those of 15 and a check


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
    reason : Message
    mapping : Mapping or None
    """

    source: Source
    raw: RawTable
    table: str
    confidence: float
    reason: Message
    mapping: Mapping | None


def find_roles(inputs: list[tuple[Source, RawTable]]) -> list[Role]:
    """Decide for every file which table it is, in the order given."""
    roles = [_alone(source, raw) for source, raw in inputs]
    roles = _open_lists(roles)
    return _companies_apart(roles)


def understood(
    raw: RawTable, table: str, overrides: dict[str, str], kept: Collection[str] = (), own: Own = ()
) -> Mapping:
    """What the columns of a file mean that is such a table; those of a register's file are known. Parameters as for
    `map_columns`."""
    layout = recognised(raw.frame.columns.tolist(), raw.file) if table in LISTS else None
    if layout is None:
        return map_columns(raw, table, overrides, kept, own)
    return of_register(table, layout.register, companies_of(raw.frame, layout, raw.file).headings | overrides)


def _of_register(source: Source, raw: RawTable) -> Role | None:
    """A register's file; None for any other."""
    layout = recognised(raw.frame.columns.tolist(), raw.file)
    if layout is None:
        return None
    reason = say("headings.register_part" if layout.part else "headings.register", register=layout.register)
    return Role(source, raw, "market", SURE, reason, understood(raw, "market", {}))


def _alone(source: Source, raw: RawTable) -> Role:
    """The table a file looks like by itself."""
    if register := _of_register(source, raw):
        return register
    named = _named(source)
    best: tuple[float, str, Mapping | None] = (0.0, "", None)
    for table in SIGNS:
        mapping = map_columns(raw, table)
        score = _score(mapping, table)
        score += NAMED * (named == table) * (score > 0)
        if score > best[0]:
            best = (score, table, mapping)
    score, table, guess = best
    if guess is not None and table == "prospects" and named != "prospects" and not _own_ids(raw):
        table, guess = "accounts", map_columns(raw, "accounts")
    if score < LEAST_SCORE or guess is None:
        headed = not str(raw.frame.columns[0]).startswith("column_")
        return Role(source, raw, "", 0.0, say("headings.no_table" if headed else "headings.no_headings"), None)
    seen = [match.canonical for match in guess.matches if match.canonical in SIGNS[table]][:5]
    reason = say("headings.has_and_named", seen=seen, table=named) if named else say("headings.has", seen=seen)
    return Role(source, raw, table, round(min(0.99, score / (score + 1.5)), 2), reason, guess)


def _named(source: Source) -> str:
    """The table that a file's sheets, or else its own name, say it is."""
    return named_table(" ".join(source.sheet) or source.file)


def _own_ids(raw: RawTable) -> bool:
    """Whether a heading says that the ids are those of prospects or leads, and of nothing else."""
    heading = map_columns(raw, "prospects").heading("prospect_id")
    return heading is not None and key(heading) not in aliases("accounts")


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
    found = _words_of(name)
    best = max(found, key=lambda table: (found[table], table in ("exclude", "prospects")))
    return best.replace(COMPANIES, "accounts") if found[best] else ""


def _words_of(name: str) -> dict[str, int]:
    """Table -> how many letters of a name speak for it."""
    stem = PurePath(name).name.split(".")[0]
    parts = [part.casefold() for part in re.findall(r"[^\W\d_]+", stem)]
    phrases = {key("".join(parts[start : start + size])) for size in (1, 2, 3, 4) for start in range(len(parts))}
    return {table: max((len(word) for word in words & phrases), default=0) for table, words in file_words().items()}


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
    """Whether a file tells how deals ended, or when."""
    told = ("outcome", "closed", "is_won", "won_on")
    return role.mapping is not None and any(role.mapping.heading(name) for name in told)


def _companies_apart(roles: list[Role]) -> list[Role]:
    """Lists of companies: accounts or prospects, by what their names and headings say, else by who refers to them."""
    referred = {
        value for role in roles if role.table in ("deals", "orders", "activities") for value in _refers_to(role)
    }
    lists = [role for role in roles if role.table in ("accounts", "prospects") and role.reason != OPEN_LIST]
    shared = {id(role): _overlap(role, referred) for role in lists}
    settled = [_settled(role, shared[id(role)], bool(referred)) if id(role) in shared else role for role in roles]
    return _one_base(settled, referred)


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


def _settled(role: Role, shared: float, referred: bool) -> Role:
    """A list of companies as accounts or as prospects.

    A name that says so settles it; one that only says "companies" does not, nor do headings that any list may have.
    """
    named, words = _named(role.source), _words_of(" ".join(role.source.sheet) or role.source.file)
    if named == "prospects" or (named != "accounts" and _own_ids(role.raw)):
        table = "prospects"
    elif named == "accounts" and words["accounts"] >= words[COMPANIES]:
        table = "accounts"
    else:
        known = shared >= SHARED or (named == "accounts" and (shared >= HARDLY or not referred))
        table = "accounts" if known else "prospects"
    reason = role.reason
    if table == "accounts" and shared:
        reason = say("headings.referred_to", reason=reason, share=shared)
    elif table == "prospects" and referred and not shared:
        reason = say("headings.not_referred_to", reason=reason)
    return replace(role, table=table, reason=reason, mapping=map_columns(role.raw, table))


def _refers_to(role: Role) -> set[str]:
    heading = role.mapping.heading("account_id") if role.mapping else None
    return set() if heading is None else _folded(role.raw.frame[heading])


def _overlap(role: Role, referred: set[str], of_list: bool = False) -> float:
    """The share of a list's companies that others refer to, by the identifier that fits best.

    Where fewer are referred to than it has it is the share of those, unless that of the list itself is asked.
    """
    best = 0.0
    for canonical in ("account_id", "prospect_id", "org_number", "domain", "name"):
        heading = role.mapping.heading(canonical) if role.mapping else None
        if heading is not None and referred:
            values = _folded(role.raw.frame[heading])
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
