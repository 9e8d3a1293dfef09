"""On the workers: pieces of the list to clean rows, with those that do not count beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lookalike.companies.accounts import conform
from lookalike.companies.clean import Intake, Reading
from lookalike.companies.read import told_rows
from lookalike.languages import Message, from_plain, say, to_plain
from lookalike.runs import plain

PLACE = ("file", "row")  # of a row in the list: the number of its file, and of the row in it
ASIDE, SAID = "reason", "detail"  # why a row does not count: a code, and the JSON of its message
BROKEN = "broken_row"
_FRONT = {"file": pa.int32(), "row": pa.int64(), ASIDE: pa.string(), SAID: pa.string()}


def clean_schema(clean: pd.DataFrame) -> pa.Schema:
    """The columns of clean rows as they lie between the steps.

    Parameters
    ----------
    clean : DataFrame
        The beginning of the list.
    """
    known = pa.Schema.from_pandas(clean.drop(columns="row"), preserve_index=False)
    return pa.schema(
        [*(pa.field(*one) for one in _FRONT.items()), *(pa.field(one.name, _kind(one.type)) for one in known)]
    )


def _kind(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us")  # the finest that Spark knows
    return pa.string() if pa.types.is_null(kind) else kind


def cleaner(reading: Reading, schema: pa.Schema) -> Callable[[int], Iterator[pa.RecordBatch]]:
    """What a worker makes of the piece of a number: batches of clean rows."""
    pieces = reading.pieces()

    def clean(number: int) -> Iterator[pa.RecordBatch]:
        for block in reading.blocks(pieces[number]):
            yield from stored(block, pieces[number].file, schema).to_batches()

    return clean


def stored(block: Intake, file: int, schema: pa.Schema) -> pa.Table:
    """The rows of a block, those that do not count with their reason."""
    told = [conform(block.frame, "prospects").assign(row=block.frame["row"])]
    if len(block.left_out):
        gone = conform(block.left_out.drop(columns="reason"), "prospects")
        messages = block.left_out["reason"].map(lambda reason: say(f"headings.{reason}"))
        why: dict[str, Any] = {ASIDE: block.left_out["reason"], SAID: coded(messages)}
        told.append(gone.assign(row=block.left_out["row"], **why))
    if len(block.broken):
        rows = {"row": block.broken["row"].astype("int64"), ASIDE: BROKEN, SAID: coded(told_rows(block.broken))}
        told.append(pd.DataFrame(rows))
    return pa.concat_tables(in_schema(rows.assign(file=np.int32(file)), schema) for rows in told)


def in_schema(rows: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Rows with the columns of a schema; those that they lack are empty."""
    there = pa.schema([field for field in schema if field.name in rows])
    table = pa.Table.from_pandas(rows[there.names], there, preserve_index=False, safe=False)
    arrays = [table[field.name] if field.name in there.names else pa.nulls(len(rows), field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def coded(messages: pd.Series) -> list[str]:
    """Messages as JSON."""
    return [json.dumps(to_plain(plain(message))) for message in messages]


def decoded(text: str) -> Message:
    """The message of such a text."""
    message: Message = from_plain(json.loads(text))
    return message


def clean_rows(table: pa.Table) -> pd.DataFrame:
    """Stored rows as clean rows again, in the types of their kinds."""
    frame = table.to_pandas()
    days = [name for name in frame if pd.api.types.is_datetime64_any_dtype(frame[name])]
    return conform(frame.astype(dict.fromkeys(days, "datetime64[ns]")), "prospects")
