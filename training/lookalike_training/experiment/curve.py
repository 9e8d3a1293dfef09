"""The learning curve: what fewer deals would have taught, and what more would bring."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, say
from lookalike.learning.metrics import measure
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike_training.experiment.backtest import Candidate, fit_one, outcomes
from lookalike_training.experiment.past import as_cold
from lookalike_training.experiment.rows import Rows, Split

SHARES = (0.25, 0.5, 0.75, 1.0)
SMALLEST = 30  # deals, of at least a third as many companies
DRAWS = 100


def learning_curve(model: Candidate, rows: Rows, split: Split, seed: int) -> dict[str, Any]:
    """Fit the logistic candidate on growing shares of the training companies and test each on the held-out deals.

    Returns
    -------
    dict
        `points`: list of {deals, won, auc, low, high}; `sentence`; `next`: {won, auc} expected of twice the won deals.
    """
    points = [point for share in SHARES if (point := _point(model, rows, split, share, seed)) is not None]
    expected = _twice(points)
    return {"points": points, "next": expected, "sentence": _sentence(points, expected)}


def _point(model: Candidate, rows: Rows, split: Split, share: float, seed: int) -> dict[str, float] | None:
    """The AUC after learning from this share of the training companies; None where that is too little."""
    scores, tested, learned = [], [], []
    for train, test in split.parts:
        part = train[_drawn(rows.groups[train], share, seed)]
        if min(len(part), 3 * len(np.unique(rows.groups[part]))) < SMALLEST or len(np.unique(rows.won[part])) < 2:
            return None
        fitted = fit_one({"one": model}, "one", rows.take(part))
        scores.append(fitted.decision_function(as_cold(rows.frame.iloc[test])))
        tested.append(test)
        learned.append((len(part), rows.won[part].sum()))
    held = rows.take(np.concatenate(tested))
    draws = measure(outcomes(held, np.concatenate(scores)), bootstrap_weights(held.groups, DRAWS, seed), ("auc",))[
        "auc"
    ]
    deals, won = np.mean(learned, axis=0)
    found = figure(draws)
    return {"deals": round(deals), "won": round(won), "auc": found.value, "low": found.low, "high": found.high}


def _drawn(groups: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Whether each row's company is in the drawn share; a larger share holds the smaller ones."""
    place, names = pd.factorize(groups, sort=True)
    return (np.random.default_rng(seed).permutation(len(names)) < share * len(names))[place]


def _twice(points: list[dict[str, float]]) -> dict[str, float] | None:
    """What twice the won deals would bring: AUC = a - b / sqrt(won), by least squares; None where that is no more."""
    if len(points) < 3:
        return None
    won, auc = (np.array([point[name] for point in points]) for name in ("won", "auc"))
    slope, intercept = np.polyfit(1 / np.sqrt(won), auc, 1)
    expected = float(min(intercept + slope / np.sqrt(2 * won[-1]), 1.0))
    return {"won": int(2 * won[-1]), "auc": expected} if slope < 0 and expected > auc[-1] else None


def _sentence(points: list[dict[str, float]], expected: dict[str, float] | None) -> Message:
    if len(points) < 2:
        return say("experiment.no_curve")
    first, last = points[0], points[-1]
    width = (last["high"] - last["low"]) / 2
    curve = {"first": first["won"], "last": last["won"], "low": first["auc"], "high": last["auc"]}
    curve |= {"width": width, "narrower": width / np.sqrt(2)}
    if expected is None:
        return say("experiment.curve", **curve, more=last["won"])
    return say("experiment.curve_rises", **curve, more=expected["won"] - last["won"], expected=expected["auc"])
