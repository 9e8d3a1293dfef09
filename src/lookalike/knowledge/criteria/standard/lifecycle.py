"""Life cycle: how often a customer buys, over how long a relation."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.languages import say


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Purchases per customer, over how long a relation."""
    if own["customers"] < FEWEST or not own["orders"]:
        return unknown(say("standard.few_purchases", customers=own["customers"], purchases=own["orders"]))
    each = own["orders"] / own["customers"]
    if not own["years"]:
        return Measured(each, say("standard.buys", times=each))
    return Measured(each, say("standard.buys_over", times=each, years=own["years"] / own["customers"]))


CRITERION = Standard("lifecycle", (1.5, 3, 6), True, measure)
