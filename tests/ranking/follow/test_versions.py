"""Two versions on the same prospects: who moves, and which fact moved it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lookalike.ranking.follow.versions import version_difference
from lookalike.schema import GRADES
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables.scorecard import Scorecard, Table


@pytest.fixture(scope="module")
def some(prospects: pd.DataFrame) -> pd.DataFrame:
    return prospects.head(1500)


def weighing(bundle: Bundle, place: int, times: float) -> Bundle:
    """The same model, but for one feature that counts so many times as much."""
    tables = [
        Table(one.features, tuple(part * times for part in one.contributions)) if one.features == (place,) else one
        for one in bundle.rank.tables
    ]
    card = Scorecard(bundle.rank.features, tuple(tables), bundle.rank.base)
    return replace(bundle, version=2, rank=card, win=card)


def test_the_same_model_moves_nobody(bundle: Bundle, some: pd.DataFrame) -> None:
    told = version_difference(bundle, replace(bundle, version=2), some)
    assert str(told["sentence"]) == "Nobody moves: all 1,500 prospects keep their grade."
    assert told["rows"] == []
    assert all(told["grades"][was][now] == 0 for was in GRADES for now in GRADES if was != now)
    assert all(one["before"] == pytest.approx(one["after"]) for one in told["weights"])


def test_what_was_weighed_otherwise_is_named(bundle: Bundle, some: pd.DataFrame) -> None:
    """Only the webshop counts more: it lifts who rises, and who falls does so as everything else counts for less."""
    told = version_difference(bundle, weighing(bundle, 5, 6.0), some)
    webshop = next(one for one in told["weights"] if one["concept"] == "webshop")
    assert webshop["after"] > 2 * webshop["before"]
    moved = [row for row in told["rows"] if row["change"] in ("up", "down") and row["cause"] == "model"]
    assert len(moved) > 20
    for row in moved:
        gained = row["why"]["adds"] - row["why"]["added"]
        assert np.sign(gained) == (1 if row["change"] == "up" else -1)
    assert {str(row["why"]["fact"]) for row in moved if row["change"] == "up"} == {"webshop not known"}
    assert weighing(bundle, 5, 6.0).rank.tables[5].contributions[0].argmax() == 3


def test_the_moves_add_up(bundle: Bundle, other_bundle: Bundle, some: pd.DataFrame) -> None:
    told = version_difference(bundle, other_bundle, some)
    grades = told["grades"]
    assert sum(sum(row.values()) for row in grades.values()) == told["prospects"] == len(some)
    rises = sum(grades[was][now] for was in GRADES for now in GRADES if now < was)
    assert sum(told["counts"]["up"].values()) == rises
    for column in GRADES:  # both lists have the same seats in each grade
        assert sum(grades[was][column] for was in GRADES) == sum(grades[column].values())


def test_versions_that_read_different_features_can_be_compared(bundle: Bundle, some: pd.DataFrame) -> None:
    fewer = Scorecard(bundle.rank.features[:3], bundle.rank.tables[:3], 0.0)
    told = version_difference(replace(bundle, rank=fewer, win=fewer), bundle, some)
    gone = {one["concept"]: one["before"] for one in told["weights"]}
    assert gone["webshop"] == 0.0
    assert told["rows"]
