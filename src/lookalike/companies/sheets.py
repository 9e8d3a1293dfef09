"""Spreadsheets (.xlsx, .xlsm, .xlsb, .xls, .ods) to tables of text cells."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from lookalike.companies.delimited import Cells, tabulate
from lookalike.companies.dialect import SAMPLE_RECORDS, shape
from lookalike.errors import InputError, did_you_mean

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def sheet_names(data: bytes, where: str) -> list[str]:
    """The visible sheets that hold anything, in order."""
    book = _open(data, where)
    hidden = {meta.name for meta in book.sheets_metadata if "Visible" not in str(meta.visible)}
    return [name for name in book.sheet_names if name not in hidden and book.get_sheet_by_name(name).to_python(nrows=1)]


def read_sheet(data: bytes, where: str, sheet: str = "") -> Cells:
    """One sheet; the first that holds anything when none is named.

    Raises
    ------
    InputError
        No spreadsheet, no such sheet, or an empty one.
    """
    names = sheet_names(data, where)
    if sheet and sheet not in names:
        raise InputError(f"no sheet {sheet!r}", did_you_mean(sheet, names), where, "set `sheet` in [inputs]")
    if not names:
        raise InputError("all sheets are empty", "a sheet with headings and rows", where)
    rows = _open(data, where).get_sheet_by_name(sheet or names[0]).to_python()
    records = [[cell_text(cell) for cell in row] for row in rows]
    sample = [record for record in records[: 2 * SAMPLE_RECORDS] if any(record)]
    header, width = shape(sample)
    return tabulate(records, header, _used(sample, header, width), where)


def _used(sample: list[list[str]], header: int, width: int) -> int:
    """A sheet's rows are all equally long: its table is as wide as the last filled cell."""
    return max((position + 1 for record in sample for position, cell in enumerate(record) if cell), default=width)


def _open(data: bytes, where: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(
            f"not readable as a spreadsheet: {error}", "an unprotected .xlsx, .xls or .ods", where
        ) from error


def cell_text(value: Any) -> str:
    """A typed cell as text: whole numbers without a point, dates in ISO, true and false in words.

    Examples
    --------
    >>> cell_text(12.0), cell_text(0.5), cell_text(True), cell_text(dt.datetime(2024, 5, 1)), cell_text(None)
    ('12', '0.5', 'true', '2024-05-01', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    return str(value)
