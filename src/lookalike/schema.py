"""The vocabulary of the data: canonical columns with kinds and units, and the small result types all rooms share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from lookalike.languages import Words


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
    meaning: str
    unit: str = ""
    personal: bool = False


def _table(*fields: Field) -> dict[str, Field]:
    return {field.name: field for field in fields}


COMPANY = (
    Field("name", Kind.TEXT, "company name as written"),
    Field("org_number", Kind.ID, "national organisation number"),
    Field("domain", Kind.ID, "web domain without scheme and www"),
    Field("email", Kind.ID, "e-mail address of the company or of somebody there", personal=True),
    Field("country", Kind.CATEGORY, "ISO 3166-1 alpha-2"),
    Field("region", Kind.CATEGORY, "state, county or sales region"),
    Field("city", Kind.CATEGORY, "town or municipality"),
    Field("postcode", Kind.ID, "postal code"),
    Field("industry", Kind.CATEGORY, "industry in words"),
    Field("industry_code", Kind.CODE, "NACE, SNI, TOL, SBI, NAICS or ISIC code"),
    Field("employees", Kind.NUMBER, "people employed", "heads"),
    Field("revenue", Kind.MONEY, "the company's own yearly revenue", "money per year"),
    Field("growth", Kind.NUMBER, "yearly growth of the company", "percent"),
    Field("founded", Kind.NUMBER, "year of foundation", "year"),
    Field("company_type", Kind.CATEGORY, "type of company or legal form"),
    Field("ownership", Kind.CATEGORY, "private, municipal, state, listed"),
    Field("market_position", Kind.CATEGORY, "leader, challenger or newcomer"),
    Field("technologies", Kind.SET, "software and platforms in use"),
    Field("parent", Kind.ID, "parent company: name or number"),
    Field("status", Kind.CATEGORY, "operating, bankrupt, dissolved"),
    Field("source", Kind.CATEGORY, "where the company or lead came from"),
)

TABLES: dict[str, dict[str, Field]] = {
    "accounts": _table(
        Field("account_id", Kind.ID, "the CRM's id, else org number, domain or name"),
        *COMPANY,
        Field("account_created", Kind.DATE, "when the CRM first knew the company"),
        Field("customer_until", Kind.DATE, "when the company ceased to be a customer"),
        Field("relationship", Kind.CATEGORY, "customer, former customer, competitor, partner, as the CRM says"),
        Field("reference", Kind.BOOL, "stands as a reference"),
        Field("recurring_revenue", Kind.MONEY, "subscription revenue a year", "money per year"),
        Field("licences", Kind.NUMBER, "licences, seats or users bought", "licences"),
        Field("owner", Kind.TEXT, "account owner", personal=True),
    ),
    "deals": _table(
        Field("deal_id", Kind.ID, "the CRM's id; rows with the same id are product lines of one deal"),
        Field("account_id", Kind.ID, "the company: id, org number, domain or name"),
        Field("deal_name", Kind.TEXT, "the deal's title; not the company"),
        Field("outcome", Kind.CATEGORY, "won, lost or open"),
        Field("amount", Kind.MONEY, "value of the deal", "money"),
        Field("currency", Kind.CATEGORY, "ISO 4217"),
        Field("margin", Kind.MONEY, "gross margin of the deal", "money"),
        Field("cost", Kind.MONEY, "cost of sale", "money"),
        Field("created", Kind.DATE, "when the deal was opened"),
        Field("closed", Kind.DATE, "when it was won or lost"),
        Field("reason", Kind.CATEGORY, "why it was won or lost"),
        Field("competitor", Kind.CATEGORY, "who else was in the deal"),
        Field("deal_source", Kind.CATEGORY, "inbound, outbound, partner"),
        Field("deal_type", Kind.CATEGORY, "new business, renewal, upsell"),
        Field("decision_makers", Kind.NUMBER, "people who decided", "heads"),
        Field("product", Kind.CATEGORY, "what was offered"),
        Field("owner", Kind.TEXT, "deal owner", personal=True),
    ),
    "orders": _table(
        Field("order_id", Kind.ID, "order number"),
        Field("account_id", Kind.ID, "the company"),
        Field("date", Kind.DATE, "order date"),
        Field("amount", Kind.MONEY, "order value", "money"),
        Field("currency", Kind.CATEGORY, "ISO 4217"),
        Field("margin", Kind.MONEY, "gross margin", "money"),
        Field("product", Kind.CATEGORY, "what was bought"),
    ),
    "activities": _table(
        Field("activity_id", Kind.ID, "activity id"),
        Field("account_id", Kind.ID, "the company"),
        Field("deal_id", Kind.ID, "the deal, if any"),
        Field("date", Kind.DATE, "when"),
        Field("activity", Kind.CATEGORY, "call, meeting, quote, email"),
        Field("hours", Kind.NUMBER, "time spent", "hours"),
    ),
    "contacts": _table(
        Field("contact_id", Kind.ID, "contact id", personal=True),
        Field("account_id", Kind.ID, "the company"),
        Field("deal_id", Kind.ID, "the deal, if any"),
        Field("contact_name", Kind.TEXT, "person's name", personal=True),
        Field("title", Kind.TEXT, "job title", personal=True),
        Field("role", Kind.CATEGORY, "decision maker, influencer, user", personal=True),
        Field("email", Kind.ID, "e-mail", personal=True),
        Field("phone", Kind.ID, "telephone", personal=True),
        Field("education", Kind.CATEGORY, "education", personal=True),
        Field("personality", Kind.CATEGORY, "DISC or the like", personal=True),
        Field("sex", Kind.CATEGORY, "sex", personal=True),
        Field("age", Kind.NUMBER, "age", "years", personal=True),
    ),
    "prospects": _table(
        Field("prospect_id", Kind.ID, "the input's id, else org number, domain or row number"),
        Field("account_id", Kind.ID, "the account in the CRM that it is"),
        *COMPANY,
        Field("account_created", Kind.DATE, "when the CRM first knew the company"),
        Field("inbound", Kind.BOOL, "the prospect came to us"),
    ),
    "exclude": _table(
        Field("name", Kind.TEXT, "company name"),
        Field("org_number", Kind.ID, "organisation number"),
        Field("domain", Kind.ID, "web domain"),
        Field("email", Kind.ID, "e-mail address, which stands for its domain", personal=True),
        Field("account_id", Kind.ID, "id in the CRM or in the list"),
        Field("country", Kind.CATEGORY, "ISO 3166-1 alpha-2"),
        Field("exclude_reason", Kind.TEXT, "why it must not be approached"),
    ),
}

# What a CRM marks rows with that do not count: any file may have these columns, no clean table has them.
MARKS: dict[str, Field] = _table(
    Field("is_deleted", Kind.BOOL, "the CRM has deleted the record"),
    Field("is_archived", Kind.BOOL, "the CRM has put the record away"),
    Field("is_test", Kind.BOOL, "the record was made to try something out"),
    Field("merged_into", Kind.ID, "id of the record that this one was merged into"),
)

# What tells how a deal ended, or that it has not, beside the outcome itself: a file of deals may have these columns,
# and its clean table has none of them.
EVIDENCE: dict[str, Field] = _table(
    Field("is_closed", Kind.BOOL, "whether the deal has ended"),
    Field("is_won", Kind.BOOL, "whether it was won"),
    Field("is_lost", Kind.BOOL, "whether it was lost"),
    Field("probability", Kind.NUMBER, "chance that it will be won, as the CRM puts it", "percent"),
    Field("won_on", Kind.DATE, "when it was won"),
    Field("lost_on", Kind.DATE, "when it was lost"),
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
AGREEMENT = ("both high", "model only", "rules only", "both low")

# Names that the product gives to columns of its own, beside the canonical ones: a user's column of such a name lies
# under another one, and is shown by its heading.
OUR_COLUMNS = frozenset(name for fields in (*TABLES.values(), MARKS, EVIDENCE) for name in fields) | {
    *("relation", "won", "lost", "open", "won_amount", "first_won", "last_won", "account_age", "customer", "company"),
    *("row", "id", "index", "level_0", "file", "reason", "detail", "given_id", "said", "left", "right", "why", "when"),
    *("likely", "certainty", "merged_id", "merged_name", "until", "count", "share", "low", "high", "kind", "key"),
    *("answer", "blind", "day", "digits", "letters", "newest", "org", "place", "way"),
    *("rank", "score", "similarity", "win_probability", "deal_value", "expected_value", "grade", "tier", "agreement"),
    *("rule_points", "rule_max", "rule_rank", "familiar", "reasons_for", "reasons_against", "nearest_customers"),
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
    examples: tuple[str, ...] = ()


RELATION = "relation"  # how a prospect stands with us (cold, lost-before, ex-customer, inbound); cold where not told
COLD, CUSTOMER = "cold", "customer"


@dataclass(frozen=True)
class Attribute:
    """A column that both accounts and prospects have and that may become a feature.

    `kind` is NUMBER, CATEGORY or SET in the clean tables; `concept` groups attributes that mean the same thing to a
    person (all industry levels are one concept); `label` is how people call it.
    """

    name: str
    kind: Kind
    concept: str
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Refusal:
    """A column that may not be a feature, with the rule it broke and the evidence."""

    column: str
    rule: Words
    evidence: Words
