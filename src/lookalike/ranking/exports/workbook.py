"""The ranked list as an Excel workbook: formats, filter, frozen headings, grades in colour, meaning of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from lookalike.errors import InputError
from lookalike.languages import Language, Message, Words, say
from lookalike.progress import Progress, silent
from lookalike.ranking.exports.cells import safe_names
from lookalike.schema import GRADES

MOST_ROWS = 1_048_576  # of a sheet, headings included
GRADE_COLOURS = dict(zip(GRADES, ("C6E7CF", "E4F0C4", "FFEDB8", "F3D3CC"), strict=True))
_HEADING = PatternFill("solid", start_color="1F3A5F")
_BATCH = 10_000
# Width in characters and number format of the columns that need other than the usual.
_WIDTHS = {
    "name": 34,
    "segment": 24,
    "reasons_for": 70,
    "reasons_shared": 40,
    "reasons_against": 70,
    "nearest_customers": 48,
    "prospect_id": 16,
}
MONEY = ("deal_value", "expected_value", "revenue")
_FORMATS = {"win_probability": "0%", "score": "0", "rank": "#,##0", "rule_rank": "#,##0", "employees": "#,##0"}
_FORMATS |= dict.fromkeys(MONEY, "#,##0") | {"similarity": "0", "growth": "0.0"}
_UNIT = re.compile(r"[A-Za-z€$£¥]")
POINTS = "points_"


def write_workbook(
    table: pa.Table,
    path: Path,
    about: Mapping[Message, Words],
    currency: str,
    language: Language,
    progress: Progress = silent,
) -> None:
    """Write a list for people to work with.

    Parameters
    ----------
    table : pyarrow.Table
        Safe cells (`lookalike.ranking.exports.cells.to_cells`) under the names of the list's columns.
    path : Path
        Where to; replaced when it is there.
    about : mapping
        Facts for the second sheet: heading -> text.
    currency : str
        Shown behind money; "" for none.
    language : Language
        Of headings and explanations.
    progress : callable, optional

    Raises
    ------
    InputError
        More rows than a sheet can hold.
    """
    if table.num_rows >= MOST_ROWS:
        found, expected = say("exports.rows", rows=table.num_rows), say("exports.sheet", rows=MOST_ROWS)
        raise InputError(found, expected, path.name, say("exports.smaller", top=str(MOST_ROWS - 1)))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(language.tell(say("exports.sheet_list")))
    shown = safe_names(heading(name, language) for name in table.column_names)
    headings = dict(zip(table.column_names, shown, strict=True))
    _arrange(sheet, table, headings)
    sheet.append(_headings(sheet, list(headings.values())))
    formats = {name: _format(name, currency) for name in table.column_names}
    for done, row in enumerate(_rows(sheet, table, formats)):
        sheet.append(row)
        if done % _BATCH == 0:
            progress(say("progress.workbook"), done / table.num_rows)
    _explain(book, headings, about, language)
    book.save(path)


def heading(name: str, language: Language) -> str:
    """A column's name as a heading: of criteria what people call them."""
    if name.startswith(POINTS):
        return language.capital(language.criterion(name.removeprefix(POINTS)))
    return language.tell(say(f"columns.{name}"))


def _format(name: str, currency: str) -> str | None:
    usual, unit = _FORMATS.get(name), "".join(_UNIT.findall(currency))[:5]  # a quote would end the text of the format
    return f'{usual} "{unit}"' if name in MONEY and unit else usual


def _arrange(sheet: Any, table: pa.Table, headings: Mapping[str, str]) -> None:
    """Widths, filter, frozen headings and colours; all of it before the first row, as a streamed sheet wants it."""
    last = f"{get_column_letter(table.num_columns)}{table.num_rows + 1}"
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{last}"
    for position, name in enumerate(table.column_names, 1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, max(11, len(headings[name]) + 4))
        if name == "grade":
            for grade, colour in GRADE_COLOURS.items():
                fill = PatternFill(bgColor=colour, fill_type="solid")
                rule = CellIsRule(operator="equal", formula=[f'"{grade}"'], fill=fill)
                sheet.conditional_formatting.add(f"{letter}2:{letter}{table.num_rows + 1}", rule)


def _headings(sheet: Any, names: list[str]) -> list[Any]:
    cells = [WriteOnlyCell(sheet, name) for name in names]
    for cell in cells:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEADING
        cell.alignment = Alignment(vertical="center")
    return cells


def _rows(sheet: Any, table: pa.Table, formats: dict[str, str | None]) -> Iterator[list[Any]]:
    """The rows as values, or as cells where a number needs its own format."""
    shown = [formats[name] for name in table.column_names]
    for batch in table.to_batches(_BATCH):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [_cell(sheet, value, how) if how else value for value, how in zip(row, shown, strict=True)]


def _cell(sheet: Any, value: object, number_format: str) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell


def _explain(book: Workbook, headings: Mapping[str, str], about: Mapping[Message, Words], language: Language) -> None:
    """The second sheet: where the list comes from and what its columns mean."""
    sheet = book.create_sheet(language.tell(say("exports.sheet_about")))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 110
    told = {language.tell(name): language.tell(text) for name, text in about.items()}
    for name, shown in headings.items():
        told[shown] = language.tell(say("meanings.points" if name.startswith(POINTS) else f"meanings.{name}"))
    for shown, text in zip(safe_names(told), safe_names(told.values()), strict=True):
        cell = WriteOnlyCell(sheet, shown)
        cell.font = Font(bold=True)
        sheet.append([cell, text])
