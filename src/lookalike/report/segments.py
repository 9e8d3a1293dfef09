"""The segments as the page shows them: what each is, what sets it apart, its past and its points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, say
from lookalike.numbers import known
from lookalike.runs import rows_of
from lookalike.schema import CRITERIA

HISTORY = {  # figure -> how it is written
    "penetration": "share",
    "hit_rate": "share",
    "margin_share": "share",
    "cost_share": "share",
    "hours_per_won": "round",
    "inbound_share": "share",
    "urgent_share": "share",
    "strength_match": "share",
    "upsell_room": "share",
    "cross_sell_room": "share",
    "reference_share": "share",
    "need_match": "round",
    "usp_match": "round",
}
SMALL = 0.1  # a share below it is written with a decimal
BOUNDED = ("penetration", "hit_rate", "usp_match")


def cards(segments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One card per segment.

    Returns
    -------
    list of dict
        Name and rule in words, `figures` (value, low, high) where they are known, `acid` (test -> passed, sentence),
        `failed` (sentences), what makes it `easy` or `hard` to sell to, `shares`, `micro`, `interview` (names),
        `promise`, `offer`, `stable`.
    """
    return [
        {
            **{name: one[name] for name in ("name", "description", "companies", "cycle_days", "promise", "offer")},
            **{name: one[name] for name in ("stable", "stability", "penetration", "shares", "micro")},
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
        `columns` (headings) and `rows` (segment, rank, total: whether it is all of them, and `cells`, each with value
        and the kind it is written as, index against the average (1), and low and high where there is an interval).
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
    return {"columns": [say(f"history_columns.{name}") for name in shown], "rows": rows}


def _cell(row: dict[str, Any], name: str) -> dict[str, Any]:
    ends = {end: row[f"{name}_{end}"] if name in BOUNDED else None for end in ("low", "high")}
    index = None if row["rank"] is None else row.get(f"{name}_index")
    told = {what: _written(value, HISTORY[name]) for what, value in {"value": row[name], **ends}.items()}
    return told | {"index": index}


def _written(value: float | None, kind: str) -> Message | None:
    """A figure as it is written: small shares with a decimal."""
    if value is None:
        return None
    return say(f"alone.{'fine' if kind == 'share' and value < SMALL else kind}", value=value)


def grid(criteria: pd.DataFrame) -> dict[str, Any] | None:
    """Segments down, the nine criteria across; the share is of the points that the answered criteria could give."""
    if criteria.empty:
        return None
    rows: list[dict[str, Any]] = []
    for segment, part in criteria.groupby("segment", sort=False):
        of = part.set_index("criterion").reindex(CRITERIA)
        points, weights = of["points"].astype(float), of["weight"]
        most = 3 * weights[points.notna()].sum()
        cells = [None if np.isnan(value) else value for value in points]
        reasons = rows_of(part.assign(criterion=part["criterion"].map(_label)))
        share = (points * weights).sum() / most if most else None
        rows.append({"segment": segment, "points": cells, "share": share, "reasons": reasons})
    rows.sort(key=lambda row: -(row["share"] or 0))
    return {"criteria": [_label(name) for name in CRITERIA], "rows": rows}


def _label(criterion: str) -> Message:
    return say("alone.criterion", name=criterion)
