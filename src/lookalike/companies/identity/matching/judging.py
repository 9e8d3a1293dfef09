"""Pairs of companies that share a number, a domain or a name: how likely each is one company, and why."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import product

import numpy as np
import pandas as pd
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cpdist

from lookalike.companies.identity.keys import PLACE
from lookalike.companies.identity.matching.because import BY_DOMAIN, BY_NAME, BY_ORG, NAME_ALONE, NEARLY, coded
from lookalike.companies.identity.matching.chance import (
    by_its_letters,
    by_its_table,
    coincidence,
    crowd,
    share_of_place,
    without_place,
)
from lookalike.companies.identity.matching.sides import Sides

ENOUGH = 0.95  # likelihood from which two rows are one company
WORDS_ALIKE = 80  # 0-100: likeness of what is different in two names with one domain from which they are one company
LONG_NAME = 16  # letters from which two wrong letters still mean the same name
CONTRADICTED = 0.4  # likelihood, at most, of a pair with a contradiction that only a person can resolve
MOVED = 0.1  # likelihood that a namesake elsewhere is the same company, which has moved: for the order of review only
UNPROVEN = 0.9  # likelihood of a distinct name with a wrong letter as long as the data tell nothing of such pairs
BITS_A_SLIP = 7  # by which a name with a wrong letter tells less: so many others are as near
OTHER_POSTCODE = 0.3  # share of companies that two lists put at two postcodes of one city
LEAST = 1e-6  # likelihood that a name leaves, however common it is


@dataclass(frozen=True)
class _Facts:
    """What agrees and what contradicts, pair by pair."""

    other_number: np.ndarray
    other_country: np.ndarray
    same_postcode: np.ndarray
    same_city: np.ndarray
    other_place: np.ndarray
    other_form: np.ndarray
    neighbour: np.ndarray  # chance that another company is at the same place: none of the same chain is
    crowded: np.ndarray  # others of the same name that chance would put there

    @property
    def same_place(self) -> np.ndarray:
        return self.same_postcode | self.same_city

    def of(self, where: np.ndarray) -> _Facts:
        return _Facts(*(getattr(self, one.name)[where] for one in fields(self)))


@dataclass(frozen=True)
class _Pairs:
    """Pairs of rows, by position, and what their names tell."""

    sides: Sides
    left: np.ndarray
    right: np.ndarray
    distinct: np.ndarray
    seldom: np.ndarray  # how likely namesakes are one company, by whole bits, as seldom as such names are borne twice

    def agree(self, column: str) -> np.ndarray:
        return self.sides.agree(self.left, self.right, column)

    def differ(self, column: str) -> np.ndarray:
        return self.sides.differ(self.left, self.right, column)

    def believed(self, bits: np.ndarray, slips: int = 0, most: float = 1.0) -> np.ndarray:
        """How likely look-alikes with some wrong letters are one company as long as nothing is seen of such pairs."""
        by_letters = by_its_letters(bits - slips * BITS_A_SLIP, self.sides.others)
        by_table = self.seldom[np.floor(bits).astype(np.int64).clip(0, len(self.seldom) - 1)]
        return most * (by_letters if slips else np.maximum(by_letters, by_table))

    def of(self, where: np.ndarray) -> _Pairs:
        return replace(self, left=self.left[where], right=self.right[where], distinct=self.distinct[where])


def judge(pairs: pd.DataFrame, sides: Sides) -> pd.DataFrame:
    """The pairs that may be one company, with reason and likelihood.

    Parameters
    ----------
    pairs : DataFrame
        `left`, `right` (positions), `way` (position in `WAYS`), and of nearly the same names what `near_names` tells.
    sides : Sides

    Returns
    -------
    DataFrame
        Pairs with `why` (as `coded`) and `likely` (0-1).
    """
    one, other = pairs["left"].to_numpy(), pairs["right"].to_numpy()
    distinct, below = sides.vocabulary.distinct, other + (0 if sides.itself else len(sides.left))
    asked = _Pairs(sides, one, other, np.minimum(distinct[one], distinct[below]), by_its_table(sides))
    way = pairs["way"].to_numpy()
    named, nearly = way == BY_NAME, way == NEARLY
    facts = _facts(asked, named | nearly)
    likely = np.where(facts.other_country, CONTRADICTED, 1.0)  # the same organisation number
    for holds, judged in (
        (way == BY_DOMAIN, _by_domain),
        (named, _by_name),
        (nearly, lambda asked, facts: _nearly(asked, facts, pairs[nearly])),
    ):
        if holds.any():
            likely[holds] = judged(asked.of(holds), facts.of(holds))
    unopposed = ~facts.other_number & ~facts.other_country & (named | ~facts.other_place)
    possible = (way == BY_ORG) | (way == BY_DOMAIN) | unopposed
    kept = pairs[possible].assign(likely=likely[possible].round(4))
    return kept.assign(why=_why(kept, facts.of(possible)))


def _facts(asked: _Pairs, by_name: np.ndarray) -> _Facts:
    same_postcode, other_postcode = asked.agree("postcode"), asked.differ("postcode")
    same_city = asked.agree("city")
    alone = np.ones(len(by_name))  # chance that somebody else is at the place
    crowded, chain = np.zeros(len(by_name)), np.zeros(len(by_name), dtype=bool)
    for column, holds in (("postcode", same_postcode), ("city", same_city & ~same_postcode)):
        near = by_name & holds
        if near.any():
            alone[near] = share_of_place(asked.sides, asked.right[near], column)
            crowded[near], chain[near] = crowd(asked.sides, asked.right[near], column)
    alone[same_city & other_postcode] /= OTHER_POSTCODE
    return _Facts(
        asked.differ("org"),
        asked.differ("country"),
        same_postcode,
        same_city,
        ~same_postcode & ~same_city & (asked.differ("city") | other_postcode),
        asked.differ("legal"),
        np.where(chain, 0.0, alone),
        crowded,
    )


def _by_domain(asked: _Pairs, facts: _Facts) -> np.ndarray:
    """Sure when the names are alike, the likelier the more so; an unknown name is no contradiction.

    Alike are two names of which one says no more than the other, or whose own words are nearly the same: branches and
    shops of a chain share a domain and some words, and each has a word of its own.
    """
    own = [_own_words(one, other) for one, other in zip(*(names.fillna("") for names in _spelled(asked)), strict=True)]
    one, other = (np.array(side, dtype=object) for side in zip(*own, strict=True))
    alike = np.where((one == "") | (other == ""), 100, cpdist(one, other, scorer=ratio, workers=-1))
    return np.where((alike >= WORDS_ALIKE) & ~facts.other_number, ENOUGH + (1 - ENOUGH) * alike / 100, CONTRADICTED)


def _own_words(one: str, other: str) -> tuple[str, str]:
    """The words of each of two names that the other lacks."""
    here, there = set(one.split()), set(other.split())
    return " ".join(sorted(here - there)), " ".join(sorted(there - here))


def _by_name(asked: _Pairs, facts: _Facts) -> np.ndarray:
    """At one place: unless the name is crowded there. Without a place: if it is borne once, and distinct enough."""
    sides, name = asked.sides, asked.sides.codes("name")[1][asked.right]
    borne = np.maximum(*(counts[name] for counts in sides.counts("name")))
    known = (facts.same_place | facts.other_place) & (borne <= 1 + sides.itself)
    anywhere = without_place(
        asked.distinct[known], facts.same_place[known], coincidence(sides), asked.distinct, asked.believed
    )
    one = _in_one_place(sides)[name]
    here = _at_one_place(anywhere, facts)
    likely = np.select([facts.same_place, facts.other_place, one], [here, MOVED, anywhere], anywhere * CONTRADICTED)
    return np.where(facts.other_form & ~facts.same_postcode, np.minimum(likely, CONTRADICTED), likely)


def _nearly(asked: _Pairs, facts: _Facts, pairs: pd.DataFrame) -> np.ndarray:
    """By how many letters differ, and whether the words' first letters, seldom mistyped, agree."""
    letters = pairs["letters"].to_numpy()
    known = (facts.same_place | facts.other_place) & pairs["blind"].to_numpy(dtype=bool)
    one, other = _spelled(asked)
    long = (one.str.len().ge(LONG_NAME) & other.str.len().ge(LONG_NAME)).to_numpy(dtype=bool)
    usual = _initials(one).eq(_initials(other)).to_numpy(dtype=bool) & ((letters <= 1) | ((letters == 2) & long))
    likely = np.zeros(len(pairs))
    chance = coincidence(asked.sides)
    for number, normal in product(np.unique(letters), (True, False)):
        holds = (letters == number) & (usual == normal)
        if not holds.any():
            continue
        most = UNPROVEN if normal else UNPROVEN / (number + 1)
        likely[holds] = without_place(
            asked.distinct[holds & known],
            facts.same_place[holds & known],
            chance,
            asked.distinct[holds],
            partial(asked.believed, slips=int(number), most=most),
        )
    likely = np.where(facts.same_place, _at_one_place(likely, facts), likely)
    return np.where(usual & ~facts.other_form, likely, np.minimum(likely, UNPROVEN))


