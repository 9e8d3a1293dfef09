"""The candidates: a constant, a binned logistic, boosted pairs, their blend, and references that tell what pairs cost.

All but the references are scorecards: a sum of tables over one feature or a pair of features. `objective="binary"`
learns the log-odds of won, `objective="regression"` a number such as log money. The only file that imports LightGBM.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Any, ClassVar, Self

import lightgbm
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator, numbers_of, weights_of, won_of
from lookalike.learning.constant import Constant, Objective
from lookalike.learning.features import MOST_LEVELS, Encoder
from lookalike.learning.folds import Part, group_folds
from lookalike.learning.logistic import BinnedLogistic
from lookalike.schema import Attribute

MANY_ROWS = 20_000
FEW_FEATURES = 40  # up to here all pairs can be listed for LightGBM
# How the bags take turns to split categories: groups of levels with more shrinkage, or one level against all others.
# The first finds what levels have in common, the second sees no likeness where there is none: together they did better
# on every set that was tried than each alone.
TURNS: tuple[dict[str, Any], ...] = ({"cat_l2": 30.0}, {"max_cat_to_onehot": MOST_LEVELS + 2})


class _Boosting(CompanyEstimator):
    """LightGBM whose bags hold out one fold of companies each: bagging and early stopping by company in one step.

    The number of rounds is the one at which the mean held-out loss of all bags is lowest; the score is the mean over
    bags. The bags also forget a few random values of features that are never missing in training, so few that no leaf
    can consist of them alone: a missing value then follows the branch that suits an ordinary company, not that of 0.
    """

    shape: ClassVar[Mapping[str, Any]]

    def __init__(
        self,
        attributes: Sequence[Attribute] | None = None,
        *,
        objective: Objective = "binary",
        monotone: Mapping[str, str] | None = None,
        bags: int = 10,
        rounds: int = 2000,
        seed: int = 7,
    ):
        self.attributes = attributes
        self.objective = objective
        self.monotone = monotone
        self.bags = bags
        self.rounds = rounds
        self.seed = seed

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Self:
        """Learn from companies `frame` (n, columns), outcomes `y` (n,), their `groups` (n,) and weights (n,)."""
        frame = self.companies(frame, fitting=True)
        y, weight = _outcomes(self.objective, y, len(frame)), weights_of(weight, len(frame))
        encoder = Encoder(self.attributes).fit(frame)
        matrix = _matrix(encoder, frame)
        self.encoder_, self.features_ = encoder, encoder.features_
        parameters = self._parameters(len(y))
        splits = self._splits(y, None if groups is None else np.asarray(groups))
        categorical = [i for i, feature in enumerate(self.features_) if feature.bins.kind == "category"]

        blanked = _forget(matrix, categorical, parameters["min_data_in_leaf"] // 2, self.seed)
        # All bags share one binning: their thresholds coincide, which keeps the compiled tables small.
        data = lightgbm.Dataset(
            blanked, y, weight=weight, categorical_feature=categorical, params=parameters
        ).construct()

        def bag(number: int) -> tuple[lightgbm.Booster, list[float]]:
            train, held = (data.subset(np.sort(rows)) for rows in splits[number])
            turn = TURNS[number % len(TURNS)] | {"seed": self.seed + number}
            return _boost(parameters | turn, train, held, self.rounds)

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            fitted = list(pool.map(bag, range(len(splits))))
        self.boosters_ = [booster for booster, _ in fitted]
        self.rounds_, self.loss_ = _common_rounds([curve for _, curve in fitted])
        return self

    def _parameters(self, rows: int) -> dict[str, Any]:
        many = rows >= MANY_ROWS
        directions = {"rising": 1, "falling": -1}
        monotone = [directions.get((self.monotone or {}).get(feature.source, ""), 0) for feature in self.features_]
        return {
            "objective": self.objective,
            "metric": "binary_logloss" if self.objective == "binary" else "l2",
            "learning_rate": 0.1 if many else 0.05,
            "max_bin": 127 if many else 63,
            "min_data_in_leaf": min(50, max(10, rows // 200)),
            "min_data_per_group": min(100, max(10, rows // 200)),
            "cat_smooth": 20,
            "lambda_l2": 5.0,
            "feature_fraction": 0.7,
            "deterministic": True,
            "force_row_wise": True,
            "num_threads": 1,
            "verbosity": -1,
            **({"monotone_constraints": monotone} if any(monotone) else {}),
            **self.shape,
        }

    def _splits(self, y: np.ndarray, groups: np.ndarray | None) -> list[Part]:
        """One split per bag: five folds, dealt anew until there are enough."""
        splits: list[Part] = []
        while len(splits) < self.bags:
            splits += group_folds(y, groups, 5, self.seed + len(splits))
        return splits[: self.bags]

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """Mean raw score of the bags per row of `frame`, shape (n,): log-odds, or the number itself."""
        check_is_fitted(self, "boosters_")
        matrix = _matrix(self.encoder_, self.companies(frame))
        scores = [b.predict(matrix, raw_score=True, num_iteration=self.rounds_) for b in self.boosters_]
        return np.mean(scores, axis=0)


class PairBoost(_Boosting):
    """Bagged LightGBM in which each leaf depends on at most two features, so that the whole is a scorecard.

    With few rows the trees have depth 2. With many rows they have eight leaves and may split the same pair of features
    again and again, which draws finer tables.

    Attributes
    ----------
    features_ : tuple of Feature
    boosters_ : list of lightgbm.Booster
    rounds_ : int
        Trees used of each booster.
    loss_ : float
        Mean held-out loss of the bags at that number of rounds.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> frame = pd.DataFrame({"heads": rng.lognormal(3, 1, 400), "sector": rng.choice(["IT", "Farm"], 400)})
    >>> won = (frame.heads > 20) & (frame.sector == "IT")
    >>> model = PairBoost(bags=2, rounds=100).fit(frame, won)
    >>> model.decision_function(pd.DataFrame({"heads": [50.0, 50.0], "sector": ["IT", "Farm"]})) > 0
    array([ True, False])
    """

    shape: ClassVar[Mapping[str, Any]] = {"max_depth": 2, "num_leaves": 4}

    def _parameters(self, rows: int) -> dict[str, Any]:
        settings = super()._parameters(rows)
        if rows < MANY_ROWS or not 2 <= len(self.features_) <= FEW_FEATURES:
            return settings
        pairs = [list(pair) for pair in combinations(range(len(self.features_)), 2)]
        return settings | {"max_depth": -1, "num_leaves": 8, "interaction_constraints": pairs}

    def trees(self) -> list[dict[str, Any]]:
        """The boosters as LightGBM dumps them, cut to `rounds_` trees; the model is the mean of their sums."""
        check_is_fitted(self, "boosters_")
        return [booster.dump_model(num_iteration=self.rounds_) for booster in self.boosters_]


class Reference(_Boosting):
    """Bagged LightGBM without the limit to pairs: not a scorecard, only trained to say what pairs cost."""

    shape: ClassVar[Mapping[str, Any]] = {"num_leaves": 31, "max_bin": 255}


class DefaultLightGBM(CompanyEstimator):
    """LightGBM as it comes, a hundred rounds on the same features: what a user would pick instead."""

    def __init__(self, attributes: Sequence[Attribute] | None = None, *, objective: Objective = "binary"):
        self.attributes = attributes
        self.objective = objective

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Self:
        """Learn from companies `frame` (n, columns) and outcomes `y` (n,); groups and weights are not used."""
        frame = self.companies(frame, fitting=True)
        self.encoder_ = Encoder(self.attributes).fit(frame)
        kinds = [feature.bins.kind for feature in self.encoder_.features_]
        data = lightgbm.Dataset(
            _matrix(self.encoder_, frame),
            _outcomes(self.objective, y, len(frame)),
            categorical_feature=[i for i, kind in enumerate(kinds) if kind == "category"],
        )
        settled = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1, "seed": 7}
        self.booster_ = lightgbm.train({"objective": self.objective} | settled, data)
        return self

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """Raw score per row, shape (n,)."""
        check_is_fitted(self, "booster_")
        return np.asarray(self.booster_.predict(_matrix(self.encoder_, self.companies(frame)), raw_score=True))


class Blend(CompanyEstimator):
    """Weighted sum of scorecards in log-odds; a scorecard again.

    Parameters
    ----------
    models : sequence of estimators or None
        None blends a binned logistic with boosted pairs.
    weights : sequence of float or None
        None weighs all alike.

    Attributes
    ----------
    models_ : list of fitted estimators
    weights_ : tuple of float, adding up to 1
    """

    def __init__(self, models: Sequence[BaseEstimator] | None = None, weights: Sequence[float] | None = None):
        self.models = models
        self.weights = weights

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Self:
        """Fit each model on the same rows."""
        frame = self.companies(frame, fitting=True)
        models = (BinnedLogistic(), PairBoost()) if self.models is None else self.models
        self.models_ = [clone(model).fit(frame, y, groups=groups, weight=weight) for model in models]
        return self._weigh()

    def join(self, fitted: Sequence[BaseEstimator]) -> Self:
        """Take models that are fitted already instead of fitting them again."""
        self.models_ = list(fitted)
        return self._weigh()

    def _weigh(self) -> Self:
        shares = self.weights or [1.0] * len(self.models_)
        self.weights_ = tuple(share / sum(shares) for share in shares)
        return self

    def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
        """Weighted mean of the models' scores per row, shape (n,)."""
        check_is_fitted(self, "models_")
        frame = self.companies(frame)
        pairs = zip(self.weights_, self.models_, strict=True)
        return np.sum([weight * model.decision_function(frame) for weight, model in pairs], axis=0)


