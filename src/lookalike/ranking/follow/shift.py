"""Are the prospects like the companies that were learned from? A classifier tries to tell them apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import expit

from lookalike.knowledge.segments import Segmentation
from lookalike.languages import Message, say
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
    rng = np.random.default_rng(SEED)
    drawn = [one.iloc[np.sort(rng.permutation(len(one))[:MOST])] for one in (known, prospects)]
    label = np.repeat([1.0, 0.0], [len(one) for one in drawn])
    part = np.concatenate([rng.permutation(len(one)) % FOLDS for one in drawn])
    there = {*known} & {*prospects}
    columns, bins = [], 0
    for feature in (one for one in bundle.rank.features if one.source in there and not one.is_past):
        columns.append(bins + np.concatenate([feature.codes(one) for one in drawn]))
        bins += feature.bins.size
    places = np.column_stack([np.full(len(label), bins), *columns])
    score = np.empty(len(label))
    for held in range(FOLDS):
        points = _points(places[part != held], label[part != held], bins + 1)
        score[part == held] = points[places[part == held]].sum(axis=1)
    unknown = np.full(len(label), np.nan)
    weights = bootstrap_weights(np.arange(len(label))).astype(float)
    return figure(measure(Outcomes(label, score, unknown, unknown), weights, ("auc",))["auc"])


def _points(places: np.ndarray, label: np.ndarray, bins: int) -> np.ndarray:
    """What each bin says, in log-odds shrunk towards none: a ridge regression on bins.

    Parameters
    ----------
    places : ndarray of int, shape (n, features)
        The bins of each row, numbered through all features.
    label : ndarray, shape (n,)
        0 or 1.
    bins : int
        How many there are.
    """

    def loss(points: np.ndarray) -> tuple[float, np.ndarray]:
        raw = points[places].sum(axis=1)
        wrong = np.repeat(expit(raw) - label, places.shape[1])
        slope = np.bincount(places.ravel(), wrong, bins) + points / STRENGTH
        return float((np.logaddexp(0, raw) - label * raw).sum() + points @ points / (2 * STRENGTH)), slope

    return np.asarray(minimize(loss, np.zeros(bins), jac=True, method="L-BFGS-B").x)


def _sentence(told: Figure, rows: list[dict[str, Any]]) -> Message:
    key = "alike" if told.value < ALIKE else "somewhat" if told.value < APART else "others"
    said = say(f"follow.{key}", value=told.value, low=told.low, high=told.high)
    most = [moved("follow.moved_shift", row) for row in rows if row["level"] != "stable"][:NAMED]
    return say("follow.most_of_all", what=said, moved=most) if most and key != "alike" else said
