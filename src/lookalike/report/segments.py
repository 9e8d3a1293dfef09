"""The segments as the page shows them: what each is, what sets it apart, its past and its points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import language
from lookalike.numbers import known
from lookalike.runs import rows_of
from lookalike.schema import CRITERIA

HISTORY = {  # figure -> heading and how it is written
    "penetration": ("Customers of all that could be", "share"),
    "hit_rate": ("Deals won", "share"),
    "margin_share": ("Margin", "share"),
    "cost_share": ("Cost of sale", "share"),
    "hours_per_won": ("Hours per won deal", "number"),
    "upsell_room": ("Room to sell more", "share"),
    "cross_sell_room": ("Room to sell other products", "share"),
    "reference_share": ("Give references", "share"),
    "need_match": ("Need against offer, 0-10", "number"),
    "usp_match": ("Buying criteria against our strengths, 0-10", "number"),
}
BOUNDED = ("penetration", "hit_rate", "usp_match")


def cards(segments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One card per segment.

    Returns
    -------
    list of dict
        Name and rule in words, `figures` (value, low, high) where they are known, `acid` (test -> passed, sentence),
        `failed` (sentences), what makes it `easy` or `hard` to sell to, `micro`, `interview` (names), `promise`,
        `offer`, `stable`.
    """
    return [
        {
            **{name: one[name] for name in ("name", "description", "companies", "cycle_days", "promise", "offer")},
            **{name: one[name] for name in ("stable", "stability", "penetration", "micro")},
            "win_rate": _bounded(one, "win_rate"),
            "mean_value": _bounded(one, "mean_value"),
            "acid": one["acid"],
            "failed": [answer["sentence"] for answer in one["acid"].values() if not answer["passed"]],
            "easy": one["motives"].get("easy", []),
            "hard": one["motives"].get("hard", []),
            "interview": [customer["name"] for customer in one["interview"]],
        }
        for one in segments
    ]


def _bounded(one: dict[str, Any], name: str) -> dict[str, Any] | None:
    """A figure with its interval; None where it is not known."""
    return {part: one[f"{name}{end}"] for part, end in ENDS} if known(one[name]) else None


ENDS = (("value", ""), ("low", "_low"), ("high", "_high"))


def history(table: pd.DataFrame) -> dict[str, Any] | None:
    """Where success came from: a row per segment, a column per figure that is known of any; None without segments.

    Parameters
    ----------
    table : DataFrame
        From `lookalike.knowledge.sales.success.segment_history`.

    Returns
    -------
    dict or None
        `columns` (heading, kind: share or number) and `rows` (segment, rank, total: whether it is all of them, and
        `cells`, each with value, index against the average (1), and low and high where there is an interval).
    """
    shown = [name for name in HISTORY if name in table and table[name].notna().any()]
    if len(table) < 2 or not shown:
        return None
    rows = [
        {
            "segment": row["segment"],
            "rank": row["rank"],
            "total": row["rank"] is None,
            "cells": [_cell(row, name) for name in shown],
        }
        for row in rows_of(table)
    ]
    return {"columns": [HISTORY[name] for name in shown], "rows": rows}


def _cell(row: dict[str, Any], name: str) -> dict[str, Any]:
    cell = {"value": row[name], "index": row.get(f"{name}_index")}
    return cell | {end: row[f"{name}_{end}"] if name in BOUNDED else None for end in ("low", "high")}


def grid(criteria: pd.DataFrame) -> dict[str, Any] | None:
    """Segments down, the nine criteria across; the share is of the points that the answered criteria could give."""
    if criteria.empty:
        return None
    label = language("en").criterion
    rows: list[dict[str, Any]] = []
    for segment, part in criteria.groupby("segment", sort=False):
        of = part.set_index("criterion").reindex(CRITERIA)
        points, weights = of["points"].astype(float), of["weight"]
        most = 3 * weights[points.notna()].sum()
        cells = [None if np.isnan(value) else value for value in points]
        reasons = rows_of(part.assign(criterion=part["criterion"].map(label)))
        share = (points * weights).sum() / most if most else None
        rows.append({"segment": segment, "points": cells, "share": share, "reasons": reasons})
    rows.sort(key=lambda row: -(row["share"] or 0))
    return {"criteria": [label(name) for name in CRITERIA], "rows": rows}
