"""A folder with several projects: a list of them, and the app of each below its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lookalike.companies.headings import project_name
from lookalike.errors import LookalikeError
from lookalike.project import FILE_NAME, load_project
from lookalike.runs import opened
from lookalike.web.pages import rendered


@dataclass(frozen=True)
class Shown:
    """A project of the list.

    Attributes
    ----------
    address : str
        The last part of its app's.
    name : str
    folder : str
    prospects : int or None
        Companies on its list; None before there is one.
    """

    address: str
    name: str
    folder: str
    prospects: int | None


def projects_in(folder: Path) -> list[Path]:
    """The projects directly below a folder that is none itself, by name."""
    if (folder / FILE_NAME).exists() or not folder.is_dir():
        return []
    return sorted(file.parent for file in folder.glob(f"*/{FILE_NAME}"))


class Projects:
    """The apps of the projects in a folder as it is at each request, each below an address of its own.

    Parameters
    ----------
    folder : Path
    make : callable
        Makes the app of a project, when somebody first asks for it.
    """

    def __init__(self, folder: Path, make: Callable[[Path], ASGIApp]) -> None:
        self.folder, self._make = folder, make
        self._apps: dict[Path, ASGIApp] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        project = self.folders().get(scope["path_params"]["project"])
        if project is None:
            raise HTTPException(404)
        if project not in self._apps:
            self._apps[project] = self._make(project)
        await self._apps[project](scope, receive, send)

    def folders(self) -> dict[str, Path]:
        """The last part of each project's address, which other projects do not change, and its folder."""
        found: dict[str, Path] = {}
        for one in projects_in(self.folder):
            name = project_name(one)
            found[name if name not in found else f"{name}-{len(found) + 1}"] = one
        return found

    def listed(self, request: Request) -> HTMLResponse:
        """The projects as they stand."""
        return rendered(request, "projects.html.j2", projects=[_shown(*one) for one in self.folders().items()])


def _shown(address: str, folder: Path) -> Shown:
    """A project of the list; one that cannot be read is listed by its folder."""
    try:
        project = load_project(folder)
    except LookalikeError:
        return Shown(address, folder.name, folder.name, None)
    try:
        rows = opened(project.out).rows
    except LookalikeError:
        rows = None
    return Shown(address, project.settings.name, folder.name, rows)
