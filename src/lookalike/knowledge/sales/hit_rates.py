"""Hit rates from call to order, as the activities and deals of the past show them, with what is not known said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from lookalike.companies import Companies
from lookalike.languages import phrases
from lookalike.numbers import ENDS

STAGES = ("call", "meeting", "quote", "order")
ADDRESS = "address"
PRIOR = 0.5  # Jeffreys: half a success and half a failure


@dataclass(frozen=True)
class Rate:
    """How often one step leads to the next.

    `tried` and `reached` are counts of deals, 0 for a given rate; `low` and `high` are a 90 % interval (Jeffreys),
    equal to `rate` for a given one; `source` is "data" or "settings".
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


def hit_rates(companies: Companies, given: Mapping[Any, float] | None = None) -> tuple[Rate, ...]:
    """The chain from an address to an order.

    A closed deal counts for every step up to the furthest it came to: a won deal came to all of them. Deals without a
    logged activity are left out where activities are logged at all, as their steps are not known.

    Parameters
    ----------
    companies : Companies
    given : mapping of stage to rate, optional
        Rates that replace those of the data: the share that comes to this stage from the one before.

    Returns
    -------
    tuple of Rate
        From "address" to "order"; stages that neither the activities nor `given` know are passed over. A call is
        taken for certain unless given, as every address is called. Without closed deals the last rate is NaN.

    Examples
    --------
    >>> deals = pd.DataFrame({"account_id": list("abcd"), "outcome": ["won", "lost", "lost", "lost"]})
    >>> [(rate.before, rate.after, rate.rate) for rate in hit_rates(Companies.of(deals=deals))]
    [('address', 'order', 0.25)]
    """
    given = given or {}
    furthest, lost = _furthest(companies), bool((companies.deals["outcome"] == "lost").any())
    known = [stage for stage in STAGES if stage == "order" or stage in given or _logged(companies, stage)]
    rates, before = [], ADDRESS
    for stage in known:
        if stage in given:
            rates.append(Rate(before, stage, *(given[stage],) * 3, 0, 0, "settings"))
        elif stage != "call":
            # Where losses are not recorded, wins alone tell no rate of orders.
            tried = int((furthest >= _place(before)).sum()) if lost or stage != "order" else 0
            reached = int((furthest >= _place(stage)).sum())
            rates.append(_from_data(before, stage, tried, reached))
        before = stage
    return tuple(rates)


def _from_data(before: str, after: str, tried: int, reached: int) -> Rate:
    if not tried:
        return Rate(before, after, np.nan, 0.0, 1.0, 0, 0, "data")
    low, high = stats.beta.ppf(ENDS, reached + PRIOR, tried - reached + PRIOR)
    return Rate(before, after, reached / tried, float(low), float(high), tried, reached, "data")


def _place(stage: str) -> int:
    """Every deal counts from the address on; a logged activity of any kind is at least a call."""
    return 0 if stage == ADDRESS else STAGES.index(stage)


def _furthest(companies: Companies) -> pd.Series:
    """How far each closed deal came: 0 call, 1 meeting, 2 quote, 3 order."""
    closed = companies.deals[companies.deals["outcome"].isin(["won", "lost"])].set_index("deal_id")
    activities = companies.activities
    place = {stage: number for number, stage in enumerate(STAGES)}
    step = stages(activities["activity"]).map(place).fillna(0)
    reached = step.groupby(activities["deal_id"]).max().reindex(closed.index)
    if reached.notna().any():
        closed, reached = closed[reached.notna()], reached[reached.notna()]
    return reached.fillna(0).where(closed["outcome"] != "won", float(place["order"]))


def _logged(companies: Companies, stage: str) -> bool:
    """Whether activities of this kind are recorded on closed deals."""
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
