"""Any file or query to a raw table: text cells under clean headings, with a note of everything that was odd."""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from lookalike.companies.read.archives import members, unpack
from lookalike.companies.read.databases import read_query
from lookalike.companies.read.delimited import BROKEN_COLUMNS, Cells, read_delimited
from lookalike.companies.read.dialect import find_encoding
from lookalike.companies.read.documents import read_document
from lookalike.companies.read.sheets import SUFFIXES, read_sheet, sheet_names
from lookalike.errors import InputError
from lookalike.schema import Finding, Level
from lookalike.settings import Source

_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class RawTable:
    """A table as it was handed over.

    Parameters
    ----------
    frame : DataFrame
        Columns under trimmed, unique headings; cells are text or None (Parquet and databases keep their types).
    rows : ndarray of int
        For every row of `frame` its 1-based data row in the file: the row after the headings is 1.
    file : str
        Name to show.
    notes : tuple of Finding
        What was odd about the file.
    broken : DataFrame
        Rows that do not fit under the headings: `row`, `text`, `reason`.
    decimal : str
        "," or "." when the user said so or the way the file is written tells; else "".
    """

    frame: pd.DataFrame
    rows: np.ndarray
    file: str
    notes: tuple[Finding, ...] = ()
    broken: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(BROKEN_COLUMNS)))
    decimal: str = ""


def read(source: Source, folder: Path) -> RawTable:
    """Read one input of a project.

    Parameters
    ----------
    source : Source
        The file (its `sheet` names a sheet or a file in a zip) or the query.
    folder : Path
        Where relative names start.

    Raises
    ------
    InputError
        The file is missing, empty, damaged or of no known kind; the query fails.
    """
    if source.query:
        frame = read_query(source.url, source.query, folder)
        called = " ".join(source.query.split())  # not by the url, which may hold a password
        return _raw(list(map(str, frame.columns)), frame, called, decimal=source.decimal)
    path = (folder / source.file).resolve()
    name, data = _load(path, source.file, source.sheet)
    if data[:4] == b"PAR1":
        frame = _parquet(data, source.file)
        return _raw(list(map(str, frame.columns)), frame, source.file, decimal=source.decimal)
    cells = _cells(name, data, source)
    hint = "," if cells.dialect and cells.dialect.delimiter == ";" else ""
    table = _raw(list(cells.headings), cells.frame, source.file, cells, source.decimal or hint)
    return table


def tables(file: Path) -> list[Source]:
    """What can be read from a file: one source, or one per sheet of a workbook or file of an archive."""
    data = _bytes(file, str(file))
    inside = members(data)
    if len(inside) > 1:
        return [Source(file=str(file), sheet=one) for one in inside]
    name, data = unpack(file.name, data)
    if _is_workbook(name, data):
        names = sheet_names(data, file.name)
        if len(names) > 1:
            return [Source(file=str(file), sheet=one) for one in names]
    return [Source(file=str(file))]


def _bytes(path: Path, shown: str) -> bytes:
    if not path.is_file():
        close = sorted(one.name for one in path.parent.glob("*") if one.is_file()) if path.parent.is_dir() else []
        raise InputError(
            f"no such file: {shown}", f"one of: {', '.join(close[:8])}" if close else "an existing file", "[inputs]"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", "a readable file", shown) from error


def _load(path: Path, shown: str, member: str) -> tuple[str, bytes]:
    """The content of a file, unpacked when it is packed."""
    data = _bytes(path, shown)
    if not data:
        raise InputError("the file is empty", "a heading row and data rows", shown)
    return unpack(path.name, data, member if members(data) else "")


def _is_workbook(name: str, data: bytes) -> bool:
    return data.startswith(_OFFICE) or name.lower().endswith(SUFFIXES)


def _cells(name: str, data: bytes, source: Source) -> Cells:
    if _is_workbook(name, data):
        return read_sheet(data, source.file, source.sheet if not members(data) else "")
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    lines = name.lower().endswith((".jsonl", ".ndjson"))
    if lines or name.lower().endswith(".json") or start.startswith((b"{", b"[{")):
        return _document(data, source, lines)
    return read_delimited(data, source.file, source.encoding, source.delimiter)


def _document(data: bytes, source: Source, lines: bool) -> Cells:
    encoding = source.encoding or find_encoding(data)
    text = data.decode(encoding, errors="replace").removeprefix("\ufeff")
    stripped = text.strip().splitlines()
    several = len(stripped) > 1 and stripped[0].rstrip().endswith("}") and stripped[0].startswith("{")
    return read_document(text, source.file, lines or several)


def _parquet(data: bytes, where: str) -> pd.DataFrame:
    try:
        return pyarrow.parquet.read_table(io.BytesIO(data)).to_pandas()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"not readable as Parquet: {error}", "a complete Parquet file", where) from error


