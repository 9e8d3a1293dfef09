"""From an experiment to the bundle that scores: everything compiled to tables and plain data."""

from __future__ import annotations

from importlib.metadata import version as installed
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.understand import Knowledge
from lookalike.learning.calibration import Calibration
from lookalike.ranking.compare import criteria_worth
from lookalike.ranking.follow import counts
from lookalike.schema import COLD, RELATION
from lookalike.scorecard.past import with_past
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import (
    LIKE_SHARES,
    Scale,
    Scorecard,
    combine,
    describe,
    experience,
    rules_scorecard,
)
from lookalike.settings import Settings
from lookalike_training.experiment import metrics
from lookalike_training.experiment.experiment import Experiment
from lookalike_training.experiment.part import Part
from lookalike_training.experiment.past import cold_card

UNNUMBERED = 0  # until it is stored


def assemble(experiment: Experiment, companies: Companies, knowledge: Knowledge, settings: Settings) -> Bundle:
    """The bundle of this experiment, without a number yet; the same inputs give the same bundle: it holds no date."""
    found = {name: cold_card(part.model) for name, part in experiment.parts.items()}
    cards = {name: _compiled(part, found[name][0]) for name, part in experiment.parts.items()}
    past = found["win"][1] if "win" in found else {}
    rank = _rank(experiment, cards, past)
    win, money = cards.get("win"), experiment.parts.get("money")
    known = with_segments(companies, knowledge).assign(**{RELATION: COLD})  # a past counts for prospects alone
    known["name"] = known["name"] if "name" in known else known["account_id"]
    learned = known[known["won"] + known["lost"] > 0]
    distribution, ranges = describe(rank, learned if len(learned) else known)
    best = companies.accounts["account_id"].isin(knowledge.best.ids).to_numpy()
    names = [attribute.name for attribute in experiment.attributes]
    rules = tuple(experiment.rules.to_tables())
    worth = criteria_worth(experiment.held_out, [table.criterion for table in rules])
    shown = list(dict.fromkeys(["account_id", "name", *names, "segment"]))
    return Bundle(
        name=settings.name,
        version=UNNUMBERED,
        manifest=_manifest(experiment, companies, knowledge, settings),
        attributes=experiment.attributes,
        rank=rank,
        win=win and with_past(win, past),
        value=cards.get("money"),
        similarity=cards.get("similarity"),
        rank_by=experiment.ranking.name,
        scales=_scales(experiment, rank.raw(known)),
        calibration=experiment.calibration or Calibration((0.0,), (float("nan"),)),
        smear=money.smear if money else 1.0,
        ceiling=money.ceiling if money else None,
        rules=rules,
        segmentation=knowledge.segmentation.to_dict(),
        icp=knowledge.icp.to_dict(),
        reference=_reference(known, rank, best),
        best=known.loc[best, shown].reset_index(drop=True),
        held_out=experiment.held_out,
        distribution=distribution,
        experience=experience(rank, learned) if len(learned) else {},
        ranges=ranges,
        listed=counts(rank, companies.prospects, knowledge.segmentation) if len(companies.prospects) else {},
        metrics=metrics.describe(experiment, companies) | {"worth": worth},
    )


def with_segments(companies: Companies, knowledge: Knowledge) -> pd.DataFrame:
    """The accounts with the segment they belong to."""
    return companies.accounts.assign(segment=knowledge.segmentation.assign(companies.accounts)["segment"].to_numpy())


def _compiled(part: Part, card: Scorecard) -> Scorecard:
    """The scorecard of a part, drawn in as its scores are."""
    return card.scaled(part.slope).shifted((1 - part.slope) * part.centre)


def _rank(experiment: Experiment, cards: dict[str, Scorecard], past: dict[str, float]) -> Scorecard:
    """The scorecard that ranks: the weighted sum of the parts, or the points of the rules."""
    ranking = experiment.ranking
    if ranking.name == "rules":
        return rules_scorecard(experiment.rules.to_tables())
    summed = combine([(weight, cards[name]) for name, weight in ranking.weights.items()]).shifted(-ranking.centre)
    counts = ranking.weights.get("win", 0.0)
    return with_past(summed, {name: counts * offset for name, offset in past.items() if counts})


def _scales(experiment: Experiment, known: np.ndarray) -> dict[str, Scale]:
    """From raw scores to 0-100: of what ranks among the known accounts, of similarity among the customers alone."""
    scales = {"score": Scale.of(known)}
    if (part := experiment.parts.get("similarity")) is not None:
        scales["similarity"] = Scale.of(part.inner[part.target > 0], LIKE_SHARES)
    return scales


def _reference(known: pd.DataFrame, rank: Scorecard, best: np.ndarray) -> pd.DataFrame:
    return known[["account_id", "name"]].assign(raw=rank.raw(known), best=best)


def _manifest(experiment: Experiment, companies: Companies, knowledge: Knowledge, settings: Settings) -> dict[str, Any]:
    as_of = None if pd.isna(companies.as_of) else companies.as_of.date().isoformat()
    return {
        "lookalike": installed("lookalike"),
        "currency": companies.currency,
        "criteria": settings.criteria.fingerprint(),
        "as_of": as_of,
        "fingerprints": companies.fingerprints,
        "deals": len(experiment.rung.rows),
        "companies": len(companies.accounts),
        "best_by": knowledge.best.by,
        "best_reason": knowledge.best.reason,
        "seed": settings.learning.seed,
        "champion": experiment.champion,
        "ladder": experiment.rung.name,
    }
