"""Company texts made harmless for spreadsheets, which run cells that start like a formula."""

from __future__ import annotations

import pandas as pd

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralised(table: pd.DataFrame) -> pd.DataFrame:
    """The table with text that a spreadsheet would run as a formula set off by an apostrophe.

    Examples
    --------
    >>> neutralised(pd.DataFrame({"name": ["=1+1", "Nordlys"], "n": [-1, 2]})).to_dict("list")
    {'name': ["'=1+1", 'Nordlys'], 'n': [-1, 2]}
    """
    safe = table.copy()
    for column in safe.select_dtypes("object"):
        risky = safe[column].map(lambda cell: isinstance(cell, str) and cell.startswith(FORMULA_STARTS)).astype(bool)
        safe[column] = safe[column].mask(risky, "'" + safe[column].astype(str))
    return safe
