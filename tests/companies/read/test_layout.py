"""Headings are found below titles and groups; what is no row of the table stands apart and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from lookalike.companies.read import RawTable, read
from lookalike.settings import Source

ROWS = [f"{n};Firm {n};Oslo;{10 * n};{n}000000" for n in range(1, 9)]


def opened(tmp_path: Path, *lines: str) -> RawTable:
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read(Source(file="a.csv"), tmp_path)


@pytest.mark.parametrize(
    "group",
    ["Key;Company;;Size;", "Nøkkel;Firma;Firma;Tall;Tall", ";Firma;;Tall;", "Customers 2024;;;;"],
)
@pytest.mark.parametrize("heading", ["id;name;city;employees;revenue", "nummer;firma;sted;ansatte;omsetning"])
def test_group_headings_above_headings(tmp_path: Path, group: str, heading: str) -> None:
    table = opened(tmp_path, group, heading, *ROWS)
    assert list(table.frame) == heading.split(";")
    assert len(table.frame) == len(ROWS)


def test_headings_that_say_too_little_alone_take_their_group(tmp_path: Path) -> None:
    groups, headings = ";;Revenue;;Employees;", "id;name;2023;2024;2023;2024"
    table = opened(tmp_path, groups, headings, *(f"{n};Firm {n};5;6;7;8" for n in range(9)))
    assert list(table.frame) == ["id", "name", "Revenue 2023", "Revenue 2024", "Employees 2023", "Employees 2024"]


@pytest.mark.parametrize(
    "explains",
    ["text;text;text;number;NOK", "our key;legal name;seat;heads;per year", "varchar;varchar;varchar;int;decimal"],
)
def test_a_row_that_explains_the_columns_is_no_company(tmp_path: Path, explains: str) -> None:
    table = opened(tmp_path, "id;name;city;employees;revenue", explains, *ROWS)
    assert table.frame["name"].tolist() == [f"Firm {n}" for n in range(1, 9)]
    assert "explaining-rows" in [note.code for note in table.notes]
    assert table.rows.tolist() == list(range(2, 10))


def test_the_unit_below_a_heading_counts(tmp_path: Path) -> None:
    table = opened(tmp_path, "id;name;city;employees;revenue", "text;text;text;number;TNOK", *ROWS)
    assert list(table.frame)[-1] == "revenue (TNOK)"


def test_a_first_company_with_unknown_figures_explains_nothing(tmp_path: Path) -> None:
    table = opened(tmp_path, "id;name;city;employees;revenue", "0;First;Oslo;n/a;n/a", *ROWS)
    assert table.frame["name"].tolist()[0] == "First"


@pytest.mark.parametrize("places", [[4], [0, 8], [2, 3, 5]])
def test_headings_once_more_are_no_company(tmp_path: Path, places: list[int]) -> None:
    heading, lines = "id;name;city;employees;revenue", list(ROWS)
    for place in sorted(places, reverse=True):
        lines.insert(place, heading)
    table = opened(tmp_path, heading, *lines)
    assert table.frame["id"].tolist() == [str(n) for n in range(1, 9)]
    assert [note.count for note in table.notes if note.code == "repeated-headings"] == [len(places)]
    assert len(table.broken) == len(places)


@pytest.mark.parametrize(
    "line",
    [
        ";Total;;360;36000000",
        ";Totalt (8):;;360;36000000",
        ";;;360;36000000",
        ";Summe;;360;36.000.000",
        ";Yhteensä;;;36000000",
    ],
)
def test_a_total_below_is_told_and_left_out(tmp_path: Path, line: str) -> None:
    table = opened(tmp_path, "id;name;city;employees;revenue", *ROWS, line)
    assert table.frame["name"].tolist() == [f"Firm {n}" for n in range(1, 9)]
    assert [note.code for note in table.notes] == ["totals"]


def test_totals_between_are_told_and_left_out(tmp_path: Path) -> None:
    lines = [*ROWS[:4], ";Sum Oslo;;100;10000000", *ROWS[4:], ";Sum Bergen;;260;26000000", ";Total;;360;36000000"]
    table = opened(tmp_path, "id;name;city;employees;revenue", *lines)
    assert table.frame["id"].tolist() == [str(n) for n in range(1, 9)]
    assert len(table.broken) == 3


@pytest.mark.parametrize("name", ["Total", "Total Energi AS", "Sum AS", "Grand Total Holding", "Summa Oy"])
def test_a_company_called_so_stays(tmp_path: Path, name: str) -> None:
    table = opened(tmp_path, "id;name;city;employees;revenue", *ROWS[:3], f"77;{name};Moss;12;5000", *ROWS[3:])
    assert name in table.frame["name"].tolist()
    assert not [note for note in table.notes if note.code == "totals"]
