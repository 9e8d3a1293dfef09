"""A compiled model equals its source: the raw score, LightGBM's contributions and shap's, on adversarial values."""

from __future__ import annotations

import warnings
from typing import Any

import lightgbm
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lookalike.knowledge.criteria.points import PointTable
from lookalike.learning.candidates import BinnedLogistic, Blend, Constant, PairBoost, Reference
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.compile import compile_model, compile_rules, compile_trees
from lookalike.scorecard.tables.cell import read_word
from lookalike.scorecard.tables.rules import rules_scorecard, usual_points
from lookalike.scorecard.tables.scorecard import Scorecard, combine

ATTRIBUTES = (
    Attribute("heads", Kind.NUMBER, "size", "Employees"),
    Attribute("growth", Kind.NUMBER, "growth", "Growth"),
    Attribute("zeros", Kind.NUMBER, "zeros", "Mostly zero"),
    Attribute("sector", Kind.CATEGORY, "industry", "Industry"),
    Attribute("land", Kind.CATEGORY, "country", "Country"),
    Attribute("tech", Kind.SET, "technology", "Technology"),
)
SECTORS = [f"S{n}" for n in range(12)]


def companies(n: int, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "heads": rng.lognormal(3, 1, n).round(),
            "growth": rng.normal(0, 10, n),
            "zeros": np.where(rng.random(n) < 0.6, 0.0, rng.normal(0, 1, n)),
            "sector": rng.choice(SECTORS, n).astype(object),
            "land": rng.choice(["NO", "SE", "FI"], n).astype(object),
            "tech": rng.choice(["Azure;SAP", "SAP", "AWS", "AWS;Azure"], n).astype(object),
        }
    )
    for column in ("growth", "sector", "tech"):
        frame.loc[rng.random(n) < 0.2, column] = np.nan if column == "growth" else None
    return frame


def outcome(frame: pd.DataFrame, seed: int = 1) -> np.ndarray:
    signal = (frame.heads > 20).astype(float) * (frame.sector.isin(SECTORS[:5])) + frame.growth.isna() * 0.7
    signal += (frame.zeros > 0) * (frame.land == "NO") + frame.tech.fillna("").str.contains("SAP") - 1
    return (np.random.default_rng(seed).random(len(frame)) < 1 / (1 + np.exp(-2 * signal))).astype(float)


@pytest.fixture(scope="module")
def boosted() -> PairBoost:
    frame = companies(600)
    return PairBoost(ATTRIBUTES, bags=2, rounds=60).fit(frame, outcome(frame))


@pytest.fixture(scope="module")
def blend() -> Blend:
    frame = companies(600)
    parts = (BinnedLogistic(ATTRIBUTES), PairBoost(ATTRIBUTES, bags=1, rounds=40))
    return Blend(parts, (0.3, 0.7)).fit(frame, outcome(frame))


def adversarial(card: Scorecard) -> pd.DataFrame:
    """Thresholds themselves and their neighbours, zeros, infinities, unseen and empty text, missing values."""
    edges = {feature.name: feature.bins.edges for feature in card.features if feature.bins.kind == "number"}
    columns: dict[str, list[Any]] = {
        name: [t for e in found for t in (np.nextafter(e, -np.inf), e, np.nextafter(e, np.inf))]
        + [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-36, -1e-36, 1e308, -1e308, 5e-324]
        for name, found in edges.items()
    }
    columns |= {"sector": [*SECTORS, None, "", "never seen", "s1"], "land": ["NO", "SE", None, "XX", ""]}
    columns |= {"tech": ["SAP", "Azure;SAP", "SAPIENT", "", None, "sap"]}
    rng = np.random.default_rng(3)
    rows = 4000
    drawn = {name: [values[i] for i in rng.integers(0, len(values), rows)] for name, values in columns.items()}
    return pd.DataFrame({name: pd.Series(v, dtype=float if name in edges else object) for name, v in drawn.items()})


