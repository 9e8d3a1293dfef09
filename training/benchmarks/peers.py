"""What users would pick instead: every data set with outcomes, the same deals held out, the same attributes.

Our champion is the candidate that selection chose inside the training part. Peers: random forest, LightGBM as it comes
and hand-tuned, and, where the extra `peers` is installed, explainable boosting (interpret) and FLAML with a budget.
"""

from __future__ import annotations

import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier

from lookalike.companies import read_companies
from lookalike.learning.candidates import candidates
from lookalike.learning.features import Encoder
from lookalike.learning.folds import Part, group_folds
from lookalike.learning.metrics import measure
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.project import load_project
from lookalike.schema import Attribute
from training.backtest import INNER_FOLDS, cross_scores, decide, fit_all, no_rules, outcomes
from training.recipes import prepare
from training.rows import Rows, deal_rows, split_rows
from training.selection import BASELINES

SETS = ("coil2000", "maven_crm", "salesforce_opportunities", "win_loss_78k")
SHOWN = ("auc", "average_precision", "lift@0.2", "won_revenue@0.2")
BUDGET = 60  # seconds of FLAML
SEED = 7
Scorer = Callable[[pd.DataFrame], np.ndarray]
Peer = Callable[[Rows, tuple[Attribute, ...]], Scorer]


def run(data: Path, sets: tuple[str, ...] = SETS) -> pd.DataFrame:
    """Fit and test all on each data set under `data`.

    Returns
    -------
    DataFrame
        One row per set and contender: `set`, `contender`, `seconds` to fit, and value, low, high of each of `SHOWN`.
    """
    with tempfile.TemporaryDirectory() as folder:
        told = [row for name in sets for row in _one_set(name, data, Path(folder) / name)]
    return pd.DataFrame(told)


def _one_set(name: str, data: Path, folder: Path) -> list[dict[str, Any]]:
    project = load_project(prepare(name, data, folder))
    companies = read_companies(project)
    rows = deal_rows(companies)
    parts = split_rows(rows, project.settings.learning).parts
    contenders: dict[str, Peer] = {"lookalike": _ours, "logistic": _logistic, **_peers()}
    return [
        {"set": name, "contender": who, **_judge(peer, rows, companies.attributes, parts)}
        for who, peer in contenders.items()
    ]


def _judge(peer: Peer, rows: Rows, attributes: tuple[Attribute, ...], parts: tuple[Part, ...]) -> dict[str, Any]:
    """Fit on each training part, score the deals held out, measure with intervals over companies."""
    start, scores = time.perf_counter(), []
    for train, test in parts:
        scores.append(peer(rows.take(train), attributes)(rows.frame.iloc[test]))
    seconds = (time.perf_counter() - start) / len(parts)
    held = rows.take(np.concatenate([test for _, test in parts]))
    found = measure(outcomes(held, np.concatenate(scores)), bootstrap_weights(held.groups, seed=SEED), SHOWN)
    figures = {metric: figure(draws).to_dict() for metric, draws in found.items()}
    told = {f"{metric} {key}": number for metric, one in figures.items() for key, number in one.items()}
    return {"seconds": round(seconds, 1), **told}


def _ours(rows: Rows, attributes: tuple[Attribute, ...]) -> Scorer:
    """The product's way: candidates compared by cross-validation inside the training part, the choice refitted."""
    models = {name: candidates(attributes, seed=SEED)[name] for name in ("constant", "logistic", "boosted", "blend")}
    inner = cross_scores(models, rows, no_rules, group_folds(rows.won, rows.groups, INNER_FOLDS, SEED))
    chosen = decide(inner, rows, SEED)[0].name
    fitted = fit_all(models, rows)[chosen]
    return (lambda frame: np.zeros(len(frame))) if chosen in BASELINES else fitted.decision_function


def _logistic(rows: Rows, attributes: tuple[Attribute, ...]) -> Scorer:
    model = candidates(attributes, seed=SEED)["logistic"].fit(rows.frame, rows.won, groups=rows.groups)
    return model.decision_function


def _peers() -> Mapping[str, Peer]:
    """The peers that are installed."""
    told: dict[str, Peer] = {
        "random forest": _forest,
        "LightGBM default": lambda rows, attributes: _lightgbm(rows, attributes, {}, 100),
        "LightGBM tuned": lambda rows, attributes: _lightgbm(rows, attributes, TUNED, 400),
    }
    optional = {"interpret": ("EBM", _explainable), "flaml": ("FLAML", _flaml)}
    return told | {name: peer for module, (name, peer) in optional.items() if find_spec(module)}


TUNED = {"learning_rate": 0.03, "num_leaves": 15, "min_data_in_leaf": 40, "feature_fraction": 0.7, "lambda_l2": 5.0}


def _forest(rows: Rows, attributes: tuple[Attribute, ...]) -> Scorer:
    encoder = Encoder(attributes).fit(rows.frame)
    model = RandomForestClassifier(500, min_samples_leaf=5, random_state=SEED).fit(
        encoder.transform(rows.frame), rows.won
    )
    return lambda frame: model.predict_proba(encoder.transform(frame))[:, 1]


def _lightgbm(rows: Rows, attributes: tuple[Attribute, ...], settings: dict[str, Any], rounds: int) -> Scorer:
    encoder = Encoder(attributes).fit(rows.frame)
    named = [place for place, feature in enumerate(encoder.features_) if feature.bins.kind == "category"]
    data = lightgbm.Dataset(encoder.transform(rows.frame), rows.won, categorical_feature=named)
    fixed = {"objective": "binary", "verbosity": -1, "num_threads": 1, "seed": SEED}
    booster = lightgbm.train(fixed | settings, data, rounds)
    return lambda frame: np.asarray(booster.predict(encoder.transform(frame)))


def _explainable(rows: Rows, attributes: tuple[Attribute, ...]) -> Scorer:
    from interpret.glassbox import ExplainableBoostingClassifier

    names = [attribute.name for attribute in attributes]
    model = ExplainableBoostingClassifier(random_state=SEED, n_jobs=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the peer, about missing values
        model.fit(rows.frame[names], rows.won.astype(int))
    return lambda frame: model.predict_proba(frame[names])[:, 1]


def _flaml(rows: Rows, attributes: tuple[Attribute, ...]) -> Scorer:
    from flaml import AutoML

    encoder = Encoder(attributes).fit(rows.frame)
    model = AutoML()
    groups = pd.factorize(rows.groups)[0]
    wanted = {
        "task": "classification",
        "metric": "roc_auc",
        "time_budget": BUDGET,
        "verbose": 0,
        "seed": SEED,
        "n_jobs": 1,
    }
    model.fit(encoder.transform(rows.frame), rows.won.astype(int), split_type="group", groups=groups, **wanted)
    return lambda frame: model.predict_proba(encoder.transform(frame))[:, 1]
