"""Any file or query to a raw table: text cells in one form under clean headings, with a note of everything odd."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from lookalike.companies.read.archives import beginning, members, unpack
from lookalike.companies.read.cells import BROKEN_COLUMNS, Cells
from lookalike.companies.read.delimited import read_delimited
from lookalike.companies.read.documents import read_beginning, read_document
from lookalike.companies.read.encoding import decode
from lookalike.companies.read.layout import unique_headings
from lookalike.companies.read.notes import oddities
from lookalike.companies.read.parts import Part, groups, joined
from lookalike.companies.read.rows import repeated_headings, totals
from lookalike.companies.read.sheets import SUFFIXES, read_sheet, sheet_names
from lookalike.companies.read.typed import Only, as_cells, first_of_parquet, read_parquet, read_query
from lookalike.companies.values import one_form, plain_column, plain_text
from lookalike.errors import InputError, did_you_mean
from lookalike.languages import Message, say
from lookalike.schema import Finding
from lookalike.settings import Source, quoted

LOOKED_AT = 4 << 20  # bytes of a large file that tell what it is
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
LINES = (".jsonl", ".ndjson")
_SAMPLE = 5000
_MANY = 0.5  # share of different values from which Python strings are not looked for among those made before


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
        "," or "." when the user said so; else "".
    usual_decimal : str
        The one that goes with the way the file is written; "" where nothing does.
    whole : bool
        Whether these are all rows of the file, not its first.
    """

    frame: pd.DataFrame
    rows: np.ndarray
    file: str
    notes: tuple[Finding, ...] = ()
    broken: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(BROKEN_COLUMNS)))
    decimal: str = ""
    usual_decimal: str = ""
    whole: bool = True


def read(source: Source, folder: Path, only: Only | None = None) -> RawTable:
    """Read one input of a project.

    Parameters
    ----------
    source : Source
        The file (its `sheet` names sheets, or files in a zip) or the query. Without a sheet named it is the first that
        holds anything, with all others that are the same table.
    folder : Path
        Where relative names start.
    only : callable, optional
        Which columns are wanted; the others of a wide file are not made into text cells.

    Raises
    ------
    InputError
        The file is missing, empty, damaged or of no known kind; the query fails.
    """
    if source.query:
        frame = read_query(source.url, source.query, folder)
        called = " ".join(source.query.split())  # not by the url, which may hold a password
        return _typed(frame, called, source.decimal)
    data = _bytes((folder / source.file).resolve(), source.file)
    parts = _part_names(Path(source.file).name, data, source.file)
    if not parts:
        name, data = unpack(Path(source.file).name, data)
        if data[:4] == b"PAR1":
            return _typed(read_parquet(io.BytesIO(data), source.file, only), source.file, source.decimal)
        return _raw(_cells(name, data, source), source, [], only)
    wanted = source.sheet or tuple(parts)
    if unknown := [name for name in wanted if name not in parts]:
        expected = did_you_mean(unknown[0], parts)
        raise InputError(say("files.no_sheet", sheet=unknown[0]), expected, source.file, _choosing(source, parts[0]))
    found = groups([Part(name, _part(name, data, source)) for name in wanted])
    if len(found) > 1 and members(data) and not source.sheet:
        raise InputError(
            say("files.several_files", n=len(parts), files=parts[:5]),
            say("files.one_file"),
            source.file,
            _choosing(source, parts[0]),
        )
    chosen = [part for group in found for part in group] if source.sheet else found[0]
    unread = [name for name in parts if name not in {part.name for part in chosen}]
    return _raw(joined(chosen), source, unread, only)


def parquet_rows(path: Path, source: Source, groups: Sequence[int], only: Only | None = None) -> RawTable:
    """Some row groups of a Parquet file, numbered from 1."""
    return _typed(read_parquet(path, source.file, only, groups), source.file, source.decimal)


def _choosing(source: Source, sheet: str) -> Message:
    """How the settings say which sheet of a workbook, or file of an archive, is meant."""
    return say("files.set_sheet", file=quoted(source.file), sheet=quoted(sheet))


def first_rows(source: Source, folder: Path) -> RawTable | None:
    """The first rows of a large file, in a moment; None for one that is small, or must be read whole to be understood.

    Parameters
    ----------
    source, folder
        As for `read`.

    Raises
    ------
    InputError
        The file is missing, empty, damaged or of no known kind.
    """
    path = (folder / source.file).resolve()
    if source.query or source.sheet or not path.is_file():
        return None
    name, data = beginning(path, LOOKED_AT)
    if len(data) < LOOKED_AT or _is_workbook(name, data):
        return None
    if data.startswith(b"PAR1"):
        raw = _typed(first_of_parquet(path, source.file, _SAMPLE), source.file, source.decimal)
    elif _is_document(name, data):
        raw = _raw(read_beginning(data.decode("utf-8", "ignore"), source.file), source, [])
    else:
        whole_lines = data[: data.rfind(b"\n") + 1] or data
        raw = _raw(read_delimited(whole_lines, source.file, source.encoding, source.delimiter), source, [])
    return replace(raw, whole=False)


def tables(file: Path) -> list[Source]:
    """What can be read from a file: a source for each table, which may lie in several sheets or files."""
    data = _bytes(file, str(file))
    source = Source(file=str(file))
    name, start = beginning(file, LOOKED_AT)
    names = _part_names(file.name, data, file.name) if members(data) or _is_workbook(name, start) else []
    if len(names) < 2:
        return [source]
    found = groups([Part(name, _part(name, data, source)) for name in names])
    if len(found) == 1:
        return [source]
    return [source.model_copy(update={"sheet": tuple(part.name for part in group)}) for group in found]