def test_boosted_pairs_keep_their_score(boosted: PairBoost) -> None:
    card = compile_model(boosted)
    frame = adversarial(card)
    np.testing.assert_allclose(card.raw(frame), boosted.decision_function(frame), atol=1e-9)


def test_contributions_are_those_of_shap_and_lightgbm(boosted: PairBoost) -> None:
    card = compile_model(boosted)
    frame = adversarial(card)
    ours, matrix = card.contributions(frame), boosted.encoder_.transform(frame)
    theirs = [b.predict(matrix, pred_contrib=True, num_iteration=boosted.rounds_) for b in boosted.boosters_]
    np.testing.assert_allclose(ours, np.mean(theirs, axis=0)[:, :-1], atol=1e-9)
    assert card.base == pytest.approx(np.mean(theirs, axis=0)[0, -1], abs=1e-9)
    cut = [lightgbm.Booster(model_str=b.model_to_string(num_iteration=boosted.rounds_)) for b in boosted.boosters_]
    explained = np.mean([shap_values(booster, matrix[:500]) for booster in cut], axis=0)
    np.testing.assert_allclose(ours[:500], explained, atol=1e-6)


def shap_values(booster: lightgbm.Booster, matrix: np.ndarray) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The set_\\w+ function", PendingDeprecationWarning)  # in shap's own plots
        warnings.filterwarnings("ignore", "LightGBM binary classifier", UserWarning)  # shap names the shape it returns
        import shap

        explainer = shap.TreeExplainer(booster, feature_perturbation="tree_path_dependent")
        values = np.asarray(explainer.shap_values(matrix))
    return values[-1] if values.ndim == 3 else values


@pytest.mark.parametrize("options", [{"zero_as_missing": True}, {"use_missing": False}, {"boost_from_average": False}])
def test_every_kind_of_missing_value(options: dict[str, Any]) -> None:
    frame = companies(800, seed=5)
    encoder = PairBoost(ATTRIBUTES, bags=1, rounds=1).fit(frame, outcome(frame)).encoder_
    matrix, category = encoder.transform(frame), [3, 4]
    parameters = {"max_depth": 2, "num_leaves": 4, "verbosity": -1, "objective": "binary", "min_data_per_group": 5}
    data = lightgbm.Dataset(matrix, outcome(frame), categorical_feature=category, params=parameters | options)
    booster = lightgbm.train(parameters | options, data, 50)
    card = compile_trees([t["tree_structure"] for t in booster.dump_model()["tree_info"]], encoder.features_)
    hard = adversarial(card)
    rows = encoder.transform(hard)
    np.testing.assert_allclose(card.raw(hard), booster.predict(rows, raw_score=True), atol=1e-9)
    theirs = booster.predict(rows, pred_contrib=True)
    np.testing.assert_allclose(card.contributions(hard), theirs[:, :-1], atol=1e-9)


def test_a_blend_is_one_scorecard_centred_where_it_is_linear(blend: Blend) -> None:
    card = compile_model(blend)
    frame = adversarial(card)
    np.testing.assert_allclose(card.raw(frame), blend.decision_function(frame), atol=1e-9)
    linear = compile_model(blend.models_[0])
    np.testing.assert_allclose(linear.contributions(companies(600)).mean(axis=0), 0, atol=1e-9)


def clean(words: st.SearchStrategy, kind: Kind) -> st.SearchStrategy:
    """Cells as a clean table has them, which is what a model learns from."""
    return words.map(lambda text: text and read_word(text, kind))


value = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True))
word = st.one_of(st.none(), st.sampled_from([*SECTORS, "NO", "SE", ""]), st.text(max_size=5))
row = st.fixed_dictionaries(
    dict.fromkeys(("heads", "growth", "zeros"), value)
    | dict.fromkeys(("sector", "land"), clean(word, Kind.CATEGORY))
    | {"tech": clean(st.one_of(word, st.sampled_from(["SAP", "AWS;Azure", ";", "SAP;"])), Kind.SET)}
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=8))
def test_any_company_gets_the_score_of_its_source(boosted: PairBoost, blend: Blend, rows: list[dict[str, Any]]) -> None:
    frame = pd.DataFrame(rows)
    for column in ("heads", "growth", "zeros"):
        frame[column] = frame[column].astype(float)
    frame = frame.astype(dict.fromkeys(["sector", "land", "tech"], object))
    for model in (boosted, blend):
        card = compile_model(model)
        raw = card.raw(frame)
        np.testing.assert_allclose(raw, model.decision_function(frame), atol=1e-6)
        np.testing.assert_allclose(raw, card.base + card.contributions(frame).sum(axis=1), atol=1e-9)


def test_a_weighted_sum_of_scorecards_is_a_scorecard(boosted: PairBoost) -> None:
    frame = companies(600, seed=9)
    other = PairBoost(ATTRIBUTES[:5], bags=1, rounds=30).fit(frame.replace({"S3": None}), outcome(frame, seed=2))
    one, two = compile_model(boosted), compile_model(other)
    both = combine([(1.0, one), (0.4, two)])
    hard = adversarial(both)
    np.testing.assert_allclose(both.raw(hard), one.raw(hard) + 0.4 * two.raw(hard), atol=1e-9)
    assert len({table.features for table in both.tables}) == len(both.tables)


def test_rules_become_points_and_the_most_that_could_be_had() -> None:
    tables = [
        PointTable("size", 2.0, "segment", "category", ("A", "B"), (3.0, np.nan, np.nan, np.nan), ("", "", "", "")),
        PointTable("fit_heads", 1.0, "heads", "number", (50.0,), (1.0, 2.0, np.nan), ("", "", "")),
        PointTable("fit_tech=SAP", 1.0, "tech", "token", ("SAP",), (0.0, 3.0, np.nan), ("", "", "")),
    ]
    frame = pd.DataFrame(
        {"segment": ["A", "B", None], "heads": [50.0, 51.0, np.nan], "tech": ["SAP", "x", None]}, dtype=object
    ).astype({"heads": float})
    points, most = compile_rules(tables)
    assert points.raw(frame).tolist() == [10.0, 2.0, 0.0]
    assert most.raw(frame).tolist() == [12.0, 6.0, 0.0]


def test_an_unknown_criterion_neither_helps_nor_harms_the_ranking_by_points() -> None:
    tables = [
        PointTable("fit_heads", 2.0, "heads", "number", (50.0,), (1.0, 2.0, np.nan), ("", "", ""), usual=1.25),
        PointTable("fit_tech=SAP", 1.0, "tech", "token", ("SAP",), (0.0, 3.0, np.nan), ("", "", ""), usual=1.0),
    ]
    frame = pd.DataFrame({"heads": [50.0, 51.0, np.nan], "tech": ["SAP", None, None]}, dtype=object)
    beyond = rules_scorecard(tables).raw(frame.astype({"heads": float}))
    assert beyond.tolist() == [2 * -0.25 + 2, 2 * 0.75, 0.0]
    assert usual_points(tables) == (3.5, 9.0)


def test_what_is_no_scorecard_is_refused() -> None:
    frame = companies(400)
    deep = Reference(ATTRIBUTES, bags=1, rounds=20).fit(frame, outcome(frame))
    with pytest.raises(TypeError, match="a Reference is no scorecard"):
        compile_model(deep)
    trees = [tree["tree_structure"] for tree in deep.boosters_[0].dump_model()["tree_info"]]
    with pytest.raises(ValueError, match="a scorecard can hold two"):
        compile_trees(trees, deep.features_)
    assert compile_model(Constant().fit(frame, outcome(frame))).contributions(frame).shape == (400, 0)
