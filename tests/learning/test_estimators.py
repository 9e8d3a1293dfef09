"""The public estimators keep the contract of scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import parametrize_with_checks

from lookalike.knowledge.criteria.rule_ranking import RuleRanking
from lookalike.learning.candidates import BinnedLogistic, Blend, Constant, DefaultLightGBM, PairBoost, Reference
from lookalike.learning.features import Encoder

SMALL = {"bags": 2, "rounds": 10}
ESTIMATORS = [
    Constant(),
    Encoder(),
    BinnedLogistic(),
    PairBoost(**SMALL),
    Reference(**SMALL),
    DefaultLightGBM(),
    Blend((BinnedLogistic(strength=0.1), Constant())),
    RuleRanking(),
]


@parametrize_with_checks(ESTIMATORS)
def test_scikit_learns_own_checks(estimator: BaseEstimator, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize("estimator", [BinnedLogistic(), PairBoost(**SMALL), RuleRanking()], ids=lambda one: repr(one))
def test_an_array_is_a_frame_without_names(estimator: Any) -> None:
    rng = np.random.default_rng(2)
    matrix = rng.normal(size=(200, 3))
    won = matrix[:, 0] + rng.normal(size=200) > 0
    frame = pd.DataFrame(matrix, columns=["x0", "x1", "x2"])
    by_array = estimator.fit(matrix, won).decision_function(matrix)
    np.testing.assert_array_equal(estimator.fit(frame, won).decision_function(frame), by_array)


def test_weights_count_rows() -> None:
    frame, won = pd.DataFrame({"x": [0.0, 1.0, 0.0, 1.0]}), [1, 1, 0, 0]
    assert Constant("regression").fit(frame, won, weight=[3, 3, 1, 1]).intercept_ == 0.75
    with pytest.raises(ValueError, match="all weights are zero"):
        Constant().fit(frame, won, weight=[0, 0, 0, 0])
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        Constant().fit(frame, won, weight=[1, 1])
