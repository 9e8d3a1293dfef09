"""What is needed for a call: who they are, what we had with them, how to begin, whom to ask for, what to find out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.criteria import SEGMENT
from lookalike.languages import Message, Words, called, has, say
from lookalike.learning.bins import Feature
from lookalike.numbers import three_figures
from lookalike.ranking.reasons.likeness import NAMED
from lookalike.schema import COLD, RELATION

ABOUT = (
    "industry",
    "industry_code",
    "city",
    "region",
    "country",
    "employees",
    "revenue",
    "growth",
    "founded",
    "technologies",
)
ASKED = 6  # things to find out
UNITS = {"employees": "heads", "revenue": "money per year", "growth": "percent", "founded": "year"}


@dataclass(frozen=True)
class Call:
    """One prospect as it is called.

    `who` are facts about it; `history` is what we had with it, one sentence each; `opener` is a first sentence, drawn
    from what it shares with a customer; `ask_for` says which function and level decide at customers ("" where that is
    not known); `unknown` is what is not known of it and worth asking, most telling first.
    """

    who: tuple[Words, ...]
    history: tuple[Message, ...]
    opener: Message
    ask_for: Words
    unknown: tuple[Words, ...]


def who(company: pd.Series, currency: str) -> tuple[Words, ...]:
    """The facts of a company that tell who it is."""
    told: list[Words] = []
    for name in ABOUT:
        value = company.get(name)
        if value is None or value is pd.NaT or pd.isna(value) or (name == "industry_code" and told):
            continue  # a code tells the industry where nothing else does
        if name == "technologies":
            told.append(say("call.uses", values=str(value).split(";")))
        elif name in UNITS:
            number = float(value) if name == "founded" else three_figures(float(value))
            told.append(say(f"facts_of.{name}", n=number, value=number, unit=UNITS[name], currency=currency))
        else:
            told.append(say(f"facts_of.{name}", value=str(value)))
    return tuple(told)


def history(relation: str, account: pd.Series | None) -> tuple[Message, ...]:
    """What we had with a company: its relation, and the deals with it.

    Parameters
    ----------
    relation : str
    account : Series, optional
        Its row among the companies of the CRM: `won`, `lost`, `open`, `last_won`, `owner` where known.
    """
    told = [say(f"facts.{relation or COLD}")]
    if account is None:
        return tuple(told)
    won, lost = (int(account[name]) if pd.notna(account.get(name)) else 0 for name in ("won", "lost"))
    if won or lost:
        told.append(say("call.deals", won=won, lost=lost))
    if pd.notna(account.get("last_won")):
        told.append(say("call.last_won", day=str(pd.Timestamp(account["last_won"]).date())))
    if isinstance(account.get("owner"), str):
        told.append(say("call.owner", owner=account["owner"]))
    return tuple(told)


def opener(relation: str, customer: str, shared: Sequence[Message]) -> Message:
    """A first sentence for the call, from the customer that it resembles most and what both have (`in_both`)."""
    kind = relation if has(f"opener.{relation}") else COLD
    if not customer or not shared:
        return say(f"opener.{kind}_alone")
    return say(f"opener.{kind}", customer=customer.rstrip("."), facts=list(shared[:NAMED]))


def ask_for(persona: dict[str, Any]) -> Words:
    """Which function and level decide at customers, in one sentence; "" where that is not known."""
    first = {name: persona[name][0] for name in ("functions", "levels", "titles") if persona.get(name)}
    if not {"functions", "levels"} <= first.keys():
        return ""
    told = {name.removesuffix("s"): one["value"] for name, one in first.items()}
    shares = {"share": first["functions"]["share"], "level_share": first["levels"]["share"]}
    return say("call.ask_for_title" if "titles" in first else "call.ask_for", **told, **shares)


def unknown(features: Sequence[Feature], spread: np.ndarray, company: pd.DataFrame) -> tuple[Words, ...]:
    """What the model looks at and nobody knows of the company, what moves most first.

    Parameters
    ----------
    features : sequence of Feature
    spread : ndarray of shape (features,)
        How much each moves the score.
    company : DataFrame of one row
    """
    missing = []
    for place in np.argsort(-spread, kind="stable").tolist():
        feature = features[place]
        if feature.source in (SEGMENT, RELATION) or feature.source not in company:
            continue
        if pd.isna(company[feature.source].iloc[0]):
            missing.append(called(feature.source, feature.label))
    return tuple(dict.fromkeys(missing))[:ASKED]
