"""Hit rates from an address to an order, as the past shows them; what is not recorded is not guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import betaincinv

from lookalike.companies import Companies
from lookalike.knowledge.sales.approaches import Approaches, approaches, new_business
from lookalike.languages import phrases
from lookalike.numbers import ENDS

# An address is a company that is to be worked, a contact one that was approached; meeting and quote belong to a deal.
STAGES = ("address", "contact", "deal", "meeting", "quote", "order")
ADDRESS, CONTACT, DEAL, ORDER = "address", "contact", "deal", "order"
STEPS = ("meeting", "quote")  # of a deal, as activities tell
PRIOR = 0.5  # Jeffreys: half a success and half a failure


@dataclass(frozen=True)
class Rate:
    """How often one step leads to the next.

    `tried` and `reached` are counts of companies up to the deal and of deals from there on, 0 for a given rate; `low`
    and `high` are a 90 % interval (Jeffreys), equal to `rate` for a given one; `source` is "data" or "settings".
    """

    before: str
    after: str
    rate: float
    low: float
    high: float
    tried: int
    reached: int
    source: str

    def draws(self, rng: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Plausible values of the rate: float array of shape (count,)."""
        if self.source == "settings":
            return np.full(count, self.rate)
        return rng.beta(self.reached + PRIOR, self.tried - self.reached + PRIOR, count)


def hit_rates(
    companies: Companies, given: Mapping[Any, float] | None = None, listed: pd.DataFrame | None = None
) -> tuple[Rate, ...]:
    """The chain to an order, from the first step of which the data or the settings tell.

    Up to the deal companies are counted, approached ones that came to nothing among them (`approaches`). From there on
    closed deals of new business are: each for every step up to the furthest it came to, a won one for all of them.
    Deals without a logged activity are left out where activities of deals are logged at all, as their steps are not
    known.

    Parameters
    ----------
    companies : Companies
    given : mapping of stage to rate, optional
        Rates that replace those of the data: the share that comes to this stage from the one before.
    listed : DataFrame, optional
        Companies of earlier lists, as `approaches` takes them.

    Returns
    -------
    tuple of Rate
        Up to "order". Where nothing tells how many approached companies become a deal, it begins with "deal". Without
        closed deals the last rate is NaN.

    Examples
    --------
    >>> deals = pd.DataFrame({"account_id": list("abcd"), "outcome": ["won", "lost", "lost", "lost"]})
    >>> [(rate.before, rate.after, rate.rate) for rate in hit_rates(Companies.of(deals=deals))]
    [('deal', 'order', 0.25)]
    """
    given = given or {}
    counts = _of_companies(approaches(companies, listed)) | _of_deals(companies, [*given])
    rates: list[Rate] = []
    before = next(
        (STAGES[STAGES.index(stage) - 1] for stage in (CONTACT, DEAL) if stage in given or stage in counts), DEAL
    )
    for stage in STAGES[STAGES.index(before) + 1 :]:
        if stage in given:
            rates.append(Rate(before, stage, *(given[stage],) * 3, 0, 0, "settings"))
        elif stage in counts:
            rates.append(_from_data(before, stage, *counts[stage]))
        else:
            continue
        before = stage
    return tuple(rates)


def _from_data(before: str, after: str, tried: int, reached: int) -> Rate:
    if not tried:
        return Rate(before, after, np.nan, 0.0, 1.0, 0, 0, "data")
    low, high = betaincinv(reached + PRIOR, tried - reached + PRIOR, ENDS)
    return Rate(before, after, reached / tried, float(low), float(high), tried, reached, "data")


def _of_companies(told: Approaches) -> dict[str, tuple[int, int]]:
    """Stage -> how many tried and came to it, of the steps that lead to a deal."""
    counts = {CONTACT: (told.listed, told.reached), DEAL: (told.contacted, told.opened)}
    return {stage: both for stage, both in counts.items() if both[0]}


def _of_deals(companies: Companies, given: list[str]) -> dict[str, tuple[int, int]]:
    """The same of the steps within a deal, counted from one known or given stage to the next."""
    deals = new_business(companies)
    furthest = _furthest(companies, deals)
    known = [stage for stage in STEPS if _logged(companies, stage)]
    counts, before = {}, 0
    for stage in (*STEPS, ORDER):
        place = STAGES.index(stage) - STAGES.index(DEAL)
        if stage in known or stage == ORDER:
            # Where losses are not recorded, wins alone tell no rate of orders.
            lost = stage != ORDER or bool((deals["outcome"] == "lost").any())
            counts[stage] = (int((furthest >= before).sum()) if lost else 0, int((furthest >= place).sum()))
        if stage in known or stage in given:
            before = place
    return counts


def _furthest(companies: Companies, deals: pd.DataFrame) -> pd.Series:
    """How far each closed deal came: 0 it was opened, 1 meeting, 2 quote, 3 order."""
    closed = deals[deals["outcome"].isin(["won", "lost"])].set_index("deal_id")
    activities = companies.activities
    step = stages(activities["activity"]).map({stage: place for place, stage in enumerate(STEPS, 1)}).fillna(0)
    reached = step.groupby(activities["deal_id"]).max().reindex(closed.index)
    if reached.notna().any():
        closed, reached = closed[reached.notna()], reached[reached.notna()]
    return reached.fillna(0).where(closed["outcome"] != "won", float(len(STEPS) + 1))


def _logged(companies: Companies, stage: str) -> bool:
    """Whether activities of this kind are recorded on deals."""
    activities = companies.activities
    return bool(((stages(activities["activity"]) == stage) & activities["deal_id"].notna()).any())


def stages(activities: pd.Series) -> pd.Series:
    """The stage that each activity belongs to, None for others; the later one where a cell names several.

    Examples
    --------
    >>> stages(pd.Series(["Telefon", "Møte", "Tilbud sendt", "Lunsj", "Levering"])).tolist()
    ['call', 'meeting', 'quote', None, None]
    """
    return phrases("activity").last(activities)
