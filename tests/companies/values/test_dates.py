"""Dates in every common form and language; half-exchanged ones are named as that."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.companies.values import clean_column, day_first_of_file, infer_kind, read_dates
from lookalike.companies.values.cleaned import Cleaned
from lookalike.schema import Kind


def dates(*texts: str) -> Cleaned:
    return clean_column(pd.Series(texts, dtype=object), Kind.DATE)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01", "2024-05-01T10:00:00Z", "01.05.2024", "1/5/2024", "20240501", "1. mai 2024",
        "May 1st, 2024", "1 de mayo de 2024",
        "onsdag den 1. maj 2024", "1. toukokuuta 2024", "1 mei 2024", "1er mai 2024", "5th of May 2024 ",
        "Wed May 01 14:30:00 CEST 2024",
        "1-May-24", "2024. május 1.", "1 maja 2024", "45413", "45413.5", "1714521600", "1714521600000",
        "1714521600.0", "1. mai 2024 kl. 14.30",
    ],
)  # fmt: skip
def test_one_day_however_written(text: str) -> None:
    expected = "2024-05-05" if text.startswith("5th") else "2024-05-01"
    assert str(read_dates(np.array([text.strip()], dtype=object)).values[0])[:10] == expected


@pytest.mark.parametrize(
    "text", ["5 Marketing 2024", "Hotel 5 2024", "31.02.2024", "Q1 2024", "GTX 500", "12345678901234567890"]
)
def test_what_is_no_date(text: str) -> None:
    assert np.isnat(read_dates(np.array([text], dtype=object)).values[0])


@pytest.mark.parametrize(
    "text", ["9999-12-31", "31.12.9999", "1900-01-01", "0001-01-01", "1970-01-01", "00.00.0000", "1899-12-30"]
)
def test_days_for_not_known_are_told_and_not_used(text: str) -> None:
    cleaned = dates("2024-05-01", text)
    assert cleaned.values.isna().tolist() == [False, True]
    assert [problem.code for problem in cleaned.problems] == ["placeholder"]


def test_half_exchanged_day_and_month_are_named_as_that() -> None:
    swapped = [
        f"2024-{month:02}-{day:02}" for month, day in ((3, 4), (5, 6), (7, 8), (9, 10), (1, 2), (11, 12), (2, 3))
    ]
    left = [f"{day}/04/2024" for day in (13, 17, 21, 25, 28, 30, 14)]
    problems = {problem.code: problem for problem in dates(*swapped, *left).problems}
    assert problems["exchanged-dates"].count == len(swapped)
    assert "day and month exchanged" in str(problems["exchanged-dates"].message)
    whole = [*swapped, "2024-03-28"]
    assert "exchanged-dates" not in {problem.code for problem in dates(*whole, *left).problems}


def test_dates_that_contradict_each_other_are_named_as_that() -> None:
    (problem,) = dates("17/1/2024", "18/1/2024", "19/1/2024", "1/20/2024").problems
    assert problem.count == 1
    assert "the other way round" in str(problem.message)


def test_one_column_proves_the_order_for_the_others() -> None:
    unclear, american = pd.Series(["3/4/2024"], dtype=object), pd.Series(["1/17/2019", None], dtype=object)
    assert day_first_of_file([unclear, american]) is False
    assert day_first_of_file([unclear]) is None


def test_numbers_are_no_dates_by_themselves() -> None:
    assert infer_kind(pd.Series(["45413", "45414", "1714521600"] * 10, dtype=object)) is Kind.NUMBER
