"""Cut points are round, inside the data and in order."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lookalike.knowledge.statistics.cuts import readable_cuts, round_between


def test_sizes_of_companies_are_cut_where_people_cut_them() -> None:
    employees = np.random.default_rng(0).lognormal(3.5, 1.5, 2000)
    assert {10.0, 20.0, 50.0, 100.0, 250.0} <= set(readable_cuts(employees))


def test_years_are_cut_in_round_years() -> None:
    assert set(readable_cuts(np.arange(1950, 2020))) >= {1960.0, 1970.0, 2000.0}


@example([530953149.0, 2.8e-300, 2.8e-300])  # a ratio beyond all floats
@example([0.0, 5e-324])
@given(st.lists(st.floats(-1e9, 1e9), max_size=60))
def test_cuts_rise_and_lie_inside(values: list[float]) -> None:
    cuts = readable_cuts(values)
    assert (np.diff(cuts) > 0).all()
    assert all(min(values) < cut <= max(values) for cut in cuts)


def test_no_cuts_without_variation() -> None:
    assert not len(readable_cuts([5.0, 5.0, np.nan]))
    assert not len(readable_cuts([np.nan]))


@given(low=st.floats(-1e6, 1e6), width=st.floats(1e-3, 1e6))
def test_a_round_number_separates_the_two(low: float, width: float) -> None:
    assert low < round_between(low, low + width) <= low + width


@pytest.mark.parametrize(("low", "high", "cut"), [(37, 38, 38), (240, 262, 250), (-3, 4, 0), (1987, 2003, 2000)])
def test_the_roundest_number_is_taken(low: float, high: float, cut: float) -> None:
    assert round_between(low, high) == cut
