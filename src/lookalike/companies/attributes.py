"""Which columns may become features: those that accounts and prospects share and that are known of a cold prospect."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from lookalike.companies.accounts import AFTER_OUTCOME, filled_after_outcome
from lookalike.companies.headings import LEVELS, Wanted, tells_of_dealings
from lookalike.companies.values import code_levels, differ, divisions, find_system, is_text, revision
from lookalike.languages import Message, say
from lookalike.schema import COMPANY, TABLES, Attribute, Field, Kind, Refusal

ABSENT, IDENTIFIER, PERSONAL = say("attributes.absent"), say("attributes.identifier"), say("attributes.personal")
CONSTANT, EMPTY, UNIQUE = say("attributes.constant"), say("attributes.empty"), say("attributes.unique")
DATE, NOT_A_TRAIT, NOT_CHOSEN = say("attributes.date"), say("attributes.no_trait"), say("attributes.not_chosen")
HARD = frozenset({ABSENT, IDENTIFIER, PERSONAL, CONSTANT, AFTER_OUTCOME})

PLACES = ("country", "region", "city", "territory", "county", "state", "province", "district", "municipality")
CONCEPTS = {"industry_code": "industry"} | dict.fromkeys(PLACES, "place")
HOW_IT_CAME = {"status", "source"}  # the state of the record, not what the company is
HISTORY = {"relation", "won", "lost", "open", "won_amount", "first_won", "last_won"}
OF_THE_RELATION = frozenset(TABLES["accounts"]) - {field.name for field in COMPANY}  # with us, not of the company
FEW = 0.01  # share of rows that must be filled
ENOUGH = 20  # values before one can say that nearly all differ


@dataclass(frozen=True)
class Chosen:
    """Accounts and prospects with the attribute columns in their final form, and the verdict on every column.

    `untraceable` are traits that only the accounts have: no list can be ranked by them, but they describe customers.
    """

    accounts: pd.DataFrame
    prospects: pd.DataFrame
    attributes: tuple[Attribute, ...]
    refused: tuple[Refusal, ...]
    untraceable: tuple[Attribute, ...] = ()


def choose_attributes(
    accounts: pd.DataFrame,
    prospects: pd.DataFrame,
    deals: pd.DataFrame,
    choice: Wanted,
    kinds: Mapping[str, Kind] | None = None,
    personal: Collection[str] = (),
    refused: Mapping[str, Refusal] | None = None,
    headings: Mapping[str, str] | None = None,
    origins: Mapping[str, str] | None = None,
) -> Chosen:
    """Judge every column of the accounts and bring those that pass into their final form on both sides.

    Parameters
    ----------
    accounts, prospects, deals : DataFrame
        Clean tables. Without prospects every usable account column passes.
    choice : Wanted
        `include` overrules what is merely unlikely to help, never the hard rules.
    kinds : mapping, optional
        Kind of the columns that are not canonical; else it is told from their data type.
    personal : collection of str
        Columns that name people.
    refused : mapping, optional
        Columns that were refused before, with their reasons.
    headings : mapping, optional
        Column -> what the user's files call it.
    origins : mapping, optional
        Column -> the list that its values come from on both sides; else each side has its own.
    """
    coding = coding_of(accounts, prospects)
    accounts, prospects = coded(accounts, coding), coded(prospects, coding)
    columns = [name for name in accounts.columns if name not in HISTORY]
    traits = [name for name in columns if _kind(name, accounts[name], kinds or {}) not in (Kind.ID, Kind.TEXT)]
    known = accounts[traits].notna().any(axis=1) if traits else pd.Series(True, index=accounts.index)
    leaks = filled_after_outcome(accounts.loc[known, columns], _company_outcome(accounts, deals)[known], "companies")
    people = {name: Refusal(name, PERSONAL, say("attributes.names_people")) for name in personal}
    verdicts = people | leaks | dict(refused or {})
    attributes, untraceable = [], []
    for name in columns:
        if name in verdicts:
            continue
        kind = _kind(name, accounts[name], kinds or {})
        heading = (headings or {}).get(name, name)
        verdict = _hard(name, kind, accounts, prospects) or _soft(name, kind, accounts, choice, heading)
        if verdict:
            verdicts[name] = verdict
            if verdict.rule == ABSENT and _describes(name, kind, accounts, choice, heading):
                untraceable.append(_attribute(name, kind, heading))
        else:
            one = _attribute(name, kind, heading)
            attributes.append(replace(one, origin=(origins or {}).get(root_of(name), "")))
    accounts, prospects = (in_final_form(side, (*attributes, *untraceable)) for side in (accounts, prospects))
    if not len(prospects):  # an empty list can be scored too: it has the columns
        lacking = [attribute.name for attribute in attributes if attribute.name not in prospects]
        prospects = prospects.reset_index(drop=True).join(accounts[lacking].iloc[:0])
    told = tuple(verdicts[name] for name in sorted(verdicts))
    return Chosen(accounts, prospects, tuple(attributes), told, tuple(untraceable))


def in_final_form(rows: pd.DataFrame, attributes: Collection[Attribute]) -> pd.DataFrame:
    """Rows whose attributes, as far as they have them, are float64, or text with None."""
    return rows.assign(**{one.name: _final(rows[one.name], one.kind) for one in attributes if one.name in rows})


def _hard(name: str, kind: Kind, accounts: pd.DataFrame, prospects: pd.DataFrame) -> Refusal | None:
    """The rules no setting overrules."""
    field = TABLES["accounts"].get(name)
    if field and field.personal:
        return Refusal(name, PERSONAL, say("attributes.personal_data", meaning=field.meaning))
    if kind is Kind.ID or name == "name":
        return Refusal(name, IDENTIFIER, say("attributes.says_which"))
    if len(prospects):
        filled = prospects[name].notna().mean() if name in prospects else None
        if filled is None:
            return Refusal(name, ABSENT, say("attributes.no_such_column"))
        if filled < FEW:
            return Refusal(name, ABSENT, say("attributes.filled_on", share=filled, prospects=len(prospects)))
    if accounts[name].nunique() <= 1:
        return Refusal(name, CONSTANT, _only_value(accounts[name]))
    return None


def _describes(name: str, kind: Kind, accounts: pd.DataFrame, choice: Wanted, heading: str) -> bool:
    """Whether a column that the list lacks is a trait of the company all the same, and nobody left it out."""
    alone = replace(choice, include=None)
    trait = name not in OF_THE_RELATION and accounts[name].nunique() > 1
    return trait and _soft(name, kind, accounts, alone, heading) is None


def _soft(name: str, kind: Kind, accounts: pd.DataFrame, choice: Wanted, heading: str) -> Refusal | None:
    """The rules that `include` overrules."""
    if name in choice.exclude:
        return Refusal(name, NOT_CHOSEN, say("attributes.in_exclude"))
    if kind is Kind.DATE:
        return Refusal(name, DATE, say("attributes.dates_age"))
    if choice.include is not None:
        return None if name in choice.include else Refusal(name, NOT_CHOSEN, say("attributes.not_in_include"))
    if name in HOW_IT_CAME:
        return Refusal(name, NOT_A_TRAIT, say("attributes.of_the_record"))
    if name not in TABLES["accounts"] and tells_of_dealings(heading, accounts[name]):
        return Refusal(name, NOT_A_TRAIT, say("attributes.of_dealings"))
    values = accounts[name].dropna()
    if len(values) < FEW * len(accounts):
        return Refusal(name, EMPTY, say("attributes.few_filled", filled=len(values), companies=len(accounts)))
    words = kind in (Kind.CATEGORY, Kind.CODE, Kind.TEXT)
    if kind is Kind.TEXT or (words and len(values) >= ENOUGH and values.nunique() > len(values) / 2):
        return Refusal(name, UNIQUE, say("attributes.different", values=values.nunique(), companies=len(values)))
    return None


def _only_value(values: pd.Series) -> Message:
    filled = values.dropna()
    return say("attributes.only_value", value=str(filled.iloc[0])) if len(filled) else say("attributes.no_value")


def _kind(name: str, values: pd.Series, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of a column: canonical, given, or told from its data type."""
    field = TABLES["accounts"].get(name)
    if field:
        return field.kind
    if name in kinds:
        return kinds[name]
    if isinstance(values.dtype, pd.BooleanDtype) or values.dtype == bool:
        return Kind.BOOL
    if pd.api.types.is_numeric_dtype(values):
        return Kind.NUMBER
    return Kind.DATE if pd.api.types.is_datetime64_any_dtype(values) else Kind.CATEGORY


