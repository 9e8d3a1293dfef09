"""The closing summary: the few sentences and figures that a salesperson remembers, in terminal and report alike."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from lookalike.numbers import known, money, number, percent
from lookalike.report.rankings import expected
from lookalike.report.suspicions import of_outcome, to_look_at
from lookalike.report.trust import better_than_chance, trust_sentence

REASONS = {
    "customer": "customer already",
    "open_deal": "open deal",
    "group": "of a customer's group",
    "competitor": "competitor",
    "opted_out": "not to be approached",
    "own_company": "your own",
    "dissolved": "closed down",
    "duplicate": "listed twice",
    "disqualified": "not qualified by your rules",
}
NAMED = 4


def summarise(
    prospects: pd.DataFrame, tables: dict[str, pd.DataFrame], records: dict[str, Any], currency: str
) -> dict[str, Any]:
    """What a run says in short.

    Parameters
    ----------
    prospects : DataFrame
        The ranked list.
    tables, records : dict
        The other documents of the run.
    currency : str

    Returns
    -------
    dict
        `headline` (a sentence), `sentences` (list) and `figures` (list of label, value and span, the
        interval; all text).
    """
    first = expected(records["comparison"])[:1]
    return {
        "headline": _headline(prospects, tables["excluded"], first, records["comparison"]["model"]),
        "sentences": [
            sentence
            for sentence in (
                records["icp"]["short"],
                _best_segment(tables["criteria"]),
                records["comparison"]["ranked_for"],
                records["comparison"]["verdict"],
                trust_sentence(records["metrics"]),
                _left_out(tables),
                of_outcome(records["metrics"]["leaks"]),
                to_look_at(records["metrics"]["leaks"]),
                records["plan"].get("sentence", ""),
            )
            if sentence
        ],
        "figures": _figures(len(prospects), first, currency),
    }


def _headline(
    prospects: pd.DataFrame, excluded: pd.DataFrame, first: list[dict[str, Any]], model: dict[str, Any]
) -> str:
    if not len(prospects) and len(excluded):
        return f"None of the {number(len(excluded))} companies on the list remains: the reasons are in excluded.csv."
    if not len(prospects):
        return "There are no prospects to rank yet: name a list under [inputs] prospects."
    ranked, calls = number(len(prospects)), number(first[0]["companies"])
    if len(prospects) > 1 and prospects["score"].nunique() == 1:
        return f"{ranked} companies are listed, but nothing known of them tells them apart: the order says nothing."
    name = prospects["name"].iloc[0] or prospects["prospect_id"].iloc[0]
    if not better_than_chance(model):
        doubt = "but the order is not shown to beat chance on deals it had not seen"
        return f"{ranked} companies are ranked; begin with the first {calls}, {doubt}."
    begin = str(name).rstrip(".")  # as in "Acme Inc."
    return f"{ranked} companies are ranked; the first {calls} are worth calling first, beginning with {begin}."


def _best_segment(criteria: pd.DataFrame) -> str:
    """The segment with the highest share of the points it could have."""
    answered = criteria.dropna(subset=["points"])
    if answered["segment"].nunique() < 2:
        return ""
    weighted = answered.assign(got=answered["points"] * answered["weight"], most=3 * answered["weight"])
    sums = weighted.groupby("segment")[["got", "most"]].sum()
    best = str((sums["got"] / sums["most"]).idxmax())
    return (
        f"By the criteria, the segment to begin with is {best}: {sums['got'][best]:g} of {sums['most'][best]:g} points."
    )


def _left_out(tables: dict[str, pd.DataFrame]) -> str:
    excluded, rejected = tables["excluded"], tables["rejected"]
    if excluded.empty and rejected.empty:
        return ""
    counts = Counter(REASONS.get(reason, reason.replace("_", " ")) for reason in excluded["reason"].tolist())
    common = counts.most_common(NAMED)
    rest = counts.total() - sum(count for _, count in common)
    common += [(reason, count) for reason, count in (("other reasons", rest), ("not readable", len(rejected))) if count]
    told = ", ".join(f"{reason} {number(count)}" for reason, count in common)
    return f"Left out: {number(counts.total() + len(rejected))} of the list's rows ({told})."


def _figures(ranked: int, first: list[dict[str, Any]], currency: str) -> list[dict[str, str]]:
    shown = [_figure("companies ranked", number(ranked))]
    for row in first:
        shown.append(_figure("grade A: call these first", number(row["companies"])))
        if row["win_rate"]:
            value, low, high = (percent(row["win_rate"][end]) for end in ("value", "low", "high"))
            shown.append(_figure("of deals opened with grade A are won", value, f"{low} to {high}"))
        if known(row["expected_value"]):
            shown.append(_figure("a deal opened with grade A is worth", money(row["expected_value"], currency)))
    return shown


def _figure(label: str, value: str, span: str = "") -> dict[str, str]:
    return {"label": label, "value": value, "span": span}
