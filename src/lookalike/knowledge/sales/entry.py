"""How a segment can be entered, measured: do its companies come by themselves, and do they decide soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria import by_segment, ratio
from lookalike.knowledge.rules import answered
from lookalike.knowledge.statistics import median
from lookalike.knowledge.value import newcomers
from lookalike.languages import phrases
from lookalike.settings import Settings

if TYPE_CHECKING:
    from lookalike.knowledge.segments import Segmentation

SOON = 0.5  # of the usual time from opening to closing


def entry(companies: Companies, segmentation: Segmentation, settings: Settings) -> pd.DataFrame:
    """Inbound leads, urgency and the match with own strengths of each segment.

    Returns
    -------
    DataFrame indexed by segment, and last ""
        All companies in the row "". `inbound_share` (0-1: of the deals whose source is recorded, else of the prospects
        of which it is known whether they came to us), `urgent_share` (0-1: of the closed deals that were decided in
        half the usual time or less), `strength_match` (0-1: mean over the companies that match, known or on the list,
        of what they show of `[[strengths]]`). NaN = unknown.
    """
    accounts, prospects = by_segment(companies, segmentation)
    names = [segment.name for segment in segmentation.segments]
    deals = companies.deals
    where = deals["account_id"].map(accounts)
    days = (deals["closed"] - deals["created"]).dt.days.where(deals["outcome"].isin(["won", "lost"]))
    days = days.where(days >= 0)
    usual = median(days)
    soon = (days <= SOON * usual).where(days.notna())
    return pd.DataFrame(
        {
            "inbound_share": _inbound(companies, where, prospects, names),
            "urgent_share": _share(soon, where, names),
            "strength_match": _match(companies, accounts, prospects, names, settings),
        }
    )


def _inbound(companies: Companies, where: pd.Series, prospects: pd.Series, names: list[str]) -> pd.Series:
    source = phrases("deal_source").first(companies.deals["deal_source"])
    if source.notna().any():
        return _share(source.eq("inbound").where(source.notna()), where, names)
    listed = companies.prospects
    came = listed["inbound"].astype("boolean") if "inbound" in listed else pd.Series(dtype="boolean")
    return _share(came, prospects.reindex(came.index), names)


def _match(
    companies: Companies, accounts: pd.Series, prospects: pd.Series, names: list[str], settings: Settings
) -> pd.Series:
    """Mean match of the companies of each segment, each once."""
    new = newcomers(companies).to_numpy(dtype=bool)
    match = [answered(frame, settings).match for frame in (companies.accounts, companies.prospects)]
    values = pd.Series([*match[0], *match[1][new]], dtype=float)
    return _share(values, pd.Series([*accounts, *prospects[new]], dtype=object), names)


def _share(values: pd.Series, where: pd.Series, names: list[str]) -> pd.Series:
    """Mean of what is known per segment, and of all."""
    known = values.notna().to_numpy(dtype=bool)
    numbers, place = values[known].astype(float).reset_index(drop=True), where[known].reset_index(drop=True)
    by = numbers.groupby(place)
    told = ratio(by.sum(), by.size()).reindex(names)
    told.loc[""] = numbers.mean() if len(numbers) else float("nan")
    return told
