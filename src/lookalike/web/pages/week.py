"""This week: whom to call on Monday, what changed, and what came of the last list."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from lookalike.companies.notes import STATUSES
from lookalike.web.pages.rendering import rendered
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
CALLS = 10  # companies that nobody has called yet
NAMED = 10  # companies of a status, the last ones


@pages.get("/week")
def week(request: Request) -> HTMLResponse:
    """The first page after a run."""
    here: Place = request.app.state.place
    page = here.sections
    handled = [(keys, change.value) for keys, change in here.notes.holding()]
    known = {company["prospect_id"] for company, _ in handled}
    rows = [row for row in page["top"] if row["prospect_id"] not in known][:CALLS]
    noted = {status: [one for one, now in reversed(handled) if now == status] for status in STATUSES}
    return rendered(request, "week.html.j2", page=page, rows=rows, noted=noted, shown=NAMED)
