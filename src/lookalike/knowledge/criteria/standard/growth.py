"""Growth: of the segment's companies; where it is not known, of our own sales to them."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Growth of the segment's companies in percent; where it is not known, of our own sales to them."""
    if own["grown"] >= FEWEST:
        return Measured(own["growth"], f"its companies grow {own['growth']:.1f}% a year (median)")
    if own["customers"] < FEWEST or own["before"] <= 0:
        return unknown("neither the companies' growth nor sales of two years are known")
    change = 100 * (own["recent"] / own["before"] - 1)
    return Measured(change, f"our sales to it changed by {change:+.0f}% in the last year")


CRITERION = Standard("growth", (0, 5, 20), True, measure)
