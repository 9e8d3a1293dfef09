"""Pairs of companies that share a number, a domain or a name: how likely each is one company, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cpdist

from lookalike.companies.identity.keys import PLACE
from lookalike.companies.identity.match_probability import (
    ENOUGH,
    Alike,
    coincidence,
    crowd,
    distinctness,
    without_place,
)

WAYS = ("same organisation number", "same web domain", "same name and place", "same name", "nearly the same name")
BY_ORG, BY_DOMAIN, BY_NAME, NEARLY = 0, 1, 2, 4
NAMES_ALIKE = 70  # 0-100: likeness of two names with the same domain from which they are one company
LONG_NAME = 16  # letters from which two wrong letters still mean the same name
CONTRADICTED = 0.5  # likelihood, at most, of a pair with a contradiction that only a person can resolve
MOVED = 0.1  # likelihood that a namesake elsewhere is the same company, which has moved: for the order of review only
UNPROVEN = 0.9  # of the likelihood remains, at most, where a name differs and nothing else speaks for it


@dataclass(frozen=True)
class _Facts:
    """What agrees and what contradicts, pair by pair."""

    other_number: np.ndarray
    other_country: np.ndarray
    same_place: np.ndarray
    same_postcode: np.ndarray
    other_place: np.ndarray
    other_form: np.ndarray
    crowded: np.ndarray


def judge(pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The pairs that may be one company, with reason and likelihood.

    Parameters
    ----------
    pairs : DataFrame
        `left`, `right` (index labels), `way` (position in `WAYS`) and `letters` (that differ between the names).
    left, right : DataFrame
        Keys of `company_keys`; one object for the pairs of a single table.

    Returns
    -------
    DataFrame
        Pairs with `why` and `likely` (0-1).
    """
    a, b = left.loc[pairs["left"]].reset_index(drop=True), right.loc[pairs["right"]].reset_index(drop=True)
    way = pairs["way"].to_numpy()
    named, nearly = way == BY_NAME, way == NEARLY
    facts = _facts(a, b, left, right, named | nearly)
    chance = coincidence(left, right)
    likely = np.where(facts.other_country, CONTRADICTED, 1.0)  # the same organisation number
    for holds, judged in (
        (way == BY_DOMAIN, lambda where: _by_domain(a[where], b[where], facts.other_number[where])),
        (named, lambda _: _by_name(a, b, left, right, facts, named, chance)),
        (nearly, lambda _: _nearly(a, b, pairs["letters"].to_numpy(), facts, nearly, chance)),
    ):
        if holds.any():
            likely[holds] = judged(holds)
    unopposed = ~facts.other_number & ~facts.other_country & (named | ~facts.other_place)
    possible = (way == BY_ORG) | (way == BY_DOMAIN) | unopposed
    return pairs.assign(why=_why(pairs, facts), likely=likely.round(4))[possible]


def _facts(a: pd.DataFrame, b: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, by_name: np.ndarray) -> _Facts:
    same_place = _agree(a, b, "postcode") | _agree(a, b, "city")
    crowded = np.zeros(len(a))
    near = by_name & same_place
    if near.any():
        crowded[near] = np.maximum(crowd(left, a[near]), crowd(right, b[near]))
    return _Facts(
        _differ(a, b, "org"),
        _differ(a, b, "country"),
        same_place,
        _agree(a, b, "postcode"),
        ~same_place & (_differ(a, b, "city") | _differ(a, b, "postcode")),
        _differ(a, b, "legal"),
        crowded,
    )


def _by_domain(a: pd.DataFrame, b: pd.DataFrame, other_number: np.ndarray) -> np.ndarray:
    """Sure when the names are alike, the likelier the more so; an unknown name is no contradiction."""
    one, other = a["spelled"].fillna("").to_numpy(), b["spelled"].fillna("").to_numpy()
    alike = cpdist(one, other, scorer=token_set_ratio, workers=-1).astype(float)
    alike[(one == "") | (other == "")] = NAMES_ALIKE
    return np.where((alike >= NAMES_ALIKE) & ~other_number, ENOUGH + (1 - ENOUGH) * alike / 100, CONTRADICTED)


