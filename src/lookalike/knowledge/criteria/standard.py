"""The nine standard criteria: what is measured for each, the cuts that turn it into 0-3 points, and its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

import pandas as pd

from lookalike.knowledge.rules import number

FEWEST = 5  # cases below which a figure says nothing and the criterion stays unknown
TENDER = 0.5  # share of public companies from which a segment buys by tender
DECIDERS = (2.5, 4.0)  # mean decision makers: above the first at most 2 points, above the second at most 1


@dataclass(frozen=True)
class Measured:
    """What the data say about one criterion of one segment.

    `figure` is compared with the cuts (NaN = unknown), `cap` is the most points another fact allows (None = no limit).
    """

    figure: float
    sentence: str
    cap: int | None = None


@dataclass(frozen=True)
class Standard:
    """A standard criterion: its measure and its cuts.

    `cuts` rise; with `rising` a figure at or above the last cut earns 3 points, else a figure at or below the first
    does. `measure` takes the sums of a segment and those of the whole base (`segment_figures`).
    """

    criterion: str
    cuts: tuple[float, float, float]
    rising: bool
    measure: Callable[[pd.Series, pd.Series], Measured]

    def points(self, measured: Measured, cuts: tuple[float, float, float] | None = None) -> float:
        """0-3, or NaN where the figure is unknown and no other fact speaks."""
        if measured.figure != measured.figure:
            return nan if measured.cap is None else float(measured.cap)
        edges = cuts or self.cuts
        if self.rising:
            earned = sum(measured.figure >= cut for cut in edges)
        else:
            earned = sum(measured.figure <= cut for cut in edges)
        return float(earned if measured.cap is None else min(earned, measured.cap))


def _unknown(sentence: str) -> Measured:
    return Measured(nan, sentence)


def competition(own: pd.Series, base: pd.Series) -> Measured:
    """Share of lost deals that name a competitor."""
    if not base["contested"]:
        return _unknown("no lost deal names a competitor, so nothing is recorded about competition")
    if own["lost"] < FEWEST:
        return _unknown(f"only {own['lost']:.0f} lost deals")
    sentence = f"{own['contested']:.0f} of {own['lost']:.0f} lost deals name a competitor"
    return Measured(own["contested"] / own["lost"], sentence)


def size(own: pd.Series, base: pd.Series) -> Measured:
    """Companies that match, known or prospective; public buyers go through tenders."""
    if not base["prospects"]:
        return _unknown("no prospect list, so the size of the market is not known")
    sentence = f"{own['market']:,.0f} companies match"
    public = own["public"] / own["ownership_known"] if own["ownership_known"] else 0.0
    if public > TENDER:
        return Measured(own["market"], f"{sentence}, {public:.0%} of them public, which buy by tender", cap=1)
    return Measured(own["market"], sentence)


def lifecycle(own: pd.Series, base: pd.Series) -> Measured:
    """Purchases per customer, over how long a relation."""
    if own["customers"] < FEWEST or not own["orders"]:
        return _unknown(f"only {own['customers']:.0f} customers with {own['orders']:.0f} purchases")
    each = own["orders"] / own["customers"]
    years = f" over {own['years'] / own['customers']:.1f} years" if own["years"] else ""
    return Measured(each, f"a customer buys {each:.1f} times{years}")


def lifetime_value(own: pd.Series, base: pd.Series) -> Measured:
    """Revenue per customer so far against the average of all customers."""
    if own["customers"] < FEWEST or not own["revenue"]:
        return _unknown(f"only {own['customers']:.0f} customers with {number(own['revenue'])} of known revenue")
    each, average = own["revenue"] / own["customers"], base["revenue"] / base["customers"]
    sentence = f"a customer has brought {number(each)}, {each / average:.1f} times the average of {number(average)}"
    return Measured(each / average, sentence)


def growth(own: pd.Series, base: pd.Series) -> Measured:
    """Growth of the segment's companies in percent; where it is not known, of our own sales to them."""
    if own["grown"] >= FEWEST:
        return Measured(own["growth"], f"its companies grow {own['growth']:.1f}% a year (median)")
    if own["customers"] < FEWEST or own["before"] <= 0:
        return _unknown("neither the companies' growth nor sales of two years are known")
    change = 100 * (own["recent"] / own["before"] - 1)
    return Measured(change, f"our sales to it changed by {change:+.0f}% in the last year")


def purchasing_power(own: pd.Series, base: pd.Series) -> Measured:
    """Share of lost deals that were lost on price; many decision makers cap the points."""
    cap, deciders = None, ""
    if own["deals_with_deciders"] >= FEWEST:
        mean = own["deciders"] / own["deals_with_deciders"]
        cap = 3 - sum(mean > most for most in DECIDERS)
        deciders = f"{mean:.1f} people decide"
    if own["priced"] < FEWEST:
        sentence = f"{own['priced']:.0f} lost deals say why"
        return Measured(nan, f"{deciders}; only {sentence}" if deciders else f"only {sentence}", cap)
    sentence = f"{own['on_price']:.0f} of {own['priced']:.0f} lost deals with a reason were lost on price"
    return Measured(own["on_price"] / own["priced"], f"{sentence}, {deciders}" if deciders else sentence, cap)


def virality(own: pd.Series, base: pd.Series) -> Measured:
    """Share of customers that stand as a reference."""
    if own["reference_known"] < FEWEST:
        return _unknown(f"of only {own['reference_known']:.0f} customers it is known whether they stand as reference")
    sentence = f"{own['references']:.0f} of {own['reference_known']:.0f} customers stand as reference"
    return Measured(own["references"] / own["reference_known"], sentence)


def availability(own: pd.Series, base: pd.Series) -> Measured:
    """Share of known companies where a person is known by title or role and can be reached."""
    if not base["reachable"]:
        return _unknown("no contacts are known")
    if own["accounts"] < FEWEST:
        return _unknown(f"only {own['accounts']:.0f} known companies")
    sentence = (
        f"at {own['reachable']:.0f} of {own['accounts']:.0f} known companies a person with a title can be reached"
    )
    return Measured(own["reachable"] / own["accounts"], sentence)


def profitability(own: pd.Series, base: pd.Series) -> Measured:
    """Margin less cost of sale per money sold, against the average."""
    if own["customers"] < FEWEST or not own["margin_base"] or not base["margin_base"]:
        return _unknown("margins are not known")
    mine, average = net_share(own), net_share(base)
    if average <= 0:
        return _unknown(f"the base as a whole earns nothing ({average:.0%})")
    what = "margin after cost of sale" if base["cost"] else "margin"
    return Measured(mine / average, f"{what} is {mine:.0%} of sales, {average:.0%} on average")


def net_share(sums: pd.Series) -> float:
    """Margin less cost of sale, per money sold."""
    cost = sums["cost"] / sums["revenue"] if sums["revenue"] else 0.0
    return float(sums["margin"] / sums["margin_base"] - cost)


STANDARD = (
    Standard("competition", (0.1, 0.25, 0.5), False, competition),
    Standard("size", (500, 1000, 2000), True, size),
    Standard("lifecycle", (1.5, 3, 6), True, lifecycle),
    Standard("lifetime_value", (0.5, 1, 1.5), True, lifetime_value),
    Standard("growth", (0, 5, 20), True, growth),
    Standard("purchasing_power", (0.1, 0.25, 0.5), False, purchasing_power),
    Standard("virality", (0.05, 0.15, 0.3), True, virality),
    Standard("availability", (0.25, 0.5, 0.75), True, availability),
    Standard("profitability", (0.75, 1, 1.25), True, profitability),
)
