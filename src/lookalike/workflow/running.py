"""The main job: check, learn, rank and report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from lookalike.languages import language
from lookalike.progress import Progress, part, silent
from lookalike.workflow.results import Ran

if TYPE_CHECKING:
    from lookalike.project import Project

TRIED = ".lookalike/goal"  # below it, under the name of the goal, lies the list by another one, with its model
FIRST = 50  # companies of it that are shown


def run(project: Project, models: Path, mlruns: Path, progress: Progress = silent) -> Ran:
    """Read the data, learn, and rank the prospects with the champion that is left."""
    from lookalike.workflow.learning import in_diary

    done = _done(project, models, part(progress, 0.0, 0.95))
    return replace(done, trained=in_diary(done.trained, models, mlruns, part(progress, 0.95, 1.0)))


def try_goal(project: Project, best_by: str, progress: Progress = silent) -> Ran:
    """The main job with another goal, in a place of its own: settings, list, models and diary stay as they are.

    Parameters
    ----------
    project : Project
    best_by : str
        What makes a customer good; one of the settings' `[goal] best_by`.
    progress : Progress
    """
    from lookalike.settings import Goal

    goal = Goal.model_validate(project.settings.goal.model_dump() | {"best_by": best_by})
    settings, place = project.settings.model_copy(update={"goal": goal}), project.folder / TRIED / best_by
    rmtree(place.parent, ignore_errors=True)
    return _done(replace(project, settings=settings, elsewhere=place / "out"), place / "models", progress)


def tried_goal(project: Project) -> dict[str, Any] | None:
    """What the last trial of a goal found beside the present list; None where there is none, it became the goal,
    or the list was made from other files since.

    Returns
    -------
    dict or None
        `best_by`; `icp_short`, `anti_short` and `traits` of the profile; `rows`, the first fifty of the list it would
        give, with `former`, their rank now (None: not on the list); `entered`, how many of them are not among the first
        fifty now. Told in the project's language.
    """
    from lookalike.report.page import page
    from lookalike.runs import finished, opened, rows_of

    present = opened(project.out)
    place = next((project.folder / TRIED).glob("*/out"), None)
    tried = finished(place) if place else None
    if place is None or tried is None or not tried.current:
        return None
    if (best_by := place.parent.name) == project.settings.goal.best_by:
        return None
    made_of, now = ({name: one.get("sha256") for name, one in run.about["inputs"].items()} for run in (tried, present))
    if made_of != now:
        return None
    shown = language(project.settings.score.language).told(page(tried.opening(FIRST)))
    former = present.ranked(["prospect_id", "rank"]).set_index("prospect_id")["rank"]
    listed = tried.first(FIRST)[["prospect_id", "name", "segment", "rank", "grade"]]
    listed["former"] = listed["prospect_id"].map(former)
    entered = int((~(listed["former"] <= FIRST)).sum())
    profile = {name: shown[name] for name in ("icp_short", "anti_short")} | {"traits": shown["icp"]["traits"]}
    return profile | {"best_by": best_by, "rows": rows_of(listed), "entered": entered}


def _done(project: Project, models: Path, progress: Progress) -> Ran:
    """The main job without the diary."""
    from lookalike.runs import NAMES, Inputs, reserved
    from lookalike.workflow.learning import learn
    from lookalike.workflow.listing import write_list
    from lookalike.workflow.reading import read
    from lookalike.workflow.scoring import score_companies

    with reserved(project.out, NAMES) as out:
        inputs = Inputs.of(project)
        companies = read(inputs, part(progress, 0.0, 0.2))
        trained, knowledge = learn(project, companies, models, part(progress, 0.2, 0.8))
        rest = part(progress, 0.8, 1.0)
        if trained.promoted:
            written = write_list(inputs, companies, knowledge, trained.bundle, models, out, rest)
        else:  # the champion that stays has segments of its own
            written = score_companies(inputs, companies, trained.bundle, models, out, rest)
    return Ran(trained, written)
