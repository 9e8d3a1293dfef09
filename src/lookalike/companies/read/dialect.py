"""How a delimited text is written: delimiter and quoting, and where its heading row is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lookalike.companies.read.layout import Layout, find_layout
from lookalike.companies.read.quotes import close_quotes

DELIMITERS = ("\t", ";", "|", ",", "^")
SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 200
LONGEST_CELL = 10_000_000


@dataclass(frozen=True)
class Dialect:
    """The way a delimited text is written.

    Parameters
    ----------
    delimiter, quote : str
        One character each.
    layout : Layout
        Where the headings are, and how many columns the table has.
    """

    delimiter: str
    quote: str = '"'
    layout: Layout = field(default_factory=Layout)

    def records(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """The records of a text with the number of lines up to their end, by Python's own reader."""
        csv.field_size_limit(LONGEST_CELL)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, quotechar=self.quote)
        yield from ((reader.line_num, record) for record in reader)


def unwrapped(content: bytes, delimiter: str = "") -> bytes:
    """A text whose quotes are doubled inside cells: without backslashes before quotes, and without quotes round lines.

    Examples
    --------
    >>> unwrapped(rb'a;"say \\"hi\\" now"'), unwrapped(b'"name,city"\\n"Foss,Oslo"\\n')
    (b'a;"say ""hi"" now"', b'name,city\\nFoss,Oslo\\n')
    """
    sample = content[:SAMPLE_CHARACTERS].decode("utf-8", "ignore")
    quote = _quote(sample)
    # A quote inside a cell is doubled or has a backslash before it; a doubled one is never followed by a letter.
    mark = quote.encode()
    if re.search(rb"\\%b(?![,;\t|\n%b]|\Z)" % (mark, mark), content):
        content = content.replace(b"\\\\", b"\x00").replace(b"\\" + mark, mark * 2).replace(b"\x00", b"\\")
    lines = [line for line in sample.split("\n")[:SAMPLE_RECORDS] if line.strip()]
    whole = [
        re.fullmatch(rf"{quote}((?:[^{quote}]|{quote}{quote})*){quote}[,;\t|]*", line) for line in lines[:-1] or lines
    ]
    inside = [one[1] for one in whole if one]
    if len(inside) < len(whole) or not any(
        sign in line for sign in (delimiter or "".join(DELIMITERS)) for line in inside[:1]
    ):
        return content
    bare = re.sub(rb"(?m)^%b((?:[^%b\n]|%b%b)*)%b[,;\t|]*$" % ((mark,) * 5), rb"\1", content)
    return bare.replace(mark * 2, mark)


def find_dialect(content: bytes, delimiter: str = "") -> tuple[Dialect, list[list[str]]]:
    """The delimiter, quoting, and layout of a text, and its first records that are not blank.

    Parameters
    ----------
    content : bytes
        UTF-8 with line feeds.
    delimiter : str
        Given by the user; found when empty.

    Examples
    --------
    >>> find_dialect(b"Report of May\\n\\nname;city\\nA;Oslo\\nB;Bergen\\n")[0]
    Dialect(delimiter=';', quote='"', layout=Layout(header=1, width=2, groups=(), explaining=0))
    """
    sample = content[:SAMPLE_CHARACTERS].decode("utf-8", "ignore")
    quote = _quote(sample)
    whole = len(content) <= SAMPLE_CHARACTERS
    tried = [Dialect(one, quote) for one in ((delimiter,) if delimiter else DELIMITERS)]
    samples = [(dialect, _records(dialect, sample, whole)) for dialect in tried]
    dialect, records = max(samples, key=lambda pair: _consistency(*pair))
    return Dialect(dialect.delimiter, quote, find_layout(records)), records


def _quote(sample: str) -> str:
    """The double quote, unless the first line is wrapped in single quotes."""
    first = sample.lstrip().split("\n", 1)[0].strip()
    return "'" if len(first) > 1 and first.startswith("'") and first.endswith("'") else '"'


def _records(dialect: Dialect, sample: str, whole: bool) -> list[list[str]]:
    """The first records that are not blank, without rows of a quote that is never closed."""
    records = _read(dialect, sample)
    if dialect.quote in sample:
        width = find_layout(records).width
        sample = close_quotes(sample.encode(), dialect.delimiter, dialect.quote, width).content.decode()
        records = _read(dialect, sample)
    # The cut end of a sample may be half a record.
    return records if whole or len(records) < 2 else records[:-1]


def _read(dialect: Dialect, sample: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for _, record in dialect.records(sample):
            if any(cell.strip() for cell in record):
                records.append(record)
            if len(records) > SAMPLE_RECORDS:
                break
    except csv.Error:
        return records
    return records


def _consistency(dialect: Dialect, records: list[list[str]]) -> tuple[bool, int, float, int]:
    """How well a delimiter fits: rows agree on a width above one, little stands above the headings.

    A decimal comma splits rows evenly too, but not the headings, so that a row would have to serve as headings. Where
    two signs fit equally, the comma is the one that also occurs inside cells.
    """
    layout = find_layout(records)
    if layout.width < 2:
        return (False, -len(records), 0.0, 0)
    body = records[max(layout.header, 0) :]
    while len(body) > 1 and len(body[-1]) == 1:  # lines below the table
        body = body[:-1]
    share = sum(len(record) == layout.width for record in body) / len(body)
    return (share >= 0.8, -max(layout.header, 0), round(share, 1), -DELIMITERS.index(dialect.delimiter))
