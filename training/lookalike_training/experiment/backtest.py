"""The backtest: every candidate scores deals it has not seen; the choice is made inside the training part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd
from sklearn.base import clone

from lookalike.learning.calibration import calibrate
from lookalike.learning.candidates import Blend, Constant, yardsticks
from lookalike.learning.deal_weights import company_weights
from lookalike.learning.folds import Part, group_folds
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.names import BASELINES
from lookalike.learning.uncertainty import bootstrap_weights, figure, standard_error
from lookalike_training.experiment.past import as_cold
from lookalike_training.experiment.rows import Rows, Split
from lookalike_training.experiment.selection import Choice, choose

INNER_FOLDS = 4
DEALT = "dealt_"
SURE = 0.95  # level of the interval by which a candidate must beat a constant: the best of several is partly luck
Draws = dict[str, dict[str, np.ndarray]]


class Candidate(Protocol):
    """A scikit-learn style estimator of the log-odds of winning."""

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Any: ...
    def decision_function(self, frame: pd.DataFrame) -> np.ndarray: ...


class RulesFor(Protocol):
    """Makes the rule ranking that only these deals could have taught, fitted; None where there are no rules."""

    def __call__(self, deal_ids: np.ndarray) -> Any: ...


def no_rules(deal_ids: np.ndarray) -> None:
    """No rules to compare with."""


def fit_all(models: Mapping[str, Candidate], rows: Rows, rules: RulesFor = no_rules) -> dict[str, Any]:
    """Fit each candidate on the rows, one that a blend shares only once; the rules follow the constant."""
    weight = company_weights(rows.won, rows.groups)
    made: dict[int, Any] = {}

    def fit(model: Any) -> Any:
        if id(model) not in made:
            if isinstance(model, Blend):
                made[id(model)] = clone(model).join([fit(member) for member in model.models or ()])
            else:
                made[id(model)] = clone(model).fit(rows.frame, rows.won, groups=rows.groups, weight=weight)
        return made[id(model)]

    fitted: dict[str, Any] = {}
    for name, model in models.items():
        fitted[name] = fit(model)
        if name == "constant" and (ruled := rules(rows.deal_ids)) is not None:
            fitted["rules"] = ruled
    return fitted


def fit_one(models: Mapping[str, Candidate], name: str, rows: Rows) -> Any:
    """Fit one candidate on the rows."""
    return fit_all({name: models[name]}, rows)[name]


def score_all(fitted: Mapping[str, Any], frame: pd.DataFrame) -> pd.DataFrame:
    """One column of raw scores per candidate, as of cold companies; `dealt_<candidate>`, which counts how the company
    stood with us when the deal began; and the points per criterion of the rules.

    A constant is 0: a base rate that differs between folds must not rank.
    """
    cold = as_cold(frame)
    made = pd.DataFrame({name: _scores(model, cold) for name, model in fitted.items()})
    made = made.join(pd.DataFrame({f"{DEALT}{name}": _scores(model, frame) for name, model in fitted.items()}))
    if "rules" in fitted:
        points = fitted["rules"].points(frame).reset_index(drop=True)
        made = made.join(points.add_prefix("points_"))
    return made


def _scores(model: Any, frame: pd.DataFrame) -> np.ndarray:
    return np.zeros(len(frame)) if isinstance(model, Constant) else np.asarray(model.decision_function(frame))


def cross_scores(models: Mapping[str, Candidate], rows: Rows, rules: RulesFor, parts: Sequence[Part]) -> pd.DataFrame:
    """`score_all` of each row by models that have not seen its company."""
    scored = [score_all(fit_all(models, rows.take(train), rules), rows.frame.iloc[test]) for train, test in parts]
    order = np.concatenate([test for _, test in parts])
    return pd.concat(scored, ignore_index=True).set_index(order).sort_index()


def names_of(scores: pd.DataFrame) -> list[str]:
    """The candidates among the columns of `score_all`."""
    return [str(name) for name in scores if not str(name).startswith(("points_", DEALT))]


def points_of(scores: pd.DataFrame) -> pd.DataFrame:
    """The points per criterion among the columns of `score_all`."""
    return scores[[name for name in scores if str(name).startswith("points_")]]


def dealt_with(scores: pd.DataFrame) -> pd.DataFrame:
    """What the candidates say of deals as they began, among the columns of `score_all`."""
    return scores[[f"{DEALT}{name}" for name in names_of(scores)]].set_axis(names_of(scores), axis=1)


def outcomes(rows: Rows, score: Any, probability: Any = None) -> Outcomes:
    """Scores beside what came of the deals."""
    unknown = np.full(len(rows), np.nan)
    promised = unknown if probability is None else np.asarray(probability, dtype=float)
    return Outcomes(rows.won, np.asarray(score, dtype=float), promised, rows.amount)


def decide(scores: pd.DataFrame, rows: Rows, seed: int) -> tuple[Choice, pd.DataFrame]:
    """Choose among candidates by cross-validated scores; the table, as `selection.choose` was given it, says why."""
    weights = bootstrap_weights(rows.groups, seed=seed)
    draws = {name: measure(outcomes(rows, scores[name]), weights, ("auc",))["auc"] for name in names_of(scores)}
    learned = [name for name in draws if name not in (*yardsticks(), *BASELINES)]
    best = max(learned, key=lambda name: draws[name][0])
    table = pd.DataFrame(
        {
            "candidate": name,
            "auc": found[0],
            "behind": draws[best][0] - found[0],
            "behind_error": standard_error(draws[best] - found),
            "gain_low": figure(found - draws["constant"], SURE).low,
            "learned": name in learned,
        }
        for name, found in draws.items()
    )
    return choose(table), table


@dataclass(frozen=True)
class Backtest:
    """What every candidate said of the held-out deals; the column "champion" is what the chosen one said.

    Attributes
    ----------
    rows : Rows
        The held-out deals.
    seen : ndarray of bool, shape (n,)
        Whether the deal's company had a deal in the training part.
    scores, probabilities : DataFrame, shape (n, candidates + champion)
    points : DataFrame
        Points per criterion, columns `points_<criterion>`; no columns without rules.
    choice : Choice
        Made without the held-out deals. Where each part is held out in turn it is the choice from all of them, while
        the column "champion" holds for each part what the choice from the other parts said.
    table : DataFrame
        The figures that the choice rests on.
    learned : Rows
        The training deals; all deals where each part is held out in turn.
    inner : DataFrame
        Cross-validated scores of the training deals, shape (len(learned), candidates).
    inner_points : DataFrame
        The points of the training deals, as `points`.
    dealt, inner_dealt : DataFrame
        As `scores` and `inner`, with how each company stood with us when the deal began: what a chance is read from.
    fitted : dict of name to fitted candidate
        On the training deals; empty where each part is held out in turn.
    """

    rows: Rows
    seen: np.ndarray
    scores: pd.DataFrame
    probabilities: pd.DataFrame
    points: pd.DataFrame
    choice: Choice
    table: pd.DataFrame
    learned: Rows
    inner: pd.DataFrame
    inner_points: pd.DataFrame = field(default_factory=pd.DataFrame)
    dealt: pd.DataFrame = field(default_factory=pd.DataFrame)
    inner_dealt: pd.DataFrame = field(default_factory=pd.DataFrame)
    fitted: Mapping[str, Any] = field(default_factory=dict)


def backtest(models: Mapping[str, Candidate], rows: Rows, split: Split, rules: RulesFor, seed: int) -> Backtest:
    """Fit, choose and score without letting the held-out deals speak before the end."""
    return (_in_turn if split.kind == "cross" else _held_out)(models, rows, split, rules, seed)


def _held_out(models: Mapping[str, Candidate], rows: Rows, split: Split, rules: RulesFor, seed: int) -> Backtest:
    train, test = (rows.take(places) for places in split.parts[0])
    eligible = {name: model for name, model in models.items() if name not in yardsticks()}
    crossed = cross_scores(eligible, train, rules, group_folds(train.won, train.groups, INNER_FOLDS, seed))
    inner, inner_points = crossed[names_of(crossed)], points_of(crossed)
    choice, table = decide(inner, train, seed)
    fitted = fit_all(models, train, rules)
    made = score_all(fitted, test.frame)
    scores = made[names_of(made)].copy()
    promised = _probabilities(dealt_with(crossed), train, dealt_with(made))
    scores["champion"], promised["champion"] = scores[choice.name], promised[choice.name]
    points = points_of(made)
    seen = pd.Index(test.groups).isin(train.groups)
    return Backtest(
        test,
        seen,
        scores,
        promised,
        points,
        choice,
        table,
        train,
        inner,
        inner_points,
        dealt_with(made),
        dealt_with(crossed),
        fitted,
    )


def _in_turn(models: Mapping[str, Candidate], rows: Rows, split: Split, rules: RulesFor, seed: int) -> Backtest:
    made = cross_scores(models, rows, rules, split.parts)
    scores, points, dealt = made[names_of(made)].copy(), points_of(made), dealt_with(made)
    inner = scores.copy()
    choice, table = decide(inner, rows, seed)
    promised = pd.DataFrame(np.nan, index=scores.index, columns=[*inner, "champion"])
    chosen = []
    for train, test in split.parts:
        others, beside = rows.take(train), inner.iloc[train].reset_index(drop=True)
        found = _probabilities(dealt.iloc[train].reset_index(drop=True), others, dealt.iloc[test])
        chosen.append(decide(beside, others, seed)[0].name)
        promised.iloc[test] = found.assign(champion=found[chosen[-1]]).to_numpy()
    # Candidates differ in scale: where the parts chose differently, only their probabilities can be compared.
    odds = np.log(promised["champion"] / (1 - promised["champion"]))
    scores["champion"] = inner[chosen[0]] if len(set(chosen)) == 1 else odds
    seen = np.zeros(len(rows), dtype=bool)
    return Backtest(rows, seen, scores, promised, points, choice, table, rows, inner, points, dealt, dealt)


def _probabilities(inner: pd.DataFrame, train: Rows, scores: pd.DataFrame) -> pd.DataFrame:
    """Held-out scores as probabilities, calibrated on the cross-validated scores of the training part.

    A yardstick without cross-validated scores is taken at its word: its scores are log-odds.
    """
    made = {}
    for name in scores:
        raw = scores[name].to_numpy()
        made[name] = (
            calibrate(inner[name].to_numpy(), train.won).apply(raw) if name in inner else 1 / (1 + np.exp(-raw))
        )
    return pd.DataFrame(made)


def metric_draws(test: Backtest, where: np.ndarray | None = None, seed: int = 7) -> Draws:
    """Candidate -> metric -> value and bootstrap draws, on all held-out deals or those where `where` is true.

    The draws are the same for all candidates, so that their differences are paired. Empty when no deal is left.
    """
    places = np.arange(len(test.rows)) if where is None else np.flatnonzero(where)
    rows = test.rows.take(places)
    if not len(rows):
        return {}
    weights = bootstrap_weights(rows.groups, seed=seed)
    pairs = {
        n: (test.scores[n].to_numpy()[places], test.probabilities[n].to_numpy()[places]) for n in names_of(test.scores)
    }
    return {name: measure(outcomes(rows, *pair), weights) for name, pair in pairs.items()}
