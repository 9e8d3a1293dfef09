"""Lifetime value: what a customer has brought."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.languages import say


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Revenue per customer so far against the average of all customers."""
    if own["customers"] < FEWEST or not own["revenue"]:
        return unknown(say("standard.few_revenue", customers=own["customers"], revenue=own["revenue"]))
    each, average = own["revenue"] / own["customers"], base["revenue"] / base["customers"]
    sentence = say("standard.brought", each=each, times=each / average, average=average)
    return Measured(each / average, sentence)


CRITERION = Standard("lifetime_value", (0.5, 1, 1.5), True, measure)
