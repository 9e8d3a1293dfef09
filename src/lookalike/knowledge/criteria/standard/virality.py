"""Virality: how many customers gladly stand as a reference."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.languages import say


def measure(own: pd.Series, base: pd.Series) -> Measured:
    """Share of customers that stand as a reference."""
    if own["reference_known"] < FEWEST:
        return unknown(say("standard.few_references", customers=own["reference_known"]))
    sentence = say("standard.references", references=own["references"], customers=own["reference_known"])
    return Measured(own["references"] / own["reference_known"], sentence)


CRITERION = Standard("virality", (0.05, 0.15, 0.3), True, measure)
