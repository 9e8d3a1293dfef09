"""The results of all rooms as the documents of the output folder."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd

from lookalike.companies import Companies
from lookalike.companies.findings import completeness, in_order
from lookalike.knowledge.rules import Step, parse
from lookalike.knowledge.segments import outside
from lookalike.knowledge.understand import Knowledge
from lookalike.languages import Message, Words, say
from lookalike.report.headline import summarise
from lookalike.runs import Documents, Inputs, plain, rows_of
from lookalike.scorecard.store import Bundle
from lookalike.settings import Settings

SEGMENT_FIELDS = ("rule", "companies", "win_rate", "mean_value", "cycle_days", "penetration", "stability")


def gather(
    inputs: Inputs,
    companies: Companies,
    knowledge: Knowledge,
    bundle: Bundle,
    kept: pd.DataFrame,
    prospects: pd.DataFrame,
    excluded: pd.DataFrame,
    narrowing: tuple[Step, ...],
    comparison: dict[str, Any],
    plan: dict[str, Any],
    difference: dict[str, Any],
    drift: dict[str, Any],
    promises: pd.DataFrame,
) -> Documents:
    """Put the results of a run into its documents; `kept` are the prospects with their attributes."""
    tables = {
        "excluded": excluded,
        "rejected": companies.rejected,
        "rejected_inputs": companies.rejected_inputs,
        "merges": companies.merges,
        "segments": segment_table(knowledge, companies),
        "criteria": knowledge.grid.table,
        "portfolio": knowledge.portfolio,
        "history": knowledge.history,
        "completeness": completeness(companies),
    }
    records = {
        "icp": icp_record(knowledge),
        "segments": segment_records(knowledge, companies),
        "outside": asdict(outside(knowledge.segmentation.leaves, kept, companies.attributes)),
        "plan": plan,
        "persona": knowledge.persona,
        "overlap": asdict(knowledge.overlap) | {"pairs": rows_of(knowledge.overlap.pairs)},
        "narrowing": [asdict(step) for step in narrowing],
        "comparison": comparison | {"note": criteria_note(bundle, inputs.project.settings)},
        "difference": difference,
        "drift": drift,
        "metrics": bundle.metrics,
        "findings": [dict(vars(finding)) for finding in in_order((*companies.findings, *knowledge.grid.findings))],
        "run": run_record(inputs, companies, bundle),
    }
    records["summary"] = summarise(prospects, tables, records, companies.currency)
    ranked = kept.take(pd.Index(kept["prospect_id"]).get_indexer(pd.Index(prospects["prospect_id"])))
    ranked.index = prospects.index
    return Documents(prospects, tables, plain(records), promises, ranked, companies.accounts)


def segment_table(knowledge: Knowledge, companies: Companies) -> pd.DataFrame:
    """One row per segment with its acid test as pass / fail, and its points of the criteria."""
    points = knowledge.grid.table.groupby("segment")["points"].sum(min_count=1)
    rows = [
        {"segment": segment.name}
        | {name: getattr(segment, name) for name in SEGMENT_FIELDS}
        | {test: "pass" if result.passed else "fail" for test, result in segment.acid.items()}
        | {"rule_points": points.get(segment.name), "description": _described(segment.rule, companies)}
        for segment in knowledge.segmentation.segments
    ]
    return pd.DataFrame(rows)


def segment_records(knowledge: Knowledge, companies: Companies) -> list[dict[str, Any]]:
    """All that is known of each segment, with its rule in words and the customers to interview by name."""
    named = companies.accounts.set_index("account_id")["name"]
    return [
        asdict(segment)
        | {
            "description": _described(segment.rule, companies),
            "interview": [{"account_id": one, "name": named.get(one) or one} for one in segment.interview],
        }
        for segment in knowledge.segmentation.segments
    ]


def _described(rule: str, companies: Companies) -> Message:
    """A segment's rule in words."""
    return parse(rule).describe(companies.attributes) if rule else say("segments.all_of_them")


def icp_record(knowledge: Knowledge) -> dict[str, Any]:
    """The ideal customer profile with where revenue comes from."""
    revenue = knowledge.revenue.to_dict()
    return knowledge.icp.to_dict() | {
        "revenue_groups": revenue["groups"],
        "pareto": revenue["pareto"],
        "main_stream": revenue["main_stream"],
        "revenue_sentence": revenue["sentence"],
        "recurring": revenue["recurring"],
        "best_customers": {"by": knowledge.best.by, "ids": knowledge.best.ids, "reason": knowledge.best.reason},
    }


def criteria_note(bundle: Bundle, settings: Settings) -> Words:
    """What to know of the comparison where the criteria changed since the held-out deals were judged."""
    if bundle.manifest.get("criteria", settings.criteria.fingerprint()) == settings.criteria.fingerprint():
        return ""
    return say("page.criteria_changed")


def run_record(inputs: Inputs, companies: Companies, bundle: Bundle) -> dict[str, Any]:
    """What made this list: model, settings and inputs, so that whoever reads it later can say what changed."""
    settings = inputs.project.settings
    return {
        "project": settings.name,
        "as_of": "" if pd.isna(companies.as_of) else str(companies.as_of.date()),
        "currency": companies.currency,
        "model": f"{bundle.name}@{bundle.version}",
        "fingerprint": bundle.fingerprint,
        "criteria": settings.criteria.fingerprint(),
        "weights": settings.criteria.weights,
        "language": settings.score.language,
        **inputs.record(companies.fingerprints),
    }
