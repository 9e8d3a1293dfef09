"""Model against rules, as the last run found it: the verdict, how the list lies in both, whom both missed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lookalike.project import Project
    from lookalike.workflow.results import Compared

PARTS = 10
SHOWN = 20


def compare(project: Project) -> Compared:
    """What `comparison.json` holds, and under `changed` what was changed since; told in the project's language."""
    from lookalike.languages import language
    from lookalike.runs import opened
    from lookalike.workflow.results import Compared

    run = opened(project.out)
    found = run.record("comparison") | {"changed": run.changed(project)}
    return Compared(language(project.settings.score.language).told(found), project)


def rank_map(project: Project, by_model: int | None = None, by_rules: int | None = None) -> dict[str, Any]:
    """The list in tenths by the model and by the rules.

    Parameters
    ----------
    project : Project
    by_model, by_rules : int, optional
        A tenth of each ranking, from 1: whose companies are to be told.

    Returns
    -------
    dict
        `parts` (10), `counts` (a row per tenth of the rules, a column per tenth of the model: companies), `companies`
        (in all), `chosen` (how many lie in the tenths that were asked for) and `rows` (the first 20 of them:
        `prospect_id`, `name`, `segment`, `grade`, `rank`, `rule_rank`).

    Raises
    ------
    InputError
        There is no finished run.
    """
    import numpy as np

    from lookalike.runs import opened, rows_of

    run = opened(project.out)
    listed = run.ranked(["rank", "rule_rank"])
    tenths = [np.asarray((listed[name] - 1) * PARTS // max(len(listed), 1), int) for name in ("rank", "rule_rank")]
    counts = np.bincount(tenths[1] * PARTS + tenths[0], minlength=PARTS * PARTS).reshape(PARTS, PARTS)
    found: dict[str, Any] = {"parts": PARTS, "counts": counts.tolist(), "companies": len(listed)}
    if by_model is None or by_rules is None:
        return found | {"chosen": 0, "rows": []}
    chosen = np.flatnonzero((tenths[0] == by_model - 1) & (tenths[1] == by_rules - 1))
    rows = run.at(chosen[:SHOWN].tolist(), ["prospect_id", "name", "segment", "grade", "rank", "rule_rank"])
    return found | {"chosen": len(chosen), "rows": rows_of(rows)}


def missed(project: Project, models: Path) -> dict[str, Any]:
    """Won deals of the past that model and rules both place late, with the names of their companies.

    Raises
    ------
    InputError
        There is no finished run.
    BundleError
        The model that ranked it is gone, or another of its name and version has taken its place.
    """
    from lookalike.languages import language
    from lookalike.ranking.compare import missed_winners
    from lookalike.runs import opened, plain
    from lookalike.workflow.explaining import stored_model

    run = opened(project.out)
    found = missed_winners(stored_model(run, models).held_out)
    names = run.table("known").set_index("account_id")["name"]
    rows = [one | {"name": names.get(one["account_id"]) or one["account_id"]} for one in found["rows"]]
    told: dict[str, Any] = language(project.settings.score.language).told(plain(found | {"rows": rows}))
    return told
