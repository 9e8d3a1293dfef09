"""Delimited text to a table of text cells: fast where the file is plain, careful where it is not, losing no row."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from lookalike.companies.read.dialect import SAMPLE_RECORDS, Dialect, find_dialect, find_encoding, lacks_first
from lookalike.errors import InputError

BROKEN_COLUMNS = ("row", "text", "reason")
_CSV_FIELD_LIMIT = 10_000_000


@dataclass(frozen=True)
class Cells:
    """A table of text cells as read, before its headings are looked at.

    `rows` are 1-based data row numbers: the first row after the headings is 1. `broken` holds the rows that do not
    fit the table, `footer` the lines below it, `preamble` counts those above it, `short` the rows that end early.
    """

    headings: tuple[str, ...]
    frame: pd.DataFrame
    rows: np.ndarray
    broken: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(BROKEN_COLUMNS)))
    preamble: int = 0
    footer: tuple[str, ...] = ()
    short: int = 0
    dialect: Dialect | None = None
    undecodable: int = 0


def read_delimited(data: bytes, where: str, encoding: str = "", delimiter: str = "") -> Cells:
    """Read a delimited text file of any common dialect.

    Parameters
    ----------
    data : bytes
        The file's content.
    where : str
        The file's name, for messages.
    encoding, delimiter : str
        Given by the user; found from the content when empty.

    Raises
    ------
    InputError
        The file is empty, holds bytes that are no text, or cannot be read in the encoding given.
    """
    if not data.strip():
        raise InputError("the file is empty", "a heading row and data rows", where)
    name = encoding or find_encoding(data)
    text, undecodable = _decode(data, name, where, given=bool(encoding))
    if announced := re.match(r"sep=(.)\r?\n", text):  # Excel's way of naming the delimiter
        text, delimiter = text[announced.end() :], delimiter or announced[1]
    dialect = find_dialect(text, name, delimiter)
    plain = _read_plain(text, dialect) if not undecodable else None
    if plain is not None:
        return plain
    return _read_careful(text, dialect, where, undecodable)


def _decode(data: bytes, encoding: str, where: str, given: bool) -> tuple[str, int]:
    try:
        text = data.decode(encoding)
        undecodable = 0
    except LookupError as error:
        raise InputError(f"unknown encoding {encoding!r}", "a name such as utf-8 or cp1252", where) from error
    except UnicodeDecodeError as error:
        if given:
            raise InputError(
                f"byte {error.start + 1} is not {encoding}",
                f"text in {encoding}",
                where,
                "name another encoding, or leave it out to have it found",
            ) from error
        text = data.decode(encoding, errors="replace")
        undecodable = text.count("\ufffd")
    text = text.removeprefix("\ufeff")
    controls = sum(text.count(chr(code)) for code in range(9)) if "\x00" in text or "\ufffd" in text else 0
    if "\x00" in text or controls > len(text) // 100:
        raise InputError("the content is not text", "CSV, Excel, Parquet or JSON", where, "export the file again")
    return text, undecodable


def _read_plain(text: str, dialect: Dialect) -> Cells | None:
    """The fast way, for a file whose first line is the heading and whose rows all fit; None when it is not so plain."""
    if dialect.header != 0 or dialect.escape or "\n\n" in text or "\n\r" in text or text.startswith(("\n", "\r")):
        return None
    if "\r" in text and text.count("\r") != text.count("\r\n"):
        return None
    first: list[str] = next(dialect.reader(text[:1_000_000]), [])
    if len(first) != dialect.width:
        return None
    names = [str(position) for position in range(dialect.width)]
    try:
        table = pyarrow.csv.read_csv(
            pa.BufferReader(text.encode("utf-8", "surrogatepass")),
            read_options=pyarrow.csv.ReadOptions(column_names=names, skip_rows_after_names=1),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote,
                newlines_in_values=dialect.quote in text,
                ignore_empty_lines=False,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    frame = table.to_pandas()
    frame.columns = range(dialect.width)
    rows = np.arange(1, len(frame) + 1)
    if all(column.null_count for column in table.columns):  # else no row can be empty
        filled = frame.notna().any(axis=1).to_numpy()
        frame, rows = frame[filled].reset_index(drop=True), rows[filled]
    return Cells(tuple(first), frame, rows, dialect=dialect)


def _read_careful(text: str, dialect: Dialect, where: str, undecodable: int) -> Cells:
    """The slow way: every record looked at."""
    csv.field_size_limit(_CSV_FIELD_LIMIT)
    try:
        records = list(dialect.reader(text))
    except csv.Error as error:
        raise InputError(f"not readable as delimited text: {error}", "rows of cells", where) from error
    cells = tabulate(records, dialect.header, dialect.width, where, dialect.delimiter)
    return replace(cells, dialect=dialect, undecodable=undecodable)


def tabulate(records: list[list[str]], header: int, width: int, where: str, delimiter: str = ";") -> Cells:
    """Records to a table: headings, rows, and apart from them the odd records with their reason.

    `header` counts non-blank records; blank records are left out but keep their row numbers.
    """
    filled = [position for position, record in enumerate(records) if any(cell.strip() for cell in record)]
    if not filled:
        raise InputError("there are no rows", "a heading row and data rows", where)
    start = filled[min(header, len(filled) - 1)] if header >= 0 else -1
    headings = records[start] if header >= 0 else [f"column_{number}" for number in range(1, width + 1)]
    if (
        len(headings) == width - 1
        and start == filled[0]
        and lacks_first([records[at] for at in filled[:SAMPLE_RECORDS]], width)
    ):
        headings = ["row name", *headings]
    while len(headings) > width and not headings[-1].strip():
        headings = headings[:-1]
    width = len(headings)
    body = records[start + 1 :]
    footer = _footer(body, width)
    good: list[list[str | None]] = []
    rows: list[int] = []
    broken: list[tuple[int, str, str]] = []
    short = 0
    for number, record in enumerate(body[: len(body) - len(footer)], start=1):
        if any(cell.strip() for cell in record[width:]):
            broken.append((number, delimiter.join(record), f"{len(record)} cells under {width} headings"))
        elif any(record):
            short += len(record) < width
            cells: list[str | None] = [cell or None for cell in record[:width]]
            good.append(cells + [None] * (width - len(cells)))
            rows.append(number)
    return Cells(
        headings=tuple(headings),
        frame=pd.DataFrame(good, columns=range(width), dtype=object),
        rows=np.array(rows, dtype=np.int64),
        broken=pd.DataFrame(broken, columns=list(BROKEN_COLUMNS)),
        preamble=max(header, 0),
        footer=tuple(text for record in footer if (text := " ".join(filter(None, map(str.strip, record))))),
        short=short,
    )


def _footer(body: list[list[str]], width: int) -> list[list[str]]:
    """The lines below the table: the last few records with one filled cell, in a table of three columns or more."""
    count = 0
    if width >= 3:
        for record in reversed(body[-12:]):
            if sum(bool(cell.strip()) for cell in record) > 1 or (len(record) >= width and any(record)):
                break
            count += 1
    tail = body[len(body) - count :]
    return tail if any(cell.strip() for record in tail for cell in record) else []
