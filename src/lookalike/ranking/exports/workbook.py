"""The ranked list as an Excel workbook: formats, filter, frozen headings, grades in colour, meaning of the columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from lookalike.errors import InputError
from lookalike.progress import Progress, silent
from lookalike.schema import GRADES

MOST_ROWS = 1_048_576  # of a sheet, headings included
GRADE_COLOURS = dict(zip(GRADES, ("C6E7CF", "E4F0C4", "FFEDB8", "F3D3CC"), strict=True))
_HEADING = PatternFill("solid", start_color="1F3A5F")
_BATCH = 10_000
# Width in characters and number format of the columns that need other than the usual.
_WIDTHS = {"Company": 34, "Segment": 24, "Reasons for": 70, "Reasons against": 70, "Nearest customers": 48, "Id": 16}
_FORMATS = {"Win probability": "0%", "Expected value": "#,##0", "Score": "0", "Rank": "#,##0"}
MEANINGS = {
    "Rank": "1 is the company to call first.",
    "Company": "Name as cleaned.",
    "Country": "Two-letter code.",
    "City": "Town or municipality.",
    "Web": "Web domain.",
    "Grade": "A is the best part of the list, D the last; companies unlike anything learned from are at most B.",
    "Score": "0-100: the share of the known accounts that the company beats.",
    "Win probability": "How often deals with companies like this were won.",
    "Expected value": "Win probability times the value of a won deal; a mean, not a promise.",
    "Segment": "Empty when the company belongs clearly to none.",
    "Tier": "do-or-die: all energy; neutral: a little time; don't: none.",
    "Reasons for": "What speaks for the company, strongest first. Associations in past deals, not causes.",
    "Reasons against": "What speaks against it, strongest first.",
    "Nearest customers": "Best customers it resembles most, for the same reasons.",
    "Relation": "cold, lost-before, ex-customer or inbound.",
    "Agreement": "Whether model and rules both place it high.",
    "Familiar": "FALSE when it lies outside what was learned from.",
    "Rule points": "Points by the 0-3 criteria.",
    "Rule points possible": "Points it could have had over the criteria that could be answered.",
    "Rule rank": "Its place by the rules alone.",
    "Id": "The id in your list.",
}


def write_workbook(
    table: pa.Table, path: Path, about: dict[str, str], currency: str, progress: Progress = silent
) -> None:
    """Write a list for people to work with.

    Parameters
    ----------
    table : pyarrow.Table
        Safe cells (`lookalike.ranking.exports.cells.to_cells`) under readable headings.
    path : Path
        Where to; replaced when it is there.
    about : dict
        Facts for the second sheet: heading -> text.
    currency : str
        Shown behind money; "" for none.
    progress : callable, optional

    Raises
    ------
    InputError
        More rows than a sheet can hold.
    """
    if table.num_rows >= MOST_ROWS:
        raise InputError(
            f"{table.num_rows:,} companies and a heading",
            f"at most {MOST_ROWS:,} rows, which is what an Excel sheet can hold",
            path.name,
            f"export the best of them with --top {MOST_ROWS - 1}, or all of them with --to csv",
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Prospects")
    _arrange(sheet, table)
    sheet.append(_headings(sheet, table.column_names))
    formats = {name: _format(name, currency) for name in table.column_names}
    for done, row in enumerate(_rows(sheet, table, formats)):
        sheet.append(row)
        if done % _BATCH == 0:
            progress("writing the workbook", done / table.num_rows)
    _explain(book, table.column_names, about)
    book.save(path)


def _format(name: str, currency: str) -> str | None:
    usual = _FORMATS.get(name)
    return f'{usual} "{currency}"' if name == "Expected value" and currency else usual


def _arrange(sheet: Any, table: pa.Table) -> None:
    """Widths, filter, frozen headings and colours; all of it before the first row, as a streamed sheet wants it."""
    last = f"{get_column_letter(table.num_columns)}{table.num_rows + 1}"
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{last}"
    for position, name in enumerate(table.column_names, 1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, max(11, len(name) + 4))
        if name == "Grade":
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


def _explain(book: Workbook, names: list[str], about: dict[str, str]) -> None:
    """The second sheet: where the list comes from and what its columns mean."""
    sheet = book.create_sheet("About")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 110
    meanings = {name: MEANINGS.get(name, "0-3 points by this criterion; empty = unknown.") for name in names}
    for name, text in (about | meanings).items():
        heading = WriteOnlyCell(sheet, name)
        heading.font = Font(bold=True)
        sheet.append([heading, text])
