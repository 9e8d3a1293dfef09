"""Everything that a run says, as plain data."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Language, Message, told_table


@dataclass(frozen=True)
class Documents:
    """What a run found: in no language yet, or `told` in one.

    Parameters
    ----------
    prospects : DataFrame
        The ranked list, with the columns of `prospects.parquet`.
    tables : dict of DataFrame
        By the name of their file; a stage that had nothing to say is an empty frame, never a missing one.
    records : dict
        The JSON documents by the name of their file; what had nothing to say is empty.
    promises : DataFrame, optional
        What each company was promised to be when it first was on the list, for the check when outcomes come back.
    companies : DataFrame
        The prospects as they were cleaned, row by row those of the list.
    known : DataFrame
        The companies of the CRM as they were cleaned, with their history.
    """

    prospects: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    promises: pd.DataFrame | None = None
    companies: pd.DataFrame = field(default_factory=pd.DataFrame)
    known: pd.DataFrame = field(default_factory=pd.DataFrame)

    def told(self, language: Language) -> Documents:
        """The same with all messages in the words of a language."""
        tables = {name: told_table(table, language) for name, table in self.tables.items()}
        return replace(
            self, prospects=told_table(self.prospects, language), tables=tables, records=language.told(self.records)
        )


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts, with None where a figure or text is missing."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def as_json(record: Any) -> str:
    """JSON with every figure a number or null: infinities and NaN do not exist in it."""
    return json.dumps(plain(record), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """What JSON can hold, and messages: a document in memory and one read back are the same, unknown figures are None.

    A table is a list of its rows.

    Examples
    --------
    >>> plain({"lift": np.float64(2), "low": float("nan"), "since": pd.Timestamp("2026-01-03"), "why": ("a",)})
    {'lift': 2.0, 'low': None, 'since': '2026-01-03 00:00:00', 'why': ['a']}
    >>> plain(pd.DataFrame({"lift": [2.0, None]}))
    [{'lift': 2.0}, {'lift': None}]
    """
    if isinstance(value, Message):
        return Message(value.key, plain(value.values))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, pd.DataFrame):
        columns = [plain(cells.tolist()) for _, cells in value.items()]
        return [dict(zip(map(str, value.columns), row, strict=True)) for row in zip(*columns, strict=True)]
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.bool_ | bool):
        return bool(value)
    if isinstance(value, np.integer | int):
        return int(value)
    if isinstance(value, np.floating | float):
        return float(value) if np.isfinite(value) else None
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    return value if isinstance(value, str) else str(value)
