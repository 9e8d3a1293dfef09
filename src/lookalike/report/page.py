"""The documents of a run as the page shows them: plain data in the order a reader asks, without markup."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lookalike.languages import called, say
from lookalike.numbers import LEVEL
from lookalike.ranking.reasons import left_out_for
from lookalike.report.drawings import drawings
from lookalike.report.monday import monday
from lookalike.report.rankings import agreement, blended, duel, expected, signals, suggestion, swap
from lookalike.report.segments import cards, grid, history
from lookalike.report.suspicions import suspicions
from lookalike.report.trust import trust
from lookalike.runs import Documents, rows_of
from lookalike.schema import PORTFOLIO_TYPES

TOP = 25
CHANGED = 6  # companies of each kind of change
CONTENTS = ("short", "prospects", "changes", "icp", "segments", "comparison", "portfolio", "plan", "data", "trust")


def page(documents: Documents) -> dict[str, Any]:
    """Everything the report shows, under the names that the templates use: data and messages."""
    records, tables = documents.records, documents.tables
    run, summary, comparison = records["run"], records["summary"], records["comparison"]
    return {
        **{name: run[name] for name in ("project", "as_of", "model", "currency")},
        **{name: summary[name] for name in ("headline", "sentences", "shared", "figures")},
        "contents": [
            (name, say(f"menu.{name}"), say(f"titles.{name}"))
            for name in CONTENTS
            if name != "changes" or records["difference"]
        ],
        "monday": monday(documents.prospects, comparison, run["currency"]),
        "top": _top(documents.prospects),
        "ranked": len(documents.prospects),
        "grades": expected(comparison),
        "changes": _changes(records["difference"]),
        "icp": {**records["icp"], **{name: _traits(records["icp"][name]) for name in ("traits", "anti_traits")}},
        "icp_short": records["icp"]["short"],
        "anti_short": records["icp"]["anti_short"],
        "pareto": records["icp"].get("revenue_sentence", ""),
        "persona": records["persona"].get("sentences", []),
        "segments": cards(records["segments"]),
        "outside": records["outside"]["sentence"],
        "history": history(tables["history"]),
        "grid": grid(tables["criteria"]),
        "verdict": comparison["verdict"],
        "verdict_note": comparison["note"],
        "duel": duel(comparison),
        "agreement": agreement(comparison),
        "blended": blended(comparison),
        "swap": swap(comparison),
        "signals": signals(comparison),
        "suggestion": suggestion(comparison),
        "portfolio": _types(tables["portfolio"]),
        "lists": _lists(records["overlap"], tables["portfolio"]),
        "plan_sentence": records["plan"]["sentence"],
        "plan_segments": [row for row in records["plan"]["segments"] if row["used"]],
        "plan_notes": records["plan"]["notes"],
        "narrowing": records["narrowing"],
        "left_out": _left_out(tables),
        "suspicions": suspicions(records["metrics"]["leaks"]),
        "ladder": next((one["message"] for one in records["findings"] if one["code"] == "ladder"), ""),
        "completeness": _traits(rows_of(tables["completeness"])),
        "findings": records["findings"],
        **trust(records["metrics"], run),
        "drift": records["drift"],
        "level": LEVEL,
        "charts": drawings(documents),
    }


def _traits(traits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Traits under the names by which people call their attributes."""
    return [{**trait, "label": called(trait["attribute"], trait["label"])} for trait in traits]


def _top(prospects: pd.DataFrame) -> list[dict[str, Any]]:
    """The first rows; what makes one unfamiliar speaks not against it and stands for itself."""
    lists = ["reasons_for", "reasons_against", "reasons_shared", "nearest_customers"]
    head = prospects.head(TOP)
    shown = rows_of(head.drop(columns=lists))
    for row, *texts in zip(shown, *(head[name] for name in lists), strict=True):
        row.update(zip(lists, (list(text) for text in texts), strict=True))
        row["unlike"] = "" if row["familiar"] else row["reasons_against"].pop()  # which the list has last
    return shown


def _changes(difference: dict[str, Any]) -> dict[str, Any] | None:
    """What changed since the last run, with the first companies that entered, rose, fell or left."""
    if not difference:
        return None
    kinds = ("entered", "up", "down", "left")
    rows = [row for kind in kinds for row in [one for one in difference["rows"] if one["change"] == kind][:CHANGED]]
    counted = [
        {"change": change, "companies": sum(causes.values()), "causes": causes}
        for change, causes in difference["counts"].items()
        if causes
    ]
    sentence = difference["sentence"] if counted else say("page.unchanged")
    return {"sentence": sentence, "former": difference["former"], "rows": rows, "counts": counted}


def _types(portfolio: pd.DataFrame) -> list[dict[str, Any]]:
    """How many customers of each type, and the service that is suggested for them."""
    if portfolio.empty:
        return []
    grouped = portfolio.groupby("type").agg(companies=("account_id", "size"), service=("service", "first"))
    order = [kind for kind in PORTFOLIO_TYPES if kind in grouped.index]
    return rows_of(grouped.loc[order].reset_index())


def _lists(overlap: dict[str, Any], portfolio: pd.DataFrame) -> dict[str, Any] | None:
    """How far the leaders' own lists agree; None where nobody gave one."""
    if not overlap["pairs"]:
        return None
    names = dict(zip(portfolio["account_id"].astype(str), portfolio["name"], strict=True))
    return overlap | {"agreed": [names.get(one, one) for one in overlap["agreed"]]}


def _left_out(tables: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    both = pd.concat([tables["excluded"]["reason"], tables["rejected"]["reason"]])
    return [{"reason": left_out_for(str(reason)), "companies": count} for reason, count in both.value_counts().items()]
