"""The model's versions: what each found, which one scores, how two differ, and whether it is still true."""

from __future__ import annotations

import os
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse

from lookalike import workflow
from lookalike.errors import LookalikeError
from lookalike.languages import Words
from lookalike.web.pages.rendering import rendered, speaks
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
Number = Annotated[int | None, Query(ge=1, le=999_999)]
SERVER = "MLFLOW_TRACKING_URI"


@pages.get("/models")
def models(request: Request, before: Number = None, after: Number = None) -> HTMLResponse:
    """The versions, and two of them side by side."""
    return _shown(request, before=before, after=after)


@pages.post("/models/promote")
def promote(request: Request, version: Annotated[int, Form(ge=1)]) -> HTMLResponse:
    """Make a version the champion."""
    here: Place = request.app.state.place
    return _shown(request, workflow.promote(here.models, f"{here.project.settings.name}@{version}", here.mlruns))


@pages.post("/models/rollback")
def rollback(request: Request) -> HTMLResponse:
    """Make the champion before the present one champion again."""
    here: Place = request.app.state.place
    return _shown(request, workflow.rollback(here.models, here.project.settings.name, here.mlruns))


def _shown(
    request: Request,
    done: tuple[Words | None, ...] = (),
    before: int | None = None,
    after: int | None = None,
) -> HTMLResponse:
    here: Place = request.app.state.place
    found = workflow.standing(here.project, here.models)
    numbers = [one["version"] for one in found["versions"] if one["version"] and not one["problem"]]
    difference, problem = _difference(here, before, after)
    return rendered(
        request,
        "models.html.j2",
        page=here.sections,
        found=found,
        numbers=numbers,
        champion=next(
            (f"{one['name']}@{one['version']}" for one in found["versions"] if one["role"] == "champion"), ""
        ),
        before=before or (numbers[1] if len(numbers) > 1 else None),
        after=after or next(iter(numbers), None),
        difference=difference,
        told_problem=problem,
        done=[speaks(here).tell(one) for one in done if one],
        mlflow=_server(),
        diary=str(here.mlruns.resolve() / "mlflow.db"),
    )


def _difference(
    here: Place, before: int | None, after: int | None
) -> tuple[dict[str, Any] | None, LookalikeError | None]:
    """Two versions side by side where two were asked for, or why that cannot be told."""
    if before is None or after is None:
        return None, None
    try:
        return workflow.difference_on_list(here.project, here.models, before, after), None
    except LookalikeError as problem:
        return None, problem


def _server() -> str:
    """The address of MLflow where it runs as a server."""
    address = os.environ.get(SERVER, "")
    return address if address.startswith(("http://", "https://")) and "@" not in address else ""
