"""The closing summary: the few sentences and figures that a salesperson remembers, in terminal and report alike."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from lookalike.knowledge.criteria import CriteriaGrid
from lookalike.languages import Message, Words, say
from lookalike.numbers import known
from lookalike.ranking.reasons import left_out_for, shared_sentence
from lookalike.report.rankings import expected
from lookalike.report.suspicions import of_outcome, to_look_at
from lookalike.report.trust import better_than_chance, trust_sentence

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
        `headline` (a sentence), `sentences` (list), `shared` (what the first companies have in common, or "") and
        `figures` (list of label, value and span, the interval; "" where there is none).
    """
    first = expected(records["comparison"])[:1]
    sentences: list[Words | None] = [
        records["icp"]["short"],
        _best_segment(tables["criteria"]),
        records["comparison"]["ranked_for"],
        records["comparison"]["verdict"],
        trust_sentence(records["metrics"]),
        *(
            say("summary.of_a_list", file=one["file"], told=one["message"])
            for one in records["findings"]
            if one["code"] == "enriched"
        ),
        _left_out(tables),
        of_outcome(records["metrics"]["leaks"]),
        to_look_at(records["metrics"]["leaks"]),
        records["plan"].get("sentence"),
    ]
    return {
        "headline": _headline(prospects, tables["excluded"], first, records["comparison"]["model"]),
        "sentences": [sentence for sentence in sentences if sentence],
        "shared": shared_sentence(prospects) or "",
        "figures": _figures(len(prospects), first, currency),
    }


def _headline(
    prospects: pd.DataFrame, excluded: pd.DataFrame, first: list[dict[str, Any]], model: dict[str, Any]
) -> Message:
    if not len(prospects) and len(excluded):
        return say("summary.nobody_remains", companies=len(excluded))
    if not len(prospects):
        return say("summary.no_prospects")
    if len(prospects) > 1 and prospects["score"].nunique() == 1:
        return say("summary.all_alike", companies=len(prospects))
    about = {"companies": len(prospects), "calls": first[0]["companies"]}
    if not better_than_chance(model):
        return say("summary.doubtful", **about)
    name = prospects["name"].iloc[0] or prospects["prospect_id"].iloc[0]
    return say("summary.begin_with", name=str(name).rstrip("."), **about)  # as in "Acme Inc."


def _best_segment(criteria: pd.DataFrame) -> Message | None:
    """The segment with the highest share of the points it could have."""
    answered = criteria.dropna(subset=["points"])
    if answered["segment"].nunique() < 2:
        return None
    best = CriteriaGrid(criteria).totals().iloc[0]
    return say("summary.best_segment", segment=best["segment"], points=best["points"], most=best["maximum"])


def _left_out(tables: dict[str, pd.DataFrame]) -> Message | None:
    excluded, rejected = tables["excluded"], tables["rejected"]
    if excluded.empty and rejected.empty:
        return None
    counts = Counter(excluded["reason"].tolist())
    common = [(left_out_for(reason), count) for reason, count in counts.most_common(NAMED)]
    rest = counts.total() - sum(count for _, count in common)
    common += [(say("left_out.others"), rest), (say("left_out.not_readable"), len(rejected))]
    told = [say("summary.left_out_for", reason=reason, companies=count) for reason, count in common if count]
    return say("summary.left_out", companies=counts.total() + len(rejected), reasons=told)


def _figures(ranked: int, first: list[dict[str, Any]], currency: str) -> list[dict[str, Words]]:
    shown = [_figure("ranked", say("alone.count", value=ranked))]
    for row in first:
        shown.append(_figure("grade_a", say("alone.count", value=row["companies"])))
        if row["win_rate"]:
            value, low, high = (row["win_rate"][end] for end in ("value", "low", "high"))
            shown.append(_figure("won", say("alone.share", value=value), say("summary.won_span", low=low, high=high)))
        if known(row["expected_value"]):
            shown.append(_figure("worth", say("alone.money", value=row["expected_value"], currency=currency)))
    return shown


def _figure(name: str, value: Message, span: Words = "") -> dict[str, Words]:
    return {"label": say(f"summary.{name}"), "value": value, "span": span}
