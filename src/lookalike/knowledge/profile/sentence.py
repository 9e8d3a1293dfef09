"""A profile as a sentence that a marketer would forward."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lookalike.knowledge.profile.traits import RATE, Trait
from lookalike.knowledge.rules import listed
from lookalike.schema import Attribute

MOSTLY = 0.5  # a trait describes the group when so many have it, else they only have it more often than others
MOST_CONCEPTS, MOST_VALUES = 5, 3
PLACES = {"place", "country"}
INDUSTRIES = {"industry", "industry_code_sector"}  # said in words, not as a code


def profile_sentence(who: str, traits: Sequence[Trait], attributes: Sequence[Attribute], companies: int) -> str:
    """Who they are, what they more often have than others, and the figures; honestly when nothing tells them apart.

    Parameters
    ----------
    who : str
        "Your best customers".
    traits : sequence of Trait
        Strongest evidence first.
    attributes : sequence of Attribute
        All that were compared.
    companies : int
        Companies of the group.
    """
    whom = decapital(who)
    if not companies:
        return f"{who} are not known yet, so there is nothing to compare."
    if not attributes:
        return f"Nothing is known of the companies but what they bought, so {whom} have no profile."
    if not traits:
        return (
            f"Nothing that is known of them tells {whom} ({companies}) from the other accounts: {len(attributes)} "
            f"attributes were compared and all differences are within chance (false discovery rate {RATE:.0%})."
        )
    groups = _by_concept(traits)
    mostly = [group for group in groups if _share(group) >= MOSTLY]
    often = [group for group in groups if group not in mostly]
    parts = [f"{who} {_describe(mostly, attributes)}"] if mostly else []
    if often:
        parts.append(
            f"{'more' if mostly else 'More'} often than others {'they' if mostly else whom} "
            f"{_describe(often, attributes)}"
        )
    figures = "; ".join(_figures(group[0], attributes) for group in groups)
    return f"{', and '.join(parts)}. {figures[:1].upper()}{figures[1:]}."


def decapital(text: str) -> str:
    """Text as it stands inside a sentence: "Employees" becomes "employees", "IT" and "SaaS" stay."""
    return text[:1].lower() + text[1:] if text[1:].islower() or text[1:2] == " " or " " in text else text


def _by_concept(traits: Sequence[Trait]) -> list[list[Trait]]:
    """The strongest concepts, each with its most common values."""
    groups: dict[str, list[Trait]] = {}
    for trait in traits:
        groups.setdefault(trait.concept, []).append(trait)
    return [sorted(group, key=lambda t: -t.share_best)[:MOST_VALUES] for group in groups.values()][:MOST_CONCEPTS]


def _share(group: Sequence[Trait]) -> float:
    """How many of the group have one of the values; tokens of a set overlap, so only the most common counts."""
    overlap = group[0].condition.op == "contains"
    return group[0].share_best if overlap else sum(trait.share_best for trait in group)


def _describe(groups: Sequence[Sequence[Trait]], attributes: Sequence[Attribute]) -> str:
    """Concepts as a predicate: are IT companies with 50-250 employees that use Azure."""
    nouns = [group for group in groups if group[0].attribute in INDUSTRIES]
    using = [group for group in groups if group[0].attribute == "technologies"]
    places = [group for group in groups if group[0].concept in PLACES]
    years = [group for group in groups if _unit(group[0], attributes) == "year"]
    others = [group for group in groups if group not in nouns + using + places + years]
    words = [f"are {_values(nouns[0])} companies"] if nouns else []
    if others:
        words.append(f"{'with' if nouns else 'have'} {listed([_feature(group, attributes) for group in others])}")
    if years:
        when = listed([decapital(group[0].condition.describe(attributes)) for group in years])
        words.append(when if nouns else f"{'and ' if words else ''}were {when}")
    if places:
        where = listed([f"in {_values(group)}" for group in places])
        words.append(where if nouns else f"{'and ' if words else ''}are {where}")
    if using:
        words.append(f"{'that ' if nouns else 'and ' if words else ''}use {_values(using[0])}")
    return " ".join(words)


def _unit(trait: Trait, attributes: Sequence[Attribute]) -> str:
    return next((one.unit for one in attributes if one.name == trait.attribute), "")


def _feature(group: Sequence[Trait], attributes: Sequence[Attribute]) -> str:
    """One concept as a thing they have: 50-250 employees, ownership private."""
    first = group[0]
    if isinstance(first.condition.values[0], str):
        return f"{decapital(first.label)} {_values(group)}"
    return decapital(first.condition.describe(attributes))


def _figures(trait: Trait, attributes: Sequence[Attribute]) -> str:
    """The evidence of one trait."""
    market = "" if math.isnan(trait.share_prospects) else f" and {trait.share_prospects:.0%} of the prospects"
    return (
        f"{trait.share_best:.0%} {_describe([[trait]], attributes)}, against {trait.share_rest:.0%} of the other "
        f"accounts{market} ({trait.lift:.1f} times as common, {trait.low:.1f}-{trait.high:.1f})"
    )


def _values(group: Sequence[Trait]) -> str:
    return listed([trait.value for trait in group], "or")
