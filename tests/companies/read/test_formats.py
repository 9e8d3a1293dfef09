"""What stands only in the format of a spreadsheet's cell is read."""

from __future__ import annotations

import html
import zipfile
from pathlib import Path

import openpyxl
import pytest

from lookalike.companies.read import read
from lookalike.settings import Source


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.25, "0 %", "25%"), (0.071, "0.0%", "7.1%"), (-0.05, "0.00%;[Red]-0.00%", "-5%"),
        (6422.5, "[$€-2] #,##0.00", "6422.5 €"), (100, "[$kr-414] #,##0", "100 NOK"), (100, "[$kr-41D] #,##0",
        "100 SEK"),
        (100, '#,##0 "kr"', "100 kr"), (12, '"USD" #,##0', "12 USD"), (12, "$#,##0.00", "12 $"),
        (5, '0 "TNOK"', "5 TNOK"),
        (5000, '0, "k€"', "5000 EUR"), (150, "0000", "0150"), (7, "General", "7"), (7.5, '0.0 "m"', "7.5"),
    ],
)  # fmt: skip
def test_of_excel(tmp_path: Path, value: float, code: str, text: str) -> None:
    made = openpyxl.Workbook()
    made.active.append(["id", "x"])
    for row in range(3):
        made.active.append([row, value])
        made.active.cell(row + 2, 2).number_format = code
    made.save(tmp_path / "a.xlsx")
    assert read(Source(file="a.xlsx"), tmp_path).frame["x"].tolist() == [text] * 3


def test_below_empty_rows_and_beside_empty_columns(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for row, (name, share) in enumerate([("name", "share"), ("A", 0.5), ("B", 0.25)], start=4):
        sheet.cell(row, 3, name)
        sheet.cell(row, 4, share).number_format = "0%"
    made.save(tmp_path / "a.xlsx")
    assert read(Source(file="a.xlsx"), tmp_path).frame.values.tolist() == [["A", "50%"], ["B", "25%"]]


def test_of_open_document(tmp_path: Path) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "manifest")
    )
    row = "<table:table-row>{}</table:table-row>"
    words = row.format(
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{html.escape(one)}</text:p></table:table-cell>'
            for one in ("growth", "amount")
        )
    )
    cells = row.format(
        '<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25 %</text:p></table:table-cell>'
        '<table:table-cell office:value-type="currency" office:currency="EUR" office:value="7">'
        "<text:p>7 €</text:p></table:table-cell>"
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="One">{words}{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}></manifest:manifest>")
        archive.writestr("content.xml", content)
    assert read(Source(file="a.ods"), tmp_path).frame.values.tolist() == [["25%", "7 EUR"]]
