"""What a scored frame says: shares, probabilities, money, points, and whether a company is familiar."""

from __future__ import annotations

from dataclasses import replace
from timeit import timeit

import numpy as np
import pandas as pd
import pytest

from lookalike.errors import InputError
from lookalike.knowledge.points import PointTable
from lookalike.learning.calibration import Calibration
from lookalike.learning.features import CategoryBins, Feature, NumericBins
from lookalike.schema import CRITERIA, Attribute, Kind
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.familiar import describe
from lookalike.scorecard.score import score_frame, score_one
from lookalike.scorecard.tables import Scorecard, Table

ATTRIBUTES = (
    Attribute("heads", Kind.NUMBER, "size", "Heads"),
    Attribute("sector", Kind.CATEGORY, "industry", "Sector"),
)
HEADS = Feature("heads", "heads", "size", "Heads", Kind.NUMBER, "", NumericBins((10.0,)))
SECTOR = Feature("sector", "sector", "industry", "Sector", Kind.CATEGORY, "", CategoryBins(("Farm", "IT")))


@pytest.fixture
def bundle() -> Bundle:
    heads = Table((0,), (np.array([-1.0, 1.0, 0.0]),))
    pair = np.zeros((3, 4))
    pair[1, 1] = 0.5
    card = Scorecard((HEADS, SECTOR), (heads, Table((0, 1), (pair, pair))), base=0.5)
    known = pd.DataFrame({"heads": [5.0, 20.0, 20.0, 40.0], "sector": ["Farm", "Farm", "IT", "IT"]})
    distribution, ranges = describe(card, known)
    rules = (PointTable("fit_heads", 2.0, "heads", "number", (10.0,), (0.0, 3.0, np.nan), ("few", "many", "")),)
    value = Scorecard((HEADS,), (Table((0,), (np.array([0.0, 1.0, 0.5]),)),), base=0.0)
    return Bundle(
        name="toy",
        version=1,
        manifest={},
        attributes=ATTRIBUTES,
        rank=card,
        win=card,
        value=value,
        rank_by="win",
        calibration=Calibration((-1.0, 3.0), (0.0, 1.0)),
        reference=pd.DataFrame(
            {"account_id": list("abcd"), "name": list("ABCD"), "raw": card.raw(known), "best": False}
        ),
        best=known,
        distribution=distribution,
        ranges=ranges,
        rules=rules,
    )


def test_every_column_says_what_it_promises(bundle: Bundle) -> None:
    frame = pd.DataFrame({"heads": [20.0, 5.0, np.nan], "sector": ["IT", "Farm", None]}, index=[7, 8, 9])
    scored = score_frame(bundle, frame)
    assert scored.index.tolist() == [7, 8, 9]
    assert scored.raw.tolist() == [2.5, -0.5, 0.5]
    assert scored.score.tolist() == [75.0, 12.5, 25.0]
    assert scored.win_probability.tolist() == [0.875, 0.125, 0.375]
    np.testing.assert_allclose(scored.expected_value, [0.875 * np.e, 0.125, 0.375 * np.exp(0.5)])
    assert scored.rule_points.tolist() == [6.0, 0.0, 0.0]
    assert scored.rule_max.tolist() == [6.0, 6.0, 0.0]
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


def test_a_missing_column_is_named(bundle: Bundle) -> None:
    with pytest.raises(InputError, match=r"no column 'sector'.*add it, empty where unknown"):
        score_frame(bundle, pd.DataFrame({"heads": [1.0]}))


def test_float_noise_neither_ranks_nor_shares(bundle: Bundle) -> None:
    noisy = replace(bundle, reference=bundle.reference.assign(raw=bundle.reference["raw"] + 1e-9))
    frame = pd.DataFrame({"heads": [20.0], "sector": ["IT"]})
    assert score_frame(noisy, frame).score.tolist() == score_frame(bundle, frame).score.tolist()


def test_one_company_is_scored_as_a_frame_of_one(bundle: Bundle) -> None:
    one = score_one(bundle, {"heads": 20.0, "sector": "IT"})
    frame = pd.DataFrame({"heads": [20.0], "sector": ["IT"]})
    assert pd.Series(one).drop("points_growth").equals(score_frame(bundle, frame).iloc[0].drop("points_growth"))
    assert score_one(bundle, {})["raw"] == 0.5


def test_one_company_takes_no_time(bundle: Bundle) -> None:
    score_one(bundle, {"heads": 20.0})
    took = [timeit(lambda: score_one(bundle, {"heads": 20.0, "sector": "IT"}), number=20) / 20 for _ in range(5)]
    assert min(took) < 0.003  # a third of it on an idle machine; the benchmark tells


def test_no_rows_give_no_rows(bundle: Bundle) -> None:
    empty = pd.DataFrame({"heads": pd.Series([], dtype=float), "sector": pd.Series([], dtype=object)})
    assert len(score_frame(bundle, empty)) == 0
