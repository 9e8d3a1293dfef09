"""How much of its market a business has: one notion of both, for segments, criteria and history."""

from __future__ import annotations

import pandas as pd

from lookalike.companies import Companies


def newcomers(companies: Companies) -> pd.Series:
    """Which prospects are no known account, and so add to the market: bool, in the order of the prospects."""
    if companies.prospects.empty:
        return pd.Series(dtype=bool)
    return companies.prospects["account_id"].isna()


def penetration(customers: float, market: float, listed: float) -> float:
    """The share of a market that are, or were, customers.

    Parameters
    ----------
    customers : float
        Accounts that ever bought.
    market : float
        Companies that match, each once: known accounts, and prospects that are none.
    listed : float
        Prospects on the whole list; without a list the market is not known.

    Examples
    --------
    >>> penetration(10, 200, 5000), penetration(10, 10, 0)
    (0.05, nan)
    """
    return customers / market if market and listed else float("nan")
