"""Are the prospects like the companies that were learned from? A classifier tries to tell them apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.segments import Segmentation
from lookalike.learning.candidates import BinnedLogistic
from lookalike.learning.folds import group_folds
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.uncertainty import Figure, bootstrap_weights, figure
from lookalike.ranking.follow.drift import counts, drift, in_words
from lookalike.scorecard.store import Bundle

MOST = 2000  # companies of each kind that the classifier sees
FEWEST = 20
FOLDS, STRENGTH, SEED = 3, 0.03, 7
ALIKE, APART = 0.6, 0.8  # AUC below which the two are alike, and from which they are other companies
NAMED = 3


def shift(bundle: Bundle, known: pd.DataFrame, prospects: pd.DataFrame, segmentation: Segmentation) -> dict[str, Any]:
    """How far the prospects lie from the companies with closed deals (a classifier two-sample test).

    Parameters
    ----------
    bundle : Bundle
        Its attributes are looked at.
    known, prospects : DataFrame
        Companies that were learned from, and those to rank.
    segmentation : Segmentation

    Returns
    -------
    dict
        `auc` (value, low, high: 0.5 = cannot be told apart, 1 = always), `attributes` (as of `drift`, `before` being
        the known companies and `now` the prospects) and `sentence`; empty with too few of either.

    Notes
    -----
    Lopez-Paz and Oquab, Revisiting classifier two-sample tests, 2017: the held-out figure of a classifier that tells
    two samples apart measures their distance.
    """
    if min(len(known), len(prospects)) < FEWEST or not bundle.attributes:
        return {}
    told = _told_apart(bundle, known, prospects)
    card = bundle.rank
    rows = drift(card.features, counts(card, known, segmentation), counts(card, prospects, segmentation))
    return {"auc": told.to_dict(), "attributes": rows, "sentence": _sentence(told, rows)}


def _told_apart(bundle: Bundle, known: pd.DataFrame, prospects: pd.DataFrame) -> Figure:
    names = [attribute.name for attribute in bundle.attributes]
    rng = np.random.default_rng(SEED)
    drawn = [one.iloc[np.sort(rng.permutation(len(one))[:MOST])][names] for one in (known, prospects)]
    frame = pd.concat(drawn, ignore_index=True)
    label = np.repeat([1.0, 0.0], [len(one) for one in drawn])
    score = np.empty(len(frame))
    for train, test in group_folds(label, None, FOLDS, SEED):
        model = BinnedLogistic(bundle.attributes, strength=STRENGTH).fit(frame.iloc[train], label[train])
        score[test] = model.decision_function(frame.iloc[test])
    unknown = np.full(len(frame), np.nan)
    weights = bootstrap_weights(np.arange(len(frame))).astype(float)
    return figure(measure(Outcomes(label, score, unknown, unknown), weights, ("auc",))["auc"])


def _sentence(told: Figure, rows: list[dict[str, Any]]) -> str:
    value, low, high = (f"{100 * one:.0f}" for one in (told.value, told.low, told.high))
    cases = f"told apart in {value} of 100 cases ({low} to {high}; 50 is chance)"
    named = [in_words(row, "of those you dealt with", "of the prospects") for row in rows if row["level"] != "stable"]
    most = f" Most of all {'; '.join(named[:NAMED])}." if named else ""
    if told.value < ALIKE:
        return f"The prospects are like the companies you dealt with: {cases}."
    if told.value < APART:
        return f"The prospects differ somewhat from the companies you dealt with: {cases}.{most}"
    return (
        f"The prospects are other companies than those you dealt with: {cases}, so that what was learned is stretched."
        f"{most}"
    )
