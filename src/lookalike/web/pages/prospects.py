"""The list as a table: filtered, sorted, paged; its address is the view."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from lookalike.web.listing import CHOICES, COUNTED, Ask, Listing
from lookalike.web.pages.rendering import rendered

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
    "country": "",
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
NUMBERS = frozenset(name for name, kind in COLUMNS.items() if kind and kind != "semicolons")
UNSORTED = frozenset({"reasons_for", "reasons_against"})
Some = Annotated[list[str], Query()]


@pages.get("/prospects")
def prospects(
    request: Request,
    q: Annotated[str, Query(max_length=200)] = "",
    sort: str = "rank",
    after: Annotated[str, Query(max_length=500)] = "",
    show: Some = [],  # noqa: B006
) -> HTMLResponse:
    """A page of the list."""
    listing: Listing = request.app.state.place.listing
    ask = Ask(_choices(request), q, sort, after, ROWS)
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
    )


def _choices(request: Request) -> dict[str, tuple[str, ...]]:
    """What the filters ask for; one that is left empty asks for nothing."""
    given = {name: [value for value in request.query_params.getlist(name) if value] for name in CHOICES}
    return {name: tuple("" if value == NONE else value for value in values) for name, values in given.items() if values}


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
