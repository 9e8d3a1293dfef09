"""Tables as Parquet files that any program can read; a message in them is the JSON of its key and values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lookalike.errors import RunError
from lookalike.languages import Message, from_plain, say, to_plain
from lookalike.runs.documents import plain

SAID = {b"said": b"yes"}  # marks a column whose texts are JSON of messages
GROUP = 2_500  # rows of a row group: one company is read without all others


def said_columns(table: pd.DataFrame) -> list[str]:
    """The columns that hold messages, in their cells or in lists in their cells."""
    mixed = [str(name) for name in table if pd.api.types.infer_dtype(table[name], skipna=True) == "mixed"]
    return [name for name in mixed if any(map(_is_said, {id(cell): cell for cell in table[name]}.values()))]


def _is_said(cell: Any) -> bool:
    return any(isinstance(one, Message) for one in (cell if isinstance(cell, list) else [cell]))


def write_table(table: pd.DataFrame, file: Path) -> None:
    """Write a table; `read_table` gives the same back. What is empty throughout is text."""
    pq.write_table(table_of(table), file, row_group_size=GROUP)


def table_of(table: pd.DataFrame) -> pa.Table:
    """A table as it is written."""
    said = said_columns(table)
    plain_table = table.copy(deep=False)
    for name in said:
        plain_table[name] = _coded(table[name])
    arrow = pa.Table.from_pandas(plain_table, preserve_index=False)
    fields = [
        field.with_type(_typed(field.type)).with_metadata(SAID if field.name in said else {}) for field in arrow.schema
    ]
    return arrow.cast(pa.schema(fields, arrow.schema.metadata))


def _typed(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(_typed(kind.value_type))
    return pa.string() if pa.types.is_null(kind) else kind


def _coded(cells: Iterable[Any]) -> list[Any]:
    """Messages and the texts among them as JSON; what is said alike is coded once."""
    known: dict[Any, str] = {}
    lists: dict[int, list[str]] = {}  # rows of which the same is said share one list

    def code(said: Any) -> str:
        return known[said] if said in known else known.setdefault(said, json.dumps(to_plain(plain(said))))

    def coded(cell: Any) -> list[str] | str | None:
        if not isinstance(cell, list):
            return code(cell) if isinstance(cell, (Message, str)) else None
        return lists[id(cell)] if id(cell) in lists else lists.setdefault(id(cell), [code(one) for one in cell])

    return list(map(coded, cells))


def _opened(file: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(file)
    except (OSError, pa.ArrowInvalid) as problem:
        raise _damaged(file) from problem


def is_table(file: Path) -> bool:
    """Whether a file that should hold a table does; others pass."""
    if file.suffix != ".parquet":
        return True
    try:
        return _opened(file) is not None
    except RunError:
        return False


def told_by(file: Path) -> dict[str, Any]:
    """What a JSON file says."""
    try:
        return dict(json.loads(file.read_bytes()))
    except (OSError, ValueError) as problem:
        raise _damaged(file) from problem


def _damaged(file: Path) -> RunError:
    return RunError(say("jobs.damaged"), where=str(file), do=say("jobs.rank_again"))


def read_table(file: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """A table as it was written, or those of some columns that it has."""
    opened = _opened(file)
    chosen = None if columns is None else [name for name in opened.schema_arrow.names if name in columns]
    return _read(opened.read(chosen))


def columns_of(file: Path) -> list[str]:
    """The columns of a table, which is not read."""
    return list(_opened(file).schema_arrow.names)


def read_first(file: Path, most: int) -> pd.DataFrame:
    """The first rows of a table, at most so many as a row group has; the rest is not read."""
    opened = _opened(file)
    return _read((opened.read_row_group(0) if opened.num_row_groups else opened.read()).slice(0, most))


def read_places(
    file: Path, places: Sequence[int], columns: Sequence[str] | None = None, without: str = ""
) -> pd.DataFrame:
    """Some rows of a table, by their places from 0; all columns or some, without those that begin so.

    Only what is stored together with them is read.
    """
    opened = _opened(file)
    there = [name for name in opened.schema_arrow.names if columns is None or name in columns]
    wanted = [name for name in there if not without or not name.startswith(without)]
    sizes = np.array([opened.metadata.row_group(group).num_rows for group in range(opened.num_row_groups)], int)
    ends, asked = np.cumsum(sizes), np.asarray(places, int)
    group_of = np.searchsorted(ends, asked, side="right")
    groups, nth = np.unique(group_of, return_inverse=True)
    before = (np.cumsum(sizes[groups]) - sizes[groups])[nth]  # rows of the groups read that lie before its own
    inside = asked - (ends - sizes)[group_of]
    return _read(opened.read_row_groups(groups.tolist(), wanted).take(pa.array(before + inside, pa.int64())))


def read_text(file: Path, column: str) -> pd.Series:
    """A column of text as Arrow holds it: of millions of rows no objects are made."""
    return _opened(file).read([column])[column].to_pandas(types_mapper={pa.string(): pd.ArrowDtype(pa.string())}.get)


def place_of(file: Path, column: str, text: str) -> int | None:
    """The place from 0 of the first row that has this text in a column; None where none has. No other is read."""
    place = pc.index(_opened(file).read([column])[column], text).as_py()
    return None if place < 0 else int(place)


def rows(file: Path) -> int:
    """Rows of a table."""
    return _opened(file).metadata.num_rows


def read_row(file: Path, place: int, without: str = "") -> pd.DataFrame:
    """One row of a table, by its place from 0, as a table; without the columns that begin so."""
    opened, start = _opened(file), 0
    columns = [name for name in opened.schema_arrow.names if not without or not name.startswith(without)]
    for group in range(opened.num_row_groups):
        rows = opened.metadata.row_group(group).num_rows
        if place < start + rows:
            return _read(opened.read_row_group(group, columns, use_threads=False).slice(place - start, 1))
        start += rows
    raise IndexError(place)


def _read(arrow: pa.Table) -> pd.DataFrame:
    said = {field.name: (field.metadata or {}).items() >= SAID.items() for field in arrow.schema}
    apart = [field.name for field in arrow.schema if said[field.name] or pa.types.is_list(field.type)]
    rest = arrow.drop_columns(apart)
    table = rest.to_pandas() if rest.num_columns else pd.DataFrame(index=pd.RangeIndex(arrow.num_rows))
    for place, name in enumerate(arrow.column_names):
        if name in apart:
            cells = arrow[name].combine_chunks()
            told = _lists(cells, said[name]) if pa.types.is_list(cells.type) else _decoded(cells, said[name])
            table.insert(place, name, told)
    return table


def _lists(cells: pa.ListArray, said: bool) -> list[list[Any]]:
    """Lists as they were written; rows of which the same is said share one."""
    values, ends = _decoded(cells.values, said), cells.offsets.to_pylist()
    known: dict[tuple[int, ...], list[Any]] = {}  # what is said alike is one object
    lists = (values[start:end] for start, end in pairwise(ends))
    return [known.setdefault(tuple(map(id, one)), one) for one in lists]


def _decoded(texts: pa.Array, said: bool) -> list[Any]:
    """Texts, or what they say: what is said alike is read once."""
    coded = texts.dictionary_encode()
    known = [from_plain(json.loads(one)) if said else one for one in coded.dictionary.to_pylist()]
    return [None if place is None else known[place] for place in coded.indices.to_pylist()]
