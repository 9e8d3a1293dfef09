"""The diary in MLflow, written when all else is done: what it could not be told today it is told the next time."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from threading import Thread

from lookalike.errors import BundleError
from lookalike.languages import Message, Words, say
from lookalike.progress import Progress, silent
from lookalike.scorecard.store import load
from lookalike.scorecard.versions import version_folder
from lookalike_training.entry import Entry, untold, write
from lookalike_training.entry import renew as renew_entry
from lookalike_training.tracking import DATABASE, SERVER, keep_in_step, mark_anew, track

LONGEST = 200  # letters of what MLflow says
PATIENCE = 120.0  # seconds that a server may take in all


def catch_up(models: Path, name: str, mlruns: Path, progress: Progress = silent) -> Message | None:
    """Tell MLflow of every version it was not told of, and who is champion: the last thing that a job does.

    Parameters
    ----------
    models : Path
    name : str
        The model.
    mlruns : Path
        Where the diary is, unless MLFLOW_TRACKING_URI names a server.

    Returns
    -------
    Message or None
        What a person should know: MLflow could not be told, which the next call tries again, or does not know the
        champion. Nothing that MLflow, its store or the way there does raises anything here, and a server is waited for
        no longer than `PATIENCE` seconds in all.
    """
    progress(say("progress.diary"), 0.0)
    try:
        known = _within(PATIENCE if SERVER in os.environ else None, lambda: _told(models, name, mlruns))
    except Exception as problem:  # whatever it is, the work is done and stands
        detail = _detail(problem)
        address = os.environ.get(SERVER)
        if address:
            return say("training.server_silent", name=name, address=_public(address), detail=detail)
        return say("training.diary_broken", name=name, file=str(mlruns / DATABASE), detail=detail)
    return None if known else say("training.not_registered", name=name)


def renew(models: Path, name: str, renewed: Mapping[int, tuple[str, str]], mlruns: Path) -> Message | None:
    """Bundles were written anew: what is kept of them, and MLflow's registry, know them by their new fingerprints.

    Parameters
    ----------
    models : Path
    name : str
        The model.
    renewed : mapping
        Version -> former fingerprint and new one.
    mlruns : Path

    Returns
    -------
    Message or None
        Why MLflow could not be told.
    """
    for version, (former, _) in renewed.items():
        renew_entry(models, name, version, former)
    try:
        _within(PATIENCE if SERVER in os.environ else None, lambda: mark_anew(name, mlruns, dict(renewed.values())))
    except Exception as problem:  # whatever it is, the bundles are written and stand
        return say("training.not_marked", name=name, detail=_detail(problem))
    return None


def _detail(problem: Exception) -> Words:
    """What went wrong, in a line."""
    if isinstance(problem, TimeoutError):
        return say("training.no_answer", seconds=PATIENCE)
    first = next(iter(str(problem).splitlines()), "")  # what follows is of the library's own working
    return _public(shorten(f"{type(problem).__name__}: {first}", LONGEST))


def _told(models: Path, name: str, mlruns: Path) -> bool:
    """Tell all that is untold; whether MLflow's registry knows the champion then."""
    for version, entry in untold(models, name):
        _tell(models, name, version, entry, mlruns)
    return keep_in_step(models, name, mlruns)


def _within(seconds: float | None, tell: Callable[[], bool]) -> bool:
    """What telling gives back; after so many seconds it goes on unheard, until the program ends.

    Raises
    ------
    TimeoutError
        It took longer.
    """
    if seconds is None:
        return tell()
    heard: Future[bool] = Future()

    def work() -> None:
        try:
            heard.set_result(tell())
        except BaseException as problem:  # raised again below, where it is waited for
            heard.set_exception(problem)

    Thread(target=work, daemon=True).start()
    return heard.result(seconds)


def _tell(models: Path, name: str, version: int, entry: Entry, mlruns: Path) -> None:
    folder = version_folder(models, name, version)
    try:
        bundle = load(folder)
    except BundleError:
        return  # `models list` says what is wrong with it; the versions after it are told
    write(models, name, version, replace(entry, run_id=track(bundle, folder, entry, mlruns)))


def _public(text: str) -> str:
    """A text without the names and passwords that stand before the hosts of its addresses."""
    return re.sub(r"(?<=//)[^/\s]+@", "", text)
