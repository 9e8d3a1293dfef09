"""Columns of a register that no model has to read and that go to the list as they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def carried_text(batch: pa.RecordBatch, name: str, rows: np.ndarray) -> pa.Array:
    """A column of text; without an id the number of the row, from 1, is the id."""
    if name in batch.schema.names:
        return pc.cast(batch.column(name), pa.string())
    return pa.array((rows + 1).astype(str)) if name == "prospect_id" else pa.nulls(batch.num_rows, pa.string())


def carried_numbers(batch: pa.RecordBatch, name: str) -> np.ndarray:
    """A column of numbers, NaN where it is missing or holds text that is none."""
    if name not in batch.schema.names:
        return np.full(batch.num_rows, np.nan)
    return np.asarray(pd.to_numeric(batch.column(name).to_pandas(), errors="coerce").astype(float))