def _part_names(name: str, data: bytes, where: str) -> list[str]:
    """The sheets of a workbook or the files of an archive; none for a file that is a table by itself."""
    if inside := members(data):
        return inside
    name, data = unpack(name, data)
    return sheet_names(data, where) if _is_workbook(name, data) else []


def _part(part: str, data: bytes, source: Source) -> Cells:
    """One sheet or one file of an archive."""
    if members(data):
        return _cells(*unpack(source.file, data, part), source)
    return read_sheet(unpack(source.file, data)[1], source.file, part)


def _bytes(path: Path, shown: str) -> bytes:
    if not path.is_file():
        close = sorted(one.name for one in path.parent.glob("[!.]*") if one.is_file()) if path.parent.is_dir() else []
        expected = say("files.one_of", files=close[:8]) if close else say("files.existing")
        raise InputError(say("files.no_file", file=shown), expected, "[inputs]")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(say("files.unreadable", error=error.strerror), say("files.readable"), shown) from error
    if not data:
        raise InputError(say("files.empty"), say("files.headings_and_rows"), shown)
    return data


def _is_workbook(name: str, data: bytes) -> bool:
    return data.startswith(_OFFICE) or name.lower().endswith(SUFFIXES)


def _cells(name: str, data: bytes, source: Source) -> Cells:
    if _is_workbook(name, data):
        return _first_sheet(data, source.file)
    if _is_document(name, data):
        return _document(data, source, name.lower().endswith(LINES))
    return read_delimited(data, source.file, source.encoding, source.delimiter)


def _is_document(name: str, data: bytes) -> bool:
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return name.lower().endswith((*LINES, ".json")) or start.startswith((b"{", b"[{"))


def _first_sheet(data: bytes, where: str) -> Cells:
    names = sheet_names(data, where)
    if not names:
        raise InputError(say("files.empty_sheets"), say("files.headings_and_rows"), where)
    return read_sheet(data, where, names[0])


def _document(data: bytes, source: Source, lines: bool) -> Cells:
    text = decode(data, source.file, source.encoding).content.decode()
    stripped = text.strip().splitlines()
    several = len(stripped) > 1 and stripped[0].rstrip().endswith("}") and stripped[0].startswith("{")
    return read_document(text, source.file, lines or several)


def _wanted(cells: Cells, only: Only | None, file: str) -> Cells:
    """The cells of the columns that are wanted."""
    headings = [plain_text(heading) for heading in cells.headings]
    wanted = only(headings, file) if only else None
    if wanted is None:
        return cells
    places = [at for at, heading in enumerate(headings) if heading in wanted]
    groups = tuple(cells.layout.groups[at] for at in places if at < len(cells.layout.groups))
    return replace(
        cells,
        headings=tuple(cells.headings[at] for at in places),
        table=cells.table.select(places),
        layout=replace(cells.layout, groups=groups),
    )


def _raw(cells: Cells, source: Source, unread: list[str], only: Only | None = None) -> RawTable:
    """A raw table from the cells of a text, a sheet or a document."""
    cells = _wanted(cells, only, source.file)
    table = pa.table([one_form(column) for column in cells.table.columns], names=cells.table.column_names)
    headings = [plain_text(heading) for heading in cells.headings]
    groups = [plain_text(group) for group in cells.layout.groups]
    again = np.union1d(repeated_headings(table, headings), repeated_headings(table, groups[: table.num_columns]))
    cells = _apart(replace(cells, table=table, headings=tuple(headings)), again, say("files.row_repeated_headings"))
    cells = _apart(cells, totals(cells.table), say("files.row_totals"))
    columns = [_strings(column) for column in cells.table.columns]
    frame, notes = unique_headings(list(cells.headings), columns, source.file)
    odd = oddities(cells, source.file, unread)
    return RawTable(frame, cells.rows, source.file, (*notes, *odd), cells.broken, source.decimal, cells.decimal)


def _apart(cells: Cells, places: np.ndarray, reason: Message) -> Cells:
    """The cells without some rows, which stand among the broken ones with their reason."""
    if not len(places):
        return cells
    rows = cells.table.take(pa.array(places)).to_pylist()
    shown = [";".join(text or "" for text in row.values()) for row in rows]
    told = pd.DataFrame({"row": cells.rows[places], "text": shown, "reason": [reason] * len(shown)})
    kept = np.delete(np.arange(cells.table.num_rows), places)
    broken = pd.concat([cells.broken, told], ignore_index=True) if len(cells.broken) else told
    return replace(
        cells,
        table=cells.table.take(pa.array(kept)),
        rows=cells.rows[kept],
        broken=broken.sort_values("row", ignore_index=True),
    )


def _strings(column: pa.ChunkedArray) -> pd.Series:
    """Python strings, each made once where the same come again often."""
    sample = column.slice(0, _SAMPLE)
    many = len(sample.unique()) > _MANY * len(sample)
    return column.to_pandas(deduplicate_objects=not many)


def _typed(frame: pd.DataFrame, file: str, decimal: str) -> RawTable:
    """A raw table from one with types: several values in a cell joined, decimals as numbers, texts in one form."""
    objects = [name for name in frame if pd.api.types.is_object_dtype(frame[name])]
    frame = frame.assign(**{str(name): plain_column(as_cells(frame[name])) for name in objects})
    headings = [plain_text(str(name)) for name in frame]
    columns = [frame.iloc[:, at].reset_index(drop=True) for at in range(len(headings))]
    frame, notes = unique_headings(headings, columns, file)
    return RawTable(frame, np.arange(1, len(frame) + 1), file, tuple(notes), decimal=decimal)