def _at_one_place(anywhere: np.ndarray, facts: _Facts) -> np.ndarray:
    """Likelihood of a pair at one place: against it stand others of such a name that chance brings there."""
    against = 1 / np.clip(anywhere, LEAST, 1.0) - 1
    return 1 / (1 + against * facts.neighbour + facts.crowded)


def _why(pairs: pd.DataFrame, facts: _Facts) -> np.ndarray:
    """The way, with everything that speaks against it."""
    way = pairs["way"].to_numpy()
    by_org = way == BY_ORG
    against = {
        "other_number": facts.other_number,
        "other_country": facts.other_country,
        "other_place": facts.other_place & ~by_org,
        "other_form": facts.other_form & ~by_org,
        "common_name": facts.crowded > 1 - ENOUGH,
    }
    letters = np.where(way == NEARLY, pairs["letters"], 0)
    return coded(np.where((way == BY_NAME) & ~facts.same_place, NAME_ALONE, way), letters, against)


def _spelled(asked: _Pairs) -> tuple[pd.Series, pd.Series]:
    """The names of both sides, pair by pair."""
    tables = (asked.sides.left, asked.left), (asked.sides.right, asked.right)
    one, other = (table["spelled"].iloc[rows].reset_index(drop=True) for table, rows in tables)
    return one, other


def _initials(names: pd.Series) -> pd.Series:
    """The first letters of the words of each name."""
    return names.str.replace(r"(\S)\S*\s?", r"\1", regex=True)


def _in_one_place(sides: Sides) -> np.ndarray:
    """Which names, by their code, are borne only by rows that tell of one company at one place.

    Between two tables rows that tell a place and rows that tell none are different companies; within a table they are
    the fuller and the poorer record of one.
    """
    one = np.ones(len(sides.counts("name")[1]), dtype=bool)
    for names, table in zip(sides.codes("name"), (sides.left, sides.right), strict=True):
        several = np.bincount(names[names >= 0], minlength=len(one))[names] > 1
        asked = np.flatnonzero((names >= 0) & several)
        told = table[["org", *PLACE]].iloc[asked].groupby(names[asked]).nunique(dropna=sides.itself)
        one[told.index[(told > 1).any(axis=1)]] = False
    return one
