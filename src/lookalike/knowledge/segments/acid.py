"""The acid test of a segment: distinct, relevant, large enough, one segment per company, recognisable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.knowledge.statistics import holm, median, shuffled_z, two_sided
from lookalike.languages import Message, say

DISTINCT = 0.25  # mean silhouette from which groups have some structure (Kaufman and Rousseeuw, 1990)
LEVEL = 0.01  # chance that any segment passes as relevant when outcomes fall by lot
MATTERS = 0.1  # relative difference below which even a certain difference changes nothing
LARGE_SHARE, LARGE = 0.05, 10  # of the base, and companies
EXCLUSIVE = 0.8  # share of its companies that belong clearly to it alone
RECOGNISED = 0.8  # F1 of the rule
MEASURES = ("won", "value", "days")  # of which a segment may differ from the others
SMALLEST = 0.001  # chance that is told as a figure

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Test:
    """One question of the acid test: answer, the figure behind it, and both in a sentence."""

    passed: bool
    figure: float
    sentence: Message

    __test__ = False  # not a test case


def distinct(silhouette: NDArray[np.float64], beyond_a_cloud: bool) -> Test:
    """Its companies are nearer to each other than to the nearest other segment, and more so than chance alone gives."""
    width = float(silhouette.mean()) if len(silhouette) else 0.0
    if width >= DISTINCT and not beyond_a_cloud:
        return Test(False, width, say("acid.continuum", silhouette=width))
    said = say("acid.apart" if width >= DISTINCT else "acid.into_others", silhouette=width, wanted=DISTINCT)
    return Test(width >= DISTINCT, width, said)


def exclusive(silhouette: NDArray[np.float64]) -> Test:
    """Nearly every company is nearer to its own segment than to any other."""
    share = float((silhouette > 0).mean()) if len(silhouette) else 0.0
    return Test(share >= EXCLUSIVE, share, say("acid.exclusive", share=share, wanted=EXCLUSIVE))


def large(companies: int, base: int) -> Test:
    """Enough companies to deserve a way of working of their own."""
    share = companies / base if base else 0.0
    passed = companies >= LARGE and share >= LARGE_SHARE
    said = say("acid.large", companies=companies, share=share, least=LARGE, wanted=LARGE_SHARE)
    return Test(passed, share, said)


def recognisable(recovered: float) -> Test:
    """The short rule finds the group again: F1 of the rule against the group it was made for."""
    return Test(recovered >= RECOGNISED, recovered, say("acid.recognisable", f1=recovered, wanted=RECOGNISED))


def relevant(outcomes: pd.DataFrame, members: Mask) -> list[Test]:
    """Win rate, deal value or length of the sale differ from the other accounts, by more than chance and by enough.

    Tested over companies, not deals, against shuffling the outcomes between companies; Holm's correction over all
    segments and all three measures keeps the chance of any false pass at 1 %.

    Parameters
    ----------
    outcomes : DataFrame of n rows
        From `lookalike.knowledge.value.account_outcomes.outcomes`.
    members : bool array of shape (n, segments)

    Returns
    -------
    list of Test
        The figure is the adjusted p of the strongest difference.
    """
    segments = members.shape[1]
    z = np.array([shuffled_z(scores, members) for scores in _scores(outcomes)])
    p = holm(two_sided(z).ravel()).reshape(z.shape)
    return [_verdict(outcomes, members[:, at], p[:, at]) for at in range(segments)]


def _scores(outcomes: pd.DataFrame) -> list[NDArray[np.float64]]:
    """Per company: wins beyond the average rate; rank of the mean value of a deal; rank of the days to close."""
    won, closed = outcomes["won"].to_numpy(), outcomes["closed"].to_numpy()
    rate = won.sum() / closed.sum() if closed.sum() else 0.0
    value = outcomes["amount"] / outcomes["priced"].where(outcomes["priced"] > 0)
    return [
        np.where(closed > 0, won - rate * closed, np.nan),
        value.rank().to_numpy(float),
        outcomes["days"].rank().to_numpy(float),
    ]


def _verdict(outcomes: pd.DataFrame, inside: Mask, p: NDArray[np.float64]) -> Test:
    """The strongest difference that is large enough to matter."""
    here, there = _averages(outcomes[inside]), _averages(outcomes[~inside])
    differs = np.abs(here - there) >= MATTERS * there
    counted = np.where(differs, p, 1.0)
    at, least = int(counted.argmin()), float(counted.min())
    if least > LEVEL:
        return Test(False, least, say("acid.like_others", p=least))
    chance = say("acid.p", p=least) if least >= SMALLEST else say("acid.p_below", p=SMALLEST)
    return Test(True, least, say(f"acid.{MEASURES[at]}", here=here[at], there=there[at], chance=chance))


def _averages(outcomes: pd.DataFrame) -> NDArray[np.float64]:
    """Win rate, mean value, median days; NaN where unknown."""
    totals = outcomes[["won", "closed", "amount", "priced"]].sum()
    rate = totals["won"] / totals["closed"] if totals["closed"] else np.nan
    value = totals["amount"] / totals["priced"] if totals["priced"] else np.nan
    return np.array([rate, value, median(outcomes["days"])])
