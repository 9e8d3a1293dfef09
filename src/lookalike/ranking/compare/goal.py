"""What decides between rankings: the figure that the goal asks for."""

from __future__ import annotations

import pandas as pd

WON_REVENUE, BEST_CUSTOMERS, WINS = "won_revenue", "best_customers", "wins"
KNOWN = 0.5  # share of the won deals whose amount must be known to judge by money


def by_goal(deals: pd.DataFrame, best_by: str) -> tuple[str, pd.DataFrame]:
    """The figure that decides, and the deals with what each is worth to it as `worth`.

    Money decides where customers are best by revenue and the deals tell it; otherwise each won deal counts by its share
    of what its customer is worth to the goal; where nothing tells customers apart, each win counts alike.

    Parameters
    ----------
    deals : DataFrame
        `won`, `amount` and, where it is known, `worth`.
    best_by : str
        The goal of the settings.

    Examples
    --------
    >>> deals = pd.DataFrame({"won": [True, False], "amount": [10.0, 5.0], "worth": [1.5, 0.0]})
    >>> by_goal(deals, "revenue")[0], by_goal(deals, "loyalty")[0], by_goal(deals[["won", "amount"]], "loyalty")[0]
    ('won_revenue', 'best_customers', 'wins')
    """
    won = deals["won"].astype(bool)
    priced = deals["amount"].fillna(0.0) > 0
    if best_by == "revenue" and won.any() and priced[won].mean() >= KNOWN:
        return WON_REVENUE, deals.assign(worth=deals["amount"].where(won & priced, 0.0).astype(float))
    if "worth" in deals and deals["worth"].notna().all():
        return BEST_CUSTOMERS, deals
    return WINS, deals.assign(worth=won.astype(float))
