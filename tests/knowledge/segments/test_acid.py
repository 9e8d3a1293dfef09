"""The acid test: each question passes above its threshold and fails below, with the figure told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.knowledge.segments.acid import distinct, exclusive, large, recognisable, relevant


@pytest.mark.parametrize(("companies", "base", "passed"), [(10, 100, True), (9, 100, False), (40, 1000, False)])
def test_large_is_ten_companies_and_a_twentieth(companies: int, base: int, passed: bool) -> None:
    asked = large(companies, base)
    assert asked.passed is passed
    assert asked.figure == companies / base


@pytest.mark.parametrize(("nearer", "passed"), [(0.8, True), (0.7, False)])
def test_exclusive_is_four_fifths_nearer_to_it_than_to_any_other(nearer: float, passed: bool) -> None:
    widths = np.where(np.arange(10) < 10 * nearer, 0.4, -0.1)
    assert exclusive(widths).passed is passed
    assert exclusive(widths).figure == pytest.approx(nearer)


@pytest.mark.parametrize(("f1", "passed"), [(0.85, True), (0.75, False)])
def test_recognisable_is_a_rule_that_finds_the_group_again(f1: float, passed: bool) -> None:
    assert recognisable(f1).passed is passed


@pytest.mark.parametrize(("width", "beyond", "passed"), [(0.3, True, True), (0.3, False, False), (0.2, True, False)])
def test_distinct_is_apart_and_more_than_chance_gives(width: float, beyond: bool, passed: bool) -> None:
    assert distinct(np.full(5, width), beyond).passed is passed


def test_relevant_is_a_difference_in_winning_value_or_time() -> None:
    rows = 60
    inside = np.arange(rows) < 30
    same = {"won": 1.0, "closed": 2.0, "amount": 100.0, "priced": 1.0, "days": np.arange(rows) % 7 + 20.0}
    members = np.column_stack([inside, ~inside])
    base = pd.DataFrame(same, index=range(rows))
    assert [one.passed for one in relevant(base, members)] == [False, False]
    for name, here, there in (("won", 2.0, 0.0), ("amount", 300.0, 100.0), ("days", 90.0, 20.0)):
        noise = np.arange(rows) % 3 if name != "won" else 0
        told = relevant(base.assign(**{name: np.where(inside, here, there) + noise}), members)
        assert all(one.passed for one in told), name
