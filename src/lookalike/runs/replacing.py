"""One run takes the place of the last, whole or not at all; only what the last one wrote is removed or replaced.

A run is written beside the last one and brought to disk before anything is touched. Where its folder holds nothing
else and the system can swap folders, the two change places in one step, so that no program ever sees a mixture. Else,
on a mount, a network drive or beside files of others, the run becomes `NEXT` inside the folder in one step. From then
on it counts, as whoever reads a run looks there first, and its files move into place one by one; what a kill breaks
off there is finished by the next command that writes.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from lookalike.runs.exchange import swap
from lookalike.runs.folder import NEW, NEXT, RUN, in_place, require_place


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A hidden folder to fill, which takes the place of the last run when the block ends without an error.

    The block writes `run.json` too, whose `files` names all that it wrote.

    Raises
    ------
    InputError
        A file of somebody else has one of the names.
    """
    settle(folder)
    new = _beside(folder) if _may_write_beside(folder) else folder / NEW
    new.mkdir(parents=True)
    try:
        yield new
        require_place(folder, _listed(new))
        _to_disk(new)
        _take_place(new, folder)
    finally:
        _clear(new, folder)


def settle(folder: Path) -> None:
    """Finish or remove what a command that was killed left in the folder and beside it."""
    if (folder / NEXT).is_dir():
        _move_in(folder)
    _clear(folder / NEW, folder)
    _clear(_beside(folder), folder)


def _beside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}{NEW}")


def _may_write_beside(folder: Path) -> bool:
    return not folder.exists() or (os.access(folder.parent, os.W_OK) and not folder.is_mount())


def _listed(folder: Path) -> list[str]:
    """The files of the run in this very folder."""
    return (in_place(folder) or {"files": []})["files"]


def _take_place(new: Path, folder: Path) -> None:
    """The complete run goes where the last one is: the moment from which it counts is one step, whichever way."""
    if not folder.exists():
        os.replace(new, folder)
    elif new.parent == folder or not _alone(folder) or not _swapped(new, folder):
        _inside(new, folder)
        _move_in(folder)
    _to_disk(folder.parent, inside=False)


def _alone(folder: Path) -> bool:
    """Whether the folder holds nothing but the last run."""
    files = {folder / name for name in _listed(folder)}
    ours = files | {parent for file in files for parent in file.parents}
    return all(one in ours for one in folder.rglob("*"))


def _swapped(new: Path, folder: Path) -> bool:
    shutil.copymode(folder, new)
    return swap(new, folder)


def _inside(new: Path, folder: Path) -> None:
    """The complete run becomes `NEXT`; copied first where the folder is on another drive than what is beside it."""
    try:
        os.replace(new, folder / NEXT)
    except OSError:
        shutil.copytree(new, folder / NEW)
        _to_disk(folder / NEW)
        os.replace(folder / NEW, folder / NEXT)
    _to_disk(folder, inside=False)


def _move_in(folder: Path) -> None:
    """File by file from `NEXT` into place; the record last, as it tells what is whose."""
    complete = folder / NEXT
    files = _listed(complete)
    for name in files:
        if name != RUN and (complete / name).exists():
            (folder / name).parent.mkdir(exist_ok=True)
            os.replace(complete / name, folder / name)
    if files:
        for name in set(_listed(folder)) - set(files):
            (folder / name).unlink(missing_ok=True)
        _to_disk(folder, inside=False)
        os.replace(complete / RUN, folder / RUN)
    shutil.rmtree(complete)


def _clear(place: Path, folder: Path) -> None:
    """Remove a run that is out of place; what others put there in the meantime goes into the folder."""
    if not place.is_dir():
        return
    files = _listed(place)
    for name in files:
        if name != RUN and not (place / name).is_dir():  # a folder of that name is somebody else's
            (place / name).unlink(missing_ok=True)
    for one in place.iterdir() if files else ():
        if one.name != RUN and not (one.is_dir() and not any(one.iterdir())):
            os.replace(one, _free(folder / one.name))
    shutil.rmtree(place)


def _free(path: Path) -> Path:
    """The path, or one like it that is not taken."""
    others = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return path if not path.exists() else next(one for one in others if not one.exists())


def _to_disk(folder: Path, inside: bool = True) -> None:
    """Wait until what was written lies on the disk: the folder's own list of names, and all files in it."""
    for path in [*(folder.rglob("*") if inside else ()), folder]:
        if path.is_dir() and sys.platform == "win32":  # which keeps no list that could be waited for
            continue
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
