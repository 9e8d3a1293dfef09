"""Life cycle: how often a customer buys, over how long a relation."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Purchases per customer, over how long a relation."""
    if own["customers"] < FEWEST or not own["orders"]:
        return unknown(f"only {own['customers']:.0f} customers with {own['orders']:.0f} purchases")
    each = own["orders"] / own["customers"]
    years = f" over {own['years'] / own['customers']:.1f} years" if own["years"] else ""
    return Measured(each, f"a customer buys {each:.1f} times{years}")


CRITERION = Standard("lifecycle", (1.5, 3, 6), True, measure)
