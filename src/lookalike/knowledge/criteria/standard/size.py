"""Size: how many companies match."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import Measured, Standard, unknown
from lookalike.languages import say

TENDER = 0.5  # share of public companies from which a segment buys by tender


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Companies that match, known or prospective; public buyers go through tenders."""
    if not base["prospects"]:
        return unknown(say("standard.no_prospects"))
    public = own["public"] / own["ownership_known"] if own["ownership_known"] else 0.0
    if public > TENDER:
        return Measured(own["market"], say("standard.match_public", companies=own["market"], public=public), cap=1)
    return Measured(own["market"], say("standard.match", companies=own["market"]))


CRITERION = Standard("size", (500, 1000, 2000), True, measure)
