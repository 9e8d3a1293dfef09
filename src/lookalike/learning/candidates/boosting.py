"""Bagged boosting, which other files of this room give its shape; the only file that imports LightGBM, when it fits."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import pandas as pd
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator, weights_of
from lookalike.learning.candidates.objective import Objective, outcomes_of
from lookalike.learning.features import MOST_LEVELS, Encoder
from lookalike.learning.folds import Part, group_folds
from lookalike.schema import Attribute

if TYPE_CHECKING:
    import lightgbm

ENOUGH = 60  # cases of the rarer outcome from which on boosting is tried
MANY_ROWS = 20_000
# How the bags take turns to split categories: groups of levels with more shrinkage, or one level against all others.
# The first finds what levels have in common, the second sees no likeness where there is none: together they did better
# on every set that was tried than each alone.
TURNS: tuple[dict[str, Any], ...] = ({"cat_l2": 30.0}, {"max_cat_to_onehot": MOST_LEVELS + 2})


class Boosting(CompanyEstimator):
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
        import lightgbm

        frame = self.companies(frame, fitting=True)
        y, weight = outcomes_of(self.objective, y, len(frame)), weights_of(weight, len(frame))
        encoder = Encoder(self.attributes).fit(frame)
        matrix = matrix_of(encoder, frame)
        self.encoder_, self.features_ = encoder, encoder.features_
        parameters = self.parameters(len(y))
        splits = self._splits(y, None if groups is None else np.asarray(groups))
        categorical = categories_of(encoder)
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

    def parameters(self, rows: int) -> dict[str, Any]:
        """What LightGBM is told for so many rows."""
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
        matrix = matrix_of(self.encoder_, self.companies(frame))
        scores = [b.predict(matrix, raw_score=True, num_iteration=self.rounds_) for b in self.boosters_]
        return np.mean(scores, axis=0)


def matrix_of(encoder: Encoder, frame: pd.DataFrame) -> np.ndarray:
    """What the encoder makes of the companies; one empty column where it knows no feature, for LightGBM wants one."""
    return encoder.transform(frame) if encoder.features_ else np.zeros((len(frame), 1))


def categories_of(encoder: Encoder) -> list[int]:
    """The places of the columns that hold categories."""
    return [place for place, feature in enumerate(encoder.features_) if feature.bins.kind == "category"]


def default_booster(matrix: np.ndarray, y: np.ndarray, categories: list[int], objective: Objective) -> Any:
    """LightGBM as it comes, repeatable."""
    import lightgbm

    settled = {"deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1, "seed": 7}
    return lightgbm.train(
        {"objective": objective} | settled, lightgbm.Dataset(matrix, y, categorical_feature=categories)
    )


def _boost(
    parameters: dict[str, Any], data: lightgbm.Dataset, check: lightgbm.Dataset, rounds: int
) -> tuple[lightgbm.Booster, list[float]]:
    """Train until the held-out loss has not fallen for a while; the booster and its loss after each round."""
    import lightgbm

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
