"""The vocabulary of the data: canonical columns with kinds and units, and the small result types all rooms share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from lookalike.languages import Message, Words, say


class Kind(StrEnum):
    """How the values of a column are read, and what they are in a clean table."""

    ID = "id"  # text that identifies: str or None
    TEXT = "text"  # free text, never a feature: str or None
    CATEGORY = "category"  # a few recurring values: str or None
    CODE = "code"  # an industry code with hierarchy: str or None
    NUMBER = "number"  # float64
    MONEY = "money"  # float64, in the project's currency
    DATE = "date"  # datetime64[ns], no time zone
    BOOL = "bool"  # pandas "boolean" in canonical columns; attributes become the category "yes" / "no"
    SET = "set"  # several values in a cell, as text joined by ";" in sorted order: str or None


@dataclass(frozen=True)
class Field:
    """A canonical column: its kind, unit and meaning. `personal` fields never reach a model."""

    name: str
    kind: Kind
    meaning: Message
    unit: str = ""
    personal: bool = False


def _field(name: str, kind: Kind, unit: str = "", *, personal: bool = False, told: str = "") -> Field:
    """A column whose meaning is told under its name, or under another where tables mean different things by it."""
    return Field(name, kind, say(f"fields.{told or name}"), unit, personal)


def _table(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


COMPANY = (
    _field("name", Kind.TEXT),
    _field("org_number", Kind.ID),
    _field("domain", Kind.ID),
    _field("email", Kind.ID, personal=True),
    _field("country", Kind.CATEGORY),
    _field("region", Kind.CATEGORY),
    _field("city", Kind.CATEGORY),
    _field("postcode", Kind.ID),
    _field("industry", Kind.CATEGORY),
    _field("industry_code", Kind.CODE),
    _field("employees", Kind.NUMBER, "heads"),
    _field("revenue", Kind.MONEY, "money per year"),
    _field("growth", Kind.NUMBER, "percent"),
    _field("founded", Kind.NUMBER, "year"),
    _field("company_type", Kind.CATEGORY),
    _field("ownership", Kind.CATEGORY),
    _field("market_position", Kind.CATEGORY),
    _field("technologies", Kind.SET),
    _field("parent", Kind.ID),
    _field("status", Kind.CATEGORY),
    _field("source", Kind.CATEGORY),
)

_LISTED = (
    _field("prospect_id", Kind.ID),
    _field("account_id", Kind.ID, told="account_id_of_prospects"),
    *COMPANY,
    _field("account_created", Kind.DATE),
    _field("inbound", Kind.BOOL),
    _field("advertising_block", Kind.BOOL),
    _field("natural_person", Kind.BOOL, personal=True),
)

TABLES: dict[str, dict[str, Field]] = {
    "accounts": _table(
        _field("account_id", Kind.ID),
        *COMPANY,
        _field("account_created", Kind.DATE),
        _field("customer_until", Kind.DATE),
        _field("relationship", Kind.CATEGORY),
        _field("reference", Kind.BOOL),
        _field("recurring_revenue", Kind.MONEY, "money per year"),
        _field("licences", Kind.NUMBER, "licences"),
        _field("owner", Kind.TEXT, personal=True),
    ),
    "deals": _table(
        _field("deal_id", Kind.ID),
        _field("account_id", Kind.ID, told="account_id_of_deals"),
        _field("deal_name", Kind.TEXT),
        _field("outcome", Kind.CATEGORY),
        _field("amount", Kind.MONEY, "money"),
        _field("currency", Kind.CATEGORY),
        _field("margin", Kind.MONEY, "money"),
        _field("cost", Kind.MONEY, "money"),
        _field("created", Kind.DATE),
        _field("closed", Kind.DATE),
        _field("reason", Kind.CATEGORY),
        _field("competitor", Kind.CATEGORY),
        _field("deal_source", Kind.CATEGORY),
        _field("deal_type", Kind.CATEGORY),
        _field("decision_makers", Kind.NUMBER, "heads"),
        _field("product", Kind.CATEGORY),
        _field("owner", Kind.TEXT, personal=True, told="owner_of_deals"),
    ),
    "orders": _table(
        _field("order_id", Kind.ID),
        _field("account_id", Kind.ID, told="account"),
        _field("date", Kind.DATE),
        _field("amount", Kind.MONEY, "money", told="amount_of_orders"),
        _field("currency", Kind.CATEGORY),
        _field("margin", Kind.MONEY, "money", told="margin_of_orders"),
        _field("product", Kind.CATEGORY, told="product_of_orders"),
    ),
    "activities": _table(
        _field("activity_id", Kind.ID),
        _field("account_id", Kind.ID, told="account"),
        _field("deal_id", Kind.ID, told="deal"),
        _field("date", Kind.DATE, told="date_of_activities"),
        _field("activity", Kind.CATEGORY),
        _field("hours", Kind.NUMBER, "hours"),
    ),
    "contacts": _table(
        _field("contact_id", Kind.ID, personal=True),
        _field("account_id", Kind.ID, told="account"),
        _field("deal_id", Kind.ID, told="deal"),
        _field("contact_name", Kind.TEXT, personal=True),
        _field("title", Kind.TEXT, personal=True),
        _field("role", Kind.CATEGORY, personal=True),
        _field("email", Kind.ID, personal=True, told="email_of_contacts"),
        _field("phone", Kind.ID, personal=True),
        _field("education", Kind.CATEGORY, personal=True),
        _field("personality", Kind.CATEGORY, personal=True),
        _field("sex", Kind.CATEGORY, personal=True),
        _field("age", Kind.NUMBER, "years", personal=True),
    ),
    "prospects": _table(*_LISTED),
    "market": _table(*_LISTED),
    "exclude": _table(
        _field("name", Kind.TEXT),
        _field("org_number", Kind.ID),
        _field("domain", Kind.ID),
        _field("email", Kind.ID, personal=True, told="email_of_exclude"),
        _field("account_id", Kind.ID, told="account_id_of_exclude"),
        _field("country", Kind.CATEGORY),
        _field("exclude_reason", Kind.TEXT),
    ),
}

# What a CRM marks rows with that do not count: any file may have these columns, no clean table has them.
MARKS: dict[str, Field] = _table(
    _field("is_deleted", Kind.BOOL),
    _field("is_archived", Kind.BOOL),
    _field("is_test", Kind.BOOL),
    _field("merged_into", Kind.ID),
)

# What tells how a deal ended, or that it has not, beside the outcome itself: a file of deals may have these columns,
# and its clean table has none of them.
EVIDENCE: dict[str, Field] = _table(
    _field("is_closed", Kind.BOOL),
    _field("is_won", Kind.BOOL),
    _field("is_lost", Kind.BOOL),
    _field("probability", Kind.NUMBER, "percent"),
    _field("won_on", Kind.DATE),
    _field("lost_on", Kind.DATE),
)

CRITERIA = (
    "competition",
    "size",
    "lifecycle",
    "lifetime_value",
    "growth",
    "purchasing_power",
    "virality",
    "availability",
    "profitability",
)
TIERS = ("do-or-die", "neutral", "don't")
GRADES = ("A", "B", "C", "D")
RELATIONS = ("cold", "lost-before", "ex-customer", "inbound")
PORTFOLIO_TYPES = ("key", "development", "maintenance", "now-and-then")
AGREEMENT = ("both high", "model only", "rules only", "both low")

# Names that the product gives to columns of its own, beside the canonical ones: a user's column of such a name lies
# under another one, and is shown by its heading.
OUR_COLUMNS = frozenset(name for fields in (*TABLES.values(), MARKS, EVIDENCE) for name in fields) | {
    *("relation", "won", "lost", "open", "won_amount", "first_won", "last_won", "account_age", "customer", "company"),
    *("row", "id", "index", "level_0", "file", "reason", "detail", "given_id", "said", "left", "right", "why", "when"),
    *("contradicted", "probable", "barred"),
    *("likely", "certainty", "merged_id", "merged_name", "until", "count", "share", "low", "high", "kind", "key"),
    *("told", "answer", "blind", "day", "digits", "letters", "newest", "org", "place", "way"),
    *("rank", "score", "similarity", "win_probability", "deal_value", "expected_value", "grade", "tier", "agreement"),
    *("rule_points", "rule_max", "rule_rank", "familiar", "reasons_for", "reasons_against"),
    *("reasons_shared", "nearest_customers"),
    *("shap_base", "segment", "segments", "criterion", "points", "weight", "weights", "group", "groups", "position"),
    *("level", "levels", "code", "codes", "value", "values", "label", "attribute", "attributes", "feature", "features"),
    *("prospects", "deals", "orders", "accounts", "activities", "contacts", "companies"),
}
OUR_PREFIXES = ("shap_", "points_", "industry_code_")

Level = Literal["error", "warning", "info"]


@dataclass(frozen=True)
class Finding:
    """Something a person should know about the data: how serious, where, how often, and what to do."""

    level: Level
    code: str
    file: str
    column: str
    count: int
    message: Words
    advice: Words = ""
    examples: tuple[Words, ...] = ()


RELATION = "relation"  # how a prospect stands with us (cold, lost-before, ex-customer, inbound); cold where not told
COLD, CUSTOMER = "cold", "customer"


@dataclass(frozen=True)
class Attribute:
    """A column that both accounts and prospects have and that may become a feature.

    `kind` is NUMBER, CATEGORY or SET in the clean tables; `concept` groups attributes that mean the same thing to a
    person (all industry levels are one concept); `label` is how people call it; `origin` is the list of companies that
    its values come from, "" where the CRM's own are learned from.
    """

    name: str
    kind: Kind
    concept: str
    label: str
    unit: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Refusal:
    """A column that may not be a feature, with the rule it broke and the evidence."""

    column: str
    rule: Words
    evidence: Words
