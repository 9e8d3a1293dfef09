"""The app: pages and API around one project, behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

import lookalike
from lookalike.errors import LookalikeError, RunError, refusal
from lookalike.languages import Message, say
from lookalike.web.api import api
from lookalike.web.guard import Guard
from lookalike.web.pages import BENEATH, NAVIGATION, moved, rendered
from lookalike.web.place import Place
from lookalike.web.several import Projects, projects_in

STATIC = Path(__file__).parent / "static"
AT_ONCE = 4  # requests
LARGEST_BODY = 8 * 2**20  # bytes of one request; files have a limit of their own


def create_app(folder: Path, models: Path, mlruns: Path, hosts: Iterable[str] = (), token: str = "") -> FastAPI:
    """The app on a project, or on a folder with several, each below an address of its own.

    Parameters
    ----------
    folder : Path
    models, mlruns : Path
        Where models and MLflow's diary are.
    hosts : iterable of str
        Names it may be asked for by, beside those of this machine to itself.
    token : str
        What every request must bring; "" = none.
    """
    folder = folder.parent if folder.is_file() else folder
    app = _bare(folder, models, mlruns, [Middleware(Guard, hosts=tuple(hosts), token=token)])
    if not projects_in(folder):
        return _with_pages(app)

    def of_one(project: Path) -> FastAPI:
        made = _with_pages(_bare(project, models, mlruns))
        made.state.above = "/"
        return made

    projects = Projects(folder, of_one)
    app.add_api_route("/", projects.listed, include_in_schema=False)
    app.mount("/projects/{project}", projects)
    return app


def _bare(folder: Path, models: Path, mlruns: Path, around: Sequence[Middleware] = ()) -> FastAPI:
    """An app without pages of its own, which says what is wrong and gives out what pages are made of."""
    app = FastAPI(
        title="lookalike",
        version=lookalike.__version__,
        docs_url=None,
        redoc_url=None,
        max_body_size=LARGEST_BODY,
        middleware=list(around),
        lifespan=_few_at_once,
    )
    app.state.place = Place(folder.resolve(), models.resolve(), mlruns.resolve())
    app.state.navigation, app.state.above = (), ""
    app.mount("/static", StaticFiles(directory=STATIC), "static")
    app.add_exception_handler(LookalikeError, _mended_by_the_user)
    app.add_exception_handler(OSError, _refused)
    app.add_exception_handler(MemoryError, _refused)
    app.add_exception_handler(HTTPException, _not_there)
    app.add_exception_handler(RequestValidationError, _not_so)
    app.add_exception_handler(Exception, _fault)
    return app


@asynccontextmanager
async def _few_at_once(app: FastAPI) -> AsyncIterator[None]:
    """Requests that are worked on at once; more wait, and memory stays what it is."""
    to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    yield


def _with_pages(app: FastAPI) -> FastAPI:
    """The same with all that a project has."""
    app.include_router(api)
    app.state.navigation = tuple(NAVIGATION)
    for pages in (*NAVIGATION.values(), *BENEATH):
        app.include_router(pages)
    app.add_api_route("/", _first, include_in_schema=False)
    return app


def _first(request: Request) -> Response:
    """The first page of the navigation; before there is a list, where a project starts."""
    return moved(request, f"/{request.app.state.navigation[0]}" if request.app.state.place.has_run else "/data")


async def _mended_by_the_user(request: Request, problem: Exception) -> Response:
    """What the asker can mend."""
    assert isinstance(problem, LookalikeError)
    return _told(request, 422, problem, anew=isinstance(problem, RunError))


async def _refused(request: Request, problem: Exception) -> Response:
    """What the machine refuses, such as to write on a full disk."""
    assert isinstance(problem, OSError | MemoryError)
    return _told(request, 503, refusal(problem))


async def _not_so(request: Request, problem: Exception) -> Response:
    """What was asked for in a form or an address that the app does not give."""
    assert isinstance(problem, RequestValidationError)
    if _by_program(request):
        return await request_validation_exception_handler(request, problem)
    return _told(request, 422, say("app.not_so", fields=sorted({str(one["loc"][-1]) for one in problem.errors()})))


async def _not_there(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    if _by_program(request):
        return JSONResponse({"detail": problem.detail}, problem.status_code)
    return _told(request, problem.status_code, say("app.not_there"))


async def _fault(request: Request, problem: Exception) -> Response:
    """A fault of the program: said without what it was, which the log tells."""
    return _told(request, 500, say("app.fault"))


def _by_program(request: Request) -> bool:
    return "/api/" in request.url.path


def _told(request: Request, status: int, problem: LookalikeError | Message, anew: bool = False) -> Response:
    """What did not work, as a page for people and as JSON for programs; `anew`: where a new list helps."""
    if _by_program(request):
        return JSONResponse({"detail": str(problem)}, status)
    return rendered(request, "problem.html.j2", status, problem=problem, anew=anew)
