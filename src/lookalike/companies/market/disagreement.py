"""Where the CRM and a list that is believed before it say different things of the same company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies.values import divisions

TIMES = 2.0  # by which two numbers differ that cannot be of two days only
YEARS = 1  # by which years of foundation may differ
EXAMPLES = 3


@dataclass(frozen=True)
class Disagreement:
    """Companies of which a column has another value in the CRM than in the list, with some of them in words."""

    column: str
    count: int
    examples: tuple[str, ...]


def disagreements(
    own: pd.DataFrame, told: pd.DataFrame, listed: pd.DataFrame, columns: Sequence[str]
) -> tuple[Disagreement, ...]:
    """Where companies and the rows of the list that they are contradict each other.

    Parameters
    ----------
    own, told : DataFrame of shape (n, columns)
        The companies as the CRM and as the list tell of them, row by row.
    listed : DataFrame
        The whole list: only words that it uses can be contradicted by others.
    columns : sequence of str

    Examples
    --------
    >>> own = pd.DataFrame({"name": ["Berg", "Foss"], "employees": [20.0, 30.0]})
    >>> told = pd.DataFrame({"employees": [90.0, 31.0]})
    >>> disagreements(own, told, told, ["employees"])
    (Disagreement(column='employees', count=1, examples=('Berg: 20 / 90',)),)
    """
    found = []
    for column in columns:
        if column in own:
            differs = _differ(own[column], told[column], listed[column], column)
            if differs.any():
                found.append(Disagreement(column, int(differs.sum()), _examples(own[differs], told[differs], column)))
    return tuple(found)


def _differ(own: pd.Series, told: pd.Series, listed: pd.Series, column: str) -> pd.Series:
    both = own.notna() & told.notna()
    if pd.api.types.is_bool_dtype(own) or pd.api.types.is_datetime64_any_dtype(own):
        return both & (own != told).fillna(False)
    if pd.api.types.is_numeric_dtype(own) and pd.api.types.is_numeric_dtype(told):
        if column == "founded":
            return both & ((own - told).abs() > YEARS)
        low, high = np.minimum(own, told), np.maximum(own, told)
        return both & (high > TIMES * low) & (high > TIMES)
    if column == "industry_code":
        one, other = divisions(own), divisions(told)
        return one.notna() & other.notna() & (one != other)
    return both & own.isin(listed.unique()) & (own.astype(object) != told.astype(object))


def _examples(own: pd.DataFrame, told: pd.DataFrame, column: str) -> tuple[str, ...]:
    some = own.head(EXAMPLES)
    names = some["name"].where(some["name"].notna(), "") if "name" in some else [""] * len(some)
    pairs = zip(names, some[column], told[column].head(EXAMPLES), strict=True)
    return tuple(f"{name}: {_shown(one)} / {_shown(other)}" for name, one, other in pairs)


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
