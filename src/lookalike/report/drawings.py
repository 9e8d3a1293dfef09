"""The charts of the page, drawn where there are figures for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lookalike.numbers import percent, whole
from lookalike.report import charts
from lookalike.runs import Documents

TRAITS = 10


def drawings(documents: Documents) -> dict[str, str]:
    """SVG texts by name; "" where nothing is known."""
    return {name: draw(documents) for name, draw in DRAWN.items()}


def _traits(documents: Documents) -> str:
    traits = documents.records["icp"]["traits"][:TRAITS]
    return charts.lift_chart(traits) if traits else ""


def _revenue(documents: Documents) -> str:
    groups = documents.records["icp"]["revenue_groups"]
    labels = [f"{group['name']} ({group['accounts']})" for group in groups]
    shares = [group["share"] for group in groups]
    return charts.bar_chart(labels, shares, "share of revenue (customers)", percent) if groups else ""


def _gain(documents: Documents) -> str:
    comparison = documents.records["comparison"]
    if not comparison["model"]:
        return ""
    curves = {name: [point["wins"] for point in comparison[name]["curve"]] for name in ("rules", "model")}
    called = [point["called"] for point in comparison["model"]["curve"]]
    return charts.gain_chart(curves, called, "won deals found")


def _portfolio(documents: Documents) -> str:
    accounts = documents.tables["portfolio"]
    return charts.portfolio_chart(accounts) if len(accounts) else ""


def _funnel(documents: Documents) -> str:
    stages: list[dict[str, Any]] = documents.records["plan"]["funnel"]
    labels, counts = [row["stage"] for row in stages], [row["expected"] for row in stages]
    return charts.bar_chart(labels, counts, "expected number", whole) if stages else ""


def _calibration(documents: Documents) -> str:
    bands = documents.records["metrics"]["calibration"]
    if not bands:
        return ""
    actual = ([band["actual"][name] for band in bands] for name in ("value", "low", "high"))
    return charts.calibration_chart([band["promised"] for band in bands], *actual)


DRAWN: dict[str, Callable[[Documents], str]] = {
    "traits": _traits,
    "revenue": _revenue,
    "gain": _gain,
    "portfolio": _portfolio,
    "funnel": _funnel,
    "calibration": _calibration,
}
