"""How full the attributes are on both sides."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.dataset import Companies


def completeness(companies: Companies) -> pd.DataFrame:
    """How full each attribute is on both sides.

    Returns
    -------
    DataFrame
        `attribute`, `label`, `accounts` and `prospects` (share of rows filled, 0-1; NaN without rows).
    """
    rows = [
        (one.name, one.label, filled(companies.accounts, one.name), filled(companies.prospects, one.name))
        for one in companies.attributes
    ]
    return pd.DataFrame(rows, columns=["attribute", "label", "accounts", "prospects"])


def filled(frame: pd.DataFrame, column: str) -> float:
    """The share of rows that have a value; NaN without rows or column."""
    return float(frame[column].notna().mean()) if column in frame and len(frame) else float("nan")
