"""Rows that a CRM marks as deleted, archived, merged or tests: they are left out and counted."""

from __future__ import annotations

import pandas as pd

REASONS = {"is_deleted": "deleted", "is_archived": "archived", "is_test": "test", "merged_into": "merged"}


def marked(columns: dict[str, pd.Series], index: pd.Index) -> pd.Series:
    """Why each row does not count; None for those that do. The first mark of a row counts.

    Parameters
    ----------
    columns : dict of Series
        Clean columns; of `schema.MARKS` those that the file has.
    index : Index
        Of the rows.

    Examples
    --------
    >>> marked({"is_deleted": pd.Series([True, False], dtype="boolean")}, pd.RangeIndex(2)).tolist()
    ['deleted', None]
    """
    why = pd.Series([None] * len(index), index=index, dtype=object)
    for name, reason in REASONS.items():
        if name in columns:
            holds = columns[name].notna() if name == "merged_into" else columns[name].eq(True).fillna(False)
            why[why.isna() & holds.astype(bool)] = reason
    return why
