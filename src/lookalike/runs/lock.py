"""One command at a time writes to a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from lookalike.errors import InputError
from lookalike.languages import say
from lookalike.runs.folder import require_place
from lookalike.runs.replacing import settle

WAIT = 10.0  # seconds for another command to end


@contextmanager
def reserved(out: Path, names: Iterable[str] = ()) -> Iterator[Path]:
    """The folder of a run, by its real name, for this command alone; what a killed one left there is put in order.

    Parameters
    ----------
    out : Path
        May be new, or a link to a folder elsewhere.
    names : iterable of str
        What may be written there.

    Raises
    ------
    InputError
        Another command writes there and does not end soon, or the folder holds something else than a run.
    """
    folder = out.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.lock")
    lock = FileLock(beside if os.access(folder.parent, os.W_OK) else folder / beside.name)
    try:
        lock.acquire(timeout=WAIT)
    except Timeout as problem:
        raise InputError(say("jobs.another_run"), where=str(out), do=say("jobs.wait")) from problem
    try:
        require_place(folder, names)
        settle(folder)
        yield folder
    finally:
        lock.release()
