"""Canonical tables as frames: every column of a table present, in schema order, with the data type of its kind."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.values import is_text
from lookalike.schema import TABLES, Kind

SLIPS = 0.005  # share of dates that may be slips of the pen
BELIEVED = 0.1  # share of many dates that lie in the past where the clock is right
FEWEST_DATES = 10  # from which single dates can stand apart
ALWAYS_COMPLETE = ("deals", "orders", "activities", "contacts")


def typed(values: pd.Series, kind: Kind) -> pd.Series:
    """Clean values in the data type of their kind: float64, datetime64[ns], boolean, or text with None where missing.

    Examples
    --------
    >>> typed(pd.Series(["a", "", float("nan")]), Kind.ID).tolist()
    ['a', None, None]
    """
    if kind in (Kind.NUMBER, Kind.MONEY):
        return pd.to_numeric(values).astype("float64")
    if kind is Kind.DATE:
        return pd.to_datetime(values).astype("datetime64[ns]")
    if kind is Kind.BOOL:
        return values.astype("boolean")
    text = values.astype(object).where(values.notna(), None)
    if not is_text(text):
        text = text.map(lambda cell: None if cell is None else str(cell)).astype(object)
    return text.where(text.ne(""), None)


def empty_column(kind: Kind, index: pd.Index) -> pd.Series:
    """A column without a single value, in the data type of its kind."""
    return typed(pd.Series([None] * len(index), index=index, dtype=object), kind)


def conform(frame: pd.DataFrame | None, table: str) -> pd.DataFrame:
    """A clean frame as the other rooms expect it: canonical columns first and typed, the others behind.

    Tables of events (deals, orders, activities, contacts) get every canonical column, company tables only those that
    exist. Rows are counted from 0.

    Parameters
    ----------
    frame : DataFrame or None
        Clean values; None is a table without rows.
    table : str
        A key of `lookalike.schema.TABLES`.

    Examples
    --------
    >>> conform(pd.DataFrame({"Floor": [3], "amount": [12]}), "orders").columns.tolist()
    ['order_id', 'account_id', 'date', 'amount', 'currency', 'margin', 'product', 'Floor']
    """
    given = pd.DataFrame() if frame is None else frame.reset_index(drop=True)
    columns: dict[str, pd.Series] = {}
    for name, field in TABLES[table].items():
        if name in given.columns:
            columns[name] = typed(given[name], field.kind)
        elif table in ALWAYS_COMPLETE:
            columns[name] = empty_column(field.kind, given.index)
    others = {name: given[name] for name in given.columns if name not in columns}
    return pd.DataFrame({**columns, **others}, index=given.index)


def latest_date(deals: pd.DataFrame, orders: pd.DataFrame, today: pd.Timestamp | None = None) -> pd.Timestamp:
    """The last day the tables speak for: opened or closed deals and orders; NaT without any date.

    The closing date of an open deal is a plan and does not count, nor does a day that is still to come; and a few
    dates that lie more than a year behind all others are slips of the pen. A day before nearly all dates is not
    believed: the clock is wrong, not the export.

    Parameters
    ----------
    deals, orders : DataFrame
        Canonical tables.
    today : Timestamp, optional
        The day on which this is asked.

    Examples
    --------
    >>> days = [*pd.date_range("2016-01-01", periods=20, freq="D"), "2019-01-01", "2052-01-01"]
    >>> deals = pd.DataFrame({"created": pd.to_datetime(days), "outcome": "won", "closed": pd.NaT})
    >>> orders = pd.DataFrame({"date": pd.to_datetime([])})
    >>> latest_date(deals, orders)
    Timestamp('2016-01-20 00:00:00')
    """
    closed = deals["closed"].where(deals["outcome"].isin(["won", "lost"]))
    dates = pd.to_datetime(pd.concat([deals["created"], closed, orders["date"]])).dropna()
    past = dates <= (today or pd.Timestamp.now())
    wrong_clock = len(dates) >= FEWEST_DATES and past.mean() < BELIEVED
    dates = (dates if wrong_clock else dates[past]).sort_values(ignore_index=True)
    if dates.empty:
        return pd.Timestamp("NaT")
    gaps = dates.diff().iloc[1:]
    few = max(1, int(SLIPS * len(dates)))
    last, usual = gaps.iloc[-few:], gaps.iloc[:-few].max()
    slipped = (
        last[(last > pd.Timedelta(days=365)) & (last > 3 * usual)] if len(dates) >= FEWEST_DATES else last.iloc[:0]
    )
    return dates[slipped.index[0] - 1] if len(slipped) else dates.iloc[-1]


def deal_date(deals: pd.DataFrame) -> pd.Series:
    """When each deal happened: the day it closed, else the day it was opened, else NaT."""
    return deals["closed"].fillna(deals["created"])
