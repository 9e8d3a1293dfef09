"""Several sheets or files of one table: which belong together, and all of them as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa

from lookalike.companies.read.cells import Cells
from lookalike.companies.values import month_of, texts
from lookalike.languages import codes, content, key, say

SHEET = "sheet"  # heading of the column that says from which sheet a row is


@dataclass(frozen=True)
class Part:
    """A sheet of a workbook, or a file of an archive."""

    name: str
    cells: Cells


def groups(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts that are one table: with the same headings, and names of which none says another kind of table."""
    found: list[list[Part]] = []
    for part in parts:
        for group in found:
            if _headings(group[0]) == _headings(part) and kinds_named(group[0].name) == kinds_named(part.name):
                group.append(part)
                break
        else:
            found.append([part])
    return found


def _headings(part: Part) -> frozenset[str]:
    return frozenset(key(heading) for heading in part.cells.headings if heading)


def kinds_named(name: str) -> frozenset[str]:
    """The kinds of tables that a name names.

    Examples
    --------
    >>> sorted(kinds_named("Kunder 2024")), sorted(kinds_named("2024"))
    (['accounts'], [])
    """
    words = {key(word) for word in re.findall(r"[^\W\d_]+", name)}
    return frozenset(table for table, known in _file_words().items() if words & known)


@cache
def _file_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code in codes():
        for table, names in content(code)["files"].items():
            found.setdefault(table, set()).update(map(key, names))
    return {table: frozenset(names) for table, names in found.items()}


def joined(parts: Sequence[Part]) -> Cells:
    """The rows of several parts as one table, numbered on; with the part's name as a column where it is no number.

    Examples
    --------
    >>> from lookalike.companies.read.cells import tabulate
    >>> won, lost = tabulate([["id", "x"], ["1", "a"]]), tabulate([["x", "id"], ["b", "2"]])
    >>> both = joined([Part("Won", won), Part("Lost", lost)])
    >>> both.headings, both.frame.values.tolist(), both.rows.tolist()
    (('id', 'x', 'sheet'), [['1', 'a', 'Won'], ['2', 'b', 'Lost']], [1, 2])
    """
    if len(parts) == 1:
        return parts[0].cells
    first = parts[0].cells
    named = len({part.name for part in parts if _is_word(part.name)}) == len(parts)
    tables, rows, broken, told, before = [], [], [], [], 0
    for part in parts:
        table = _ordered(part.cells, first.headings)
        tables.append(table.append_column(SHEET, texts([part.name] * table.num_rows)) if named else table)
        rows.append(part.cells.rows + before)
        broken.append(part.cells.broken.assign(row=part.cells.broken["row"] + before))
        last = max([before, *rows[-1], *broken[-1]["row"]])
        told.append(say("files.sheet_rows", sheet=part.name, first=before + 1, last=last))
        before = last
    names = [*first.headings, SHEET] if named else [*first.headings]
    return replace(
        first,
        headings=tuple(names),
        table=pa.concat_tables([table.rename_columns(list(map(str, range(len(names))))) for table in tables]),
        rows=np.concatenate(rows),
        broken=pd.concat(broken, ignore_index=True),
        footer=tuple(line for part in parts for line in part.cells.footer),
        short=sum(part.cells.short for part in parts),
        sheets=tuple(told),
    )


def _is_word(name: str) -> bool:
    """Whether a name says something of its rows: it has no number and is no month."""
    return not re.search(r"\d", name) and not month_of(name)


def _ordered(cells: Cells, headings: Sequence[str]) -> pa.Table:
    """The columns of a part in the order of other headings."""
    places: dict[str, list[int]] = {}
    for at, heading in enumerate(cells.headings):
        places.setdefault(key(heading), []).append(at)
    wanted = [places[key(heading)].pop(0) if places.get(key(heading)) else None for heading in headings]
    nothing = pa.nulls(cells.table.num_rows, pa.string())
    columns = [nothing if at is None else cells.table.column(at) for at in wanted]
    return pa.table(columns, names=list(map(str, range(len(columns)))))
