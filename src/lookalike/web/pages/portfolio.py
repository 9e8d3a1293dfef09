"""The customers you have: their matrix, how to serve them, and whether the leaders agree on who matters most."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from lookalike import workflow
from lookalike.amend import amendments
from lookalike.languages import told_table
from lookalike.runs import rows_of
from lookalike.web.pages.rendering import moved, rendered, speaks
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
SHOWN = 25  # customers in the table; the matrix has them all


@pages.get("/portfolio")
def portfolio(request: Request, q: Annotated[str, Query(max_length=200)] = "", type: str = "") -> HTMLResponse:
    """The customers, those that were asked for in full colour."""
    here: Place = request.app.state.place
    accounts = rows_of(told_table(here.run.table("portfolio"), speaks(here)))
    wanted = [_meant(one, q, type) for one in accounts]
    return rendered(
        request,
        "portfolio.html.j2",
        page=here.sections,
        q=q,
        kind=type,
        marks=[one | {"dim": not meant} for one, meant in zip(accounts, wanted, strict=True)],
        rows=[one for one, meant in zip(accounts, wanted, strict=True) if meant],
        shown=SHOWN,
        lists=workflow.try_lists(here.project),
        leaders=list(here.project.settings.portfolio.lists),
        amendments=amendments(here.folder),
    )


def _meant(account: dict[str, Any], text: str, kind: str) -> bool:
    return kind in ("", account["type"]) and text.strip().casefold() in str(account["name"] or "").casefold()


@pages.post("/portfolio/lists")
def lists(
    request: Request,
    leader: Annotated[str, Form(max_length=100)],
    names: Annotated[str, Form(max_length=5_000)] = "",
) -> RedirectResponse:
    """Keep a leader's own list."""
    here: Place = request.app.state.place
    customers = [line.strip() for line in names.splitlines() if line.strip()]
    workflow.name_customers(here.project, leader, customers, leader)
    return moved(request, "/portfolio#lists")
