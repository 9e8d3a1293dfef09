"""Industry codes in every spelling, with levels whose names people know."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.values.industry_codes import code_levels, find_system, parse_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("62.010", "62.010"), ("62010", "62.010"), ("6201", "62.01"), ("J62.01", "62.01"), ("SNI 62.010", "62.010"),
        ("TOL 2008: 62010", "62.010"), ("62.01 - Computer programming", "62.01"), ("1.11", "01.11"), ("J", "J"),
        ("541511", "54.1511"), ("62", "62"), ("WZ 2008 62.01.0", "62.010"), ("software", None), ("", None),
    ],
)  # fmt: skip
def test_spellings(text: str, code: str | None) -> None:
    assert parse_code(text) == code


def test_levels_are_named_and_follow_the_system() -> None:
    nace = code_levels(pd.Series(["62.010", "01.110", "62", None]))
    assert nace["sector"].tolist() == [
        "Information and communication",
        "Agriculture, forestry and fishing",
        "Information and communication",
        None,
    ]
    assert nace["2"].tolist()[:2] == ["62 Computer programming and consultancy", "01 Crops, livestock and hunting"]
    assert nace["3"].tolist() == ["62.0", "01.1", None, None]
    naics = pd.Series(["54.1511", "23.8220", "62.1111"])
    assert find_system(naics) == "naics"
    levels = code_levels(naics)
    assert levels["sector"].tolist()[0] == "Professional, scientific and technical services"
    assert levels["2"].tolist()[1] == "23 Construction"
    assert levels["3"].tolist()[2] == "62.1"


def test_every_division_belongs_to_one_sector() -> None:
    divisions = [f"{number:02}" for number in range(1, 100)]
    levels = code_levels(pd.Series(divisions), "nace")
    named = [text for text in levels["2"] if " " in text]
    assert len(named) == 88
    assert levels["sector"][[divisions.index(text[:2]) for text in named]].notna().all()
