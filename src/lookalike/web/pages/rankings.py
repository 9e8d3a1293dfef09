"""Model and rules: which to trust, how the list lies in both, and whom both missed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from lookalike import workflow
from lookalike.errors import LookalikeError
from lookalike.web.pages.rendering import rendered
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
Tenth = Annotated[int | None, Query(ge=1, le=10)]
MARKS = {"10": 0.1, "20": 0.2, "30": 0.3}  # where the curves have intervals


@pages.get("/rankings")
def rankings(request: Request, model: Tenth = None, rules: Tenth = None) -> HTMLResponse:
    """The verdict, and the companies of a tenth of each ranking."""
    here: Place = request.app.state.place
    found = workflow.rank_map(here.project, model, rules)
    missed, problem = _missed(here)
    return rendered(
        request,
        "rankings.html.j2",
        page=here.sections,
        map=found,
        most=max(map(max, found["counts"]), default=0) or 1,
        chosen=(model, rules),
        marks=_marks(workflow.compare(here.project)),
        missed=missed,
        problem=problem,
    )


def _missed(here: Place) -> tuple[dict[str, Any], LookalikeError | None]:
    """Whom both missed, or why that cannot be told: the model of the run may be gone."""
    try:
        return workflow.missed(here.project, here.models), None
    except LookalikeError as problem:
        return {}, problem


def _marks(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """The shares of wins at some depths of both rankings, with their intervals."""
    sides = [comparison[name] for name in ("model", "rules")]
    return [
        {"share": share, **dict(zip(("model", "rules"), (side[f"wins@{name}"] for side in sides), strict=True))}
        for name, share in MARKS.items()
        if all(f"wins@{name}" in side for side in sides)
    ]