def _attribute(name: str, kind: Kind, heading: str) -> Attribute:
    """The attribute as other rooms see it: a number, a category or a set, called by its heading in the files."""
    known: dict[str, Field] = {field.name: field for field in COMPANY}
    level = name.removeprefix("industry_code_")
    root = root_of(name)
    concept = CONCEPTS.get(root.casefold(), name)
    label = LEVELS.get(level, name.replace("_", " ").capitalize() if root in known else heading)
    as_number = kind in (Kind.NUMBER, Kind.MONEY)
    final = Kind.NUMBER if as_number else Kind.SET if kind is Kind.SET else Kind.CATEGORY
    unit = known[root].unit if root in known and as_number else ""
    return Attribute(name, final, concept, label, unit)


def _final(values: pd.Series, kind: Kind) -> pd.Series:
    """Values in the data type of the attribute: float64, or text with None."""
    if kind is Kind.NUMBER:
        return values.astype("float64")
    text = values.astype(object).where(values.notna(), None)
    if is_text(text):
        return text
    return text.map(lambda value: ("yes" if value else "no") if isinstance(value, bool | np.bool_) else value)


def root_of(name: str) -> str:
    """The column that an attribute is told by: a level of the industry codes by the codes."""
    return "industry_code" if name.removeprefix("industry_code_") in LEVELS else name


