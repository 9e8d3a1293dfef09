"""The 0-3 criteria: counted by hand on the small seller, signed for by a person, unknown where nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.errors import SettingsError
from lookalike.knowledge.criteria.grid import score_segments
from lookalike.knowledge.criteria.standard import Measured, standards
from lookalike.schema import CRITERIA
from lookalike.settings import Settings

Make = Callable[..., Settings]


def reason(grid: pd.DataFrame, segment: str, criterion: str) -> str:
    row = grid[(grid["segment"] == segment) & (grid["criterion"] == criterion)]
    return str(row["reason"].item())


def test_points_and_sentences_follow_from_the_counts(seller: Companies, two_segments: object, settings: Make) -> None:
    grid = score_segments(seller, two_segments, settings())
    points = grid.points()
    assert points.loc["IT"].to_dict() == {
        "competition": 1.0,  # 3 of 10; "None" is no competitor
        "size": 0.0,
        "lifecycle": 0.0,
        "lifetime_value": 2.0,
        "growth": 3.0,
        "purchasing_power": 2.0,
        "virality": 3.0,
        "availability": 2.0,  # eight contacts, one of them without e-mail and telephone
        "profitability": 2.0,
    }
    assert reason(grid.table, "IT", "competition") == "3 of 10 lost deals name a competitor: 1 point"
    assert reason(grid.table, "IT", "availability") == (
        "at 7 of 10 known companies a person with a title can be reached: 2 points"
    )
    assert reason(grid.table, "IT", "lifetime_value") == (
        "a customer has brought 1K, 1.4 times the average of 700: 2 points"
    )
    assert points.loc["Food", ["competition", "growth", "purchasing_power", "profitability"]].tolist() == [0, 0, 0, 0]
    assert grid.table["source"].isin(["data", "unknown"]).all()


def test_what_is_not_known_stays_unknown_and_is_never_zero(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    grid = score_segments(seller, two_segments, settings())
    assert pd.isna(grid.points().loc["Food", "virality"])
    assert "only 0 customers" in reason(grid.table, "Food", "virality")
    totals = grid.totals().set_index("segment")
    assert totals.loc["Food", "answered"] == 8
    assert totals.loc["Food", "maximum"] == 24
    assert totals.loc["IT", "rank"] == 1

    bare = Companies.of(deals=seller.deals[["deal_id", "account_id", "outcome"]], accounts=seller.accounts)
    empty = score_segments(bare, two_segments, settings()).points()
    assert empty[["competition", "size", "lifetime_value", "availability", "profitability"]].isna().all(axis=None)


def test_a_public_segment_gets_at_most_one_point_for_size(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    grid = score_segments(seller, two_segments, settings(criteria={"cuts": {"size": [1, 2, 3]}}))
    assert grid.points()["size"].to_dict() == {"IT": 3.0, "Food": 3.0}
    mostly_public = seller.accounts.assign(ownership="Kommunal")
    prospects = seller.prospects.assign(ownership="Kommunal")
    public = Companies.of(mostly_public, seller.deals, prospects)
    grid = score_segments(public, two_segments, settings(criteria={"cuts": {"size": [1, 2, 3]}}))
    assert grid.points()["size"].to_dict() == {"IT": 1.0, "Food": 1.0}
    assert "which buy by tender" in reason(grid.table, "IT", "size")


def test_manual_points_win_and_keep_author_date_and_reason(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    signed = {"author": "Kari", "date": "2024-05-01", "reason": "two tenders lost to the same rival"}
    given = settings(
        criteria={
            "weights": {"competition": 3},
            "manual": [
                {"segment": "IT", "criterion": "competition", "points": 0, **signed},
                {"segment": "I T", "criterion": "size", "points": 3, **signed},
            ],
        }
    )
    grid = score_segments(seller, two_segments, given)
    row = grid.table[(grid.table["segment"] == "IT") & (grid.table["criterion"] == "competition")].iloc[0]
    assert (row["points"], row["source"], row["author"], row["date"]) == (0.0, "manual", "Kari", "2024-05-01")
    assert str(row["reason"]) == "two tenders lost to the same rival: 0 points"
    assert row["weight"] == 3
    assert row["proposed"] == 1.0  # what the data say is kept beside it
    assert str(row["proposal"]) == "3 of 10 lost deals name a competitor: 1 point"
    assert grid.totals().set_index("segment").loc["IT", "maximum"] == 9 * 3 + 2 * 3
    assert len(grid.findings) == 1
    assert "name the segment 'I T'" in str(grid.findings[0].message)
    assert str(grid.findings[0].advice) == "did you mean 'IT'?"


def test_texts_for_a_segment_that_was_not_found_are_told(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    texts = {"promise": {"IT": "on time", "Foods": "fresh"}, "need_match": {"Food": 7, "Transport": 3}}
    findings = score_segments(seller, two_segments, settings(segments=texts)).findings
    assert [(one.column, str(one.advice)) for one in findings] == [
        ("segments.promise", "did you mean 'Food'?"),
        ("segments.need_match", "one of: IT, Food"),
    ]


def test_cuts_must_rise(seller: Companies, two_segments: object, settings: Make) -> None:
    with pytest.raises(SettingsError, match=r"cuts \[3.0, 2.0, 1.0\] of 'size' do not rise"):
        score_segments(seller, two_segments, settings(criteria={"cuts": {"size": [3, 2, 1]}}))


@pytest.mark.parametrize("standard", standards(), ids=lambda standard: standard.criterion)
def test_every_criterion_gives_all_points_from_worst_to_best(standard: object) -> None:
    low, high = standard.cuts[0], standard.cuts[-1]
    figures = [low - 1, low, (low + high) / 2, high, high + 1]
    points = [standard.points(Measured(figure, "")) for figure in figures]
    assert points == sorted(points, reverse=not standard.rising)
    assert {points[0], points[-1]} == {0.0, 3.0}
    assert pd.isna(standard.points(Measured(nan, "")))
    assert standard.points(Measured(nan, "", cap=1)) == 1.0


def test_extremely_strong_competition_gets_no_points() -> None:
    """The article says 3 for it, against its own scale; the product gives 0."""
    competition = standards()[0]
    assert competition.criterion == "competition"
    assert competition.points(Measured(0.95, "")) == 0.0
    assert competition.points(Measured(0.0, "")) == 3.0


def test_the_nine_criteria_are_those_of_the_vocabulary() -> None:
    assert tuple(standard.criterion for standard in standards()) == CRITERIA


def test_a_base_without_segments_has_an_empty_grid(seller: Companies, settings: Make) -> None:
    class Nothing:
        segments = ()

        def assign(self, frame: pd.DataFrame) -> pd.DataFrame:
            return pd.DataFrame({"segment": pd.Series(None, index=frame.index, dtype=object), "degree": 0.0})

    grid = score_segments(seller, Nothing(), settings())
    assert grid.table.empty
    assert grid.totals().empty


def test_the_segment_with_the_highest_share_comes_first(
    seller: Companies, two_segments: object, settings: Make
) -> None:
    totals = score_segments(seller, two_segments, settings()).totals()
    assert totals["segment"].tolist() == ["IT", "Food"]
    assert totals["rank"].tolist() == [1, 2]
    assert totals["share"].is_monotonic_decreasing
