"""Who the product is compared with: its own parts and what users would pick instead; all learn from the same rows.

Random forest and LightGBM come with the product's own libraries; explainable boosting (interpret) and FLAML with the
extra `peers`, which nothing else needs.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
from lookalike_training.experiment.experiment import fit_rules
from lookalike_training.experiment.rows import Rows
from sklearn.ensemble import RandomForestClassifier

from lookalike.companies import Companies
from lookalike.knowledge.segments import find_segments
from lookalike.learning.candidates import candidates
from lookalike.learning.features import Encoder
from lookalike.settings import Settings

SEED = 7
TUNED = {"learning_rate": 0.03, "num_leaves": 15, "min_data_in_leaf": 40, "feature_fraction": 0.7, "lambda_l2": 5.0}
TREES = ["lgbm", "xgboost", "xgb_limitdepth", "rf", "extra_tree"]  # FLAML's learners that take missing values
OPTIONAL = {"EBM": "interpret", "FLAML": "flaml"}  # contender -> the library it needs
Scorer = Callable[[pd.DataFrame], np.ndarray]


@dataclass(frozen=True)
class Case:
    """A data set: its companies and settings."""

    companies: Companies
    settings: Settings


Contender = Callable[[Case, Rows], Scorer]


def contenders(budget: float) -> dict[str, Contender]:
    """All peers that can run here; `budget` is FLAML's, in seconds per fit."""
    everyone: dict[str, Contender] = {
        "constant": lambda case, rows: lambda frame: np.zeros(len(frame)),
        "rules": lambda case, rows: rules(case, rows.deal_ids).decision_function,
        "logistic": _logistic,
        "random forest": _forest,
        "LightGBM default": partial(_lightgbm, settings={}, rounds=100),
        "LightGBM tuned": partial(_lightgbm, settings=TUNED, rounds=400),
        "EBM": _explainable,
        "FLAML": partial(_flaml, budget=budget),
    }
    return {name: one for name, one in everyone.items() if name not in missing()}


def missing() -> dict[str, str]:
    """The contenders whose library is not installed, with its name."""
    return {name: library for name, library in OPTIONAL.items() if find_spec(library) is None}


def rules(case: Case, deal_ids: np.ndarray) -> Any:
    """The criteria points that these deals alone teach, segments included."""
    known = case.companies.restricted(deal_ids)
    return fit_rules(known, find_segments(known, case.settings), case.settings)


def _logistic(case: Case, rows: Rows) -> Scorer:
    model = candidates(case.companies.attributes, seed=SEED)["logistic"]
    return model.fit(rows.frame, rows.won, groups=rows.groups).decision_function


def _forest(case: Case, rows: Rows) -> Scorer:
    encoder = Encoder(case.companies.attributes).fit(rows.frame)
    model = RandomForestClassifier(500, min_samples_leaf=5, random_state=SEED)
    model.fit(encoder.transform(rows.frame), rows.won)
    return lambda frame: model.predict_proba(encoder.transform(frame))[:, 1]


def _lightgbm(case: Case, rows: Rows, settings: dict[str, Any], rounds: int) -> Scorer:
    encoder = Encoder(case.companies.attributes).fit(rows.frame)
    named = [place for place, feature in enumerate(encoder.features_) if feature.bins.kind == "category"]
    data = lightgbm.Dataset(encoder.transform(rows.frame), rows.won, categorical_feature=named)
    fixed = {"objective": "binary", "verbosity": -1, "num_threads": 1, "seed": SEED}
    booster = lightgbm.train(fixed | settings, data, rounds)
    return lambda frame: np.asarray(booster.predict(encoder.transform(frame)))


def _explainable(case: Case, rows: Rows) -> Scorer:
    from interpret.glassbox import ExplainableBoostingClassifier

    names = [attribute.name for attribute in case.companies.attributes]
    model = ExplainableBoostingClassifier(random_state=SEED, n_jobs=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the peer, about missing values
        model.fit(rows.frame[names], rows.won.astype(int))
    return lambda frame: model.predict_proba(frame[names])[:, 1]


def _flaml(case: Case, rows: Rows, budget: float) -> Scorer:
    from flaml import AutoML

    encoder = Encoder(case.companies.attributes).fit(rows.frame)
    matrix, groups = encoder.transform(rows.frame), pd.factorize(rows.groups)[0]
    model = AutoML(task="classification", metric="roc_auc", time_budget=budget, verbose=0, seed=SEED, n_jobs=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the peer and the libraries it tries
        model.fit(matrix, rows.won.astype(int), split_type="group", groups=groups, estimator_list=TREES)
    return lambda frame: model.predict_proba(encoder.transform(frame))[:, 1]
