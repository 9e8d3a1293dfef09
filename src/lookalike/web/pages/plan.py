"""The address plan: what a revenue goal takes, worked from the list downwards, tried before it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from lookalike import workflow
from lookalike.amend import amendments
from lookalike.errors import InputError, LookalikeError
from lookalike.languages import say
from lookalike.project import Project
from lookalike.web.pages.rendering import moved, rendered
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
Text = Annotated[str, Query(max_length=30)]
Given = Annotated[str, Form(max_length=30)]


@pages.get("/plan")
def plan(request: Request, goal: Text = "", capacity: Text = "") -> HTMLResponse:
    """The plan by the settings, or by another goal and capacity."""
    here: Place = request.app.state.place
    kept = here.project
    tried = bool(goal or capacity)
    wanted, most = (
        _numbers(goal, capacity) if tried else (kept.settings.plan.revenue_goal, kept.settings.score.capacity)
    )
    made, problem = _planned(here, _with(kept, wanted, most))
    return rendered(
        request,
        "plan.html.j2",
        page=here.sections,
        plan=made,
        problem=problem,
        goal=wanted,
        capacity=most,
        tried=tried,
        amendments=amendments(here.folder),
    )


def _planned(here: Place, project: Project) -> tuple[dict[str, Any], LookalikeError | None]:
    """The plan, or why it cannot be made: the model of the run may be gone."""
    try:
        return workflow.try_plan(project, here.models), None
    except LookalikeError as problem:
        return {}, problem


def _with(project: Project, goal: float | None, capacity: int | None) -> Project:
    settings = project.settings
    wanted = settings.plan.model_copy(update={"revenue_goal": goal})
    score = settings.score.model_copy(update={"capacity": capacity})
    return replace(project, settings=settings.model_copy(update={"plan": wanted, "score": score}))


def _numbers(goal: str, capacity: str) -> tuple[float | None, int | None]:
    """What was typed, None where nothing was."""
    try:
        wanted, most = float(goal) if goal else None, int(capacity) if capacity else None
    except ValueError as error:
        raise InputError(say("plan_page.no_number", goal=goal, capacity=capacity), say("plan_page.numbers")) from error
    if (wanted is not None and not 0 < wanted < float("inf")) or (most is not None and most < 1):
        raise InputError(say("plan_page.no_number", goal=goal, capacity=capacity), say("plan_page.numbers"))
    return wanted, most


@pages.post("/plan")
def keep(request: Request, goal: Given = "", capacity: Given = "") -> RedirectResponse:
    """Keep goal and capacity in the settings."""
    here: Place = request.app.state.place
    workflow.plan_for(here.project, *_numbers(goal, capacity), "")
    return moved(request, "/plan")
