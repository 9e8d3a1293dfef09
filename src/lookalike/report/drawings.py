"""The charts of the page as plain data: which kind, of what figures; None where nothing is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lookalike.knowledge.value import group_name
from lookalike.languages import called, say
from lookalike.ranking.reasons import SHOWN
from lookalike.runs import Documents

TRAITS = 10
Chart = dict[str, Any]
"""The values of one of the functions of `lookalike.report.charts`, and under `kind` which."""


def drawings(documents: Documents) -> dict[str, Chart | None]:
    """The charts by name."""
    return {name: draw(documents) for name, draw in DRAWN.items()}


def _traits(documents: Documents) -> Chart | None:
    traits = [
        {"said": say("charts.trait", label=called(one["attribute"], one["label"]), value=one["value"])}
        | {name: one[name] for name in ("lift", "low", "high")}
        for one in documents.records["icp"]["traits"][:TRAITS]
    ]
    return {"kind": "lift", "traits": traits} if traits else None


def _revenue(documents: Documents) -> Chart | None:
    groups = documents.records["icp"]["revenue_groups"]
    labels = [
        say("charts.group", name=group_name(one["name"], one["by"], one["low"], one["high"]), accounts=one["accounts"])
        for one in groups
    ]
    return _bars("revenue", labels, [group["share"] for group in groups], "share")


def _bars(name: str, labels: list[Any], values: list[float], written: str) -> Chart | None:
    axis = say(f"charts.{name}")
    return {"kind": "bars", "labels": labels, "values": values, "axis": axis, "written": written} if labels else None


def _gain(documents: Documents) -> Chart | None:
    comparison = documents.records["comparison"]
    if not comparison["model"]:
        return None
    curves = {name: [point["wins"] for point in comparison[name]["curve"]] for name in ("rules", "model")}
    called_first = [point["called"] for point in comparison["model"]["curve"]]
    return {"kind": "gain", "curves": curves, "share": called_first}


def _portfolio(documents: Documents) -> Chart | None:
    accounts = documents.tables["portfolio"]
    return {"kind": "portfolio", "accounts": accounts} if len(accounts) else None


def _funnel(documents: Documents) -> Chart | None:
    stages: list[dict[str, Any]] = documents.records["plan"]["funnel"]
    labels = [say(f"stages.{row['stage']}") for row in stages]
    return _bars("funnel", labels, [row["expected"] for row in stages], "count")


def _calibration(documents: Documents) -> Chart | None:
    bands = documents.records["metrics"]["calibration"]
    if not bands:
        return None
    actual = {name: [band["actual"][name] for band in bands] for name in ("value", "low", "high")}
    return {"kind": "calibration", "predicted": [band["promised"] for band in bands], "actual": actual}


def _map(documents: Documents) -> Chart | None:
    shown = documents.prospects[["rank", "name", "segment", "similarity", "deal_value"]]
    placed = shown.dropna(subset=["similarity", "deal_value"])
    if placed.empty or (placed["deal_value"] <= 0).any():
        return None
    currency = str(documents.records["run"]["currency"])
    return {"kind": "map", "companies": placed, "first": SHOWN, "currency": currency}


DRAWN: dict[str, Callable[[Documents], Chart | None]] = {
    "map": _map,
    "traits": _traits,
    "revenue": _revenue,
    "gain": _gain,
    "portfolio": _portfolio,
    "funnel": _funnel,
    "calibration": _calibration,
}
