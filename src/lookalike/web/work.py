"""Long work in a process of its own: started, watched and cancelled through small files, so that it outlives any tab.

Run as `python -m lookalike.web.work TASK PROJECT MODELS MLRUNS ASKED` it is that process.
"""

from __future__ import annotations

import _thread
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout

from lookalike.companies.headings import Seen
from lookalike.ending import end_when_asked
from lookalike.errors import InputError, LookalikeError, refusal
from lookalike.languages import Words, from_plain, say, to_plain
from lookalike.progress import Progress

FOLDER = ".lookalike"
STATE, CANCEL, LOG, LOCK, LOOKED = "work.json", "cancel", "work.log", "work.lock", "looked.json"
Task = Literal["look", "learn", "goal"]
State = Literal["idle", "running", "done", "failed", "cancelled"]
EVERY = 0.25  # seconds between two notes of progress, and between two looks whether to go on
AGAIN = 1.0  # seconds between two interrupts
GRACE = 15.0  # seconds that a process has to come up
WAITS = 5.0  # seconds that it waits for one that is ending
TOLD = 0.03  # share done from which the pace tells something


@dataclass(frozen=True)
class Work:
    """How the work stands.

    Attributes
    ----------
    task : str
        `look` (what the files are, and findings about the data), `learn` (the main job) or `goal` (the main job with
        another goal, in a place of its own).
    state : str
    doing : Message or str
        What is being done, or what became of it.
    share : float
        Done, 0-1.
    started, at : float
        When it began and when this was noted, seconds since 1970.
    """

    task: Task = "look"
    state: State = "idle"
    doing: Words = ""
    share: float = 0.0
    started: float = 0.0
    at: float = 0.0

    @property
    def left(self) -> int | None:
        """Seconds that are likely left, from the pace so far; None before that can be told."""
        if self.state != "running" or self.share < TOLD:
            return None
        return round((self.at - self.started) * (1 - self.share) / self.share - (time.time() - self.at))


