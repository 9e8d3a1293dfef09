"""All sheets of one table are read as one; others are named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lookalike.companies.read import read, tables
from lookalike.settings import Source


def book(path: Path, **sheets: list[list[object]]) -> None:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)


def deals(*numbers: int) -> list[list[object]]:
    return [["id", "company", "amount"], *([n, f"Firm {n}", n * 10] for n in numbers)]


@pytest.mark.parametrize("names", [("2022", "2023"), ("Jan", "Feb"), ("Salg 2022", "Salg 2023"), ("Q1", "Q2")])
def test_a_sheet_a_period_is_one_table(tmp_path: Path, names: tuple[str, str]) -> None:
    book(tmp_path / "a.xlsx", **{names[0]: deals(1, 2), names[1]: deals(3)})
    assert [source.sheet for source in tables(tmp_path / "a.xlsx")] == [()]
    table = read(Source(file="a.xlsx"), tmp_path)
    assert table.frame["id"].tolist() == ["1", "2", "3"]
    assert list(table.frame) == ["id", "company", "amount"]
    assert "sheets" in [note.code for note in table.notes]


def test_sheets_named_by_what_they_hold_keep_their_name_as_a_column(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", Won=deals(1), Lost=deals(2))
    assert read(Source(file="a.xlsx"), tmp_path).frame["sheet"].tolist() == ["Won", "Lost"]


def test_customers_and_prospects_of_the_same_headings_are_two_tables(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", Kunder=deals(1), Prospects=deals(2))
    assert [source.sheet for source in tables(tmp_path / "a.xlsx")] == [("Kunder",), ("Prospects",)]


def test_sheets_that_differ_are_named_and_columns_may_change_places(tmp_path: Path) -> None:
    turned = [["amount", "id", "company"], [50, 5, "Firm 5"]]
    book(tmp_path / "a.xlsx", **{"2022": deals(1), "2023": turned, "Notes": [["remark"], ["x"]]})
    table = read(Source(file="a.xlsx"), tmp_path)
    assert table.frame.iloc[1].tolist() == ["5", "Firm 5", "50"]
    (other,) = [note for note in table.notes if note.code == "other-sheets"]
    assert "Notes" in str(other.message)
    assert [source.sheet for source in tables(tmp_path / "a.xlsx")] == [("2022", "2023"), ("Notes",)]


def test_a_sheet_named_is_read_alone(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", **{"2022": deals(1), "2023": deals(2)})
    assert read(Source(file="a.xlsx", sheet="2023"), tmp_path).frame["id"].tolist() == ["2"]
    both = Source(file="a.xlsx", sheet=("2023", "2022"))
    assert read(both, tmp_path).frame["id"].tolist() == ["2", "1"]


def test_files_of_an_archive_are_one_table_too(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("deals_2022.csv", "id,x\n1,a\n")
        archive.writestr("deals_2023.csv", "id,x\n2,b\n")
    (tmp_path / "a.zip").write_bytes(target.getvalue())
    assert read(Source(file="a.zip"), tmp_path).frame["id"].tolist() == ["1", "2"]
