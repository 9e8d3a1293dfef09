"""The first screen: whom to call on Monday, why these, how many, and what to expect."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lookalike.languages import Message, say
from lookalike.numbers import known
from lookalike.ranking.follow import to_call
from lookalike.ranking.reasons import SHOWN
from lookalike.report.rankings import expected
from lookalike.runs import rows_of
from lookalike.schema import TIERS

FIRST = 5  # companies that are named
TEN = 10  # deals


def monday(prospects: pd.DataFrame, comparison: dict[str, Any], currency: str) -> dict[str, Any]:
    """What to do first.

    Parameters
    ----------
    prospects : DataFrame
        The ranked list.
    comparison : dict
        What deals of each grade bring.
    currency : str

    Returns
    -------
    dict
        `begin` and `expect` (sentences, None without companies), `first` (the rows of the first five) and `tiers`
        (one row per segment and one for none: `segment`, `companies`, `grade_a`, `first_fifty` and the tiers).
    """
    grades = expected(comparison)
    shown = ["rank", "name", "prospect_id", "segment", "win_probability", "deal_value"]
    calls = to_call(prospects).head(FIRST)
    first = rows_of(calls[shown])
    for row, reasons in zip(first, calls["reasons_for"], strict=True):
        row["reason"] = next(iter(reasons), "")
    return {
        "begin": say("monday.begin", n=grades[0]["companies"]) if grades else None,
        "expect": _expect(grades[0], currency) if grades else None,
        "first": first,
        "tiers": _tiers(prospects),
    }


def _expect(grade: dict[str, Any], currency: str) -> Message:
    """What deals opened with grade A bring."""
    won = grade["win_rate"]
    if not won or not known(won["value"]) or not known(grade["times"]):
        return say("monday.unknown")
    about = {"wins": TEN * won["value"], "times": grade["times"]}
    if known(grade["expected_value"]):
        return say("monday.of_ten", value=grade["expected_value"], currency=currency, **about)
    return say("monday.of_ten_wins", **about)


def _tiers(prospects: pd.DataFrame) -> list[dict[str, Any]]:
    """How the list falls into segments and tiers, the largest segment first and what belongs to none last."""
    segment = prospects["segment"].fillna("")
    order = [name for name in segment.value_counts().index if name] + [""] * bool((segment == "").any())
    told = []
    for name in order:
        rows = prospects[segment == name]
        counts = {tier: int((rows["tier"] == tier).sum()) for tier in TIERS}
        about = {"grade_a": int((rows["grade"] == "A").sum()), "first_fifty": int((rows["rank"] <= SHOWN).sum())}
        told.append({"segment": name, "companies": len(rows), **about, "tiers": counts})
    return told