def standing(project: Path) -> Work:
    """How the work of a project stands; a process that vanished without a word has failed."""
    try:
        told = from_plain(json.loads((project / FOLDER / STATE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Work()
    work = Work(**told)
    if work.state == "running" and not _alive(project, work):
        vanished = say("start.work_vanished", log=f"{FOLDER}/{LOG}")
        return Work(work.task, "failed", vanished, work.share, work.started, work.at)
    return work


def looked(project: Path) -> dict[str, Any]:
    """What the last look at the files found: `files`, `questions`, `refused`, and `findings`, None before there are."""
    file = project / FOLDER / LOOKED
    told = from_plain(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}
    files = [Seen.of(one) for one in told.get("files", ())]
    return {"questions": [], "refused": [], "findings": None} | told | {"files": files}


def start(task: Task, project: Path, models: Path, mlruns: Path, asked: Mapping[str, str] | None = None) -> None:
    """Begin to look at the files of a project, to learn from them, or to try another goal.

    Parameters
    ----------
    task : str
    project, models, mlruns : Path
    asked : dict, optional
        To look: what a person says that files are, by their names, before there are settings. To try: the goal as
        `best_by`.

    Raises
    ------
    InputError
        Something is being done already.
    """
    if standing(project).state == "running":
        raise InputError(say("start.work_runs"), say("start.work_once"))
    folder = project / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CANCEL).unlink(missing_ok=True)
    for draft in (one for file in (STATE, LOOKED) for one in folder.glob(f"{Path(file).stem}.[0-9]*")):
        draft.unlink(missing_ok=True)  # of a process that was killed while it wrote
    where = [str(project), str(models), str(mlruns), json.dumps(dict(asked or {}))]
    now = time.time()
    _note(project, Work(task, "running", say("start.work_begins"), 0.0, now, now))
    with (folder / LOG).open("wb") as log:
        command = [sys.executable, "-m", "lookalike.web.work", task, *where]
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=process.wait, daemon=True).start()  # somebody has to hear that it ended


def cancel(project: Path) -> None:
    """Ask the work to end where it is; what lay there before stays."""
    if standing(project).state == "running":
        (project / FOLDER / CANCEL).touch()


def main(task: Task, project: Path, models: Path, mlruns: Path, asked: Mapping[str, str]) -> None:
    """The process: do the work and note how it stands."""
    began, noted = time.time(), 0.0

    def told(state: State, doing: Words, share: float) -> None:
        _note(project, Work(task, state, doing, share, began, time.time()))

    def progress(doing: Words, share: float) -> None:
        nonlocal noted
        if time.time() - noted > EVERY:
            told("running", doing, share)
            noted = time.time()

    over = threading.Event()
    try:
        _end_when_asked(project / FOLDER / CANCEL, over)
        with FileLock(project / FOLDER / LOCK, timeout=WAITS):
            told("running", say("start.work_begins"), 0.0)
            if task == "learn":
                made = _learn(project, models, mlruns, progress)
            else:
                made = (_try if task == "goal" else _look)(project, asked, progress)
            told("done", made, 1.0)
    except KeyboardInterrupt:
        over.set()
        told("cancelled", say("start.work_cancelled"), 0.0)
    except LookalikeError as problem:
        told("failed", problem.message, 0.0)
    except Timeout:
        return  # another one is at it, and tells how it stands
    except (OSError, MemoryError) as problem:
        told("failed", refusal(problem).message, 0.0)
    except Exception as fault:
        told("failed", say("start.work_fault", fault=repr(fault), log=f"{FOLDER}/{LOG}"), 0.0)
        raise


def _learn(project: Path, models: Path, mlruns: Path, progress: Progress) -> Words:
    from lookalike import workflow
    from lookalike.project import load_project

    done = workflow.run(load_project(project), models, mlruns, progress)
    return say("start.work_done", n=len(done.written.documents.prospects))


def _try(project: Path, asked: Mapping[str, str], progress: Progress) -> Words:
    from lookalike import workflow
    from lookalike.project import load_project

    workflow.try_goal(load_project(project), asked["best_by"], progress)
    return say("start.work_tried", goal=say(f"goals.{asked['best_by']}"))


def _look(project: Path, tables: Mapping[str, str], progress: Progress) -> Words:
    from lookalike import workflow
    from lookalike.progress import part
    from lookalike.project import FILE_NAME, load_project

    found = workflow.look(project, tables, part(progress, 0.0, 0.4))
    told: dict[str, Any] = {"files": [asdict(one) for one in found.files], "questions": list(found.questions)}
    _write(project / FOLDER / LOOKED, told)
    if not (project / FILE_NAME).is_file():
        raise InputError(say("start.no_base"), say("start.a_base"), do=say("start.choose_tables"))
    companies = workflow.check(load_project(project), part(progress, 0.4, 1.0))
    findings, refused = ([asdict(one) for one in each] for each in (companies.findings, companies.refused))
    _write(project / FOLDER / LOOKED, told | {"findings": findings, "refused": refused})
    return say("start.work_looked", accounts=len(companies.accounts), prospects=len(companies.prospects))


def _end_when_asked(asked: Path, over: threading.Event) -> None:
    """Interrupt the work as Ctrl-C does when the file is there, and again where that was lost, until it is over."""
    end_when_asked()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # which a process started in the background has not

    def watch() -> None:
        while not asked.exists():
            time.sleep(EVERY)
        while not over.wait(AGAIN):
            _thread.interrupt_main()

    threading.Thread(target=watch, daemon=True).start()


def _note(project: Path, work: Work) -> None:
    _write(project / FOLDER / STATE, asdict(work))


def _write(file: Path, told: dict[str, Any]) -> None:
    """Written where others may be reading: whole or not at all."""
    from lookalike.runs import plain

    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(plain(to_plain(told))), encoding="utf-8")
    os.replace(fresh, file)


def _alive(project: Path, work: Work) -> bool:
    if time.time() - work.at < GRACE:
        return True
    try:
        with FileLock(project / FOLDER / LOCK).acquire(blocking=False):
            return False
    except Timeout:
        return True


if __name__ == "__main__":
    task, project, models, mlruns, asked = sys.argv[1:6]
    main(task, Path(project), Path(models), Path(mlruns), json.loads(asked))  # type: ignore[arg-type]