@dataclass(frozen=True)
class Coding:
    """How the industry codes of several tables are brought into one form.

    Parameters
    ----------
    divided : bool
        Whether they are of different revisions, so that only the level counts at which these agree.
    system : str
        The classification, "" where there are no codes.
    """

    divided: bool
    system: str


def coding_of(*sides: pd.DataFrame) -> Coding:
    """How the industry codes of these tables become those of one revision and one classification."""
    codes = [side["industry_code"] for side in sides if "industry_code" in side]
    divided = differ(map(revision, codes))
    known = [(divisions(one) if divided else one).dropna() for one in codes]
    together = pd.concat(known).unique() if known else []
    return Coding(divided, find_system(together) if len(together) else "")


def coded(frame: pd.DataFrame, coding: Coding) -> pd.DataFrame:
    """Industry codes in that form, with their coarser levels beside them: 62.010 is also 62.0, 62, and IT."""
    if "industry_code" not in frame:
        return frame.copy()
    codes = divisions(frame["industry_code"]) if coding.divided else frame["industry_code"]
    levels = code_levels(codes, coding.system)
    return frame.assign(industry_code=codes, **{f"industry_code_{level}": levels[level] for level in LEVELS})


def _company_outcome(accounts: pd.DataFrame, deals: pd.DataFrame) -> pd.Series:
    """Per account: won when any deal was won, else lost, else open, else None."""
    by_outcome = {name: set(deals.loc[deals["outcome"] == name, "account_id"]) for name in ("open", "lost", "won")}
    result = pd.Series(None, index=accounts.index, dtype=object)
    for name, ids in by_outcome.items():
        result[accounts["account_id"].isin(ids)] = name
    return result
