"""Records under headings to a table of text cells; what is no row of the table stands apart, with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.read.layout import Layout, find_layout, headings_of, lacks_first
from lookalike.companies.values import heading_unit, texts
from lookalike.languages import Message, say

BROKEN_COLUMNS = ("row", "text", "reason")
SAMPLE_RECORDS = 200
_FOOTER_ROWS = 12  # at the end that may be lines below the table
_FEWEST_WITH_FOOTER = 3  # columns; a line of one cell below fewer may be a row


@dataclass(frozen=True)
class Cells:
    """A table of text cells as read, before its cells are brought into one form.

    Parameters
    ----------
    headings : tuple of str
    table : pyarrow.Table
        Columns "0", "1", ... of strings; empty cells are null.
    rows : ndarray of int
        1-based data row numbers: the first row after the headings is 1.
    broken : DataFrame
        The rows that are no rows of the table: `row`, `text`, `reason` (a Message).
    layout : Layout
        Where the headings were.
    footer : tuple of str
        The lines below the table.
    short : int
        How many rows end early.
    encoding : str
        "" for what is no text file.
    undecodable : int
        Bytes that are no text in that encoding.
    decimal : str
        The decimal sign that the way of writing suggests, "" when it suggests none.
    sheets : tuple of Message
        Of several sheets that were read as one table, which rows came from which.
    """

    headings: tuple[str, ...]
    table: pa.Table
    rows: np.ndarray
    broken: pd.DataFrame
    layout: Layout
    footer: tuple[str, ...] = ()
    short: int = 0
    encoding: str = ""
    undecodable: int = 0
    decimal: str = ""
    sheets: tuple[Message, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """The cells as text or None."""
        return self.table.to_pandas().set_axis(range(self.table.num_columns), axis=1)


@dataclass(frozen=True)
class Records:
    """What stands below the headings.

    Parameters
    ----------
    table : pyarrow.Table
        Rows that all have the same number of cells, none of them blank.
    numbers : ndarray of int
        Their numbers, from 1.
    odd : dict
        Number -> cells of the other records.
    open : dict
        Number -> text of lines on which a quote is never closed.
    count : int
        How many records there are, blank ones among them.
    """

    table: pa.Table
    numbers: np.ndarray
    odd: dict[int, list[str]]
    open: dict[int, str] = field(default_factory=dict)
    count: int = 0


def tabulate(records: list[list[str]], layout: Layout | None = None, delimiter: str = ";") -> Cells:
    """Records to a table.

    Parameters
    ----------
    records : list of list of str
        Blank ones count as rows.
    layout : Layout, optional
        Found when not given.
    delimiter : str
        What stands between the cells of a row that is shown.

    Examples
    --------
    >>> cells = tabulate([["name", "size"], ["Berg", "20"], [], ["Foss", "3", "x"]])
    >>> cells.headings, cells.rows.tolist(), cells.broken["text"].tolist()
    (('name', 'size'), [1], ['Foss;3;x'])
    """
    filled = [at for at, record in enumerate(records) if any(cell.strip() for cell in record)]
    layout = layout or find_layout([records[at] for at in filled[:SAMPLE_RECORDS]])
    above = [records[at] for at in filled[: layout.header + 1]]
    body = records[filled[layout.header] + 1 :] if layout.header >= 0 else records
    odd = dict(enumerate(body, start=1))
    below = [records[at] for at in filled[layout.header + 1 :][:SAMPLE_RECORDS]]
    return settled(above, Records(pa.table({}), np.zeros(0, dtype=int), odd, {}, len(odd)), layout, below, delimiter)


def settled(above: list[list[str]], records: Records, layout: Layout, below: list[list[str]], delimiter: str) -> Cells:
    """The table under its headings.

    Parameters
    ----------
    above : list of list of str
        The records down to the headings.
    records : Records
        All below.
    layout : Layout
    below : list of list of str
        The first records below the headings that are not blank.
    delimiter : str
    """
    names = _names(above, layout, below)
    footer = _footer(records, len(names))
    good, broken, short = {}, [(number, text, say("files.row_open_quote")) for number, text in records.open.items()], 0
    for number, cells in records.odd.items():
        if number in footer or not any(map(str.strip, cells)):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            reason = say("files.row_many_cells", cells=len(cells), headings=len(names))
            broken.append((number, delimiter.join(cells), reason))
        else:
            short += len(cells) < len(names)
            good[number] = cells
    whole, wide = _of_width(records, len(names), delimiter)
    table, rows = _together(whole, good, len(names))
    explaining = rows[: layout.explaining]
    names = _with_units(names, table.slice(0, len(explaining)).to_pylist())
    why = say("files.row_explains")
    broken += wide + [(int(number), _shown(table, at, delimiter), why) for at, number in enumerate(explaining)]
    return Cells(
        headings=tuple(names),
        table=table.slice(len(explaining)),
        rows=rows[len(explaining) :],
        broken=pd.DataFrame(broken, columns=list(BROKEN_COLUMNS)).sort_values("row", ignore_index=True),
        layout=layout,
        footer=tuple(text for text in footer.values() if text),
        short=short + (whole.table.num_rows if records.table.num_columns < len(names) else 0),
    )


def _names(above: list[list[str]], layout: Layout, below: list[list[str]]) -> list[str]:
    """The headings of all columns."""
    if layout.header < 0:
        return [f"column_{number}" for number in range(1, layout.width + 1)]
    cells = list(above[-1])
    if len(above) == 1 and lacks_first([cells, *below], layout.width):
        cells = ["row name", *cells]
    names = headings_of(layout, cells)
    while len(names) > layout.width and not names[-1]:
        names.pop()
    return names


def _footer(records: Records, width: int) -> dict[int, str]:
    """The lines below the table, number -> text: the last few records with one cell, in a table of three columns."""
    found: dict[int, str] = {}
    last = int(records.numbers[-1]) if len(records.numbers) else 0
    if width >= _FEWEST_WITH_FOOTER:
        for number in range(records.count, max(last, records.count - _FOOTER_ROWS), -1):
            cells = records.odd.get(number, [])
            filled = [cell.strip() for cell in cells if cell.strip()]
            if len(filled) > 1 or (len(cells) >= width and filled) or number in records.open:
                break
            found[number] = " ".join(filled)
    return dict(sorted(found.items()))


def _of_width(records: Records, width: int, delimiter: str) -> tuple[Records, list[tuple[int, str, Message]]]:
    """The rows of a table with so many columns as there are headings, and apart those with more cells than that."""
    table = records.table
    for at in range(table.num_columns, width):
        table = table.append_column(str(at), pa.nulls(table.num_rows, pa.string()))
    over = table.columns[width:]
    table = table.select(range(width))
    wide = (
        np.logical_or.reduce([pc.is_valid(column).to_numpy() for column in over]) if over else np.zeros(0, dtype=bool)
    )
    if not wide.any():
        return Records(table, records.numbers, {}), []
    reason = say("files.row_many_cells", cells=records.table.num_columns, headings=width)
    broken = [
        (int(records.numbers[at]), _shown(records.table, at, delimiter), reason) for at in np.flatnonzero(wide).tolist()
    ]
    return Records(table.filter(pa.array(~wide)), records.numbers[~wide], {}), broken


def _together(whole: Records, good: dict[int, list[str]], width: int) -> tuple[pa.Table, np.ndarray]:
    """All rows in order, with their numbers."""
    if not good:
        return whole.table, whole.numbers
    columns = {
        str(at): texts([(row[at] if at < len(row) else "") or None for row in good.values()]) for at in range(width)
    }
    table, numbers = pa.table(columns), np.array(list(good), dtype=int)
    if whole.table.num_rows:
        table, numbers = pa.concat_tables([whole.table, table]), np.concatenate([whole.numbers, numbers])
    order = np.argsort(numbers, kind="stable")
    return (table if (order[:-1] < order[1:]).all() else table.take(pa.array(order))), numbers[order]


def _with_units(names: list[str], explaining: Sequence[dict[str, str | None]]) -> list[str]:
    """The headings with the unit of money that a row below them tells: `Revenue` over `TNOK`."""
    told = []
    for at, name in enumerate(names):
        units = [text.strip("()[] ") for row in explaining if (text := row[str(at)])]
        unit = next((unit for unit in units if heading_unit(f"x ({unit})")[1:] not in ((1.0, ""), (1.0, "%"))), "")
        told.append(f"{name} ({unit})" if unit and not re.search(r"[(\[]", name) else name)
    return told


def _shown(table: pa.Table, place: int, delimiter: str) -> str:
    return delimiter.join(column[place].as_py() or "" for column in table.columns)
