"""What a scored frame says: shares, probabilities, money, points, and whether a company is familiar."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lookalike_training.pyfunc import LookalikeModel

import lookalike
from lookalike.companies.values import Context, clean_column, plain_column
from lookalike.errors import InputError
from lookalike.knowledge.criteria.points import PointTable
from lookalike.learning.calibration import Calibration
from lookalike.learning.features import CategoryBins, Feature, NumericBins
from lookalike.schema import CRITERIA, Attribute, Kind
from lookalike.scorecard.score import score_batch, score_frame, score_one
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables.cell import read_word
from lookalike.scorecard.tables.scale import Scale
from lookalike.scorecard.tables.scorecard import Scorecard, Table
from toys import toy_bundle

ATTRIBUTES = (
    Attribute("heads", Kind.NUMBER, "size", "Heads"),
    Attribute("sector", Kind.CATEGORY, "industry", "Sector"),
)
SIZE = Feature("heads", "heads", "size", "Heads", Kind.NUMBER, "", NumericBins((10.0,)))
SECTOR = Feature("sector", "sector", "industry", "Sector", Kind.CATEGORY, "", CategoryBins(("Farm", "IT")))


@pytest.fixture
def bundle() -> Bundle:
    heads = Table((0,), (np.array([-1.0, 1.0, 0.0]),))
    pair = np.zeros((3, 4))
    pair[1, 1] = 0.5
    card = Scorecard((SIZE, SECTOR), (heads, Table((0, 1), (pair, pair))), base=0.5)
    known = pd.DataFrame({"heads": [5.0, 20.0, 20.0, 40.0], "sector": ["Farm", "Farm", "IT", "IT"]})
    rules = (PointTable("fit_heads", 2.0, "heads", "number", (10.0,), (0.0, 3.0, np.nan), ("few", "many", "")),)
    value = Scorecard((SIZE,), (Table((0,), (np.array([0.0, 1.0, 0.5]),)),), base=0.0)
    scales = {"score": Scale(0.5, 4 / 3), "similarity": Scale(1.0, 0.2)}
    curve = Calibration((-1.0, 3.0), (0.0, 1.0))
    return toy_bundle(card, known, value=value, similarity=value, scales=scales, calibration=curve, rules=rules)


def test_every_column_says_what_it_promises(bundle: Bundle) -> None:
    frame = pd.DataFrame({"heads": [20.0, 5.0, np.nan], "sector": ["IT", "Farm", None]}, index=[7, 8, 9])
    scored = score_frame(bundle, frame)
    assert scored.index.tolist() == [7, 8, 9]
    assert scored.raw.tolist() == [2.5, -0.5, 0.5]
    assert scored.score.tolist() == [81.76, 32.08, 50.0]
    assert scored.similarity.tolist() == [50.0, 0.67, 7.59]
    assert scored.win_probability.tolist() == [0.875, 0.125, 0.375]
    np.testing.assert_allclose(scored.deal_value, [np.e, 1.0, np.exp(0.5)])
    np.testing.assert_allclose(scored.expected_value, [0.875 * np.e, 0.125, 0.375 * np.exp(0.5)])
    assert scored.rule_points.tolist() == [6.0, 0.0, 0.0]
    assert scored.rule_max.tolist() == [6.0, 6.0, 0.0]
    assert scored.rule_share.fillna(-1).tolist() == [1.0, 0.0, -1.0]
    assert scored.points_fit_heads.fillna(-1).tolist() == [3.0, 0.0, -1.0]
    shap = [column for column in scored if column.startswith("shap_")]
    np.testing.assert_allclose(scored[shap].sum(axis=1), scored.raw, atol=1e-12)
    points = [column.removeprefix("points_") for column in scored if column.startswith("points_")]
    assert points == [*CRITERIA, "fit_heads"]
    assert scored.points_growth.isna().all()
    assert scored.tier.unique().tolist() == ["neutral"]


@pytest.mark.parametrize(
    ("heads", "sector", "expected"),
    [
        (20.0, "IT", True),
        (40.0, "Farm", True),
        (40.1, "IT", False),
        (np.inf, "IT", False),
        (20.0, "Mining", False),
        (np.nan, "IT", True),
        (np.nan, None, False),
    ],
)
def test_familiar_is_what_was_learned_from(bundle: Bundle, heads: float, sector: str | None, expected: bool) -> None:
    frame = pd.DataFrame({"heads": [heads], "sector": pd.Series([sector], dtype=object)})
    if sector is None:
        frame = frame.assign(heads=np.nan)
    assert score_frame(bundle, frame).familiar.tolist() == [expected]


def test_without_a_value_model_there_is_no_money(bundle: Bundle) -> None:
    frame = pd.DataFrame({"heads": [20.0], "sector": ["IT"]})
    assert score_frame(replace(bundle, value=None), frame).expected_value.isna().all()
    assert score_frame(replace(bundle, win=None), frame).win_probability.isna().all()
    assert score_frame(replace(bundle, similarity=None), frame).similarity.isna().all()


def test_an_absent_column_is_unknown_but_none_of_the_columns_is_another_table(bundle: Bundle) -> None:
    alone = score_frame(bundle, pd.DataFrame({"heads": [20.0]}))
    pd.testing.assert_frame_equal(alone, score_frame(bundle, pd.DataFrame({"heads": [20.0], "sector": [None]})))
    other = pd.DataFrame({"Sectr": ["IT"], "when": ["today"]})
    for score in (score_frame, lambda one, frame: score_batch(one, pa.RecordBatch.from_pandas(frame))):
        with pytest.raises(InputError, match=r"\"Sectr\" \(did you mean 'sector'\?\).*one of: heads, sector"):
            score(bundle, other)


@pytest.mark.parametrize("heads", ["many", True])
def test_what_is_no_number_is_named_by_every_entrance(bundle: Bundle, heads: object) -> None:
    frame = pd.DataFrame({"heads": [heads], "sector": ["IT"]})
    said = rf"wrong kind: \"?heads = \"?{heads}"
    with pytest.raises(InputError, match=said):
        score_frame(bundle, frame)
    with pytest.raises(InputError, match=said):
        score_batch(bundle, pa.RecordBatch.from_pandas(frame))
    with pytest.raises(InputError, match=said):
        score_one(bundle, {"heads": heads})
    with pytest.raises(InputError, match=said):
        lookalike.score(bundle, frame)


def test_a_misspelt_column_of_a_company_written_by_hand_is_named(bundle: Bundle) -> None:
    said = r"columns that nobody knows: \"Sectr\" \(did you mean 'sector'\?\)"
    with pytest.raises(InputError, match=said):
        score_one(bundle, {"heads": 5.0, "Sectr": "IT"})
    with pytest.raises(InputError, match=said):
        lookalike.score(bundle, pd.DataFrame({"heads": [5.0], "Sectr": ["IT"]}))


def test_the_list_of_a_frame_keeps_its_index(bundle: Bundle) -> None:
    frame = pd.DataFrame({"heads": [5.0, 20.0, None], "name": ["a", "b", "c"]}, index=["x", "y", "z"])
    ranked = lookalike.score(bundle, frame)
    assert ranked.index.tolist() == ["y", "z", "x"]
    assert ranked["name"].tolist() == ["b", "c", "a"]
    assert ranked["prospect_id"].tolist() == ["2", "3", "1"]


def test_one_company_is_scored_as_a_frame_of_one(bundle: Bundle) -> None:
    one = score_one(bundle, {"heads": 20.0, "sector": "IT"})
    frame = pd.DataFrame({"heads": [20.0], "sector": ["IT"]})
    assert pd.Series(one).drop("points_growth").equals(score_frame(bundle, frame).iloc[0].drop("points_growth"))
    assert score_one(bundle, {})["raw"] == 0.5


@pytest.fixture
def knowing(bundle: Bundle) -> Bundle:
    """The same with segments and a profile that ask for numbers, text, tokens and what is not there."""
    leaves = [
        {"conditions": ["heads < 10"], "counts": [6, 1]},
        {"conditions": ["not heads < 10", 'sector in ("it", "Farm & Son")'], "counts": [1, 5]},
        {"conditions": ["not heads < 10", 'sector != "IT" and sector contains "farm"'], "counts": [2, 2]},
    ]
    traits = [
        {"concept": "size", "condition": "heads between 10 and 40"},
        {"concept": "technology", "condition": 'tech contains "SAP"'},
        {"concept": "place", "condition": "country = NO"},
    ]
    anti = [{"concept": "size", "condition": "heads = 5"}, {"concept": "industry", "condition": "sector = mining"}]
    return replace(
        bundle,
        attributes=(
            *ATTRIBUTES,
            Attribute("tech", Kind.SET, "technology", "Technologies"),
            Attribute("country", Kind.CATEGORY, "place", "Country"),
        ),
        segmentation={"segments": [{"name": "Small"}, {"name": "IT, large"}], "leaves": leaves},
        icp={"traits": traits, "anti_traits": anti},
    )


HEADS = [5.0, 10.0, np.nextafter(10.0, 11), 40.0, -0.0, np.nan, None, 12, "12", " 1,200 ", "", "n/a"]
COMPANIES = st.fixed_dictionaries(
    {},
    optional={
        "heads": st.sampled_from(HEADS),
        "sector": st.sampled_from(
            ["IT", " it ", "FARM", "farm & son", "farm &amp; Son", "Mining", "", "  ", "N/A", None]
        ),
        "tech": st.sampled_from(["SAP", "Azure;SAP", "sap, Azure", "SAPIENT", "sap", "", None]),
        "country": st.sampled_from(["NO", "Norge", " no ", "norway", "Atlantis", "", None]),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(companies=st.lists(COMPANIES, min_size=1, max_size=4))
def test_a_company_has_one_score_whatever_the_entrance_and_the_company_it_comes_in(
    knowing: Bundle, companies: list[dict]
) -> None:
    alone = [score_one(knowing, company) for company in companies]
    frame = pd.DataFrame(companies, dtype=object, columns=[one.name for one in knowing.attributes])
    texts = frame.map(lambda value: None if value is None or value != value else str(value))
    scored = {
        "frame": score_frame(knowing, frame),
        "batch": score_batch(knowing, pa.RecordBatch.from_pandas(texts)).to_pandas(),
        "served": LookalikeModel.predict(SimpleNamespace(bundle=knowing), None, frame),
        "list": lookalike.score(knowing, frame).sort_index(),
    }
    for entrance, table in scored.items():
        shared = [name for name in alone[0] if name in table]
        assert len(shared) > 8, entrance
        for one, row in zip(alone, table[shared].to_dict("records"), strict=True):
            assert {
                name for name in shared if row[name] != one[name] and not pd.isna([row[name], one[name]]).all()
            } == set()


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.text(max_size=6) | st.sampled_from(["Norge", "n/a", "62.010", "SNI 62010", "a; b"]), max_size=5)
)
@pytest.mark.parametrize(
    ("kind", "field"), [(Kind.CATEGORY, ""), (Kind.CODE, ""), (Kind.SET, ""), (Kind.CATEGORY, "country")]
)
def test_a_cell_alone_is_read_as_in_the_column_of_a_file(kind: Kind, field: str, cells: list[str]) -> None:
    column = plain_column(pd.Series(cells, dtype=object))
    together = clean_column(column, kind, "", Context(field=field)).values.tolist()
    assert [read_word(cell, kind, field) for cell in cells] == together


def test_segment_and_tier_follow_rules_and_signs(knowing: Bundle) -> None:
    large = {"heads": 40.0, "sector": "IT", "tech": "Azure;SAP"}
    found = [score_one(knowing, one) for one in (large, {"heads": 5.0, "sector": "Mining"}, {"heads": 12.0})]
    assert [(one["segment"], one["tier"]) for one in found] == [
        ("IT, large", "do-or-die"),
        ("Small", "don't"),
        ("IT, large", "neutral"),
    ]


def test_no_rows_give_no_rows(bundle: Bundle) -> None:
    empty = pd.DataFrame({"heads": pd.Series([], dtype=float), "sector": pd.Series([], dtype=object)})
    assert len(score_frame(bundle, empty)) == 0
