"""Nothing that a company wrote runs, hides or turns round in a file that people open."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from lookalike.languages import language
from lookalike.ranking.exports.cells import safe_file_name, safe_names, to_cells, write_csv
from lookalike.ranking.exports.workbook import write_workbook

FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
HOSTILE = (
    "Foo;=cmd|' /C calc'!A0",
    'Foo";=1+1',
    "Foo,+1",
    "Foo\t@SUM(A1)",
    "Foo\n=1+1",
    "Foo\r\n  -1",
    "Foo| ＝1",
    "=;=;=",
)


def written(table: pd.DataFrame, folder: Path) -> str:
    write_csv(table, folder / "list.csv")
    return (folder / "list.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_starts_a_formula_whatever_parts_the_cells(name: str, delimiter: str, tmp_path: Path) -> None:
    text = written(pd.DataFrame({name: [1], "name": [name], "why": [["fine", name]]}), tmp_path)
    for cell in (cell for row in csv.reader(text.splitlines(), delimiter=delimiter) for cell in row):
        assert not cell.strip("\"' \t").startswith(FORMULAS) or "'" in cell[: len(cell) - len(cell.lstrip("\"' \t"))]
    for line in text.splitlines():
        for cell in line.split(delimiter):
            assert not cell.strip('" ').startswith(FORMULAS)


def test_what_no_workbook_can_hold_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    names = ["A\ufffe\uffffB", "half \ud800 one", "pay\u202egnp.exe", "\u2066Acme\u2069", "Åse & Sønn"]
    cells = to_cells(pd.DataFrame({"name": names}))
    assert cells["name"].to_pylist() == ["AB", "half ? one", "paygnp.exe", "Acme", "Åse & Sønn"]
    write_workbook(cells, tmp_path / "list.xlsx", {}, "", language("en"))
    assert openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]["A2"].value == "AB"


@pytest.mark.parametrize("currency", ['"="', 'N"OK', '";[Red]', "kr;=1", "€"])
def test_a_hostile_currency_is_no_part_of_a_number_format(currency: str, tmp_path: Path) -> None:
    write_workbook(to_cells(pd.DataFrame({"expected_value": [5.0]})), tmp_path / "l.xlsx", {}, currency, language("en"))
    shown = openpyxl.load_workbook(tmp_path / "l.xlsx").worksheets[0]["A2"].number_format
    assert shown.count('"') in (0, 2)
    assert ";" not in shown


def test_headings_sheets_and_files_have_harmless_names() -> None:
    assert safe_names(["=1", "a;=2", "\u202eb"]) == ["'=1", "a;'=2", "b"]
    assert [safe_file_name(one) for one in ("../../etc", "=cmd", "C:\\x", "\ud800", "Silje Havnes")] == [
        "etc",
        "cmd",
        "C-x",
        "-",
        "Silje-Havnes",
    ]
