"""Traits of the best customers that the list lacks, and the traits on the list that stand for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lookalike.companies import Companies
from lookalike.knowledge.profile.traits import Trait, shared_traits
from lookalike.languages import Message, say

MOST = 2  # traits that stand for one


@dataclass(frozen=True)
class Proxy:
    """What stands for a trait of the best customers that cannot be looked up on the list.

    Attributes
    ----------
    attribute, condition : str
        The trait.
    known : int
        Accounts of which it is known.
    usual : float, 0-1
        How many of these have it.
    stands : tuple of dict
        Traits on the list: `attribute`, `condition`, `share` (of the accounts with the trait that have this one),
        `elsewhere` (of those without), `precision` (of the accounts with this one that have the trait), `prospects`
        (share of the list that has this one; NaN without a list); the best first, empty where nothing stands for it.
    sentence : Message
    """

    attribute: str
    condition: str
    known: int
    usual: float
    stands: tuple[dict[str, Any], ...]
    sentence: Message


def proxies(companies: Companies, best: NDArray[np.bool_], seed: int) -> tuple[Proxy, ...]:
    """For each trait that tells the best customers and that the list lacks, what on the list stands for it.

    Both are held to a false discovery rate of 10 %: that the trait tells the best, and that another goes with it.

    Parameters
    ----------
    companies : Companies
    best : bool array of shape (accounts,)
    seed : int
    """
    lacking = companies.untraceable
    told = shared_traits(companies.accounts, companies.prospects.iloc[:0], lacking, best, seed)
    strongest: dict[str, Trait] = {}
    for trait in told:
        strongest.setdefault(trait.concept, trait)
    return tuple(_stands_for(companies, trait, seed) for trait in strongest.values())


def _stands_for(companies: Companies, trait: Trait, seed: int) -> Proxy:
    """What goes with a trait among the accounts of which it is known."""
    known = companies.accounts[companies.accounts[trait.attribute].notna()].reset_index(drop=True)
    has = trait.condition.holds(known)
    found: dict[str, dict[str, Any]] = {}
    for one in shared_traits(known, companies.prospects, companies.legible, has, seed):
        both = one.condition.holds(known)
        found.setdefault(
            one.concept,
            {
                "attribute": one.attribute,
                "condition": str(one.condition),
                "share": one.share_best,
                "elsewhere": one.share_rest,
                "precision": float(has[both].mean()),
                "prospects": one.share_prospects,
                "what": one.condition.describe(companies.legible),
            },
        )
    stands = sorted(found.values(), key=lambda one: -(one["share"] - one["elsewhere"]))[:MOST]
    what = trait.condition.describe(companies.untraceable)
    told = [say("proxies.stand", **one) for one in stands]
    sentence = say("proxies.for", trait=what, stand=told) if stands else say("proxies.none", trait=what)
    plain = tuple({name: value for name, value in one.items() if name != "what"} for one in stands)
    return Proxy(trait.attribute, str(trait.condition), len(known), float(has.mean()), plain, sentence)
