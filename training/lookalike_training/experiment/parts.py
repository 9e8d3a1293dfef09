"""The scorecards that can rank, learned together from the same deals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.settings import Settings
from lookalike_training.experiment.part import Part
from lookalike_training.experiment.rows import Rows
from lookalike_training.experiment.similarity import learn_similarity
from lookalike_training.experiment.value import learn_esteem, learn_money

Parts = dict[str, Part]


def learn_parts(companies: Companies, settings: Settings, rows: Rows, win: tuple[Any, np.ndarray] | None) -> Parts:
    """What can be learned of "win", "value" (by the goal), "similarity" and "money" (log money of a deal if won).

    Parameters
    ----------
    companies : Companies
        As they were known when only these deals had happened.
    settings : Settings
    rows : Rows
        The closed deals.
    win : (fitted model, its scores of rows whose companies it had not seen, NaN elsewhere) or None
        None where nothing was lost.
    """
    found: dict[str, Part | None] = {}
    if win is not None:
        model, inner = win
        found["win"] = Part(model, "order", "deals", rows.groups, inner, rows.won, np.ones(len(rows)))
    found["money"] = learn_money(companies, rows, settings.learning)
    by_revenue = settings.goal.best_by == "revenue" and found["money"] is not None
    found["value"] = found["money"] if by_revenue else learn_esteem(companies, settings)
    found["similarity"] = learn_similarity(companies, settings)
    return {name: part for name, part in found.items() if part is not None}


def crossed(parts: Parts, rows: Rows) -> dict[str, np.ndarray]:
    """Scores of the deals that the parts were learned from, by models that had not seen their companies."""
    return {name: part.crossed(rows) for name, part in parts.items()}


def scores(parts: Parts, companies: pd.DataFrame) -> dict[str, np.ndarray]:
    """Scores of companies as if nothing had been between us; a part of two names is asked once."""
    told = {id(part): part.scores(companies) for part in {id(part): part for part in parts.values()}.values()}
    return {name: told[id(part)] for name, part in parts.items()}


def judged_by(parts: Parts, rows: Rows) -> Parts:
    """The same parts, judged by the companies of these deals alone."""
    return {name: part.judged_by(rows.groups) for name, part in parts.items()}
