"""Customers only: ours and pulearn's ways to learn from known customers and companies that nobody labelled.

Outcomes are hidden: half of the winners are known, nothing is known of all others. Which half is chance, or favours
the large ones, as sales does; five draws of each. All learn from one row per company, as the product does, and are
tested on deals held out with their outcomes: a company with hundreds of deals would else decide what a customer is.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from itertools import count, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from lookalike_training.experiment.backtest import INNER_FOLDS, cross_scores, decide, fit_one, no_rules
from lookalike_training.experiment.ladder import alike
from lookalike_training.experiment.rows import Rows, Split
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

from lookalike.learning.features import Encoder
from lookalike.learning.folds import group_folds
from training.benchmarks.accuracy.contenders import SEED, Case, Contender, Scorer
from training.benchmarks.accuracy.peers import DATA, Judged, in_parts, judge, load, partings

CUSTOMERS_ONLY = ("salesforce_opportunities", "coil2000")
KNOWN = 0.5  # share of the winning companies that are known as customers
LABELS = {"at random": False, "of the large": True}
SIZES = {"coil2000": "MINKGEM"}  # the column that tells how large a company is; else the money that it brought
DRAWS = 5


def hide(rows: Rows, seed: int, size: np.ndarray | None = None) -> Rows:
    """The rows when half of the winning companies are known as customers and nothing else is written down.

    With the `size` of each row's company the large ones are likelier to be known: in proportion to their place by size.

    Examples
    --------
    >>> import pandas as pd
    >>> names, none = np.array(list("abcd"), dtype=object), np.full(4, np.nan)
    >>> rows = Rows(pd.DataFrame(index=range(4)), np.array([1.0, 1, 0, 0]), none, names, names, none)
    >>> hide(rows, seed=0).won.sum()
    np.float64(1.0)
    """
    winners = np.unique(rows.groups[rows.won > 0])
    chance = np.ones(len(winners)) if size is None else pd.Series(size).groupby(rows.groups).sum()[winners].rank()
    draw = np.random.default_rng(seed).random(len(winners)) ** (1 / np.asarray(chance))  # Efraimidis and Spirakis 2006
    drawn = winners[np.argsort(-draw)][: int(np.ceil(KNOWN * len(winners)))]
    return replace(rows, won=(np.isin(rows.groups, drawn) & (rows.won > 0)).astype(float))


def run(data: Path = DATA, sets: tuple[str, ...] = CUSTOMERS_ONLY) -> Iterator[pd.DataFrame]:
    """The table whenever it has grown: a row per set and contender, with columns as those of `peers`."""
    began, rows = f"{datetime.now(UTC):%Y-%m-%d %H:%M}", []
    if not find_spec("pulearn"):
        print("pulearn's ways are missing: pulearn is not installed (extra `peers`)")
    with tempfile.TemporaryDirectory() as folder:
        for name in sets:
            case, deals, split = load(name, data, Path(folder) / name)
            for (labels, large), (who, contender) in product(LABELS.items(), unlabelled_contenders().items()):
                size = SIZES.get(name, "") if large else None
                judged = _blindfolded(contender, size)
                found = judge(judged, case, deals, DRAWS * partings(deals, split, 1))
                rows.append({"set": name, "labels": labels, "contender": who, "run": began, **found})
                yield pd.DataFrame(rows)


def unlabelled_contenders() -> dict[str, Contender]:
    """Ours as the ladder takes it, and pulearn's where it is installed."""
    found: dict[str, Contender] = {"lookalike": _ours}
    if find_spec("pulearn"):
        found |= {
            "pulearn Elkan-Noto, logistic": _elkan_noto_logistic,
            "pulearn Elkan-Noto, forest": _elkan_noto_forest,
            "pulearn bagging, trees": _bagging,
        }
    return found


def _blindfolded(contender: Contender, size: str | None) -> Judged:
    """The contender that learns from rows with hidden outcomes, hidden anew each time that it is asked."""
    seeds = count(SEED)

    def scores(case: Case, rows: Rows, split: Split) -> np.ndarray:
        seed = next(seeds)

        def blind(case: Case, rows: Rows) -> Scorer:
            large = rows.frame[size].to_numpy(float) if size else np.nan_to_num(rows.amount * rows.won)
            return contender(case, _companies(hide(rows, seed, None if size is None else large)))

        return in_parts(blind)(case, rows, split)

    return scores


def _ours(case: Case, rows: Rows) -> Scorer:
    """What the product chooses, a constant where it sees no likeness."""
    models = alike(case.companies.attributes, case.settings.learning, int(rows.won.sum()))
    inner = cross_scores(models, rows, no_rules, group_folds(rows.won, rows.groups, INNER_FOLDS, SEED))
    chosen = decide(inner, rows, SEED)[0].name
    return fit_one(models, chosen, rows).decision_function


def _companies(rows: Rows) -> Rows:
    """One row per company, won where it is known as a customer."""
    first = np.sort(np.unique(rows.groups, return_index=True)[1])
    customers = rows.groups[rows.won > 0]
    return replace(rows.take(first), won=np.isin(rows.groups[first], customers).astype(float))


def _elkan_noto_logistic(case: Case, rows: Rows) -> Scorer:
    from pulearn import ElkanotoPuClassifier

    return _fitted(case, rows, ElkanotoPuClassifier(LogisticRegression(max_iter=1000), random_state=SEED))


def _elkan_noto_forest(case: Case, rows: Rows) -> Scorer:
    from pulearn import ElkanotoPuClassifier

    forest = RandomForestClassifier(300, min_samples_leaf=5, random_state=SEED)
    return _fitted(case, rows, ElkanotoPuClassifier(forest, random_state=SEED))


def _bagging(case: Case, rows: Rows) -> Scorer:
    from pulearn import BaggingPuClassifier

    tree = DecisionTreeClassifier(min_samples_leaf=5)
    model = BaggingPuClassifier(tree, n_estimators=100, max_samples=int(rows.won.sum()), random_state=SEED)
    return _fitted(case, rows, model)


def _fitted(case: Case, rows: Rows, model: Any) -> Scorer:
    """Fit a peer on numbers in standard units and one column per level; it knows 1 (customer) and 0 (unlabelled)."""
    encoder = Encoder(case.companies.attributes).fit(rows.frame)
    kinds = np.array([feature.bins.kind == "number" for feature in encoder.features_])
    prepared = make_column_transformer(
        (make_pipeline(SimpleImputer(), StandardScaler()), np.flatnonzero(kinds)),
        (OneHotEncoder(handle_unknown="ignore", sparse_output=False), np.flatnonzero(~kinds)),
    ).fit(encoder.transform(rows.frame))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the peer
        model.fit(prepared.transform(encoder.transform(rows.frame)), rows.won.astype(int))
    return lambda frame: model.predict_proba(prepared.transform(encoder.transform(frame)))[:, -1]