def _raw(
    headings: list[str], frame: pd.DataFrame, file: str, cells: Cells | None = None, decimal: str = ""
) -> RawTable:
    """A raw table from columns and what is known about the file."""
    names, notes = _headings(headings, frame, file)
    empty = [position for position, heading in enumerate(names) if not heading]
    frame = frame.set_axis([name or str(position) for position, name in enumerate(names)], axis=1)
    frame = frame.drop(columns=[str(position) for position in empty])
    if cells is None:
        return RawTable(
            _plain(frame).reset_index(drop=True), np.arange(1, len(frame) + 1), file, tuple(notes), decimal=decimal
        )
    return RawTable(frame, cells.rows, file, (*notes, *_oddities(cells, file)), cells.broken, decimal)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Typed cells as the rest of the room knows them: several values in a cell joined, decimals as numbers."""
    objects = [name for name in frame if pd.api.types.is_object_dtype(frame[name])]
    return frame.assign(**{str(name): frame[name].map(_cell) for name in objects})


def _cell(value: object) -> object:
    if isinstance(value, list | tuple | np.ndarray):
        return ";".join(str(one) for one in value if one is not None) or None
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, str | int | float | datetime.date) else str(value)


def _headings(given: list[str], frame: pd.DataFrame, file: str) -> tuple[list[str], list[Finding]]:
    """Trimmed, unique headings; "" for a column that has neither heading nor values or only repeats another."""
    names: list[str] = []
    notes: list[Finding] = []
    first: dict[str, int] = {}
    for position, heading in enumerate(given):
        name = " ".join(heading.replace("\ufeff", "").split())
        column = frame.iloc[:, position]
        if not name:
            name = "" if column.isna().all() else f"column_{position + 1}"
        if name in first:
            same = column.equals(frame.iloc[:, first[name]])
            said = "dropped: it repeats the first" if same else "kept under a number"
            notes.append(_note("info", "duplicate-heading", file, name, 1, f"a second column {name!r} was {said}"))
            name = "" if same else _numbered(name, set(given) | set(names))
        if name:
            first.setdefault(name, position)
        names.append(name)
    return names, notes


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"


def _note(level: Level, code: str, file: str, column: str, count: int, message: str, *examples: str) -> Finding:
    return Finding(level, code, file, column, count, message, examples=examples)


def _oddities(cells: Cells, file: str) -> list[Finding]:
    notes = []
    if cells.dialect is not None and cells.dialect.header < 0:
        message = "the file has no headings: its columns are named column_1, column_2, ..."
        notes.append(_note("warning", "no-headings", file, "", len(cells.headings), message))
    if cells.preamble:
        message = "lines above the headings were left out"
        notes.append(_note("info", "preamble", file, "", cells.preamble, message))
    if cells.footer:
        message = "lines below the table were left out"
        notes.append(_note("info", "footer", file, "", len(cells.footer), message, *cells.footer[:3]))
    if cells.short:
        message = "rows end early; the cells missing at their end count as empty"
        notes.append(_note("info", "short-rows", file, "", cells.short, message))
    if len(cells.broken):
        message = (
            "rows have more cells than headings and cannot be used; a delimiter in an unquoted text is the usual cause"
        )
        examples = [
            f"row {row}: {text[:60]}" for row, text in zip(cells.broken["row"], cells.broken["text"], strict=True)
        ]
        notes.append(_note("warning", "broken-rows", file, "", len(cells.broken), message, *examples[:3]))
    if cells.undecodable:
        message = f"characters are not valid {cells.dialect.encoding if cells.dialect else 'text'} and show as \ufffd"
        notes.append(_note("warning", "encoding", file, "", cells.undecodable, message))
    elif cells.dialect is not None and not cells.dialect.encoding.startswith("utf"):
        message = f"read as {cells.dialect.encoding}, found from its letters"
        notes.append(_note("info", "encoding", file, "", 1, message))
    return notes
