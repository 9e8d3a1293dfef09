"""Findings about deals: dates and amounts that cannot be, or are missing where they matter."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lookalike.companies.dataset import Companies
from lookalike.languages import say
from lookalike.schema import Finding

EXAMPLES = 3
FEWEST_EXCHANGED, NEARLY_ALL = 5, 0.8  # deals closed too early, and share of them that an exchange puts right


def about_deals(companies: Companies, file: str) -> Iterator[Finding]:
    """Dates and amounts that cannot be, or are missing where they matter."""
    deals = companies.deals
    closed = deals["outcome"].isin(["won", "lost"])
    if closed.any() and deals["closed"][closed].isna().all():
        message, advice = say("quality.no_dates"), say("quality.export_closing_date")
        yield Finding("warning", "no-dates", file, "", int(closed.sum()), message, advice)
    early = deals["closed"] < deals["created"]
    likely = say("quality.dates_exchanged") if _exchanged(deals[early]) else say("quality.dates_reversed")
    for code, message, wrong in (
        ("dates-reversed", likely, early),
        ("negative", say("quality.negative"), deals["amount"] < 0),
        ("no-amount", say("quality.no_amount"), (deals["outcome"] == "won") & deals["amount"].isna()),
    ):
        if wrong.any():
            some, advice = tuple(deals["deal_id"][wrong][:EXAMPLES]), say("quality.check_them")
            yield Finding("warning", code, file, "", int(wrong.sum()), message, advice, some)


def _exchanged(early: pd.DataFrame) -> bool:
    """Whether nearly all deals closed too early come right when day and month of one of their dates are exchanged."""
    right = (_turned(early["closed"]) >= early["created"]) | (early["closed"] >= _turned(early["created"]))
    return len(early) >= FEWEST_EXCHANGED and bool(right.mean() >= NEARLY_ALL)


def _turned(days: pd.Series) -> pd.Series:
    """Dates with day and month exchanged; missing where that is no date."""
    parts = {"year": days.dt.year, "month": days.dt.day, "day": days.dt.month}
    return pd.to_datetime(pd.DataFrame(parts), errors="coerce")
