"""The last change of the settings taken back, from whichever page it was made on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from lookalike.amend import undo
from lookalike.web.pages.rendering import moved
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)


@pages.post("/undo")
def undo_last(request: Request, back: Annotated[str, Form(pattern="^/[a-z]+(#[a-z]+)?$")]) -> RedirectResponse:
    """Take the last change back, and show the page again."""
    here: Place = request.app.state.place
    undo(here.folder)
    return moved(request, back)
