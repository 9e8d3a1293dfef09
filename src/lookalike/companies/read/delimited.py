"""Delimited text to a table of text cells: Arrow reads it, and only rows that it cannot are looked at one by one."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from dataclasses import replace
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from lookalike.companies.read.cells import Cells, Records, settled
from lookalike.companies.read.dialect import SAMPLE_CHARACTERS, Dialect, find_dialect, unwrapped
from lookalike.companies.read.encoding import decode
from lookalike.companies.read.quotes import NO_QUOTES, close_quotes
from lookalike.errors import InputError
from lookalike.languages import say

BLOCK_BYTES = 1 << 26  # read at once; no row may be longer


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
    if not data or data.isspace():
        raise InputError(say("files.empty"), say("files.headings_and_rows"), where)
    decoded = decode(data, where, encoding)
    content = decoded.content
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if announced := re.match(rb"sep=([\x20-\x7e\t])\n", content):  # Excel's way of naming the delimiter
        content, delimiter = content[announced.end() :], delimiter or announced[1].decode()
    content = unwrapped(content, delimiter)
    dialect, sample = find_dialect(content, delimiter)
    if not sample:
        raise InputError(say("files.no_rows"), say("files.headings_and_rows"), where)
    try:
        cells = _read(content, dialect, sample)
    except pa.ArrowInvalid as error:
        found, expected = say("files.row_too_long", error=str(error)), say("files.rows_of_cells")
        raise InputError(found, expected, where, say("files.export_again")) from error
    return replace(
        cells,
        encoding=decoded.encoding,
        undecodable=decoded.undecodable,
        decimal="," if dialect.delimiter == ";" else "",
    )


def _read(content: bytes, dialect: Dialect, sample: list[list[str]]) -> Cells:
    """The table in a text: Arrow's rows, with those that it could not read mended or set apart."""
    start = _end_of_headings(content, dialect)
    below = sample[dialect.layout.header + 1 :]
    columns = Counter(map(len, below)).most_common(1)[0][0] if below else dialect.layout.width
    records = _parse(content[start:], dialect, columns)
    return settled(sample[: dialect.layout.header + 1], records, dialect.layout, below, dialect.delimiter)


def _end_of_headings(content: bytes, dialect: Dialect) -> int:
    """Where in the content the rows below the headings start."""
    sample = content[:SAMPLE_CHARACTERS].decode("utf-8", "ignore")
    filled = (lines for lines, record in dialect.records(sample) if any(map(str.strip, record)))
    lines = next(islice(filled, dialect.layout.header, None), 0) if dialect.layout.header >= 0 else 0
    place = 0
    for _ in range(lines):
        place = content.find(b"\n", place) + 1 or len(content)
    return place


def _parse(body: bytes, dialect: Dialect, columns: int) -> Records:
    """The rows of a text by Arrow, and apart from them those that have another number of cells."""
    closed = close_quotes(body, dialect.delimiter, dialect.quote, columns)
    table, odd = _arrow(closed.content, dialect, columns)
    if closed.records not in (NO_QUOTES, table.num_rows + len(odd)):  # a line hides an open quote
        closed = close_quotes(body, dialect.delimiter, dialect.quote, columns, thorough=True)
        table, odd = _arrow(closed.content, dialect, columns)
    count = table.num_rows + len(odd)
    numbers = np.delete(np.arange(1, count + 1), [number - 1 for number in odd])
    filled = _filled(table)
    if not filled.all():
        table, numbers = table.filter(pa.array(filled)), numbers[filled]
    cells, lost = {number: _record(text, dialect, columns) for number, text in odd.items()}, dict(closed.open)
    for number, text in (odd | lost).items():
        if row := _between_quotes(text, dialect, columns):
            cells[number] = row
            lost.pop(number, None)
        elif number in odd and text.count(dialect.quote) % 2 and len(cells[number]) < columns:
            lost[number] = text
    kept = {number: row for number, row in cells.items() if number not in lost}
    return Records(table, numbers, kept, lost, count)


def _arrow(content: bytes, dialect: Dialect, columns: int) -> tuple[pa.Table, dict[int, str]]:
    """Rows of so many cells as a table, and the texts of the others by their numbers."""
    odd: dict[int, str] = {}

    def set_apart(row: pyarrow.csv.InvalidRow) -> str:
        odd[row.number] = row.text
        return "skip"

    names = [str(position) for position in range(columns)]
    content = content.removeprefix(BOM_UTF8)  # alone it is nothing to Arrow, which wants something
    if not content:
        return pa.table({name: pa.array([], pa.string()) for name in names}), odd
    table = pyarrow.csv.read_csv(
        pa.BufferReader(content),
        # One thread: only so are the numbers of odd rows known, and nearly all the time goes into Python's strings.
        read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=BLOCK_BYTES),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=dialect.delimiter,
            quote_char=dialect.quote,
            newlines_in_values=dialect.quote.encode() in content,
            ignore_empty_lines=False,
            invalid_row_handler=set_apart,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )
    return table, odd


def _filled(table: pa.Table) -> np.ndarray:
    """Which rows hold anything."""
    if not all(column.null_count for column in table.columns):
        return np.ones(table.num_rows, dtype=bool)
    return np.logical_or.reduce([pc.is_valid(column).to_numpy() for column in table.columns])


def _record(text: str, dialect: Dialect, columns: int) -> list[str]:
    """The cells of one row; of a row that is wholly in quotes those inside."""
    cells = next((record for _, record in dialect.records(text)), [])
    if len(cells) == 1 < columns and dialect.delimiter in cells[0]:
        inside = next((record for _, record in dialect.records(cells[0])), [])
        return inside if len(inside) == columns else cells
    return cells


def _between_quotes(text: str, dialect: Dialect, columns: int) -> list[str]:
    """The cells of a row that are all in quotes, whatever other quotes they hold; none where there are not so many."""
    quote, line = dialect.quote, text.rstrip("\n")
    cells = line[1:-1].split(f"{quote}{dialect.delimiter}{quote}")
    if len(cells) != columns or line[:1] != quote or line[-1:] != quote:
        return []
    return [cell.replace(quote * 2, quote) for cell in cells]
