"""The app: pages and API around one project, behind the guard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware

import lookalike
from lookalike.errors import LookalikeError
from lookalike.web.api import api
from lookalike.web.guard import Guard
from lookalike.web.place import Place

LARGEST_BODY = 8 * 2**20  # bytes of one request; files have a limit of their own


def create_app(folder: Path, models: Path, mlruns: Path, hosts: Iterable[str] = (), token: str = "") -> FastAPI:
    """The app on one project.

    Parameters
    ----------
    folder : Path
        The project.
    models, mlruns : Path
        Where models and MLflow's diary are.
    hosts : iterable of str
        Names it may be asked for by, beside those of this machine to itself.
    token : str
        What every request must bring; "" = none.
    """
    app = FastAPI(
        title="lookalike",
        version=lookalike.__version__,
        docs_url=None,
        redoc_url=None,
        max_body_size=LARGEST_BODY,
        middleware=[Middleware(Guard, hosts=tuple(hosts), token=token)],
    )
    app.state.place = Place(folder.resolve(), models, mlruns)
    app.include_router(api)
    app.add_exception_handler(LookalikeError, _mended_by_the_user)
    return app


async def _mended_by_the_user(request: Request, problem: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(problem)}, 422)
