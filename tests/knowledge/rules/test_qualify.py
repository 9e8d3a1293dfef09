"""Qualifying rules narrow the list and say how many remain after each."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from lookalike.errors import SettingsError
from lookalike.knowledge.rules.qualify import narrow
from lookalike.settings import Settings

LIST = pd.DataFrame(
    {
        "technologies": ["Azure;SAP", "SAP", None, "Azure", "AWS"],
        "building_m2": [1500.0, 2000.0, 3000.0, 400.0, None],
    }
)


def test_each_rule_narrows_what_the_one_before_left(settings: Callable[..., Settings]) -> None:
    rules = [
        {"rule": 'technologies contains "Azure"', "name": "on Azure"},
        {"rule": "building_m2 < 1000", "effect": "disqualify"},
    ]
    narrowed = narrow(LIST, settings(qualify=rules))
    assert narrowed.keep.tolist() == [True, False, True, False, False]
    assert narrowed.unknown.tolist() == [False, False, True, False, False]
    assert tuple(map(str, narrowed.dropped_by)) == ("", "on Azure", "", "building m2 under 1,000", "on Azure")
    first, second = narrowed.steps
    assert (first.before, first.dropped, first.unknown, first.remaining) == (5, 2, 1, 3)
    assert str(first.sentence) == "on Azure: 5 -> 3; for 1 it is unknown, they stay"
    assert str(second.sentence) == "building m2 under 1,000: 3 -> 2"


def test_without_rules_everything_stays(settings: Callable[..., Settings]) -> None:
    narrowed = narrow(LIST, settings())
    assert narrowed.keep.all()
    assert narrowed.steps == ()


def test_all_bad_rules_are_reported_together(settings: Callable[..., Settings]) -> None:
    rules = [{"rule": "technologies contains"}, {"rule": "bilding_m2 > 5"}, {"rule": "building_m2 > large"}]
    with pytest.raises(SettingsError, match=r"(?s)\[\[qualify\]\]: 3 problems.*the end.*'building_m2'.*'large'"):
        narrow(LIST, settings(qualify=rules))
