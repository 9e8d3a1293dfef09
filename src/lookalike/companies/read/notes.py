"""What was odd about a file, as findings."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lookalike.companies.read.cells import Cells
from lookalike.languages import Message, say
from lookalike.schema import Finding, Level

MOST_TEXT = 200  # characters of a row that are shown
_WARNED = {"open_quote", "many_cells"}  # reasons for which a row is lost that may have been one
_CODES = {
    "open_quote": "open-quote",
    "many_cells": "broken-rows",
    "explains": "explaining-rows",
    "repeated_headings": "repeated-headings",
    "totals": "totals",
}


def oddities(cells: Cells, file: str, unread: list[str]) -> list[Finding]:
    """What a person should know about how a file was read.

    Parameters
    ----------
    cells : Cells
    file : str
    unread : list of str
        Other sheets of the workbook, which are not read.
    """
    return [*_layout(cells, file), *_sheets(cells, file, unread), *_rows(cells, file), *_encoding(cells, file)]


def told_rows(broken: pd.DataFrame) -> pd.Series:
    """Why each of the rows that are none of a table's is left out, with its text."""
    rows = zip(broken["reason"], broken["text"], strict=True)
    told = [say("files.left_out", why=reason, text=str(text)[:MOST_TEXT]) for reason, text in rows]
    return pd.Series(told, index=broken.index, dtype=object)


def _note(level: Level, code: str, file: str, count: int, message: Message, *examples: str) -> Finding:
    return Finding(level, code, file, "", count, message, examples=examples)


def _layout(cells: Cells, file: str) -> Iterator[Finding]:
    if cells.layout.header < 0:
        yield _note("warning", "no-headings", file, len(cells.headings), say("files.no_headings"))
    if cells.layout.header > 0:
        yield _note("info", "preamble", file, cells.layout.header, say("files.preamble"))
    if cells.footer:
        yield _note("info", "footer", file, len(cells.footer), say("files.footer"), *cells.footer[:3])
    if cells.short:
        yield _note("info", "short-rows", file, cells.short, say("files.short_rows"))


def _sheets(cells: Cells, file: str, unread: list[str]) -> Iterator[Finding]:
    if cells.sheets:
        message = say("files.sheets_read", sheets=list(cells.sheets))
        yield _note("info", "sheets", file, len(cells.sheets), message)
    if unread:
        yield _note("info", "other-sheets", file, len(unread), say("files.sheets_not_read", sheets=unread))


def _rows(cells: Cells, file: str) -> Iterator[Finding]:
    """The rows that are none of the table's, by reason."""
    keys = cells.broken["reason"].map(lambda reason: reason.key)
    for key in keys.unique():
        rows, name = cells.broken[keys == key], key.removeprefix("files.row_")
        shown = [
            str(say("files.shown_row", row=row, text=text[:60]))
            for row, text in zip(rows["row"], rows["text"], strict=True)
        ]
        level: Level = "warning" if name in _WARNED else "info"
        yield _note(level, _CODES[name], file, len(rows), say(f"files.rows_{name}"), *shown[:3])


def _encoding(cells: Cells, file: str) -> Iterator[Finding]:
    if cells.undecodable:
        message = say("files.undecodable", encoding=cells.encoding)
        yield _note("warning", "encoding", file, cells.undecodable, message)
    elif cells.encoding and not cells.encoding.startswith("utf"):
        yield _note("info", "encoding", file, 1, say("files.encoding_found", encoding=cells.encoding))
