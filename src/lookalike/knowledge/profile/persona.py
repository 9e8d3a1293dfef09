"""The buyer in the aggregate: functions, levels and roles of the people on won deals; small groups are never shown."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.profile.titles import DISTANCE, function_of, level_of
from lookalike.languages import Message, Words, phrases, say
from lookalike.settings import Privacy

PERSONAL = ("education", "personality", "sex", "age")
AGES = (30, 40, 50, 60)


def buyer_persona(companies: Companies, privacy: Privacy) -> dict[str, Any]:
    """Who decides at the customers: aggregates over the contacts of won deals.

    Contacts count when their deal was won or, where contacts name no deal, when their company bought. Where roles are
    known only those who decide count. Groups of fewer people than `privacy.smallest_group` are put together as "other
    (small groups)", and left out where even that is too small. Sex, age, education and personality are counted only
    when the settings ask for it. Nothing here names a person or reaches a model.

    Parameters
    ----------
    companies : Companies
    privacy : Privacy

    Returns
    -------
    dict
        `contacts` (people counted), `sentences`; `functions`, `levels`, `titles`, `roles`: lists of
        `{"value", "people", "share"}`, most common first, empty where nothing is known; `distance` (median levels to
        the CEO: 0 = the CEO, 1 = N-1; None unknown), `decision_makers` (mean number per won deal; None unknown);
        `personal`: such lists by attribute, when asked for.
    """
    if not privacy.persona:
        return _empty(say("persona.off"))
    people = _deciders(_on_won_deals(companies))
    smallest = privacy.smallest_group
    if len(people) < smallest:
        return _empty(say("persona.too_few", smallest=smallest))
    functions, levels = people["title"].map(function_of), people["title"].map(level_of)
    distance = levels.map(DISTANCE).dropna()
    deciders = companies.deals.loc[companies.deals["outcome"] == "won", "decision_makers"].dropna()
    persona: dict[str, Any] = {
        "contacts": len(people),
        "functions": _counts(functions, smallest, "functions"),
        "levels": _counts(levels, smallest, "levels"),
        "titles": _counts(people["title"].str.strip().str.casefold().str.capitalize(), smallest),
        "roles": _counts(people["role"], smallest),
        "distance": float(distance.median()) if len(distance) >= smallest else None,
        "decision_makers": float(deciders.mean()) if len(deciders) else None,
        "personal": _personal(people, smallest) if privacy.personal_attributes else {},
    }
    return persona | {"sentences": _sentences(persona)}


def _on_won_deals(companies: Companies) -> pd.DataFrame:
    """Contacts of won deals; of companies that bought, for contacts without a deal."""
    contacts = companies.contacts
    won = companies.deals.loc[companies.deals["outcome"] == "won", "deal_id"]
    bought = companies.accounts.loc[companies.accounts["relation"].isin(["customer", "ex-customer"]), "account_id"]
    of_company = contacts["deal_id"].isna() & contacts["account_id"].isin(bought)
    return contacts[contacts["deal_id"].isin(won) | of_company]


def _deciders(people: pd.DataFrame) -> pd.DataFrame:
    """Who decided, not who signed: those whose role says so, else everybody."""
    decides = phrases("decides").has(people["role"])
    return people[decides] if decides.any() else people


def _counts(values: pd.Series, smallest: int, known_as: str = "") -> list[dict[str, Any]]:
    """Groups large enough to be shown, the others together; nothing that lets a small group be worked out.

    Values with words of our own stand in the section `known_as` of the language files.
    """
    counts = values.dropna().value_counts()
    shown = sorted(counts[counts >= smallest].items(), key=lambda item: (-item[1], str(item[0])))
    rest = int(counts[counts < smallest].sum())
    rows: list[tuple[Words, int]] = [
        (say(f"{known_as}.{value}") if known_as else str(value), int(count)) for value, count in shown
    ]
    rows += [(say("persona.other"), rest)] if rest >= smallest else []
    total = sum(count for _, count in rows)
    return [{"value": value, "people": count, "share": count / total} for value, count in rows]


def _personal(people: pd.DataFrame, smallest: int) -> dict[str, list[dict[str, Any]]]:
    """Personal attributes in the aggregate, ages in groups of ten years."""
    bounds = [0, *AGES, 200]
    ages = pd.cut(people["age"], bounds, right=False, labels=[f"from_{start}" for start in bounds[:-1]]).astype(object)
    told = {name: _counts(people[name], smallest) for name in PERSONAL if name != "age"}
    return told | {"age": _counts(ages, smallest, "ages")}


def _sentences(persona: dict[str, Any]) -> list[Message]:
    """The persona in words."""
    said = [say("persona.seen", people=persona["contacts"])]
    for name in ("functions", "levels", "roles"):
        groups = persona[name][:2]
        if groups and not (name == "roles" and all(phrases("decides").said(group["value"]) for group in groups)):
            told = [say(f"persona.{name}", share=group["share"], value=group["value"]) for group in groups]
            said.append(say("persona.groups", groups=told))
    if persona["distance"] is not None:
        below = round(persona["distance"])
        said.append(say("persona.below", n=below) if below else say("persona.at_the_top"))
    if persona["decision_makers"] is not None:
        said.append(say("persona.decide", people=persona["decision_makers"]))
    return said


def _empty(sentence: Message) -> dict[str, Any]:
    lists: dict[str, Any] = {name: [] for name in ("functions", "levels", "titles", "roles")}
    return {"contacts": 0, "sentences": [sentence], **lists, "distance": None, "decision_makers": None, "personal": {}}
