"""What the list is ranked by: winning, the blend with value, or the rules; decided by cross-validated scores."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from lookalike.learning.folds import Part
from lookalike.learning.metrics import PARTS, Outcomes, auc, captured
from lookalike.learning.names import BASELINES
from lookalike.learning.uncertainty import bootstrap_weights, figure, standard_error
from training.backtest import SURE, outcomes
from training.rows import Rows
from training.value import Value

WEIGHTS = (0.0, 0.25, 0.5, 1.0, 2.0, float("inf"))  # of value beside win; infinite is value alone


@dataclass(frozen=True)
class RankedBy:
    """How the list is ranked.

    Attributes
    ----------
    name : str
        "win", "value", "best", "likeness" or "rules".
    weight : float
        Ranking score = win + weight * value; infinite is value alone.
    sentence : str
    record : dict
        The weights tried and what each found.
    """

    name: str
    weight: float
    sentence: str
    record: dict[str, Any] = field(default_factory=dict)

    def score(self, win: np.ndarray, value: np.ndarray) -> np.ndarray:
        """The ranking score of rows with these win and value scores."""
        return blended(win, value, self.weight)


def blended(win: np.ndarray, value: np.ndarray, weight: float) -> np.ndarray:
    """Win plus `weight` times value, or value alone where the weight is infinite."""
    return value if np.isinf(weight) else win + weight * value


def rank_by(
    wanted: str, champion: str, win: np.ndarray, value: Value, rows: Rows, best: Set[str], seed: int
) -> RankedBy:
    """Decide how to rank.

    Parameters
    ----------
    wanted : str
        "win", "value" or "best", as the settings say.
    champion : str
        The chosen candidate for winning; where it is a baseline, the list is ranked by the rules or by value alone.
    win : ndarray, shape (n,)
        Cross-validated scores of the champion, or of the rules in its place, for the rows.
    value : Value
        With its cross-validated scores of the same rows.
    rows : Rows
    best : set of str
        The best customers among the companies of the rows.
    seed : int
    """
    learned = champion not in BASELINES
    plain = (
        RankedBy("win", 0.0, "Ranked by the chance of winning.")
        if learned
        else RankedBy("rules", 0.0, "Ranked by the criteria points.")
    )
    if wanted == "win":
        return plain
    if not value.tells:
        return RankedBy(plain.name, 0.0, f"{value.sentence} {plain.sentence}")
    if wanted == "best" and len(best) >= 5:
        scored, measured, found = _find_best(win, value.inner, rows, best, seed), "best customers", "AUC"
    else:
        scored, measured, found = _find_revenue(win, value.inner, rows, seed), "won revenue", "share in the top 10-30 %"
    weights = WEIGHTS if learned else (0.0, WEIGHTS[-1])
    weight, values = least_near_best([scored[WEIGHTS.index(weight)] for weight in weights], weights)
    record = {"weight": [str(w) for w in weights], measured: [round(float(v), 6) for v in values]}
    chosen = values[weights.index(weight)]
    alone = "winning alone" if learned else "the criteria points"
    if weight == 0:
        figures = f"{found} {max(values):.2f} against {values[0]:.2f}"
        why = f"It is not sure that counting value too finds the {measured} better than {alone} ({figures})."
        return RankedBy(plain.name, 0.0, f"{why} {plain.sentence}", record)
    how = "value alone" if np.isinf(weight) else f"winning and {weight:g} times value"
    against = f"{found} {chosen:.2f} against {values[0]:.2f} by {alone}"
    return RankedBy(wanted, weight, f"Ranked by {how}: it finds the {measured} better, {against}.", record)


def by_likeness(champion: str) -> RankedBy:
    """How to rank where nobody wrote down who was lost: likeness where it tells the customers from the list."""
    if champion in BASELINES:
        return RankedBy("rules", 0.0, "Ranked by the criteria points.")
    said = "Ranked by likeness: how much a company resembles the customers, which is no chance of winning it."
    return RankedBy("likeness", 0.0, said)


def _find_revenue(win: np.ndarray, value: np.ndarray, rows: Rows, seed: int) -> list[np.ndarray]:
    """Per weight, value and draws of the mean share of won revenue in the top 10, 20 and 30 %."""
    weights = bootstrap_weights(rows.groups, seed=seed).astype(float)
    money = rows.won * np.nan_to_num(rows.amount)
    scores = [outcomes(rows, blended(win, value, weight)) for weight in WEIGHTS]
    return [np.mean([captured(score, weights, part, money) for part in PARTS], axis=0) for score in scores]


def _find_best(win: np.ndarray, value: np.ndarray, rows: Rows, best: Set[str], seed: int) -> list[np.ndarray]:
    """Per weight, value and draws of the AUC of best customers against all other companies."""
    scores = pd.DataFrame({"win": win, "value": value}).groupby(rows.groups).mean()
    is_best = scores.index.isin(list(best)).astype(float)
    weights = bootstrap_weights(scores.index.to_numpy(), seed=seed).astype(float)
    unknown = np.full(len(scores), np.nan)
    pairs = [blended(scores["win"].to_numpy(), scores["value"].to_numpy(), weight) for weight in WEIGHTS]
    return [auc(Outcomes(is_best, pair, unknown, unknown), weights) for pair in pairs]


def least_near_best(draws: Sequence[np.ndarray], weights: Sequence[float]) -> tuple[float, list[float]]:
    """The least weight within one standard error of the best, and each weight's figure.

    It is the first weight, winning alone, unless the best is better than that beyond doubt (lower end of the 95 %
    interval of the paired difference above 0): where value is noise for companies not seen it must not rank.

    Examples
    --------
    >>> spread = np.linspace(-0.02, 0.02, 41)
    >>> win, value = np.r_[0.25, 0.25 + spread], np.r_[0.42, 0.42 + spread]
    >>> least_near_best([win, value], (0.0, 1.0))
    (1.0, [0.25, 0.42])
    >>> least_near_best([win, np.r_[0.26, 0.26 - spread]], (0.0, 1.0))[0]
    0.0
    """
    values = [float(found[0]) for found in draws]
    if not np.isfinite(values).all():
        return weights[0], values
    best = draws[int(np.argmax(values))]
    if not figure(best - draws[0], SURE).low > 0:
        return weights[0], values
    near = (w for w, found in zip(weights, draws, strict=True) if best[0] - found[0] <= _slack(best - found))
    return next(near), values


def _slack(difference: np.ndarray) -> float:
    return standard_error(difference) if difference.any() else 0.0


def ranked_in_turn(
    wanted: str,
    champion: str,
    win: tuple[np.ndarray, np.ndarray],
    value: Value,
    rows: Rows,
    best: Set[str],
    seed: int,
    parts: Sequence[Part],
) -> np.ndarray:
    """Ranking scores of rows held out in turn, each part ranked as the other parts alone decide.

    `win` holds the scores that decide and those that rank. Where the parts decide differently their scores are not on
    one scale and only the places within each part are compared: shares of the part that a row beats.
    """
    made, decided = np.empty(len(rows)), []
    for train, test in parts:
        others = replace(value, inner=value.inner[train])
        decided.append(rank_by(wanted, champion, win[0][train], others, rows.take(train), best, seed))
        made[test] = decided[-1].score(win[1][test], value.inner[test])
    if len({one.weight for one in decided}) > 1:
        for _, test in parts:
            made[test] = rankdata(made[test]) / len(test)
    return made
