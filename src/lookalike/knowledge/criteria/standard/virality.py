"""Virality: how many customers gladly stand as a reference."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Share of customers that stand as a reference."""
    if own["reference_known"] < FEWEST:
        return unknown(f"of only {own['reference_known']:.0f} customers it is known whether they stand as reference")
    sentence = f"{own['references']:.0f} of {own['reference_known']:.0f} customers stand as reference"
    return Measured(own["references"] / own["reference_known"], sentence)


CRITERION = Standard("virality", (0.05, 0.15, 0.3), True, measure)
