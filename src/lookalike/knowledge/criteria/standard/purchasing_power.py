"""Purchasing power: price is not decisive, and few people decide."""

from __future__ import annotations

from math import nan

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard
from lookalike.languages import phrases, say

DECIDERS = (2.5, 4.0)  # mean decision makers: above the first at most 2 points, above the second at most 1


def counts(companies: Companies) -> pd.DataFrame:
    """`priced` (lost deals with a reason), `on_price`, `deals_with_deciders`, `deciders` (their sum)."""
    deals = companies.deals
    lost, reason, deciders = deals["outcome"] == "lost", deals["reason"], deals["decision_makers"]
    told = {
        "priced": lost & reason.notna(),
        "on_price": lost & phrases("price").has(reason),
        "deals_with_deciders": deciders.notna(),
        "deciders": deciders.fillna(0.0),
    }
    return pd.DataFrame(told).astype(float).groupby(deals["account_id"]).sum()


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Share of lost deals that were lost on price; many decision makers cap the points."""
    known, counts = own["priced"] >= FEWEST, {"priced": own["priced"], "on_price": own["on_price"]}
    figure = own["on_price"] / own["priced"] if known else nan
    if own["deals_with_deciders"] < FEWEST:
        return Measured(figure, say("standard.on_price" if known else "standard.few_priced", **counts))
    mean = own["deciders"] / own["deals_with_deciders"]
    sentence = say("standard.on_price_decide" if known else "standard.few_priced_decide", people=mean, **counts)
    return Measured(figure, sentence, cap=3 - sum(mean > most for most in DECIDERS))


CRITERION = Standard("purchasing_power", (0.1, 0.25, 0.5), False, measure, counts)
