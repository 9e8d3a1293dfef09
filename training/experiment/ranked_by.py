"""What the list is ranked by: winning, its blend with value, the best customers' scorecard, or the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from lookalike.learning.folds import Part
from lookalike.learning.metrics import PARTS, Outcomes, auc, captured
from lookalike.learning.names import BASELINES
from lookalike.learning.uncertainty import bootstrap_weights, figure, standard_error
from training.experiment.backtest import SURE, outcomes
from training.experiment.best import BestCustomers
from training.experiment.rows import Rows
from training.experiment.value import Value

ENOUGH_TO_MEASURE = 5  # best customers


class Mix(NamedTuple):
    """How much of each scorecard the ranking score is made of: a weighted sum."""

    win: float
    value: float
    best: float

    def score(self, win: np.ndarray, value: np.ndarray, best: np.ndarray) -> np.ndarray:
        """The ranking score of rows with these scores, each of shape (n,)."""
        return self.win * win + self.value * value + self.best * best

    @property
    def said(self) -> str:
        """What it ranks by, for people."""
        if self.best:
            return "a scorecard of the best customers"
        return f"winning and {self.value:g} times value" if self.win else "value alone"


WIN = Mix(1, 0, 0)
BLENDS = tuple(Mix(1, weight, 0) for weight in (0.25, 0.5, 1, 2))
VALUE = Mix(0, 1, 0)
BEST = Mix(0, 0, 1)


@dataclass(frozen=True)
class RankedBy:
    """How the list is ranked.

    Attributes
    ----------
    name : str
        "win", "value", "best", "likeness" or "rules".
    mix : Mix
        Of the scorecards; of the rules or likeness in the place of winning where those rank.
    sentence : str
    record : dict
        The mixes tried and what each found.
    """

    name: str
    mix: Mix
    sentence: str
    record: dict[str, Any] = field(default_factory=dict)


def rank_by(
    wanted: str, champion: str, win: np.ndarray, value: Value, best: BestCustomers, rows: Rows, seed: int
) -> RankedBy:
    """Decide how to rank.

    Parameters
    ----------
    wanted : str
        "win", "value" or "best", as the settings say.
    champion : str
        The chosen candidate for winning; where it is a baseline, the list is ranked by the rules, by value alone or by
        the scorecard of the best customers.
    win : ndarray, shape (n,)
        Cross-validated scores of the champion, or of the rules in its place, for the rows.
    value, best : Value, BestCustomers
        With their cross-validated scores of the same rows.
    rows : Rows
    seed : int
    """
    learned = champion not in BASELINES
    plain = (
        RankedBy("win", WIN, "Ranked by the chance of winning.")
        if learned
        else RankedBy("rules", WIN, "Ranked by the criteria points.")
    )
    if wanted == "win":
        return plain
    mixes = _mixes(learned, value.tells, wanted == "best" and best.tells)
    if len(mixes) == 1:
        untold = value.sentence if wanted == "value" else f"{value.sentence} {best.sentence}"
        return replace(plain, sentence=f"{untold} {plain.sentence}")
    scores = {mix: mix.score(win, value.inner, best.inner) for mix in mixes}
    if wanted == "best" and len(best.ids) >= ENOUGH_TO_MEASURE:
        draws, measured, found = _find_best(scores, rows, best, seed), "best customers", "AUC"
    else:
        draws, measured, found = _find_revenue(scores, rows, seed), "won revenue", "share in the top 10-30 %"
    mix = first_near_best(draws)
    values = {mix: float(drawn[0]) for mix, drawn in draws.items()}
    record = {"mix": [one._asdict() for one in mixes], measured: [round(one, 6) for one in values.values()]}
    alone = "winning alone" if learned else "the criteria points"
    if mix == WIN:
        figures = f"{found} {max(values.values()):.2f} against {values[WIN]:.2f}"
        why = f"It is not sure that anything finds the {measured} better than {alone} ({figures})."
        return replace(plain, sentence=f"{why} {plain.sentence}", record=record)
    against = f"{found} {values[mix]:.2f} against {values[WIN]:.2f} by {alone}"
    return RankedBy(wanted, mix, f"Ranked by {mix.said}: it finds the {measured} better, {against}.", record)


def by_likeness(champion: str) -> RankedBy:
    """How to rank where nobody wrote down who was lost: likeness where it tells the customers from the list."""
    if champion in BASELINES:
        return RankedBy("rules", WIN, "Ranked by the criteria points.")
    said = "Ranked by likeness: how much a company resembles the customers, which is no chance of winning it."
    return RankedBy("likeness", WIN, said)


def _mixes(learned: bool, value: bool, best: bool) -> list[Mix]:
    """What can rank, the simplest first: the scorecard of the best customers tells nothing else."""
    blends = BLENDS if learned and value else ()
    return [WIN, *blends, *([VALUE] if value else []), *([BEST] if best else [])]


def _find_revenue(scores: Mapping[Mix, np.ndarray], rows: Rows, seed: int) -> dict[Mix, np.ndarray]:
    """Per mix, value and draws of the mean share of won revenue in the top 10, 20 and 30 %."""
    weights = bootstrap_weights(rows.groups, seed=seed).astype(float)
    money = rows.won * np.nan_to_num(rows.amount)
    ranked = {mix: outcomes(rows, score) for mix, score in scores.items()}
    return {
        mix: np.mean([captured(one, weights, part, money) for part in PARTS], axis=0) for mix, one in ranked.items()
    }


def _find_best(scores: Mapping[Mix, np.ndarray], rows: Rows, best: BestCustomers, seed: int) -> dict[Mix, np.ndarray]:
    """Per mix, value and draws of the AUC of best customers against all other companies."""
    means = pd.DataFrame(dict(enumerate(scores.values()))).groupby(rows.groups).mean()
    is_best = means.index.isin(best.ids).astype(float)
    weights = bootstrap_weights(means.index.to_numpy(), seed=seed).astype(float)
    unknown = np.full(len(means), np.nan)
    return {
        mix: auc(Outcomes(is_best, means[place].to_numpy(), unknown, unknown), weights)
        for place, mix in enumerate(scores)
    }


def first_near_best(draws: Mapping[Mix, np.ndarray]) -> Mix:
    """The first mix within one standard error of the best.

    It is the very first, winning alone, unless the best is better than that beyond doubt (lower end of the 95 %
    interval of the paired difference above 0): what is noise for companies not seen must not rank.

    Examples
    --------
    >>> spread = np.linspace(-0.02, 0.02, 41)
    >>> win, value = np.r_[0.25, 0.25 + spread], np.r_[0.42, 0.42 + spread]
    >>> first_near_best({WIN: win, VALUE: value})
    Mix(win=0, value=1, best=0)
    >>> first_near_best({WIN: win, VALUE: np.r_[0.26, 0.26 - spread]})
    Mix(win=1, value=0, best=0)
    """
    first = next(iter(draws))
    values = {mix: float(found[0]) for mix, found in draws.items()}
    if not np.isfinite(list(values.values())).all():
        return first
    best = draws[max(values, key=lambda mix: values[mix])]
    if not figure(best - draws[first], SURE).low > 0:
        return first
    return next(mix for mix, found in draws.items() if best[0] - found[0] <= _slack(best - found))


def _slack(difference: np.ndarray) -> float:
    return standard_error(difference) if difference.any() else 0.0


def ranked_in_turn(
    wanted: str,
    champion: str,
    win: tuple[np.ndarray, np.ndarray],
    value: Value,
    best_of: Callable[[Rows], BestCustomers],
    rows: Rows,
    seed: int,
    parts: Sequence[Part],
) -> np.ndarray:
    """Ranking scores of rows held out in turn, each part ranked as the other parts alone decide.

    `win` holds the scores that decide and those that rank; `best_of` learns the best customers from rows. Where the
    parts decide differently their scores are not on one scale and only the places within each part are compared:
    shares of the part that a row beats.
    """
    made, decided = np.empty(len(rows)), set()
    for train, test in parts:
        others = rows.take(train)
        best = best_of(others)
        ranked = rank_by(wanted, champion, win[0][train], replace(value, inner=value.inner[train]), best, others, seed)
        made[test] = ranked.mix.score(win[1][test], value.inner[test], best.scores(rows.frame.iloc[test]))
        decided.add(ranked.mix)
    if len(decided) > 1:
        for _, test in parts:
            made[test] = rankdata(made[test]) / len(test)
    return made
