"""Findings about deals: dates and amounts that cannot be, or are missing where they matter."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lookalike.companies.dataset import Companies
from lookalike.languages import say
from lookalike.schema import Finding

EXAMPLES = 3


def about_deals(companies: Companies, file: str) -> Iterator[Finding]:
    """Dates and amounts that cannot be, or are missing where they matter."""
    deals = companies.deals
    closed = deals["outcome"].isin(["won", "lost"])
    if closed.any() and pd.isna(companies.as_of):
        message, advice = say("quality.no_dates"), say("quality.export_closing_date")
        yield Finding("warning", "no-dates", file, "", int(closed.sum()), message, advice)
    for code, key, wrong in (
        ("dates-reversed", "quality.dates_reversed", deals["closed"] < deals["created"]),
        ("negative", "quality.negative", deals["amount"] < 0),
        ("no-amount", "quality.no_amount", (deals["outcome"] == "won") & deals["amount"].isna()),
    ):
        if wrong.any():
            some, advice = tuple(deals["deal_id"][wrong][:EXAMPLES]), say("quality.check_them")
            yield Finding("warning", code, file, "", int(wrong.sum()), say(key), advice, some)
