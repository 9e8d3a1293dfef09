"""Where a project starts: its files, what they and their columns mean, what is wrong with them, and learning."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, BinaryIO

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from lookalike import workflow
from lookalike.errors import InputError, LookalikeError, RunError
from lookalike.languages import say
from lookalike.project import FILE_NAME
from lookalike.runs import finished
from lookalike.schema import TABLES
from lookalike.web import work
from lookalike.web.pages.rendering import moved, rendered
from lookalike.web.place import Place

pages = APIRouter(include_in_schema=False)
LARGEST_UPLOAD = 4 * 2**30  # bytes of all files of one upload
BLOCK = 2**20
LONGEST_NAME = 120  # characters
MOST_COLUMNS = 5_000  # of a file whose columns are corrected


@pages.get("/data")
def data(request: Request) -> HTMLResponse:
    """The files with what they mean, the findings, and how the work stands."""
    here: Place = request.app.state.place
    looked = work.looked(here.folder)
    return rendered(
        request,
        "data.html.j2",
        work=here.work,
        looked=looked,
        settled=(here.folder / FILE_NAME).is_file(),
        tables={name: list(fields) for name, fields in TABLES.items()},
        changed=_changed(here),
    )


@pages.post("/data/files", max_body_size=LARGEST_UPLOAD)
def upload(request: Request, files: list[UploadFile]) -> RedirectResponse:
    """Take files into the project, and look what they are."""
    here: Place = request.app.state.place
    given = [(_file_name(file.filename or ""), file.file) for file in files if file.filename]
    if not given:
        raise InputError(say("start.no_files"), say("start.some_files"))
    here.folder.mkdir(parents=True, exist_ok=True)
    for name, content in given:
        _keep(here.folder / name, content)
    return _look(request, here)


@pages.post("/data/remove")
def remove(request: Request, file: Annotated[str, Form(max_length=LONGEST_NAME)]) -> RedirectResponse:
    """Take a file out of the folder that the project does not use."""
    here: Place = request.app.state.place
    files = work.looked(here.folder)["files"]
    if file not in {one.file for one in files} - {one.file for one in files if one.used}:
        raise InputError(say("start.file_used", file=file), say("start.unused_file"))
    (here.folder / file).unlink(missing_ok=True)
    return _look(request, here)


@pages.post("/data/look")
async def look(request: Request) -> RedirectResponse:
    """Look at the files, by what a person says that they are where there are no settings yet."""
    here: Place = request.app.state.place
    given = await request.form()
    said = {name.removeprefix("table:"): str(value) for name, value in given.items() if name.startswith("table:")}
    return _look(request, here, {name: value for name, value in said.items() if value in ("", *TABLES)})


@pages.post("/data/meaning")
async def meaning(request: Request) -> RedirectResponse:
    """Correct what a file or its columns are taken for, and look again."""
    here: Place = request.app.state.place
    given = {name: str(value) for name, value in (await request.form(max_fields=MOST_COLUMNS)).items()}
    file = next((one for one in work.looked(here.folder)["files"] if one.called == given.get("file")), None)
    table = given.get("table", "")
    if file is None or table not in ("", *TABLES):
        raise InputError(say("start.other_file", file=given.get("file", "")), say("start.shown_file"))
    if here.work.state == "running":
        raise InputError(say("start.work_runs"), say("start.work_once"))
    meanings = {name.removeprefix("means:"): value for name, value in given.items() if name.startswith("means:")}
    workflow.correct(here.folder, file, table, meanings)
    return _look(request, here)


@pages.post("/data/learn")
def learn(request: Request) -> RedirectResponse:
    """Begin to learn from the files and to rank the list."""
    here: Place = request.app.state.place
    work.start("learn", here.folder, here.models, here.mlruns)
    return moved(request, "/data")


@pages.post("/data/cancel")
def cancel(request: Request) -> RedirectResponse:
    """Break off what is being done."""
    work.cancel(request.app.state.place.folder)
    return moved(request, "/data")


def _look(request: Request, here: Place, said: dict[str, str] | None = None) -> RedirectResponse:
    if here.work.state != "running":
        work.start("look", here.folder, here.models, here.mlruns, said)
    return moved(request, "/data")


def _changed(here: Place) -> list[Any]:
    """What is otherwise than it was when the list was made."""
    try:
        run, noted = here.run, here.notes.file
        told = list(run.changed(here.project))
    except RunError as problem:
        return [problem.found] if finished(here.project.out) else []
    except LookalikeError:
        return []
    later = noted.is_file() and noted.stat().st_mtime > run.file("run.json").stat().st_mtime
    return [*told, say("start.changed_notes")] if later else told


def _may_be_theirs(name: str) -> bool:
    return not name.startswith((".", "lookalike", "notes.sqlite"))


def _file_name(given: str) -> str:
    """The name under which a file is kept: of whatever path was given only its end, and none of our own names.

    Raises
    ------
    InputError
        It is none for a file of theirs.

    Examples
    --------
    >>> _file_name("C:\\\\Users\\\\kari\\\\Våre kunder.xlsx"), _file_name("../../etc/list.csv")
    ('Våre kunder.xlsx', 'list.csv')
    >>> _file_name("../lookalike.toml")
    Traceback (most recent call last):
    ...
    lookalike.errors.InputError: a file called 'lookalike.toml'. Expected: a name of its own, as in customers.csv.
    """
    name = given.replace("\\", "/").rsplit("/", 1)[-1].strip()
    kept = "".join(" " if not one.isprintable() or one in '<>:"|?*' else one for one in name).strip(" ")
    stem, dot, ending = kept.rpartition(".")
    kept = f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}" if stem else kept[:LONGEST_NAME]
    if not kept.strip(".") or not _may_be_theirs(kept):
        raise InputError(say("start.file_name", name=kept), say("start.a_file_name"))
    return kept


def _keep(file: Path, content: BinaryIO) -> None:
    """Write a file whole, in the place of an older one of its name."""
    if file.exists() and not file.is_file():
        raise InputError(say("start.file_name", name=file.name), say("start.a_file_name"))
    fresh = file.with_name(f".{os.getpid()}.new")
    with fresh.open("wb") as target:
        while block := content.read(BLOCK):
            target.write(block)
    os.replace(fresh, file)
