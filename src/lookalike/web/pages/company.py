"""One company: where it stands by both rankings and why, what it resembles, and what we noted about it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from lookalike import workflow
from lookalike.companies.notes import STATUSES, What
from lookalike.ranking.reasons import LeftOut
from lookalike.web.pages.rendering import rendered
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
WIDEST = 46.0  # percent of the waterfall that the largest contribution takes


@pages.get("/company/{prospect_id:path}")
def company(request: Request, prospect_id: str) -> HTMLResponse:
    """Everything known of a company on the list."""
    here: Place = request.app.state.place
    try:
        one = workflow.explain(here.project, prospect_id, here.models)
    except LeftOut as left:
        noted = _noted(here, prospect_id)
        return rendered(request, "left_out.html.j2", left=left, noted=noted, statuses=STATUSES)
    largest = max((abs(part.contribution) for part in one.parts), default=0.0) or 1.0
    widths = [WIDEST * part.contribution / largest for part in one.parts]
    return rendered(
        request,
        "company.html.j2",
        one=one,
        row=one.prospect,
        parts=list(zip(one.parts, widths, strict=True)),
        statuses=STATUSES,
        noted=_noted(here, one.prospect["prospect_id"]),
    )


def _noted(here: Place, prospect_id: str) -> dict[str, Any]:
    """What holds of a company, all that was noted, and who did so last."""
    history = here.notes.history(prospect_id)
    return {
        "prospect_id": prospect_id,
        "standing": here.notes.standing(prospect_id),
        "history": history,
        "author": next((one.author for one in history if one.author), ""),
    }


@pages.post("/notes")
def note(
    request: Request,
    prospect_id: Annotated[str, Form(max_length=500)],
    what: Annotated[What, Form()],
    value: Annotated[str, Form(max_length=2_000)] = "",
    why: Annotated[str, Form(max_length=2_000)] = "",
    author: Annotated[str, Form(max_length=200)] = "",
) -> RedirectResponse:
    """Note something about a company, and show it again."""
    here: Place = request.app.state.place
    known = here.listing.company(prospect_id) or here.left_out(prospect_id)
    here.notes.change(known, what, value, why, author)
    return RedirectResponse(request.url_for("company", prospect_id=prospect_id), 303)


@pages.post("/notes/{change}/undo")
def undo(request: Request, change: int, prospect_id: Annotated[str, Form(max_length=500)]) -> RedirectResponse:
    """Take a note back."""
    here: Place = request.app.state.place
    here.notes.undo(change)
    return RedirectResponse(request.url_for("company", prospect_id=prospect_id), 303)
