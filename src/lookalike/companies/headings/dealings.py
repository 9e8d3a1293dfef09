"""Columns that tell of what passed between us and a company, as the CRM counts and scores it."""

from __future__ import annotations

import pandas as pd

from lookalike.languages import phrases


def tells_of_dealings(heading: str, values: pd.Series) -> bool:
    """Whether a column counts or scores what was done with a company, or says how far it has come with us.

    Such a figure is as old as the export: of a company with a deal it holds that deal, and of a cold one nothing.

    Parameters
    ----------
    heading : str
    values : Series
        Clean cells; of counts only numbers are meant, for words under "Activities" say what a company does.

    Examples
    --------
    >>> tells_of_dealings("Antall aktiviteter", pd.Series([3.0])), tells_of_dealings("Activities", pd.Series(["IT"]))
    (True, False)
    >>> tells_of_dealings("Rating", pd.Series(["Hot", "Cold"])), tells_of_dealings("Rating", pd.Series(["AA", "B"]))
    (True, False)
    """
    said = phrases("dealings").said(heading)
    if "standing" in said:
        return True
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return "counted" in said
    words = pd.Series(values.dropna().unique(), dtype=object)
    return bool(len(words)) and bool(phrases("warmth").is_all_of(words).all())
