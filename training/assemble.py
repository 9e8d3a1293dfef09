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
from lookalike.schema import CUSTOMER, RELATION
from lookalike.scorecard.compile import compile_model
from lookalike.scorecard.past import with_past
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import Scorecard, combine, describe, experience, rules_scorecard
from lookalike.settings import Settings
from training.experiment import metrics
from training.experiment.experiment import Experiment
from training.experiment.ranked_by import BEST, VALUE

UNNUMBERED = 0  # until it is stored


def assemble(experiment: Experiment, companies: Companies, knowledge: Knowledge, settings: Settings) -> Bundle:
    """The bundle of this experiment, without a number yet; the same inputs give the same bundle: it holds no date."""
    win = _win(experiment) if experiment.win is not None and experiment.rung.outcomes else None
    value = compile_model(experiment.value.model) if experiment.value.model is not None else None
    rank = _rank(experiment, value)
    known = with_segments(companies, knowledge).assign(**{RELATION: CUSTOMER})  # a past counts for prospects alone
    learned = known[known["won"] + known["lost"] > 0]
    distribution, ranges = describe(rank, learned if len(learned) else known)
    best = companies.accounts["account_id"].isin(knowledge.best.ids).to_numpy()
    names = [attribute.name for attribute in experiment.attributes]
    shown = ["account_id", *([] if "name" in names or "name" not in known else ["name"]), *names, "segment"]
    return Bundle(
        name=settings.name,
        version=UNNUMBERED,
        manifest=_manifest(experiment, companies, knowledge, settings),
        attributes=experiment.attributes,
        rank=rank,
        win=win,
        value=value,
        rank_by=experiment.ranked_by.name,
        calibration=experiment.calibration or Calibration((0.0,), (float("nan"),)),
        smear=experiment.value.smear,
        rules=tuple(experiment.rules.to_tables()),
        segmentation=knowledge.segmentation.to_dict(),
        icp=knowledge.icp.to_dict(),
        reference=_reference(known, rank, best),
        best=known.loc[best, shown].reset_index(drop=True),
        held_out=experiment.held_out,
        distribution=distribution,
        experience=experience(rank, learned) if len(learned) else {},
        ranges=ranges,
        listed=counts(rank, companies.prospects, knowledge.segmentation) if len(companies.prospects) else {},
        metrics=metrics.describe(experiment, companies) | {"worth": criteria_worth(experiment.held_out)},
    )


def with_segments(companies: Companies, knowledge: Knowledge) -> pd.DataFrame:
    """The accounts with the segment they belong to."""
    return companies.accounts.assign(segment=knowledge.segmentation.assign(companies.accounts)["segment"].to_numpy())


def _rank(experiment: Experiment, value: Scorecard | None) -> Scorecard:
    """The scorecard that ranks: win, its sum with value, one of the two others alone, or the points of the rules."""
    mix = experiment.ranked_by.mix
    if experiment.ranked_by.name == "rules":
        return rules_scorecard(experiment.rules.to_tables())
    if mix == BEST:
        return compile_model(experiment.best.model)
    if mix == VALUE and value is not None:
        return value
    win = compile_model(experiment.win)
    blend = combine([(mix.win, win), (mix.value, value)]) if value is not None and mix.value else win
    return with_past(blend, experiment.past.offsets)


def _win(experiment: Experiment) -> Scorecard:
    return with_past(compile_model(experiment.win), experiment.past.offsets)


def _reference(known: pd.DataFrame, rank: Scorecard, best: np.ndarray) -> pd.DataFrame:
    name = known["name"] if "name" in known else known["account_id"]
    return pd.DataFrame({"account_id": known["account_id"], "name": name, "raw": rank.raw(known), "best": best})


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
