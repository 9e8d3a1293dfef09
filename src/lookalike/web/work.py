"""Long work in a process of its own: started, watched and cancelled through a small file, so that it outlives any tab.

Run as `python -m lookalike.web.work PROJECT MODELS MLRUNS` it is that process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from lookalike.errors import InputError, LookalikeError
from lookalike.languages import Message, from_plain, say, to_plain

FOLDER = ".lookalike"
STATE, CANCEL, LOG, LOCK = "work.json", "cancel", "work.log", "work.lock"
State = Literal["idle", "running", "done", "failed", "cancelled"]
EVERY = 0.25  # seconds between two notes of progress
GRACE = 15.0  # seconds that a process has to come up


class Cancelled(Exception):
    """Somebody asked for the work to end."""


@dataclass(frozen=True)
class Work:
    """How the work stands.

    Attributes
    ----------
    state : str
    doing : Message
        What is being done, or what became of it.
    share : float
        Done, 0-1.
    started, at : float
        When it began and when this was noted, seconds since 1970.
    """

    state: State = "idle"
    doing: Message | str = ""
    share: float = 0.0
    started: float = 0.0
    at: float = 0.0

    @property
    def left(self) -> float | None:
        """Seconds that are likely left, from the pace so far; None before that can be told."""
        return (self.at - self.started) * (1 - self.share) / self.share if self.share > 0.03 else None


def standing(project: Path) -> Work:
    """How the work of a project stands; a process that vanished without a word has failed."""
    try:
        told = from_plain(json.loads((project / FOLDER / STATE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Work()
    work = Work(**told)
    if work.state == "running" and not _alive(project, work):
        return Work("failed", say("app.work_vanished", log=f"{FOLDER}/{LOG}"), work.share, work.started, work.at)
    return work


def start(project: Path, models: Path, mlruns: Path) -> None:
    """Begin the main job of a project.

    Raises
    ------
    InputError
        It is running already.
    """
    if standing(project).state == "running":
        raise InputError(say("app.work_runs"), say("app.work_once"))
    folder = project / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / CANCEL).unlink(missing_ok=True)
    command = [sys.executable, "-m", "lookalike.web.work", str(project), str(models), str(mlruns)]
    with (folder / LOG).open("wb") as log:
        subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    now = time.time()
    _note(project, Work("running", say("app.work_begins"), 0.0, now, now))


def cancel(project: Path) -> None:
    """Ask the work to end at its next step; what lay there before stays."""
    (project / FOLDER).mkdir(exist_ok=True)
    (project / FOLDER / CANCEL).touch()


def main(project: Path, models: Path, mlruns: Path) -> None:
    """The process: do the main job and note how it stands."""
    from lookalike import workflow
    from lookalike.project import load_project

    began, noted = time.time(), 0.0

    def told(state: State, doing: Message | str, share: float) -> None:
        _note(project, Work(state, doing, share, began, time.time()))

    def progress(doing: Message | str, share: float) -> None:
        nonlocal noted
        if (project / FOLDER / CANCEL).exists():
            raise Cancelled
        if time.time() - noted > EVERY:
            told("running", doing, share)
            noted = time.time()

    try:
        with _lock(project):
            workflow.run(load_project(project), models, mlruns, progress)
    except Cancelled:
        told("cancelled", say("app.work_cancelled"), 0.0)
    except LookalikeError as problem:
        told("failed", str(problem), 0.0)
    else:
        told("done", say("app.work_done"), 1.0)


def _note(project: Path, work: Work) -> None:
    file = project / FOLDER / STATE
    fresh = file.with_suffix(f".{os.getpid()}")
    plain: dict[str, Any] = asdict(work) | {"doing": to_plain(work.doing)}
    fresh.write_text(json.dumps(plain), encoding="utf-8")
    os.replace(fresh, file)


def _lock(project: Path) -> FileLock:
    """Held by the process as long as it lives, whatever ends it."""
    return FileLock(project / FOLDER / LOCK)


def _alive(project: Path, work: Work) -> bool:
    if time.time() - work.started < GRACE:
        return True
    try:
        with _lock(project).acquire(blocking=False):
            return False
    except Timeout:
        return True


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
