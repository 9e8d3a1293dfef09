"""Spreadsheets (.xlsx, .xlsm, .xlsb, .xls, .ods) to tables of text cells."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from lookalike.companies.read.delimited import Cells, tabulate
from lookalike.companies.read.dialect import SAMPLE_RECORDS, shape
from lookalike.errors import InputError, did_you_mean

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def sheet_names(data: bytes, where: str) -> list[str]:
    """The visible sheets that hold anything, in order.

    Raises
    ------
    InputError
        It is no spreadsheet, or a damaged one.
    """
    with _reading(where):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible]
        return [name for name in shown if book.get_sheet_by_name(name).to_python(nrows=1)]


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
    with _reading(where):
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet or names[0]).to_python()
    records = [_trimmed([cell_text(cell) for cell in row]) for row in rows]
    header, _ = shape([record for record in records[: 2 * SAMPLE_RECORDS] if record])
    width = max(map(len, records), default=1)
    filled = [record for record in records if record]
    if header >= 0 and filled:
        headings = filled[header]
        headings += [""] * (width - len(headings))  # columns without heading keep their place
    return tabulate(records, header, width, where)


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
        if not isinstance(error, CalamineError | OSError | ValueError) and type(error).__name__ != "PanicException":
            raise
        raise InputError(
            f"not readable as a spreadsheet: {error}", "an unprotected .xlsx, .xls or .ods", where, "save it again"
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
