"""What files say of a company's end in columns of their own: bankrupt, being wound up, dissolved on a day."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lookalike.companies.values import parse_truth, says_dissolved
from lookalike.languages import phrases, spoken


def with_ends(status: pd.Series, others: Mapping[str, pd.Series]) -> pd.Series:
    """The status of each company, which is also what any other column says of its end.

    Parameters
    ----------
    status : Series of shape (n,)
        In words; None where not told.
    others : mapping of heading to Series
        Columns without a meaning of their own, cleaned. Those count whose heading speaks of a company's end: a yes or a
        day under it is that end, and so is a word that says so; and words under a heading that ends in "status".

    Returns
    -------
    Series of shape (n,)

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2024-01-01", None, None]))
    >>> others = {"Bankrupt": pd.Series(["N", "J", None]), "Dissolved": days}
    >>> with_ends(pd.Series([None, "Active", "Active"]), others).tolist()
    ['Dissolved', 'Bankrupt', 'Active']
    """
    speaking = says_dissolved(pd.Series(list(others), dtype=object))
    for (heading, cells), speaks in zip(others.items(), speaking, strict=True):
        if speaks or _tells_states(heading, cells):
            end = _end(cells, heading)
            status = status.where(says_dissolved(status) | end.isna(), end)
    return status


def _tells_states(heading: str, cells: pd.Series) -> bool:
    """Whether a column holds words under a heading that ends in "status" or the like."""
    last = spoken(heading).replace("|", " ").split()[-1:]
    return cells.dtype == object and bool(last) and phrases("status").whole(last[0])


def _end(cells: pd.Series, heading: str) -> pd.Series:
    """The end that each cell of a column tells; None where it tells none."""
    nothing = pd.Series(None, index=cells.index, dtype=object)
    if pd.api.types.is_bool_dtype(cells):
        return nothing.mask(cells.eq(True).fillna(False).astype(bool), heading)
    if pd.api.types.is_datetime64_any_dtype(cells):
        return nothing.mask(cells.notna(), heading)
    if cells.dtype != object:
        return nothing
    yes = cells.map({text: parse_truth(text) for text in cells.dropna().unique()}).eq(True)
    return cells.where(says_dissolved(cells), None).mask(yes, heading)


def as_relationship(cells: pd.Series) -> pd.Series:
    """What a column says of who is a customer, in words; where it only says yes or no, a yes is "customer".

    Examples
    --------
    >>> as_relationship(pd.Series(["Yes", "No", None])).tolist(), as_relationship(pd.Series(["Kunde", "Nei"])).tolist()
    (['customer', None, None], ['Kunde', 'Nei'])
    """
    truths = {text: parse_truth(str(text)) for text in cells.dropna().unique()}
    if not truths or None in truths.values():
        return cells
    return pd.Series("customer", index=cells.index, dtype=object).where(cells.map(truths).eq(True), None)
