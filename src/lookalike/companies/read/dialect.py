"""How a text file is written: encoding, delimiter, quoting, and where its heading row is."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

DELIMITERS = ("\t", ";", "|", ",")
SAMPLE_CHARACTERS = 200_000
SAMPLE_RECORDS = 200
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters and signs of the seven languages, for telling one-byte encodings apart.
_EXPECTED = frozenset("åäöæøéüßÅÄÖÆØÉÜèëïñçáíóúàêôžšŽŠœŒ€–’”«»§°·£×")


@dataclass(frozen=True)
class Dialect:
    """The way a delimited file is written.

    Parameters
    ----------
    encoding : str
        Python's name of the encoding.
    delimiter, quote, escape : str
        One character each; `escape` is empty when quotes are doubled.
    header : int
        Number of records before the heading row; -1 when there is no heading row.
    width : int
        Number of columns.
    """

    encoding: str
    delimiter: str
    quote: str = '"'
    escape: str = ""
    header: int = 0
    width: int = 1

    def reader(self, text: str) -> Iterator[list[str]]:
        """Python's own reader for this dialect."""
        return csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape or None,
            doublequote=not self.escape,
        )


def find_encoding(data: bytes) -> str:
    """The encoding of a text file, from its byte order mark or its bytes.

    Examples
    --------
    >>> find_encoding("Bjørk ÅS;1".encode("utf-8")), find_encoding("Bjørk ÅS;1".encode("cp1252"))
    ('utf-8', 'cp1252')
    >>> find_encoding("Prix: 5 €".encode("iso8859-15"))
    'iso8859-15'
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    zeros = data[:2000].count(0)
    if zeros > len(data[:2000]) // 4:
        return "utf-16-le" if data[1:2000:2].count(0) >= data[:2000:2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return _one_byte_encoding(data)


def _one_byte_encoding(data: bytes) -> str:
    """Windows-1252 unless the letters of another encoding fit better."""
    high = bytes(Counter(byte for byte in data if byte > 127).elements())[:20_000]

    def fit(name: str) -> float:
        try:
            return sum(character in _EXPECTED for character in high.decode(name)) / len(high)
        except UnicodeDecodeError:
            return -1.0

    names = ("cp1252", "iso8859-15", "cp850", "mac_roman")
    best = max(names, key=fit)
    if fit(best) >= 0.5:
        return best
    guess = from_bytes(data[:50_000]).best()
    return guess.encoding if guess is not None else "cp1252"


def find_dialect(text: str, encoding: str, delimiter: str = "") -> Dialect:
    """The delimiter, quoting, width and heading row of a decoded text.

    Examples
    --------
    >>> find_dialect("Report of May\\n\\nname;city\\nA;Oslo\\nB;Bergen\\n", "utf-8")
    Dialect(encoding='utf-8', delimiter=';', quote='"', escape='', header=1, width=2)
    """
    sample = text[:SAMPLE_CHARACTERS]
    quote = _quote(sample)
    # A quote inside a cell is doubled or has a backslash before it; a doubled one is never followed by a letter.
    escape = "\\" if re.search(rf"\\{quote}(?![,;\t|\r\n{quote}]|\Z)", sample) else ""
    whole = len(text) <= SAMPLE_CHARACTERS
    if delimiter:
        header, width = shape(_records(Dialect(encoding, delimiter, quote, escape), sample, whole))
        return Dialect(encoding, delimiter, quote, escape, header, width)
    tried = [Dialect(encoding, one, quote, escape) for one in DELIMITERS]
    samples = [(dialect, _records(dialect, sample, whole)) for dialect in tried]
    dialect, records = max(samples, key=lambda pair: _consistency(*pair))
    header, width = shape(records)
    return Dialect(encoding, dialect.delimiter, quote, escape, header, width)


def shape(records: list[list[str]]) -> tuple[int, int]:
    """Where the heading row is among non-blank records (-1: there is none), and how many columns the table has."""
    width = _width(records)
    return _header(records, width), width


def _quote(sample: str) -> str:
    """The double quote, unless the first line is wrapped in single quotes."""
    first = sample.lstrip().split("\n", 1)[0].strip()
    return "'" if len(first) > 1 and first.startswith("'") and first.endswith("'") else '"'


def _records(dialect: Dialect, sample: str, whole: bool) -> list[list[str]]:
    records = []
    try:
        for record in dialect.reader(sample):
            if any(cell.strip() for cell in record):
                records.append(record)
            if len(records) > SAMPLE_RECORDS:
                break
    except csv.Error:
        return records
    # The cut end of a sample may be half a record.
    return records if whole or len(records) < 2 else records[:-1]


def _width(records: list[list[str]]) -> int:
    """The commonest number of cells, the wider of two equally common ones; less a last one that rows only end with."""
    counts = Counter(map(len, records))
    width = max(counts, key=lambda width: (counts[width], width), default=1)
    if width > 2 and width - 1 in counts and not any(record[-1].strip() for record in records if len(record) == width):
        return width - 1
    return width


def _consistency(dialect: Dialect, records: list[list[str]]) -> tuple[bool, int, float, int]:
    """How well a delimiter fits: rows agree on a width above one, little stands above the headings.

    A decimal comma splits rows evenly too, but not the headings, so that a row would have to serve as headings. Where
    two signs fit equally, the comma is the one that also occurs inside cells.
    """
    header, width = shape(records)
    if width < 2:
        return (False, -len(records), 0.0, 0)
    body = records[max(header, 0) :]
    while len(body) > 1 and len(body[-1]) == 1:  # lines below the table
        body = body[:-1]
    share = sum(len(record) == width for record in body) / len(body)
    return (share >= 0.8, -max(header, 0), round(share, 1), -DELIMITERS.index(dialect.delimiter))


def _header(records: list[list[str]], width: int) -> int:
    """The first record of full width with at least half its cells filled; -1 when values start at once."""
    if lacks_first(records, width):
        return 0
    for position, record in enumerate(records):
        filled = sum(bool(cell.strip()) for cell in record)
        if len(record) >= width and filled >= max(1, (width + 1) // 2):
            return -1 if position == 0 and looks_like_values(record) else position
    return 0


def lacks_first(records: list[list[str]], width: int) -> bool:
    """Whether only the first column, of row names, has no heading, as R writes tables.

    Examples
    --------
    >>> lacks_first([["name", "size"], ["1", "Nordlys", "20"], ["2", "Fjord", "30"]], 3)
    True
    >>> lacks_first([["Report", "May"], ["name", "size", "city"], ["Nordlys", "20", "Oslo"]], 3)
    False
    """
    if width < 3 or len(records) < 2 or len(records[0]) != width - 1 or not all(map(str.strip, records[0])):
        return False
    first = [record[0].strip() for record in records[1:]]
    return (
        all(len(record) == width for record in records[1:])
        and any(record[-1].strip() for record in records[1:])
        and all(first)
        and len(set(first)) == len(first)
        and any(_VALUE.fullmatch(cell) for cell in records[1])
        and not looks_like_values(records[0])
    )


_VALUE = re.compile(r"\s*[-+]?(\d+([.,]\d+)*|\d{1,4}[-./]\d{1,2}[-./]\d{1,4})\s*%?\s*")


def looks_like_values(cells: list[str]) -> bool:
    """Whether a first row holds values and not headings: more than a third of its cells are numbers or dates.

    Examples
    --------
    >>> looks_like_values(["33", "1", "3.5"]), looks_like_values(["name", "2019", "2020", "city"])
    (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    values = sum(bool(_VALUE.fullmatch(cell)) and not re.fullmatch(r"\s*(19|20)\d\d\s*", cell) for cell in filled)
    return bool(filled) and values * 3 > len(filled)
