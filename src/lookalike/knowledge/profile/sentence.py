"""A profile as a sentence that a marketer would forward."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lookalike.knowledge.profile.traits import RATE, Trait
from lookalike.knowledge.rules import label_of, unit_of
from lookalike.languages import Message, Words, say
from lookalike.schema import Attribute

MOSTLY = 0.5  # a trait describes the group when so many have it, else they only have it more often than others
MOST_CONCEPTS, MOST_VALUES = 5, 3
PLACES = {"place", "country"}
INDUSTRIES = {"industry", "industry_code_sector"}  # said in words, not as a code


@dataclass(frozen=True)
class ProfileSentence:
    """What a marketer forwards: in short, and with the figures behind it."""

    short: Message
    whole: Message


def profile_sentence(
    who: Message, traits: Sequence[Trait], attributes: Sequence[Attribute], companies: int
) -> ProfileSentence:
    """Who they are, what they more often have than others, and the figures; honestly when nothing tells them apart.

    Parameters
    ----------
    who : Message
        "your best customers".
    traits : sequence of Trait
        Strongest evidence first.
    attributes : sequence of Attribute
        All that were compared.
    companies : int
        Companies of the group.
    """
    if not traits:
        plain = _without_traits(who, attributes, companies)
        return ProfileSentence(plain, plain)
    groups = _by_concept(traits)
    mostly = [group for group in groups if _share(group) >= MOSTLY]
    often = [group for group in groups if group not in mostly]
    told = {name: _describe(some, attributes) for name, some in (("mostly", mostly), ("often", often)) if some}
    short = say(f"profile.{'_and_'.join(told)}", who=who, **told)
    figures = [_figures(group[0], attributes) for group in groups]
    return ProfileSentence(short, say("profile.with_figures", profile=short, figures=figures))


def _without_traits(who: Message, attributes: Sequence[Attribute], companies: int) -> Message:
    if not companies:
        return say("profile.nobody", who=who)
    if not attributes:
        return say("profile.nothing_known", who=who)
    return say("profile.alike", who=who, companies=companies, attributes=len(attributes), rate=RATE)


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


def _describe(groups: Sequence[Sequence[Trait]], attributes: Sequence[Attribute]) -> Message:
    """Concepts as a predicate: are IT companies with 50–250 employees that use Azure."""
    nouns = [group for group in groups if group[0].attribute in INDUSTRIES]
    using = [group for group in groups if group[0].attribute == "technologies"]
    places = [group for group in groups if group[0].concept in PLACES]
    years = [group for group in groups if unit_of(group[0].attribute, attributes) == "year"]
    others = [group for group in groups if group not in nouns + using + places + years]
    told = {
        "features": [_feature(group, attributes) for group in others],
        "years": [group[0].condition.describe(attributes) for group in years],
        "places": [say("profile.in", places=_values(group)) for group in places],
        "technologies": _values(using[0]) if using else [],
    }
    kinds = [kind for kind, values in told.items() if values]
    if not nouns:
        parts = [say(f"profile.have_{kind}", **{kind: told[kind]}) for kind in kinds]
        return parts[0] if len(parts) == 1 else say("profile.both", parts=parts)
    industries = _values(nouns[0])
    if not kinds:
        return say("profile.companies", industries=industries)
    traits = [say(f"profile.with_{kind}", **{kind: told[kind]}) for kind in kinds]
    return say("profile.companies_with", industries=industries, traits=traits)


def _feature(group: Sequence[Trait], attributes: Sequence[Attribute]) -> Message:
    """One concept as a thing they have: 50–250 employees, ownership private."""
    first = group[0]
    if isinstance(first.condition.values[0], str):
        return say("profile.feature", label=label_of(first.attribute, attributes), values=_values(group))
    return first.condition.describe(attributes)


def _figures(trait: Trait, attributes: Sequence[Attribute]) -> Message:
    """The evidence of one trait."""
    shares = {"best": trait.share_best, "rest": trait.share_rest}
    lift = {"lift": trait.lift, "low": trait.low, "high": trait.high}
    told = _describe([[trait]], attributes)
    if math.isnan(trait.share_prospects):
        return say("profile.figures", trait=told, **shares, **lift)
    return say("profile.figures_market", trait=told, market=trait.share_prospects, **shares, **lift)


def _values(group: Sequence[Trait]) -> list[Words]:
    return [trait.value for trait in group]
