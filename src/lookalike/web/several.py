"""A folder with several projects: a list of them, and the app of each below its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from lookalike.errors import LookalikeError
from lookalike.project import FILE_NAME, load_project
from lookalike.runs import finished
from lookalike.web.pages import rendered


@dataclass(frozen=True)
class Shown:
    """A project of the list.

    Attributes
    ----------
    address : str
        Where its app is.
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


def listed(folders: dict[str, Path]) -> list[Shown]:
    """The projects as they stand; what cannot be read is listed by its folder."""
    return [_shown(address, folder) for address, folder in folders.items()]


def _shown(address: str, folder: Path) -> Shown:
    try:
        project = load_project(folder)
    except LookalikeError:
        return Shown(address, folder.name, folder.name, None)
    run = finished(project.out)
    return Shown(address, project.settings.name, folder.name, run.rows if run else None)


def add_list(app: FastAPI, folders: dict[str, Path]) -> None:
    """Make the list the first page of an app."""

    def projects(request: Request) -> HTMLResponse:
        return rendered(request, "projects.html.j2", projects=listed(folders))

    app.add_api_route("/", projects, include_in_schema=False)
