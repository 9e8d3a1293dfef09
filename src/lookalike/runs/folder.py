"""The folder of a run: whether it holds one, which files are its own, and where they lie."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from lookalike.errors import InputError
from lookalike.languages import say

RUN = "run.json"
FORMAT = 1  # of what a run writes; another where what was written before cannot be shown
NEW, NEXT = ".lookalike-new", ".lookalike-next"  # inside the folder: a run being written; a complete one moving in


def record(folder: Path) -> dict[str, Any] | None:
    """What the last run says of itself; None where the folder holds no finished run.

    A run is what its own record calls one: a record lists the files that the run wrote.
    """
    return in_place(folder / NEXT) or in_place(folder)


def in_place(folder: Path) -> dict[str, Any] | None:
    """The same, of the files in this very folder."""
    try:
        told = json.loads((folder / RUN).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    files = told.get("files") if isinstance(told, dict) else None
    return told if isinstance(files, list) and RUN in files and all(map(_inside, files)) else None


def _inside(name: Any) -> bool:
    """Whether this can only name a file inside a folder, whoever wrote it."""
    return isinstance(name, str) and not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts


def find(folder: Path, name: str) -> Path:
    """Where a file of the last run lies."""
    complete = folder / NEXT / name
    return complete if complete.exists() else folder / name


def require_place(folder: Path, names: Iterable[str]) -> None:
    """A run may be written here: the folder is new, empty or holds a run, and no foreign file has one of the names.

    Raises
    ------
    InputError
        Something else would be lost.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(say("jobs.no_folder"), say("jobs.a_folder"), str(folder), say("jobs.another_folder"))
    files = (record(folder) or {"files": []})["files"]
    there = sorted(one.name for one in folder.iterdir() if one.name not in (NEW, NEXT)) if folder.is_dir() else []
    if there and not files:
        found = say("jobs.no_former_run", files=there[:3], n=len(there))
        raise InputError(found, say("jobs.new_or_former"), str(folder), say("jobs.another_folder"))
    ours = {*files, *(PurePosixPath(name).parts[0] for name in files)}
    foreign = [name for name in names if name not in ours and (folder / name).exists()]
    if foreign:
        found = say("jobs.foreign_files", files=foreign, n=len(foreign))
        raise InputError(found, say("jobs.free_names"), str(folder), say("jobs.move_them"))
