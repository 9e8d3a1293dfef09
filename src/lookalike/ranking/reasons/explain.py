"""One prospect in full: both scores with their reasons, and what it shares with the best customers nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.criteria import SEGMENT, PointTable
from lookalike.knowledge.rules import Step, narrow
from lookalike.languages import Message, Words, say
from lookalike.learning.bins import Feature, TokenBins
from lookalike.ranking.reasons.best_customers import Portrait, best_customers, portraits
from lookalike.ranking.reasons.call import Call, ask_for, history, opener, unknown, who
from lookalike.ranking.reasons.concepts import by_concept, by_trait, grouped
from lookalike.ranking.reasons.likeness import in_both
from lookalike.ranking.reasons.nearest import nearest_of
from lookalike.ranking.reasons.sentences import CODE, Trait, fact, too_little, unlike
from lookalike.schema import COLD, RELATION
from lookalike.scorecard.score import Scored, objects, prepared, score_columns
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import from_frame, strange
from lookalike.settings import Settings

SHARED, DIFFERENT = 5, 3
FORMAL = ("company_type", "ownership", "country")  # that two companies have in common without being alike


@dataclass(frozen=True)
class Part:
    """What a concept adds to the raw score, in log-odds, and the facts it looks at."""

    concept: str
    contribution: float
    facts: tuple[Words, ...]


@dataclass(frozen=True)
class Neighbour:
    """A best customer that the prospect resembles: facts that both have (ours / theirs where they are close but not the
    same), and (ours, theirs) where they differ.
    """

    account_id: str
    name: str
    shared: tuple[Words, ...]
    different: tuple[tuple[Words, Words], ...]
    to_say: tuple[Message, ...]


@dataclass(frozen=True)
class Points:
    """A criterion of the rules: points 0-3 (None unknown), how often they count, and the sentence that gives them."""

    criterion: str
    points: float | None
    weight: float
    of: str
    reason: Words


@dataclass(frozen=True)
class Explanation:
    """Everything known of one prospect's place on the list.

    `prospect` is its row of the ranked list without contributions; `base` and the contributions of `parts` add up
    to the raw score in log-odds; `unfamiliar` says why it lies outside what was learned from (empty where it does not);
    `qualified` are the `[[qualify]]` rules with what they made of it; `call` is what to know for a call; `changed`
    says what was changed since the list was made.
    """

    prospect: dict[str, Any]
    prospects: int
    model: str
    currency: str
    base: float
    parts: tuple[Part, ...]
    unfamiliar: tuple[Words, ...]
    nearest: tuple[Neighbour, ...]
    points: tuple[Points, ...]
    qualified: tuple[tuple[Words, str], ...]
    call: Call
    changed: tuple[Words, ...] = ()


def explain_one(
    bundle: Bundle,
    company: pd.DataFrame,
    listed: pd.DataFrame,
    prospects: int,
    settings: Settings,
    known: pd.DataFrame | None = None,
    persona: dict[str, Any] | None = None,
) -> Explanation:
    """Explain one prospect.

    Parameters
    ----------
    bundle : Bundle
    company : DataFrame of one row
        As it was cleaned, with the attributes.
    listed : DataFrame of one row
        Its row of the finished list from `ranked_prospects`.
    prospects : int
        How many companies are on the list.
    settings : Settings
        `[[qualify]]` rules.
    known : DataFrame, optional
        The companies of the CRM, with the deals that we had with them.
    persona : dict, optional
        Who decides at customers.
    """
    scored = score_columns(bundle, from_frame(company, bundle.attributes))
    traits = company.assign(**{SEGMENT: objects(scored.results[SEGMENT])})
    currency = str(bundle.manifest.get("currency", ""))
    own = _traits(bundle, traits)
    facts = [fact(trait, currency) for trait in own]
    strange_in = _unfamiliar(bundle, scored, traits, currency)
    prospect = {str(name): value for name, value in listed.iloc[0].items() if not str(name).startswith("shap_")}
    # What makes it unfamiliar speaks not against it and stands for itself; the list has it last.
    against = list(prospect["reasons_against"])[: None if prospect["familiar"] else -1]
    nearest = _neighbours(bundle, scored, company, own)
    return Explanation(
        prospect=prospect | {"reasons_against": against},
        prospects=prospects,
        model=f"{bundle.name}@{bundle.version}",
        currency=currency,
        base=bundle.rank.base,
        parts=_parts(bundle, scored, facts),
        unfamiliar=strange_in,
        nearest=nearest,
        points=rule_points(bundle.rules, traits),
        qualified=tuple((step.name, _passed(step)) for step in narrow(company, settings).steps),
        call=_call(bundle, company, nearest, currency, known, persona or {}),
    )


def _call(
    bundle: Bundle,
    company: pd.DataFrame,
    nearest: tuple[Neighbour, ...],
    currency: str,
    known: pd.DataFrame | None,
    persona: dict[str, Any],
) -> Call:
    """What to know for a call."""
    row = company.iloc[0]
    relation = str(row.get(RELATION) or COLD)
    ours = known[known["account_id"] == row.get("account_id")] if known is not None else company.head(0)
    alike = max(nearest, key=lambda one: len(one.to_say), default=None)
    spread = np.array([portrait.known.std() for portrait in portraits(bundle)])
    return Call(
        who=who(row, currency),
        history=history(relation, ours.iloc[0] if len(ours) else None),
        opener=opener(relation, alike.name if alike else "", alike.to_say if alike else ()),
        ask_for=ask_for(persona),
        unknown=unknown(bundle.rank.features, spread, company),
    )


def _unfamiliar(bundle: Bundle, scored: Scored, row: pd.DataFrame, currency: str) -> tuple[Words, ...]:
    """Why the company is unlike those that were learned from: each value outside, or too much that is missing."""
    usual = prepared(bundle).usual
    outside, lacking = strange(usual, scored.columns, scored.codes)
    shown = portraits(bundle)
    told = [
        unlike(_trait(feature, portrait, row), *usual.ranges[place], currency)
        for place, (feature, portrait) in enumerate(zip(usual.features, shown, strict=True))
        if outside[place, 0]
    ]
    return (*told, *([too_little(int(lacking[0]), sum(usual.known))] if lacking[0] else []))


def rule_points(rules: Sequence[PointTable], row: pd.DataFrame) -> tuple[Points, ...]:
    """The points of each criterion for one company, with the sentence of its bin."""
    told = []
    for table in rules:
        code = int(table.codes(row[table.source])[0])
        points = table.points[code]
        known = None if np.isnan(points) else float(points)
        told.append(Points(table.criterion, known, table.weight, table.source, table.reasons[code]))
    return tuple(told)


def _traits(bundle: Bundle, row: pd.DataFrame) -> list[Trait]:
    """What the company in the one row has of each feature."""
    return [
        _trait(feature, portrait, row)
        for feature, portrait in zip(bundle.rank.features, portraits(bundle), strict=True)
    ]


def _trait(feature: Feature, portrait: Portrait, row: pd.DataFrame) -> Trait:
    """What the company in the one row has of a feature."""
    return Trait(feature, portrait, int(feature.codes(row)[0]), row[feature.source].iloc[0])


def _parts(bundle: Bundle, scored: Scored, facts: list[Words]) -> tuple[Part, ...]:
    groups = by_concept(bundle.rank.features)
    sums = grouped(scored.contributions.T, groups)[0]
    parts = [
        Part(concept, float(size), tuple(facts[member] for member in members))
        for (concept, members), size in zip(groups.items(), sums, strict=True)
    ]
    return tuple(sorted(parts, key=lambda part: -abs(part.contribution)))


def _neighbours(bundle: Bundle, scored: Scored, company: pd.DataFrame, traits: list[Trait]) -> tuple[Neighbour, ...]:
    near = nearest_of(bundle)
    places = [int(place) for place in near.find(scored, company.get("account_id"))[0] if place >= 0]
    theirs = best_customers(bundle).iloc[places]
    currency = str(bundle.manifest.get("currency", ""))
    facts = [fact(trait, currency) for trait in traits]
    ours, known = (
        near.banded(scored.codes)[:, 0],
        scored.codes[:, 0] < [one.bins.size - 1 for one in bundle.rank.features],
    )
    told, tells = [], [portrait.tells for portrait in portraits(bundle)]
    for at, (place, name) in enumerate(zip(places, theirs["name"], strict=True)):
        others = _traits(bundle, theirs.iloc[[at]])
        their = [fact(trait, currency) for trait in others]
        weight = np.maximum(np.abs(scored.contributions[:, 0]), np.abs(near.parts[:, place]))
        same = ours == near.best_bands[:, place]
        order = [one for one in _one_per_trait(bundle.rank.features, np.argsort(-weight, kind="stable")) if tells[one]]
        common = [one for one in order if same[one] and known[one] and not _is_lacking(traits[one])]
        shared = tuple(_both(facts[one], their[one]) for one in common)
        different = tuple((facts[one], their[one]) for one in order if not same[one])
        account_id = str(near.ids[place])
        phrases = tuple(in_both(company.iloc[0], theirs.iloc[at]).values())
        told.append(Neighbour(account_id, str(name or account_id), shared[:SHARED], different[:DIFFERENT], phrases))
    return tuple(told)


def _is_lacking(trait: Trait) -> bool:
    """Whether it is something that a company does not have: no likeness, where both have it not."""
    return isinstance(trait.feature.bins, TokenBins) and trait.code == 0


def _both(ours: Words, theirs: Words) -> Words:
    """A fact of both; two numbers of one band are alike, not the same."""
    return ours if ours == theirs else say("facts.alike", ours=ours, theirs=theirs)


def _one_per_trait(features: Sequence[Feature], order: np.ndarray) -> list[int]:
    """The first feature of each trait that may make companies alike, in words rather than by code.

    A customer is a customer and a form is a form: that is neither a likeness nor a difference.
    """
    trait_of = {place: trait for trait, members in by_trait(features).items() for place in members}
    words = sorted(order.tolist(), key=lambda place: features[place].source.startswith(CODE))
    first = {trait_of[place]: place for place in reversed(words)}
    ordered = (first[trait] for trait in dict.fromkeys(trait_of[place] for place in order.tolist()))
    return [place for place in ordered if not features[place].is_past and features[place].source not in FORMAL]


def _passed(step: Step) -> str:
    return "unknown" if step.unknown else "failed" if step.dropped else "passed"
