"""A table's headings: below titles and group headings, above rows that explain the columns; and each only once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

import pandas as pd

from lookalike.errors import InputError
from lookalike.languages import codes, content, key, say, words
from lookalike.schema import Finding

MOST_COLUMNS = 16_384  # as many as a spreadsheet has
LOOKED_AHEAD = 3  # rows below the first full one among which the headings may be
MOSTLY = 0.7  # share of a column's cells that are numbers or dates in a column of such
_VALUE = re.compile(
    r"\s*[-+(]?[€$£]?\s?\d[\d\s.,'’]*\)?\s*(?:%|[KkMm]|kr\.?)?\s*|\s*\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ].*)?"
)
_TELLS = re.compile(r"[^\W\d_]|[%‰$€£¥]")  # a word or a unit: marks alone explain nothing
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*")


@dataclass(frozen=True)
class Layout:
    """How a table lies among its records.

    Parameters
    ----------
    header : int
        Number of records before the heading row; -1 when there is no heading row.
    width : int
        Number of columns.
    groups : tuple of str
        The cells of the row of group headings above the headings; empty when there is none.
    explaining : int
        Number of records below the headings that explain the columns.
    """

    header: int = 0
    width: int = 1
    groups: tuple[str, ...] = ()
    explaining: int = 0


def find_layout(records: list[list[str]]) -> Layout:
    """Where the heading row is among non-blank records, and what stands around it.

    Examples
    --------
    >>> find_layout([["Report"], ["Name", "City", "Size"], ["Nordlys", "Oslo", "20"], ["Fjord", "Moss", "30"]])
    Layout(header=1, width=3, groups=(), explaining=0)
    >>> find_layout([["Size", ""], ["2023", "2024"], ["number", "number"], ["20", "21"], ["30", "33"], ["7", "9"]])
    Layout(header=1, width=2, groups=('Size', ''), explaining=1)
    """
    width = _width(records)
    if lacks_first(records, width):
        return Layout(0, width)
    first = _first_full(records, width)
    header = _real_headings(records, first)
    if header < 0:
        return Layout(header, width)
    above = tuple(map(str.strip, records[header - 1])) if header else ()
    groups = above if header > first or sum(map(bool, above)) > 1 else ()
    return Layout(header, width, groups, _explaining(records, header))


def headings_of(layout: Layout, cells: list[str]) -> list[str]:
    """The headings, each with its group where it says too little alone: missing, a year, or there twice."""
    names = [*map(str.strip, cells), *[""] * (layout.width - len(cells))]
    twice = {name for name, count in Counter(names).items() if name and count > 1}
    own = [*layout.groups, *[""] * len(names)]
    return [
        f"{group} {name}".strip() if name in twice or _YEAR.fullmatch(name) else name or own[at]
        for at, (group, name) in enumerate(zip(_spread(own), names, strict=False))
    ]


def _width(records: list[list[str]]) -> int:
    """The commonest number of cells, the wider of two equally common ones; less a last one that rows only end with."""
    counts = Counter(map(len, records))
    width = max(counts, key=lambda width: (counts[width], width), default=1)
    if width > 2 and width - 1 in counts and not any(record[-1].strip() for record in records if len(record) == width):
        return width - 1
    return width


def _first_full(records: list[list[str]], width: int) -> int:
    """The first record of full width with at least half its cells filled."""
    for position, record in enumerate(records):
        filled = sum(bool(cell.strip()) for cell in record)
        if len(record) >= width and filled >= max(1, (width + 1) // 2):
            return position
    return 0


def _real_headings(records: list[list[str]], first: int) -> int:
    """The heading row: the first full record, or one of the next where that only groups or counts columns; else -1."""
    best = first
    for position in range(first + 1, min(first + 1 + LOOKED_AHEAD, len(records) - 1)):
        if _heads_better(records, position, best):
            best = position
    return -1 if best == 0 and records and looks_like_values(records[0]) else best


def _heads_better(records: list[list[str]], position: int, above: int) -> bool:
    """Whether a record is the heading row and not the one above it."""
    here, there = records[position], records[above]
    texts = [cell.strip() for cell in here if cell.strip()]
    if len(texts) < 2 or any(_is_value(cell) and not _YEAR.fullmatch(cell) for cell in texts):
        return False
    known, known_above = _known(here), _known(there)
    if looks_like_values(there) or known >= max(2, 2 * known_above + 1):
        return known >= 2
    over = [*map(str.strip, there), *[""] * len(here)]
    shared = {cell for cell, count in Counter(over).items() if count > 1} | {""}  # a group stands over several columns
    gaps = any(cell.strip() and group in shared for cell, group in zip(here, over, strict=False))
    told = [(group, cell) for group, cell in zip(_spread(over), here, strict=False) if cell.strip()]
    if not gaps or known < known_above or len(set(told)) < len(told):
        return False
    return known > 1 or _contrast(records, position) > 0


def _spread(groups: Sequence[str]) -> list[str]:
    """Group headings, each over the columns up to the next."""
    spread: list[str] = []
    for group in groups:
        spread.append(group or (spread[-1] if spread else ""))
    return spread


def _known(record: list[str]) -> int:
    """How many different headings of the languages, or years, a record has."""
    return len({key(cell) for cell in record if key(cell) in _headings() or _YEAR.fullmatch(cell)})


@cache
def _headings() -> frozenset[str]:
    """All headings of the language files, by their letters."""
    sections = (section for code in codes() for section in content(code)["headings"].values())
    lists = (spelled for section in sections if isinstance(section, dict) for spelled in section.values())
    return frozenset(key(one) for spelled in lists for one in spelled)


def _columns_of_values(records: list[list[str]], below: int) -> list[int]:
    """The columns that hold mostly numbers or dates below a record."""
    body = records[below + 1 :]
    columns = []
    for column in range(max(map(len, body), default=0)):
        cells = [cell for record in body if (cell := "".join(record[column : column + 1]).strip())]
        if len(cells) > 1 and sum(map(_is_value, cells)) >= MOSTLY * len(cells):
            columns.append(column)
    return columns


def _contrast(records: list[list[str]], position: int) -> int:
    """In how many columns of numbers or dates a record has a text."""
    here = records[position]
    return sum(
        bool(cell.strip()) and not _is_value(cell)
        for at in _columns_of_values(records, position)
        for cell in here[at : at + 1]
    )


def _explaining(records: list[list[str]], header: int) -> int:
    """How many records below the headings explain the columns: units, types, what is meant."""
    below = range(header + 1, min(header + 3, len(records) - 1))
    return len(list(takewhile(lambda position: _explains(records, position), below)))


def _explains(records: list[list[str]], position: int) -> bool:
    """Whether a record has texts in the columns of numbers and dates, which no other has, or names of types."""
    here = [cell.strip() for cell in records[position]]
    filled = [cell for cell in here if cell]
    columns = [at for at in _columns_of_values(records, position) if at < len(here) and here[at]]
    typed = sum(any(word in words("explains") for word in re.findall(r"[^\W\d_]+", cell.casefold())) for cell in filled)
    if any(_is_value(cell) for cell in filled) or not filled:
        return False
    if typed * 2 > len(filled) and typed > 1:
        return True
    others = {cell for record in records[position + 1 :] for cell in map(str.strip, record)}
    alone = all(_TELLS.search(here[at]) and here[at] not in others for at in columns)
    alone = alone and not any(here[at].casefold() in words("blank") for at in columns)
    return alone and (len(columns) > 1 or (len(columns) == 1 and typed > 0))


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
        and any(map(_is_value, records[1]))
        and not looks_like_values(records[0])
    )


def _is_value(cell: str) -> bool:
    return _VALUE.fullmatch(cell) is not None


def looks_like_values(cells: list[str]) -> bool:
    """Whether a first row holds values and not headings: more than a third of its cells are numbers or dates.

    Examples
    --------
    >>> looks_like_values(["33", "1", "3.5"]), looks_like_values(["name", "2019", "2020", "city"])
    (True, False)
    """
    filled = [cell for cell in cells if cell.strip()]
    values = sum(_is_value(cell) and not _YEAR.fullmatch(cell) for cell in filled)
    return bool(filled) and values * 3 > len(filled)


def unique_headings(given: list[str], columns: list[pd.Series], file: str) -> tuple[pd.DataFrame, list[Finding]]:
    """A frame under unique headings, and what was done for that.

    A column with neither heading nor values, and one that only repeats another, are left out; a second column of the
    same heading gets a number.

    Parameters
    ----------
    given : list of str
        A heading for each column.
    columns : list of Series
    file : str
        For the findings.

    Raises
    ------
    InputError
        There are more columns than anybody's table has.

    Examples
    --------
    >>> columns = [pd.Series([value], dtype=object) for value in ("1", "2", "1", None)]
    >>> list(unique_headings(["id", "id", "id", ""], columns, "a.csv")[0])
    ['id', 'id (2)']
    """
    if len(given) > MOST_COLUMNS:
        found, expected = say("files.too_wide", columns=len(given)), say("files.a_table_of", most=MOST_COLUMNS)
        raise InputError(found, expected, file, say("files.export_again"))
    kept: dict[str, pd.Series] = {}
    notes: list[Finding] = []
    for at, (heading, column) in enumerate(zip(given, columns, strict=True)):
        name = heading or ("" if column.isna().all() else f"column_{at + 1}")
        if name in kept:
            same = column.equals(kept[name])
            message = say("files.same_column" if same else "files.same_heading", heading=name)
            notes.append(Finding("info", "duplicate-heading", file, name, 1, message))
            name = "" if same else _numbered(name, {*given, *kept})
        if name:
            kept[name] = column
    rows = pd.RangeIndex(len(columns[0]) if columns else 0)  # also where all columns are empty
    return pd.DataFrame(kept, index=rows, copy=False), notes


def _numbered(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
