"""Growth: of the segment's companies; where it is not known, of our own sales to them."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.languages import say


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Growth of the segment's companies in percent; where it is not known, of our own sales to them."""
    if own["grown"] >= FEWEST:
        return Measured(own["growth"], say("standard.growth", growth=own["growth"] / 100))
    if own["customers"] < FEWEST or own["before"] <= 0:
        return unknown(say("standard.no_growth"))
    change = own["recent"] / own["before"] - 1
    return Measured(100 * change, say("standard.sales_rose" if change >= 0 else "standard.sales_fell", by=abs(change)))


CRITERION = Standard("growth", (0, 5, 20), True, measure)
