"""Which file is which table: told by headings, by the file's name, and by which companies the deals refer to."""

from __future__ import annotations

from dataclasses import replace

from lookalike.companies.headings.company_lists import companies_apart, values_of
from lookalike.companies.headings.mapping import SURE, Mapping, map_columns
from lookalike.companies.headings.people import names_people
from lookalike.companies.headings.role import OPEN_LIST, Role, named, own_ids, understood
from lookalike.companies.read import RawTable
from lookalike.companies.registers import recognised
from lookalike.languages import say
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
PARTS = 0.5  # share of a file's deals that another file settles, from which its rows are parts of those deals
NAMED = 2.5
NAMED_ALONE = 0.7  # confidence in a file's name without a look at its headings


def find_roles(inputs: list[tuple[Source, RawTable]]) -> list[Role]:
    """Decide for every file which table it is, in the order given."""
    roles = [_alone(source, raw) for source, raw in inputs]
    roles = _open_lists(roles)
    return companies_apart(roles)


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
    called = named(source)
    if called == "exclude":  # whoever must not be approached is never passed over, whatever the headings say
        return Role(source, raw, called, NAMED_ALONE, say("headings.named_so", table=called), map_columns(raw, called))
    best: tuple[float, str, Mapping | None] = (0.0, "", None)
    for table in SIGNS:
        mapping = map_columns(raw, table)
        score = _score(mapping, table)
        score += NAMED * (called == table) * (score > 0)
        if score > best[0]:
            best = (score, table, mapping)
    score, table, guess = best
    if guess is not None and table == "prospects" and called != "prospects" and not own_ids(raw):
        table, guess = "accounts", map_columns(raw, "accounts")
    if score < LEAST_SCORE or guess is None:
        headed = not str(raw.frame.columns[0]).startswith("column_")
        return Role(source, raw, "", 0.0, say("headings.no_table" if headed else "headings.no_headings"), None)
    seen = [match.canonical for match in guess.matches if match.canonical in SIGNS[table]][:5]
    reason = say("headings.has_and_named", seen=seen, table=called) if called else say("headings.has", seen=seen)
    return Role(source, raw, table, round(min(0.99, score / (score + 1.5)), 2), reason, guess)


def _score(mapping: Mapping, table: str) -> float:
    """How much speaks for a table; nothing without one of the columns that it needs."""
    found = {match.canonical: match.confidence for match in mapping.matches}
    if not any(name in found for name in NEEDED[table]):
        return 0.0
    return sum(weight * found.get(name, 0.0) for name, weight in SIGNS[table].items())


def _open_lists(roles: list[Role]) -> list[Role]:
    """A list of opportunities without outcome, beside one with outcomes, is a list to score; a file whose rows belong
    to those deals (their lines, quotes, payments), or that names no company, is none."""
    settled = [role for role in roles if role.table == "deals" and _outcomes(role)]
    deals = set().union(*(values_of(role, "deal_id") for role in settled))
    return [_list_to_score(role, deals) if settled and _open_deals(role) else role for role in roles]


def _open_deals(role: Role) -> bool:
    return role.table == "deals" and not _outcomes(role)


def _list_to_score(role: Role, deals: set[str]) -> Role:
    """Open opportunities as a list of companies; no table where they are parts of these deals or no companies."""
    own = values_of(role, "deal_id")
    if own and len(own & deals) >= PARTS * len(own):
        return replace(role, table="", confidence=0.0, reason=say("headings.parts_of_deals"), mapping=None)
    mapping = map_columns(role.raw, "prospects")
    if not any(_names_companies(role, mapping.heading(name)) for name in NEEDED["prospects"]):
        return replace(role, table="", confidence=0.0, reason=say("headings.no_company"), mapping=None)
    return replace(role, table="prospects", reason=OPEN_LIST, mapping=mapping)


def _names_companies(role: Role, heading: str | None) -> bool:
    """Whether a column names companies, and not the deals themselves or people: the sellers, say."""
    named = role.mapping.heading("deal_name") if role.mapping else None
    return heading not in (None, named) and not names_people(role.raw.frame[heading])


def _outcomes(role: Role) -> bool:
    """Whether a file tells how deals ended, or when."""
    told = ("outcome", "closed", "is_won", "won_on")
    return role.mapping is not None and any(role.mapping.heading(name) for name in told)
