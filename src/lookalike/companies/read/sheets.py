"""Spreadsheets (.xlsx, .xlsm, .xlsb, .xls, .ods) to tables of text cells."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from lookalike.companies.read.archives import DAMAGED, whole
from lookalike.companies.read.cells import SAMPLE_RECORDS, Cells, tabulate
from lookalike.companies.read.formats import column_number, formats
from lookalike.companies.read.layout import find_layout
from lookalike.errors import InputError
from lookalike.languages import say

MOST_CELLS = 100_000_000  # in the grid of a sheet, empty ones included
_SHEET = re.compile(r"xl/worksheets/[^/]*\.xml")
_ROW, _COLUMN = re.compile(rb'<row\b[^>]*?\br="(\d{1,7})"'), re.compile(rb'\br="([A-Z]{1,3})\d')
SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def sheet_names(data: bytes, where: str) -> list[str]:
    """The visible sheets that hold anything, in order.

    Raises
    ------
    InputError
        It is no spreadsheet, or a damaged one.
    """
    if data.startswith(b"PK"):
        _no_giant(data, where)
    with _reading(where):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        return [name for name in shown if book.get_sheet_by_name(name).to_python(nrows=1)]


def _no_giant(data: bytes, where: str) -> None:
    """Refuse a workbook whose cells lie so far apart that a grid of all between them fills the memory."""
    with _reading(where), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for inside in archive.infolist():
            with archive.open(inside) as packed:
                content = whole(where, packed, inside.compress_size)
            if _SHEET.match(inside.filename):
                rows = max(map(int, _ROW.findall(content)), default=0)
                columns = max(map(column_number, set(_COLUMN.findall(content))), default=-1) + 1
                if rows * columns > MOST_CELLS:
                    found = say("files.giant_sheet", rows=rows, columns=columns)
                    raise InputError(found, say("files.a_sheet_of", cells=MOST_CELLS), where, say("files.delete_stray"))


def read_sheet(data: bytes, where: str, sheet: str) -> Cells:
    """One sheet.

    Raises
    ------
    InputError
        No spreadsheet, or a damaged one.
    """
    with _reading(where):
        opened = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet)
        rows, start = opened.to_python(), opened.start or (0, 0)
    records = [[cell_text(cell) for cell in row] for row in rows]
    for (row, column), added in formats(data, sheet).items():
        line, place = row - start[0], column - start[1]
        if 0 <= line < len(rows) and 0 <= place < len(rows[line]) and isinstance(rows[line][place], int | float):
            records[line][place] = added.shown(rows[line][place], cell_text)
    records = [_trimmed(record) for record in records]
    filled = [record for record in records if record]
    layout = replace(find_layout(filled[:SAMPLE_RECORDS]), width=max(map(len, records), default=1))
    return replace(tabulate(records, layout), short=0)


def _trimmed(record: list[str]) -> list[str]:
    """A row without the empty cells that only fill it up to the sheet's width."""
    while record and not record[-1].strip():
        record.pop()
    return record


@contextmanager
def _reading(where: str) -> Iterator[None]:
    """What the spreadsheet reader raises, as one clear error; its panics on damaged files are no Exceptions."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, (CalamineError, *DAMAGED)) and type(error).__name__ != "PanicException":
            raise
        raise InputError(
            say("files.no_spreadsheet", error=str(error)), say("files.a_spreadsheet"), where, say("files.save_again")
        ) from error


def cell_text(value: Any) -> str:
    """A typed cell as text: whole numbers without a point, dates in ISO, true and false in words.

    A number of exactly three decimals gets a fourth, so that its point is none of thousands.

    Examples
    --------
    >>> [cell_text(value) for value in (12.0, 0.5, 1.032, True, dt.datetime(2024, 5, 1), None)]
    ['12', '0.5', '1.0320', 'true', '2024-05-01', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else unmistakable(repr(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)


def unmistakable(number: str) -> str:
    """The text of a number whose point cannot be taken for a sign of thousands."""
    return f"{number}0" if number[-4:-3] == "." and number[-3:].isdigit() else number
