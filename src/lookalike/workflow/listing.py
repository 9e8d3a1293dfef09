"""From cleaned companies and a model to the list with all that is said of it, written whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.rules import Step, narrow
from lookalike.knowledge.sales import address_plan
from lookalike.knowledge.understand import Knowledge
from lookalike.languages import language, say
from lookalike.progress import Progress, part, silent
from lookalike.ranking.compare import compare as compare_rankings
from lookalike.ranking.follow import health, promises, with_control
from lookalike.ranking.order import ranked_prospects
from lookalike.ranking.reasons import with_strengths
from lookalike.report.changes import changes
from lookalike.report.gather import gather
from lookalike.runs import Inputs, finished, write_run
from lookalike.scorecard.store import Bundle
from lookalike.settings import Settings
from lookalike.workflow.results import Written
from lookalike.workflow.telling import pages


def write_list(
    inputs: Inputs,
    companies: Companies,
    knowledge: Knowledge,
    bundle: Bundle,
    models: Path,
    out: Path,
    progress: Progress = silent,
) -> Written:
    """Rank the prospects, compare the rankings and the last run, write the output folder with its report."""
    settings = inputs.project.settings
    kept, excluded, narrowing = qualified(companies, settings)
    prospects = ranked_prospects(bundle, kept, settings.score, part(progress, 0.0, 0.6))
    prospects.index = pd.RangeIndex(len(prospects))
    prospects = with_strengths(prospects, kept, settings)
    prospects = with_control(prospects, settings.score.control, settings.learning.seed)
    progress(say("progress.comparing"), 0.6)
    comparison = compare_rankings(bundle.held_out, prospects, bundle.metrics["worth"], bundle.about)
    last = finished(out)
    changed = changes(last, prospects, excluded, kept, bundle, models, settings.score)
    progress(say("progress.following"), 0.7)
    former = last.promises() if last else None
    drift = health(bundle, companies, knowledge.segmentation, former)
    kept_on = promises(former, prospects, kept, companies.as_of)
    plan = address_plan(companies, prospects, bundle.held_out, settings, former)
    results = (kept, prospects, excluded, narrowing, comparison, plan, changed, drift, kept_on)
    documents = gather(inputs, companies, knowledge, bundle, *results)
    progress(say("progress.report"), 0.8)
    spoken = language(settings.score.language)
    told = documents.told(spoken)
    write_run(documents, told, out, pages(documents, spoken))
    return Written(told, out)


def qualified(companies: Companies, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Step, ...]]:
    """The prospects that pass the `[[qualify]]` rules; all excluded rows with those that do not; the steps between."""
    prospects = companies.prospects
    narrowed = narrow(prospects, settings)
    out = prospects[~narrowed.keep]
    dropped = pd.DataFrame(
        {
            "row": out["row"],
            "id": out["prospect_id"],
            "name": out.get("name"),
            "reason": "disqualified",
            "detail": [name for name in narrowed.dropped_by if name],
        }
    )
    excluded = pd.concat([companies.excluded, dropped]).sort_values("row") if len(dropped) else companies.excluded
    return prospects[narrowed.keep].reset_index(drop=True), excluded.reset_index(drop=True), narrowed.steps
