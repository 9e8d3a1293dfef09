"""Size: how many companies match."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import Measured, Standard, unknown

TENDER = 0.5  # share of public companies from which a segment buys by tender


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Companies that match, known or prospective; public buyers go through tenders."""
    if not base["prospects"]:
        return unknown("no prospect list, so the size of the market is not known")
    sentence = f"{own['market']:,.0f} companies match"
    public = own["public"] / own["ownership_known"] if own["ownership_known"] else 0.0
    if public > TENDER:
        return Measured(own["market"], f"{sentence}, {public:.0%} of them public, which buy by tender", cap=1)
    return Measured(own["market"], sentence)


CRITERION = Standard("size", (500, 1000, 2000), True, measure)
