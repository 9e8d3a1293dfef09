"""What a company and a customer of ours have in common that one can talk about, as phrases of one sentence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from lookalike.languages import Message, say

NAMED = 3  # things in one sentence
OPENING = ("industry", "technologies", "employees", "growth", "place")  # what a talk begins with, in this order
APART = ("industry", "place", "growth", "employees", "technologies")  # what fewest companies have in common comes first
ALIKE = 2.0  # times as many employees, up to which two companies are about the same size to whoever hears it
PLACES = ("city", "region")  # the narrower first
INDUSTRIES = ("industry", "industry_code")  # in words rather than by its code


def in_both(ours: pd.Series, theirs: pd.Series) -> dict[str, Message]:
    """What two companies have in common, by kind: industry, technologies, size, growth, place.

    Nothing of legal form, owners or country: those are no likeness. What both lack is none either.

    Parameters
    ----------
    ours, theirs : Series
        The companies with their attributes, as they were cleaned; `technologies` joined by `;`.

    Examples
    --------
    >>> ours = pd.Series({"employees": 80, "growth": 4.0, "city": "Bergen", "technologies": "Azure;SAP"})
    >>> told = in_both(ours, pd.Series({"employees": 120, "growth": -1.0, "city": "Bergen", "technologies": "SAP"}))
    >>> {kind: str(phrase) for kind, phrase in told.items()}
    {'technologies': 'use SAP', 'employees': 'are about the same size', 'place': 'are in Bergen'}
    """
    found: dict[str, Message] = {}
    for kind, columns in (("industry", INDUSTRIES), ("place", PLACES)):
        same = next((one for one in columns if isinstance(ours.get(one), str) and ours[one] == theirs.get(one)), None)
        if same:
            found[kind] = say(f"opener_of.{kind}", value=say(f"facts_of.{same}", value=ours[same]))
    mine, other = (str(one.dropna().get("technologies", "")).split(";") for one in (ours, theirs))
    if used := [one for one in mine if one and one in other]:
        found["technologies"] = say("opener_of.technologies", values=used)
    heads = sorted(float(one.get("employees") or np.nan) for one in (ours, theirs))
    if heads[1] <= ALIKE * heads[0]:
        found["employees"] = say("opener_of.employees")
    if all(float(one.get("growth") or np.nan) > 0 for one in (ours, theirs)):
        found["growth"] = say("opener_of.growth")
    return {kind: found[kind] for kind in OPENING if kind in found}


def resemblance(ours: pd.Series, customers: Mapping[str, pd.Series]) -> Message | None:
    """Which of some customers a company has most in common with, and what; None where there is nothing to say.

    Parameters
    ----------
    ours : Series
        The company with its attributes.
    customers : dict of Series
        By their names; the most alike first.
    """
    shared = {name: in_both(ours, one) for name, one in customers.items()}
    nearest = max(shared, key=lambda name: len(shared[name]), default="")
    facts = [shared[nearest][kind] for kind in APART if kind in shared[nearest]] if shared else []
    return say("reasons.like", customer=nearest, facts=facts[:NAMED]) if facts else None
