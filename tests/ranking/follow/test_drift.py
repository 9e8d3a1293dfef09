"""Drift is found where it was put, and not where chance alone moved the shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookalike.knowledge.segments.segmentation import Segmentation
from lookalike.ranking.follow.drift import by_chance, counts, drift, moved, stability_index
from lookalike.ranking.follow.shift import shift
from lookalike.scorecard.store import Bundle

NO_SEGMENTS = Segmentation((), ())
COUNTS = st.lists(st.integers(0, 10_000), min_size=3, max_size=3)


def larger(prospects: pd.DataFrame) -> pd.DataFrame:
    """The same companies grown tenfold."""
    return prospects.assign(employees=prospects["employees"] * 10)


def test_what_grew_is_found_and_said(bundle: Bundle, prospects: pd.DataFrame) -> None:
    before, now = prospects.iloc[:4000], larger(prospects.iloc[4000:8000])
    seen = [counts(bundle.rank, one, NO_SEGMENTS) for one in (before, now)]
    rows = drift(bundle.rank.features, *seen)
    assert [row["concept"] for row in rows if row["level"] != "stable"] == ["size"]
    assert rows[0]["level"] == "large"
    was, is_now = (one["employees"].gt(250).mean() for one in (before, now))
    assert (rows[0]["before"], rows[0]["now"]) == pytest.approx((was, is_now), abs=1e-4)
    said = str(moved("follow.moved_list", rows[0]))
    assert said == f"number of employees 251 or more: {was:.0%} of the list at training, {is_now:.0%} now"


def test_chance_alone_is_rarely_called_drift(bundle: Bundle, prospects: pd.DataFrame) -> None:
    """Of 100 pairs of small lists from one population, an attribute at a time, about 5 exceed what chance gives."""
    rng = np.random.default_rng(1)
    codes = bundle.rank.features[0].codes(prospects)
    lists = [np.bincount(rng.choice(codes, 150), minlength=6) for _ in range(200)]
    above = sum(stability_index(a, b) > by_chance(a, b) for a, b in zip(lists[::2], lists[1::2], strict=True))
    assert above <= 12  # 5 are expected; more than 12 would be seen in less than 1 of 500 such tests


@given(COUNTS, COUNTS)
def test_the_index_knows_no_direction_and_is_nought_only_between_equals(first: list[int], second: list[int]) -> None:
    assert stability_index(first, second) == pytest.approx(stability_index(second, first))
    assert stability_index(first, second) >= 0
    assert stability_index(first, first) == 0


def test_prospects_like_the_known_companies_are_called_so(bundle: Bundle, prospects: pd.DataFrame) -> None:
    told = shift(bundle, prospects.iloc[:800], prospects.iloc[800:3000], NO_SEGMENTS)
    assert told["auc"]["low"] < 0.53
    assert str(told["sentence"]).startswith("The prospects are like the companies you dealt with: told apart in ")


def test_other_companies_are_called_so_with_what_sets_them_apart(bundle: Bundle, prospects: pd.DataFrame) -> None:
    told = shift(bundle, larger(prospects.iloc[:800]), prospects.iloc[800:3000], NO_SEGMENTS)
    assert told["auc"]["low"] > 0.8
    assert told["attributes"][0]["concept"] == "size"
    assert "The prospects are other companies than those you dealt with" in str(told["sentence"])
    assert "Most of all number of employees at most " in str(told["sentence"])


def test_too_few_to_tell(bundle: Bundle, prospects: pd.DataFrame) -> None:
    assert shift(bundle, prospects.head(5), prospects, NO_SEGMENTS) == {}
