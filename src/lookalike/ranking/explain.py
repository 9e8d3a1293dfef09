"""One prospect in full: both scores with their reasons, and what it shares with the best customers nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.errors import InputError, did_you_mean
from lookalike.knowledge.points import PointTable
from lookalike.knowledge.qualify import Step, narrow
from lookalike.ranking.concepts import by_concept, grouped
from lookalike.ranking.language import Language, language
from lookalike.ranking.nearest import nearest_customers
from lookalike.ranking.portrait import portraits
from lookalike.ranking.sentences import Trait, fact
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.score import score_frame
from lookalike.settings import Settings

FINDABLE = ("prospect_id", "org_number", "domain", "name")
SHARED, DIFFERENT = 5, 3


@dataclass(frozen=True)
class Part:
    """What a concept adds to the raw score, in log-odds, and the facts it looks at."""

    concept: str
    contribution: float
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """A best customer that the prospect resembles: facts that both have, and (ours, theirs) where they differ."""

    account_id: str
    name: str
    shared: tuple[str, ...]
    different: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Points:
    """A criterion of the rules: points 0-3 (None unknown), how often they count, and the sentence that gives them."""

    criterion: str
    points: float | None
    weight: float
    of: str
    reason: str


@dataclass(frozen=True)
class Explanation:
    """Everything known of one prospect's place on the list.

    `prospect` is its row of the ranked list without contributions; `base` and the contributions of `parts` add up
    to the raw score in log-odds; `qualified` are the `[[qualify]]` rules with what they made of it.
    """

    prospect: dict[str, Any]
    prospects: int
    model: str
    currency: str
    base: float
    parts: tuple[Part, ...]
    nearest: tuple[Neighbour, ...]
    points: tuple[Points, ...]
    qualified: tuple[tuple[str, str], ...]


def explain_one(
    bundle: Bundle, prospects: pd.DataFrame, ranked: pd.DataFrame, company: str, settings: Settings
) -> Explanation:
    """Explain one prospect.

    Parameters
    ----------
    bundle : Bundle
    prospects : DataFrame
        From `read_companies`, with the attributes.
    ranked : DataFrame
        The finished list from `ranked_prospects`.
    company : str
        Its prospect id, organisation number, domain or name.
    settings : Settings
        Language and `[[qualify]]` rules.

    Raises
    ------
    InputError
        No prospect, or more than one, is called so; or it is not on the list.
    """
    row = prospects.iloc[[find(prospects, company)]]
    listed = ranked[ranked["prospect_id"] == row["prospect_id"].iloc[0]]
    if listed.empty:
        raise InputError(f"{company!r} is not on the ranked list", "a ranked prospect", do="see excluded.csv for why")
    say, currency = language(settings.score.language), str(bundle.manifest.get("currency", ""))
    traits = row.assign(segment=score_frame(bundle, row)["segment"])
    contributions = bundle.rank.contributions(traits)
    facts = _facts(bundle, traits, say, currency)
    return Explanation(
        prospect={str(name): value for name, value in listed.iloc[0].items() if not str(name).startswith("shap_")},
        prospects=len(ranked),
        model=f"{bundle.name}@{bundle.version}",
        currency=currency,
        base=bundle.rank.base,
        parts=_parts(bundle, contributions, facts),
        nearest=_neighbours(bundle, traits, contributions, facts, say, currency),
        points=rule_points(bundle.rules, traits),
        qualified=tuple((step.name, _passed(step)) for step in narrow(row, settings).steps),
    )


def find(prospects: pd.DataFrame, company: str) -> int:
    """The place of the one prospect called so, by id first, then organisation number, domain and name."""
    wanted = company.strip().casefold()
    for column in FINDABLE:
        if column in prospects:
            places = np.flatnonzero(prospects[column].str.casefold() == wanted)
            if len(places) == 1:
                return int(places[0])
            if len(places) > 1:
                ids = ", ".join(prospects["prospect_id"].iloc[places[:5]])
                raise InputError(f"{len(places)} prospects have {column} {company!r}", "one", do=f"give an id: {ids}")
    names = prospects["name"].dropna().tolist() if "name" in prospects else []
    raise InputError(f"no prospect {company!r}", "an id, organisation number, domain or name", do=_hint(company, names))


def _hint(company: str, names: list[str]) -> str:
    hint = did_you_mean(company, names)
    return hint if hint.startswith("did you mean") else "look the id up in prospects.csv"


def rule_points(rules: Sequence[PointTable], row: pd.DataFrame) -> tuple[Points, ...]:
    """The points of each criterion for one company, with the sentence of its bin."""
    told = []
    for table in rules:
        code = int(table.codes(row[table.source])[0])
        points = table.points[code]
        known = None if np.isnan(points) else float(points)
        told.append(Points(table.criterion, known, table.weight, table.source, table.reasons[code]))
    return tuple(told)


def _facts(bundle: Bundle, rows: pd.DataFrame, say: Language, currency: str) -> list[list[str]]:
    """The fact of each feature for each row."""
    features = bundle.rank.features
    shown = portraits(features, bundle.best, bundle.distribution)
    codes = bundle.rank.codes(rows)
    return [
        [
            fact(Trait(feature, portrait, int(code), rows[feature.source].iloc[place]), say, currency)
            for feature, portrait, code in zip(features, shown, codes[place], strict=True)
        ]
        for place in range(len(rows))
    ]


def _parts(bundle: Bundle, contributions: np.ndarray, facts: list[list[str]]) -> tuple[Part, ...]:
    groups = by_concept(bundle.rank.features)
    sums = grouped(contributions, groups)[0]
    parts = [
        Part(concept, float(size), tuple(facts[0][member] for member in members))
        for (concept, members), size in zip(groups.items(), sums, strict=True)
    ]
    return tuple(sorted(parts, key=lambda part: -abs(part.contribution)))


def _neighbours(
    bundle: Bundle, row: pd.DataFrame, contributions: np.ndarray, facts: list[list[str]], say: Language, currency: str
) -> tuple[Neighbour, ...]:
    places = [place for place in nearest_customers(bundle, row, contributions)[0] if place >= 0]
    theirs = bundle.best.iloc[places]
    their_facts, their_parts = _facts(bundle, theirs, say, currency), bundle.rank.contributions(theirs)
    bands = [portrait.band for portrait in portraits(bundle.rank.features, bundle.best, bundle.distribution)]
    our_codes, their_codes = bundle.rank.codes(row)[0], bundle.rank.codes(theirs)
    told = []
    for number, (_, customer) in enumerate(theirs.iterrows()):
        same = np.array([band[a] == band[b] for band, a, b in zip(bands, our_codes, their_codes[number], strict=True)])
        weight = np.maximum(np.abs(contributions[0]), np.abs(their_parts[number]))
        ordered = np.argsort(-weight, kind="stable")
        shared = [facts[0][place] for place in ordered if same[place]]
        different = [(facts[0][place], their_facts[number][place]) for place in ordered if not same[place]]
        name = str(customer["name"] or customer["account_id"])
        told.append(Neighbour(str(customer["account_id"]), name, tuple(shared[:SHARED]), tuple(different[:DIFFERENT])))
    return tuple(told)


def _passed(step: Step) -> str:
    return "unknown" if step.unknown else "failed" if step.dropped else "passed"
