"""Things of one kind that lie one to a file: found by looking, so that a new one is a new file and nothing else."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def discovered(room: str, name: str) -> list[Any]:
    """What the files of a room call `name`, in the order of the files; files without it are passed over.

    Parameters
    ----------
    room : str
        The dotted name of a package.
    name : str

    Examples
    --------
    >>> [one.name for one in discovered("lookalike.learning.candidates", "CANDIDATE")][:3]
    ['blend', 'boosted', 'constant']
    """
    files: Any = import_module(room)
    modules = [import_module(f"{room}.{module.name}") for module in iter_modules(files.__path__)]
    return [getattr(module, name) for module in modules if hasattr(module, name)]