def _by_name(
    a: pd.DataFrame,
    b: pd.DataFrame,
    left: pd.DataFrame,
    right: pd.DataFrame,
    facts: _Facts,
    named: np.ndarray,
    chance: float,
) -> np.ndarray:
    """At one place: unless the name is crowded there. Without a place: if it is borne once, and distinct enough."""
    itself = left is right
    distinct = np.minimum(distinctness(left, a["name"]), distinctness(right, b["name"]))
    borne = np.maximum(_bearers(left, a["name"]), _bearers(right, b["name"]))
    known = named & (facts.same_place | facts.other_place) & (borne <= 1 + itself)
    anywhere = without_place(distinct[known], facts.same_place[known], chance, distinct)
    alone = _in_one_place(left, a["name"], itself) & _in_one_place(right, b["name"], itself)
    likely = np.select(
        [facts.same_place, facts.other_place, alone], [1 - facts.crowded, MOVED, anywhere], anywhere * CONTRADICTED
    )
    return np.where(facts.other_form & ~facts.same_postcode, np.minimum(likely, CONTRADICTED), likely)[named]


def _nearly(
    a: pd.DataFrame, b: pd.DataFrame, letters: np.ndarray, facts: _Facts, nearly: np.ndarray, chance: float
) -> np.ndarray:
    """By how many letters differ: sure only at one postcode, when the words' first letters, seldom mistyped, agree."""
    initials = _same_initials(a, b, nearly)
    long = ((a["name"].str.len() >= LONG_NAME) & (b["name"].str.len() >= LONG_NAME)).to_numpy(dtype=bool)
    likely = np.zeros(len(a))
    for number in np.unique(letters[nearly]):
        kind = nearly & (letters == number) & initials
        alike = Alike(int((kind & facts.same_place).sum()), int((kind & facts.other_place).sum()), chance)
        fits = kind & facts.same_postcode & ~facts.other_form & ((number <= 1) | ((number == 2) & long))
        likely[nearly & (letters == number)] = UNPROVEN * alike.anywhere / number
        likely[fits] = alike.at_one_place * (1 - facts.crowded[fits])
    return likely[nearly]


def _why(pairs: pd.DataFrame, facts: _Facts) -> pd.Series:
    """The way in words, with everything that speaks against it."""
    way = pairs["way"].to_numpy()
    named, nearly, by_org = way == BY_NAME, way == NEARLY, way == BY_ORG
    why = pd.Series(np.array(WAYS, dtype=object)[np.where(named & ~facts.same_place, 3, way)], index=pairs.index)
    plural = pairs["letters"].map(lambda number: "letter differs" if number == 1 else "letters differ")
    why = why.mask(nearly, why + " (" + pairs["letters"].astype(str) + " " + plural + ")")
    for holds, words in (
        (facts.other_number, "other organisation number"),
        (facts.other_country, "other country"),
        (facts.other_place & ~by_org, "other place"),
        (facts.other_form & ~by_org, "other legal form"),
        (facts.crowded > 1 - ENOUGH, "a common name"),
    ):
        why = why.mask(holds, why + f", {words}")
    return why


def _agree(a: pd.DataFrame, b: pd.DataFrame, key: str) -> np.ndarray:
    return (a[key].notna() & (a[key] == b[key])).to_numpy()


def _differ(a: pd.DataFrame, b: pd.DataFrame, key: str) -> np.ndarray:
    return (a[key].notna() & b[key].notna() & (a[key] != b[key])).to_numpy()


def _same_initials(a: pd.DataFrame, b: pd.DataFrame, where: np.ndarray) -> np.ndarray:
    """Whether the words of two names begin with the same letters; asked where needed."""
    same = np.zeros(len(a), dtype=bool)
    if where.any():
        one, other = (side["spelled"][where].str.replace(r"(\S)\S*\s?", r"\1", regex=True) for side in (a, b))
        same[where] = (one == other).to_numpy()
    return same


def _bearers(keys: pd.DataFrame, names: pd.Series) -> np.ndarray:
    """How many companies of a table bear each name."""
    counts = keys["name"][keys["name"].isin(names)].value_counts()
    return names.map(counts).fillna(0).to_numpy()


def _in_one_place(keys: pd.DataFrame, names: pd.Series, itself: bool) -> np.ndarray:
    """Which names are borne only by rows that tell of one company at one place.

    Between two tables rows that tell a place and rows that tell none are different companies; within a table they are
    the fuller and the poorer record of one.
    """
    asked = keys[keys["name"].isin(names)]
    told = asked.groupby("name")[["org", *PLACE]].nunique(dropna=itself)
    return names.isin(told.index[(told <= 1).all(axis=1)]).to_numpy()
