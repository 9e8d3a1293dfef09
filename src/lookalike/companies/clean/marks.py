"""Rows that a CRM marks as deleted, archived, merged or tests: they are left out and counted."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.values import parse_mark
from lookalike.languages import each, phrases

REASONS = {"is_deleted": "deleted", "is_archived": "archived", "is_test": "test", "merged_into": "merged"}
MOST_STATES = 12  # different words of a column that tells the state of records


def as_mark(cells: pd.Series) -> pd.Series:
    """Which rows a column such as "Deleted" or "Archive status" marks: by a yes, a word of that state, or a day.

    Examples
    --------
    >>> as_mark(pd.Series(["Archived", "Not archived", None, "2024-05-01"])).tolist()
    [True, False, False, True]
    """
    return each(cells, lambda text: parse_mark(str(text))).eq(True)


def marked(columns: dict[str, pd.Series], index: pd.Index, others: tuple[str, ...] = ()) -> pd.Series:
    """Why each row does not count; None for those that do. The first mark of a row counts.

    Parameters
    ----------
    columns : dict of Series
        Clean columns; of `schema.MARKS` those that the file has.
    index : Index
        Of the rows.
    others : tuple of str
        Columns without a meaning of their own: a few words of states among which one is "deleted" or the like.

    Examples
    --------
    >>> marked({"is_deleted": pd.Series([True, False], dtype="boolean")}, pd.RangeIndex(2)).tolist()
    ['deleted', None]
    >>> marked({"Row state": pd.Series(["Active", "Archived"])}, pd.RangeIndex(2), ("Row state",)).tolist()
    [None, 'archived']
    """
    why = pd.Series([None] * len(index), index=index, dtype=object)
    for name, reason in REASONS.items():
        if name in columns:
            holds = columns[name].notna() if name == "merged_into" else columns[name].eq(True).fillna(False)
            why[why.isna() & holds.astype(bool)] = reason
    known = phrases("mark")
    for name in others:
        cells = columns[name]
        if cells.dtype == object and cells.nunique() <= MOST_STATES:
            state = each(cells, lambda text: known.said(text)[0] if known.whole(text) else None)
            why = why.where(why.notna() | state.isna(), state)
    return why
