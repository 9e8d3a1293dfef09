"""The documents of a run as the page shows them: plain data in the order a reader asks, without markup."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.report import charts
from lookalike.report.documents import Documents, rows_of
from lookalike.report.trust import trust
from lookalike.report.words import in_short, known, number
from lookalike.schema import CRITERIA, GRADES

TOP = 25
SWAPPED = 5
EVERY_REASON = 80
CONTENTS = {
    "short": "In short",
    "prospects": "Who to call first",
    "icp": "Your ideal customer",
    "segments": "Segments",
    "comparison": "Model or rules?",
    "portfolio": "The customers you have",
    "plan": "How many addresses",
    "data": "The data",
    "trust": "How far to trust it",
}
DUEL = (
    ("auc", "ranks a later winner above a later loser", 0),
    ("wins@20", "won deals in its first 20 %", 0),
    ("won_revenue@20", "won revenue in its first 20 %", 0),
    ("wins@capacity", "won deals within grade A", 0),
)


def page(documents: Documents) -> dict[str, Any]:
    """Everything the report shows, under the names that the templates use; `charts` are SVG texts."""
    records, tables = documents.records, documents.tables
    run, summary = records["run"], records["summary"]
    return {
        **{name: run[name] for name in ("project", "as_of", "model", "currency")},
        **{name: summary[name] for name in ("headline", "sentences", "figures")},
        "contents": list(CONTENTS.items()),
        "top": _top(documents.prospects),
        "ranked": len(documents.prospects),
        "grades": expected_by_grade(documents.prospects),
        "icp": records["icp"],
        "icp_short": in_short(records["icp"]["sentence"]),
        "anti_short": in_short(records["icp"]["anti_sentence"]),
        "pareto": records["icp"].get("revenue_sentence", ""),
        "persona": records["persona"].get("sentences", []),
        "segments": rows_of(tables["segments"]),
        "grid": _grid(tables["criteria"]),
        "comparison": records["comparison"],
        "duel": _duel(records["comparison"]),
        "agreement": _agreement(records["comparison"]),
        "swap": _swap(records["comparison"]),
        "portfolio": _types(tables["portfolio"]),
        "plan_sentence": records["plan"]["sentence"],
        "plan_segments": records["plan"]["segments"],
        "plan_notes": records["plan"]["notes"],
        "left_out": _left_out(tables),
        "refused": records["metrics"]["leaks"],
        "findings": records["findings"],
        **trust(records["metrics"], run),
        "charts": _charts(documents, run["currency"]),
    }


def expected_by_grade(prospects: pd.DataFrame) -> list[dict[str, Any]]:
    """Companies, mean win probability, expected wins and revenue of each grade.

    Parameters
    ----------
    prospects : DataFrame with grade, win_probability (0-1), expected_value (money, NaN unknown)
    """
    rows = []
    for grade in GRADES:
        part = prospects[prospects["grade"] == grade]
        if len(part):
            wins = part["win_probability"].sum(min_count=1)
            worth = part["expected_value"].sum(min_count=1)
            rows.append(
                {
                    "grade": grade,
                    "companies": len(part),
                    "wins": wins,
                    "revenue": worth,
                    "win_probability": part["win_probability"].mean(),
                }
            )
    return rows


def _top(prospects: pd.DataFrame) -> list[dict[str, Any]]:
    lists = ["reasons_for", "reasons_against", "nearest_customers"]
    head = prospects.head(TOP)
    shown = rows_of(head.drop(columns=lists))
    for row, *texts in zip(shown, *(head[name] for name in lists), strict=True):
        row.update(zip(lists, (list(text) for text in texts), strict=True))
    return shown


def _grid(criteria: pd.DataFrame) -> dict[str, Any] | None:
    """Segments down, the nine criteria across; the share is of the points that the answered criteria could give."""
    if criteria.empty:
        return None
    rows: list[dict[str, Any]] = []
    for segment, part in criteria.groupby("segment", sort=False):
        points = part.set_index("criterion")["points"].reindex(CRITERIA)
        weights = part.set_index("criterion")["weight"].reindex(CRITERIA)
        most = 3 * weights[points.notna()].sum()
        share = (points * weights).sum() / most if most else None
        cells = [None if np.isnan(value) else value for value in points.astype(float)]
        rows.append({"segment": segment, "points": cells, "share": share})
    rows.sort(key=lambda row: -(row["share"] or 0))
    return {"criteria": CRITERIA, "rows": rows, "reasons": rows_of(criteria.head(EVERY_REASON))}


def _duel(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    model, rules = comparison["model"], comparison["rules"]
    return [
        {"label": label, "model": model[name], "rules": rules[name], "share": True, "digits": digits}
        for name, label, digits in DUEL
        if name in model and known(model[name]["value"])
    ]


def _agreement(comparison: dict[str, Any]) -> str:
    if not known(comparison["spearman"]):
        return "The rules place no prospect, so the two lists cannot be compared."
    both = comparison["agreement"]["both high"]
    return (
        f"On the prospects the two rankings agree to {comparison['spearman']:.2f} (Spearman; 1 = the same order). "
        f"{number(both)} companies are high in both."
    )


def _swap(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {**row, "why": _why(row, side)}
        for side in ("model_only", "rules_only")
        for row in comparison["swap"].get(side, {}).get("companies", [])[:SWAPPED]
    ]


def _why(row: dict[str, Any], side: str) -> str:
    says = f"The model: {'; '.join(row['model_says'])}." if row["model_says"] else ""
    points = (
        ""
        if row["criterion"] is None
        else f" The rules: {row['points']:g} of 3 points for {row['criterion'].replace('_', ' ')}."
    )
    return (says + points).strip()


def _types(portfolio: pd.DataFrame) -> list[dict[str, Any]]:
    if portfolio.empty:
        return []
    grouped = portfolio.groupby("type").agg(companies=("account_id", "size"), service=("service", "first"))
    order = [kind for kind in charts.MARKERS if kind in grouped.index]
    return rows_of(grouped.loc[order].reset_index())


def _left_out(tables: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    both = pd.concat([tables["excluded"]["reason"], tables["rejected"]["reason"]])
    return [{"reason": reason, "companies": count} for reason, count in both.value_counts().items()]


def _charts(documents: Documents, currency: str) -> dict[str, str]:
    """The charts there are figures for."""
    icp, comparison, plan = (documents.records[name] for name in ("icp", "comparison", "plan"))
    drawn = dict.fromkeys(("traits", "revenue", "gain", "portfolio", "funnel", "calibration"), "")
    if icp["traits"]:
        drawn["traits"] = charts.lift_chart(icp["traits"][:10])
    if icp["revenue_groups"]:
        groups = icp["revenue_groups"]
        drawn["revenue"] = charts.bar_chart(
            [f"{group['name']} ({group['accounts']})" for group in groups],
            [group["share"] for group in groups],
            "share of revenue (customers)",
            percent=True,
        )
    if comparison["model"]:
        curves = {name: [point["wins"] for point in comparison[name]["curve"]] for name in ("rules", "model")}
        called = [point["called"] for point in comparison["model"]["curve"]]
        drawn["gain"] = charts.gain_chart(curves, called, "won deals found")
    if len(documents.tables["portfolio"]):
        drawn["portfolio"] = charts.portfolio_chart(documents.tables["portfolio"])
    if plan["funnel"]:
        drawn["funnel"] = charts.bar_chart(
            [row["stage"] for row in plan["funnel"]], [row["expected"] for row in plan["funnel"]], "expected number"
        )
    bands = documents.records["metrics"]["calibration"]
    if bands:
        drawn["calibration"] = charts.calibration_chart(
            [band["promised"] for band in bands],
            *([band["actual"][name] for band in bands] for name in ("value", "low", "high")),
        )
    return drawn
