"""Are the prospects like the companies that were learned from? A classifier tries to tell them apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.segments import Segmentation
from lookalike.languages import Message, say
from lookalike.learning.candidates import BinnedLogistic
from lookalike.learning.folds import group_folds
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.uncertainty import Figure, bootstrap_weights, figure
from lookalike.ranking.follow.drift import counts, drift, moved
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


def _sentence(told: Figure, rows: list[dict[str, Any]]) -> Message:
    key = "alike" if told.value < ALIKE else "somewhat" if told.value < APART else "others"
    said = say(f"follow.{key}", value=told.value, low=told.low, high=told.high)
    most = [moved("follow.moved_shift", row) for row in rows if row["level"] != "stable"][:NAMED]
    return say("follow.most_of_all", what=said, moved=most) if most and key != "alike" else said
