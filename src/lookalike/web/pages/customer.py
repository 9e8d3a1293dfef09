"""The ideal customer: what the best have in common, what to keep away from, and where revenue comes from."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from lookalike import workflow
from lookalike.amend import amendments
from lookalike.settings import Goal
from lookalike.web import work
from lookalike.web.pages.rendering import moved, rendered
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
LEFT, RIGHT = 300.0, 620.0  # of the field in which the traits are drawn
TICKS = (0.25, 0.5, 1, 2, 4, 8, 16)
GOALS: tuple[str, ...] = get_args(Goal.model_fields["best_by"].annotation)
Aim = Annotated[str, Form(pattern=f"^({'|'.join(GOALS)})$")]
SMALLEST, LARGEST = 0.05, 50.0  # times as common, beyond which a drawing tells no more


@pages.get("/customer")
def customer(request: Request) -> HTMLResponse:
    """The profile and its opposite, revenue groups and persona."""
    here: Place = request.app.state.place
    page = here.sections
    chart = page["charts"]["traits"]
    return rendered(
        request,
        "customer.html.j2",
        page=page,
        lifts=placed(chart["traits"]) if chart else [],
        goals=GOALS,
        goal=here.project.settings.goal.best_by,
        work=here.work,
        tried=workflow.tried_goal(here.project),
        amendments=amendments(here.folder),
    )


@pages.post("/customer/try")
def try_goal(request: Request, best_by: Aim) -> RedirectResponse:
    """Work out what another goal would give, in the background and in a place of its own."""
    here: Place = request.app.state.place
    work.start("goal", here.folder, here.models, here.mlruns, {"best_by": best_by})
    return moved(request, "/customer#goal")


@pages.post("/customer/goal")
def keep(request: Request, best_by: Aim) -> RedirectResponse:
    """Keep a goal in the settings; the next run is by it."""
    here: Place = request.app.state.place
    workflow.aim(here.project, best_by, "")
    return moved(request, "/customer")


def placed(traits: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Traits with their places on a scale of logarithms: `at`, `low_at`, `high_at`, that of 1 as `one`, and `ticks`.

    Examples
    --------
    >>> (trait,) = placed([{"lift": 2.0, "low": 1.0, "high": 4.0}])
    >>> trait["one"], trait["at"], trait["high_at"], [tick for tick, _ in trait["ticks"]]
    (300.0, 460.0, 620.0, [1, 2, 4])
    """
    low = min([1.0, *(max(one["low"], SMALLEST) for one in traits)])
    high = max([1.0, *(min(one["high"], LARGEST) for one in traits)])
    width = log(high / low) or 1.0

    def place(value: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * log(min(max(value, low), high) / low) / width, 1)

    ticks = [(tick, place(tick)) for tick in TICKS if low <= tick <= high]
    return [
        one
        | {"at": place(one["lift"]), "low_at": place(one["low"]), "high_at": place(one["high"])}
        | {"one": place(1.0), "ticks": ticks}
        for one in traits
    ]
