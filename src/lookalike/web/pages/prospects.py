"""The list as a table: filtered, sorted, paged; its address is the view."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse

from lookalike import workflow
from lookalike.errors import InputError, did_you_mean
from lookalike.languages import say
from lookalike.web.listing import CHOICES, COUNTED, Ask, Listing
from lookalike.web.pages.rendering import rendered
from lookalike.web.place import Place
from lookalike.web.work import FOLDER

if TYPE_CHECKING:
    from lookalike.ranking.exports import Exported

pages = APIRouter(include_in_schema=False)
ROWS = 50
NONE = "(none)"  # a filter for companies without a value
COLUMNS = {
    "rank": "count",
    "name": "",
    "grade": "",
    "score": "tenths",
    "similarity": "round",
    "win_probability": "share",
    "deal_value": "money",
    "expected_value": "money",
    "rule_points": "halves",
    "rule_rank": "count",
    "segment": "",
    "tier": "",
    "relation": "",
    "agreement": "",
    "country": "country",
    "city": "",
    "industry": "",
    "employees": "count",
    "revenue": "money",
    "org_number": "",
    "domain": "",
    "reasons_for": "semicolons",
    "reasons_against": "semicolons",
}
"""Columns that can be shown, with how their values are written."""
SHOWN = ("rank", "name", "grade", "score", "win_probability", "expected_value", "rule_points", "segment", "reasons_for")
NUMBERS = frozenset(name for name, kind in COLUMNS.items() if kind not in ("", "country", "semicolons"))
TARGETS = ("csv", "xlsx", "hubspot", "salesforce", "linkedin")
UNSORTED = frozenset({"reasons_for", "reasons_against"})


@pages.get("/prospects")
def prospects(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    sort: str = "rank",
    after: Annotated[str, Query(max_length=500)] = "",
    show: Annotated[list[str] | None, Query()] = None,
) -> HTMLResponse:
    """A page of the list."""
    listing: Listing = request.app.state.place.listing
    ask = Ask(_choices(request.query_params.multi_items()), q, sort, after, ROWS)
    columns = [name for name in (show or SHOWN) if name in COLUMNS and name in listing.columns]
    reader = request.headers.get("x-reader", "")
    page = listing.page(ask, list(dict.fromkeys([*columns, "prospect_id", "name", "grade"])), reader)
    counted = listing.count(ask, reader)
    return rendered(
        request,
        "prospects.html.j2",
        ask=ask,
        rows=page.rows,
        next=_address(request, after=page.next) if page.next else "",
        first=_address(request, after="") if after else "",
        count=counted,
        more=counted > COUNTED,
        columns=columns,
        kinds=COLUMNS,
        numbers=NUMBERS,
        sorted_by={name: _sorting(request, sort, name) for name in columns if name not in UNSORTED},
        known=[name for name in COLUMNS if name in listing.columns],
        none_given=NONE,
        choices={name: listing.choices(name) for name in CHOICES if name in listing.columns},
        currency=request.app.state.place.run.about["currency"],
        targets=TARGETS,
        filters=[(name, value) for name, value in request.query_params.multi_items() if name in ("q", *CHOICES)],
    )


@pages.post("/export")
async def export(request: Request) -> HTMLResponse:
    """Write a file of exactly what is filtered, and say what the receiving program will make of it."""
    here: Place = request.app.state.place
    form = await request.form()
    given = [(name, str(value)) for name, value in form.multi_items()]
    target = str(form.get("target", ""))
    if target not in TARGETS:
        raise InputError(say("app.no_target", target=target), did_you_mean(target, TARGETS))
    ask = Ask(_choices(given), str(form.get("q", "")))
    made = await run_in_threadpool(_exported, here, target, ask)
    return rendered(request, "export.html.j2", made=made, target=target, filters=given)


@pages.get("/export/{target}")
def exported(request: Request, target: str) -> FileResponse:
    """The file that was written last for a target."""
    here: Place = request.app.state.place
    file = _export_file(here, target)
    if target not in TARGETS or not file.is_file():
        raise HTTPException(404)
    return FileResponse(file, filename=file.name)


def _exported(here: Place, target: str, ask: Ask) -> Exported:
    file = _export_file(here, target)
    return workflow.export(here.project, target, file, here.listing.places(ask))


def _export_file(here: Place, target: str) -> Path:
    return here.folder / FOLDER / f"{here.project.settings.name}-{target}.{'xlsx' if target == 'xlsx' else 'csv'}"


def _choices(given: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """What the filters ask for; one that is left empty asks for nothing."""
    asked = {choice: [value for name, value in given if name == choice and value] for choice in CHOICES}
    return {name: tuple("" if value == NONE else value for value in values) for name, values in asked.items() if values}


def _address(request: Request, **changed: str) -> str:
    """The address of this view with something changed; what is empty is left out."""
    given: list[tuple[str, Any]] = request.query_params.multi_items()
    kept = [(name, value) for name, value in given if name not in changed]
    return "?" + urlencode([*kept, *((name, value) for name, value in changed.items() if value)])


def _sorting(request: Request, sort: str, column: str) -> tuple[str, str]:
    """Where the heading of a column leads, and how the table is sorted by it now, in ARIA's words."""
    if sort.removeprefix("-") != column:
        first = f"-{column}" if column in NUMBERS and column not in ("rank", "rule_rank") else column
        return _address(request, sort=first, after=""), "none"
    down = sort.startswith("-")
    turned = column if down else f"-{column}"
    return _address(request, sort=turned, after=""), "descending" if down else "ascending"