def candidates(
    attributes: Sequence[Attribute],
    monotone: Mapping[str, str] | None = None,
    seed: int = 7,
    objective: Objective = "binary",
) -> dict[str, BaseEstimator]:
    """The unfitted candidates by name, the simplest first; "reference" and "lightgbm" are only yardsticks.

    The blend stands before boosted pairs: half of it is the smooth logistic.
    """
    logistic = BinnedLogistic(attributes, objective=objective, monotone=monotone, seed=seed)
    boosted = PairBoost(attributes, objective=objective, monotone=monotone, seed=seed)
    return {
        "constant": Constant(objective),
        "logistic": logistic,
        "blend": Blend((logistic, boosted)),
        "boosted": boosted,
        "reference": Reference(attributes, objective=objective, bags=5, seed=seed),
        "lightgbm": DefaultLightGBM(attributes, objective=objective),
    }


def _matrix(encoder: Encoder, frame: pd.DataFrame) -> np.ndarray:
    """What the encoder makes of the companies; one empty column where it knows no feature, for LightGBM wants one."""
    return encoder.transform(frame) if encoder.features_ else np.zeros((len(frame), 1))


def _outcomes(objective: Objective, y: Any, rows: int) -> np.ndarray:
    return won_of(y, rows) if objective == "binary" else numbers_of(y, rows)


