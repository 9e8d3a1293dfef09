"""Segments and criteria: what each segment is, its 0-3 points edited in place, and what that does to the ranking."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from lookalike import workflow
from lookalike.amend import amendments
from lookalike.errors import InputError, LookalikeError
from lookalike.languages import say
from lookalike.schema import CRITERIA
from lookalike.web.pages.rendering import moved, rendered
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
Short = Annotated[str, Form(max_length=500)]
Long = Annotated[str, Form(max_length=2_000)]


@pages.get("/segments")
def segments(request: Request, segment: str = "", criterion: str = "") -> HTMLResponse:
    """The segments, the grid of their points, and the ranking by rules as it stands now."""
    here: Place = request.app.state.place
    page, changes = here.sections, amendments(here.folder)
    author = next((one.author for one in changes if one.author), "")
    shown: dict[str, Any] = {"page": page, "amendments": changes, "criteria": CRITERIA, "author": author}
    try:
        tried = here.tried
    except LookalikeError as problem:  # the model is gone: what the run says of its segments is told all the same
        names = [{"key": "", **{part: one[part] for part in ("name", "promise", "offer")}} for one in page["segments"]]
        cards = list(zip(page["segments"], names, strict=True))
        return rendered(request, "segments.html.j2", problem=problem, cards=cards, tried={}, edited=None, **shown)
    cells = {(one["segment"], one["criterion"]): one for one in tried["grid"]}
    return rendered(
        request,
        "segments.html.j2",
        problem=None,
        cards=list(zip(page["segments"], tried["segments"], strict=True)),
        tried=tried,
        cells=cells,
        edited=cells.get((segment, criterion)),
        weights=_weights(tried),
        **shown,
    )


def _weights(tried: dict[str, Any]) -> dict[str, float]:
    """The weight of each criterion: of segments, then of single companies."""
    of_segments = {one["criterion"]: one["weight"] for one in tried["grid"]}
    return of_segments | {one["criterion"]: one["weight"] for one in tried["own"]}


@pages.post("/segments/points")
def points(
    request: Request,
    segment: Short,
    criterion: Annotated[str, Form(max_length=100)],
    points: Annotated[str, Form(pattern="^[0-3]?$")] = "",
    reason: Short = "",
    author: Short = "",
) -> RedirectResponse:
    """Give points by hand, or let the data's hold again."""
    here: Place = request.app.state.place
    given = int(points) if points else None
    workflow.give_points(here.project, segment, criterion, given, reason, author, date.today())
    return moved(request, "/segments#effect")


@pages.post("/segments/weights")
async def weights(request: Request) -> RedirectResponse:
    """Weigh the criteria."""
    here: Place = request.app.state.place
    form = {name: str(value) for name, value in (await request.form()).items()}
    author = form.pop("author", "")
    workflow.weigh(here.project, {name: _number(text) for name, text in form.items()}, author)
    return moved(request, "/segments#effect")


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise InputError(say("segments_page.no_weight", text=text), say("segments_page.a_weight")) from error


@pages.post("/segments/about")
def about(
    request: Request,
    key: Short,
    name: Annotated[str, Form(max_length=200)],
    promise: Long = "",
    offer: Long = "",
    author: Short = "",
) -> RedirectResponse:
    """Name a segment, and say what is promised and offered to it."""
    here: Place = request.app.state.place
    names = {one["key"]: one["name"] for one in here.tried["segments"]}
    workflow.describe_segment(here.project, key, names, name, promise, offer, author)
    return moved(request, "/segments")
