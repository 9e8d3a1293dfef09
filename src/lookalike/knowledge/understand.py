"""All that is known of good customers, computed once per run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria import CriteriaGrid, score_segments
from lookalike.knowledge.profile import Icp, buyer_persona, ideal_profile
from lookalike.knowledge.sales import ListOverlap, list_overlap, portfolio, segment_history
from lookalike.knowledge.segments import Segmentation
from lookalike.knowledge.value import Best, Revenue, best_customers, revenue_profile
from lookalike.languages import say
from lookalike.progress import Progress, silent
from lookalike.settings import Settings


@dataclass(frozen=True)
class Knowledge:
    """What a good customer is: the parts that the report tells and the model's bundle carries.

    Attributes
    ----------
    revenue : Revenue
    best : Best
    icp : Icp
    segmentation : Segmentation
    grid : CriteriaGrid
        Criteria points of each segment.
    history, portfolio : DataFrame
    overlap : ListOverlap
        How far the leaders' own lists of key accounts agree with each other and with the data.
    persona : dict
    """

    revenue: Revenue
    best: Best
    icp: Icp
    segmentation: Segmentation
    grid: CriteriaGrid
    history: pd.DataFrame
    portfolio: pd.DataFrame
    overlap: ListOverlap
    persona: dict[str, Any]


def understand(
    companies: Companies,
    settings: Settings,
    *,
    segmentation: Segmentation | None = None,
    previous: Segmentation | None = None,
    progress: Progress = silent,
) -> Knowledge:
    """Work out what a good customer is.

    Parameters
    ----------
    companies : Companies
    settings : Settings
    segmentation : Segmentation, optional
        Segments to use as they are, as a stored model carries them; default: find them.
    previous : Segmentation, optional
        Segments of an earlier run, whose names are kept for the groups that are found again.
    progress : Progress
    """
    progress(say("progress.revenue"), 0.0)
    revenue = revenue_profile(companies, settings.goal)
    best = best_customers(companies, settings.goal)
    progress(say("progress.profile"), 0.1)
    icp = ideal_profile(companies, best, revenue, settings)
    progress(say("progress.segments"), 0.3)
    found = segmentation or _found(companies, settings, previous)
    progress(say("progress.points"), 0.8)
    accounts = portfolio(companies, settings)
    return Knowledge(
        revenue=revenue,
        best=best,
        icp=icp,
        segmentation=found,
        grid=score_segments(companies, found, settings),
        history=segment_history(companies, found, settings),
        portfolio=accounts,
        overlap=list_overlap(companies.accounts, accounts, settings),
        persona=buyer_persona(companies, settings.privacy),
    )


def _found(companies: Companies, settings: Settings, previous: Segmentation | None) -> Segmentation:
    from lookalike.knowledge.segments import find_segments  # only who learns waits for what finds groups

    return find_segments(companies, settings, previous)