def _boost(
    parameters: dict[str, Any], data: lightgbm.Dataset, check: lightgbm.Dataset, rounds: int
) -> tuple[lightgbm.Booster, list[float]]:
    """Train until the held-out loss has not fallen for a while; the booster and its loss after each round."""
    losses: dict[str, dict[str, list[float]]] = {}
    callbacks = [lightgbm.record_evaluation(losses), lightgbm.early_stopping(60, verbose=False)]
    booster = lightgbm.train(parameters, data, rounds, valid_sets=[check], valid_names=["held"], callbacks=callbacks)
    return booster, losses["held"][parameters["metric"]]


def _common_rounds(curves: list[list[float]]) -> tuple[int, float]:
    """The number of rounds with the lowest mean loss; a curve that stopped early is carried on at its last value."""
    length = max(map(len, curves))
    mean = np.mean([curve + [curve[-1]] * (length - len(curve)) for curve in curves], axis=0)
    return int(np.argmin(mean)) + 1, float(mean.min())


def _forget(matrix: np.ndarray, categorical: list[int], count: int, seed: int) -> np.ndarray:
    """A copy in which `count` random values of each numeric column that has no missing one are missing."""
    rng, copy = np.random.default_rng(seed), matrix.copy()
    for column in sorted(set(range(matrix.shape[1])) - set(categorical)):
        if len(matrix) and not np.isnan(matrix[:, column]).any():
            copy[rng.choice(len(matrix), min(count, len(matrix)), replace=False), column] = np.nan
    return copy
