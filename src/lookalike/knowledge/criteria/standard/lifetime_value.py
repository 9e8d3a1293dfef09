"""Lifetime value: what a customer has brought."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.knowledge.rules import number


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Revenue per customer so far against the average of all customers."""
    if own["customers"] < FEWEST or not own["revenue"]:
        return unknown(f"only {own['customers']:.0f} customers with {number(own['revenue'])} of known revenue")
    each, average = own["revenue"] / own["customers"], base["revenue"] / base["customers"]
    sentence = f"a customer has brought {number(each)}, {each / average:.1f} times the average of {number(average)}"
    return Measured(each / average, sentence)


CRITERION = Standard("lifetime_value", (0.5, 1, 1.5), True, measure)
