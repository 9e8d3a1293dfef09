"""Criteria tried before the list is made anew: the order moves as counted by hand, and past deals say what it finds."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from lookalike.knowledge.criteria import PointTable
from lookalike.ranking.compare import try_criteria

SEGMENTS = ("IT", "Food")


def of_segments(it: float, food: float, weight: float = 1.0) -> PointTable:
    return PointTable("size", weight, "segment", "category", SEGMENTS, (it, food, nan, nan), ("", "", "", ""))


def of_companies(weight: float = 1.0) -> PointTable:
    return PointTable("fit_region", weight, "region", "category", ("Oslo",), (3.0, 0.0, nan), ("", "", ""))


LISTED = pd.DataFrame(
    {
        "prospect_id": list("abcd"),
        "segment": ["IT", "Food", "IT", None],
        "rule_rank": [1, 3, 2, 4],
        "points_fit_region": [3.0, 3.0, 0.0, nan],
    }
)


def deals(rows: int = 200) -> pd.DataFrame:
    """Deals of which every second one was won, all in Food."""
    won = np.arange(rows) % 2 == 0
    return pd.DataFrame(
        {
            "account_id": np.arange(rows).astype(str),
            "won": won,
            "amount": 10.0,
            "model": 0.5,
            "rules": 0.5,
            "seen": False,
            "segment": np.where(won, "Food", "IT"),
            "points_size": np.where(won, 0.0, 3.0),
        }
    )


def test_other_points_of_a_segment_move_its_companies() -> None:
    before = (of_segments(3, 0), of_companies())
    tried = try_criteria(LISTED, deals(), before, (of_segments(0, 3), of_companies()))
    assert LISTED["prospect_id"].iloc[tried["order"]].tolist() == ["b", "a", "c", "d"]  # nothing is known of d
    assert tried["places"].tolist() == [2, 1, 3, 4]
    assert (tried["first"], tried["changed"]) == (4, 0)


def test_a_weight_moves_the_order_and_nothing_changed_is_said() -> None:
    before = (of_segments(3, 0), of_companies(0.5))
    order = try_criteria(LISTED, deals(), before, (of_segments(3, 0), of_companies(5)))["order"]
    assert LISTED["prospect_id"].iloc[order].tolist()[:2] == ["a", "b"]
    same = try_criteria(LISTED, deals(), before, before)
    assert str(same["sentence"]) == "Nothing changes: the list by rules is as it was."
    assert "as before" in str(same["past"]["sentence"])


def test_past_deals_say_what_would_have_been_found() -> None:
    past = try_criteria(LISTED, deals(), (of_segments(3, 0),), (of_segments(0, 3),))["past"]
    assert past["before"]["value"] == 0
    assert past["after"]["value"] == 0.4  # the first fifth holds 40 of the 100 won deals
    assert past["difference"]["low"] > 0
    assert str(past["sentence"]) == ("Of the won revenue in 200 past deals the first 20% would have held 40%, not 0%.")


def test_with_few_past_deals_no_figure_is_told() -> None:
    past = try_criteria(LISTED, deals(10), (of_segments(3, 0),), (of_segments(0, 3),))["past"]
    assert set(past) == {"sentence"}
    assert "at least 10 of each are needed" in str(past["sentence"])
