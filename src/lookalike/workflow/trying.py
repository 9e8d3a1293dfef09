"""Criteria, plan and leaders' lists by the settings of today, tried on the last run before it is made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookalike.errors import InputError
from lookalike.languages import say

if TYPE_CHECKING:
    from lookalike.project import Project

SHOWN = 20  # companies of the list as it would be
LISTED = ("prospect_id", "name", "segment", "rank", "rule_rank", "grade")


def try_rules(project: Project, models: Path) -> dict[str, Any]:
    """The grid, the segments and the ranking by rules as they stand now, beside those of the last run.

    Returns
    -------
    dict
        `grid` (rows as `criteria.csv` has them), `totals` (per segment: `segment`, `points`, `maximum`, `share`,
        `rank` and `former`, its rank in the run), `segments` (in the run's order: `key`, `name`, `promise`, `offer` of
        today), `own` (company-level criteria: `criterion`, `weight`), `first`,
        `changed`, `sentence` and `past` as `ranking.compare.try_criteria` tells them, and `rows`: the first of the
        list by rules as it would be, each with `place` and its former `rule_rank`. Told in the project's language.

    Raises
    ------
    RunError
        There is no finished run, or one that cannot be read.
    BundleError
        The model that ranked it is gone, or another of its name and version has taken its place.
    """
    from lookalike.knowledge.criteria import SEGMENT, CriteriaGrid, decided
    from lookalike.knowledge.segments import Segmentation
    from lookalike.languages import language
    from lookalike.ranking.compare import try_criteria
    from lookalike.runs import opened, rows_of
    from lookalike.scorecard.store import adjusted
    from lookalike.workflow.explaining import as_it_ranked, stored_model

    run, settings = opened(project.out), project.settings
    stored, then = stored_model(run, models), run.table("criteria")
    before = as_it_ranked(run, stored)
    today = Segmentation.from_dict(stored.segmentation).called(settings)
    names = {one["name"]: now.name for one, now in zip(run.record("segments"), today.segments, strict=True)}
    then = then.assign(segment=then["segment"].map(names))
    grid = decided(then, settings.criteria)
    known = run.table("known")
    after = adjusted(stored, today, grid, settings.criteria.weights, known)
    own = [f"points_{table.criterion}" for table in after.rules if table.source != SEGMENT]
    listed = run.ranked(["segment", "rule_rank", *own])
    listed["prospect_id"] = run.ids()
    listed["segment"] = listed["segment"].map(names)
    segment_of = today.assign(known).set_axis(known["account_id"])["segment"]
    deals = stored.held_out
    deals = deals.assign(segment=deals["account_id"].map(segment_of)) if len(deals) else deals
    renamed = adjusted(before, today, CriteriaGrid(then), run.about["weights"], known).rules
    tried = try_criteria(listed, deals, renamed, after.rules, settings.goal.best_by)
    order, place = tried.pop("order"), tried.pop("places")
    shown = order[:SHOWN]
    first = run.at(shown.tolist(), LISTED).assign(place=place[shown], segment=listed["segment"].to_numpy()[shown])
    former = CriteriaGrid(then).totals().set_index("segment")["rank"]
    totals = grid.totals()
    found = tried | {
        "grid": rows_of(grid.table),
        "totals": rows_of(totals.assign(former=totals["segment"].map(former))),
        "segments": [
            {name: getattr(one, name) for name in ("key", "name", "promise", "offer")} for one in today.segments
        ],
        "own": [{"criterion": t.criterion, "weight": t.weight} for t in after.rules if t.source != SEGMENT],
        "rows": rows_of(first),
    }
    told: dict[str, Any] = language(settings.score.language).told(found)
    return told


def try_weights(project: Project, weights: Mapping[str, float], models: Path) -> dict[str, Any]:
    """The same with other weights of criteria than those of the settings, which stay; those not named are unchanged."""
    from lookalike.settings import Criteria

    criteria = project.settings.criteria
    tried = Criteria.model_validate(criteria.model_dump() | {"weights": {**criteria.weights, **weights}})
    return try_rules(replace(project, settings=project.settings.model_copy(update={"criteria": tried})), models)


def try_plan(project: Project, models: Path) -> dict[str, Any]:
    """What `plan.json` would hold by the goal, capacity and order value of today's settings.

    Hit rates and past deals are those of the last run, and the list is its list. Told in the project's language.

    Raises
    ------
    InputError
        There is no finished run, or its model keeps no past deals.
    BundleError
        The model that ranked it is gone, or another of its name and version has taken its place.
    """
    from lookalike.knowledge.sales import Rate, plan_by
    from lookalike.languages import language
    from lookalike.runs import opened, plain
    from lookalike.workflow.explaining import stored_model

    run, settings = opened(project.out), project.settings
    unknown: Any = float("nan")
    told_rates = [
        {name: unknown if one[name] is None else one[name] for name in one} for one in run.record("plan")["rates"]
    ]
    rates = tuple(Rate(**one) for one in told_rates)
    evaluation = stored_model(run, models).held_out
    if evaluation.empty:
        raise InputError(say("jobs.no_past_deals"), say("jobs.past_deals"))
    deals = evaluation.sort_values("deal_id")
    ranked = run.ranked(["segment", "win_probability", "deal_value"])
    plan = plan_by(rates, deals, run.about["currency"], ranked, evaluation, settings)
    told: dict[str, Any] = language(settings.score.language).told(plain(plan))
    return told


def try_lists(project: Project) -> dict[str, Any]:
    """How far the leaders' lists of today's settings agree with each other and with the portfolio of the last run.

    Returns
    -------
    dict
        `pairs` (first, second, common, share), `agreed` (names), `unmatched` and `sentence`, in the project's language.
    """
    from lookalike.knowledge.sales import list_overlap
    from lookalike.languages import language
    from lookalike.runs import opened, rows_of

    run, settings = opened(project.out), project.settings
    portfolio = run.table("portfolio")
    found = list_overlap(run.table("known"), portfolio, settings)
    names = dict(zip(portfolio["account_id"].astype(str), portfolio["name"], strict=True))
    agreed = [names.get(one) or one for one in found.agreed]
    told: dict[str, Any] = language(settings.score.language).told(
        asdict(found) | {"pairs": rows_of(found.pairs), "agreed": agreed}
    )
    return told
