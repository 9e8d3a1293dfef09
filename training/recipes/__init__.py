"""Example projects on public data: one settings file each, and what little some files need before they can be read.

The data are not part of the product: a recipe is prepared from a folder that holds them, one folder per data set.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomlkit

from lookalike.errors import InputError, did_you_mean
from lookalike.project import FILE_NAME
from training.recipes.converters import CONVERTERS

_HERE = Path(__file__).parent


def recipes() -> tuple[str, ...]:
    """The names of the recipes; each is also the name of its data set's folder.

    Examples
    --------
    >>> "maven_crm" in recipes()
    True
    """
    return tuple(sorted(file.stem for file in _HERE.glob("*.toml")))


def prepare(name: str, data: Path, folder: Path) -> Path:
    """Write a project folder that runs a recipe.

    Parameters
    ----------
    name : str
        One of `recipes()`.
    data : Path
        Folder of the data sets; the recipe reads `data/<name>/`.
    folder : Path
        The project folder, made when missing. It gets the settings, with the data files under their full path, and the
        files that had to be converted.

    Returns
    -------
    Path
        The project folder.

    Raises
    ------
    InputError
        No such recipe, or its data are not there.
    """
    if name not in recipes():
        raise InputError(f"no recipe {name!r}", did_you_mean(name, recipes()), "training/recipes")
    source = data / name
    if not source.is_dir():
        raise InputError(
            f"no folder {source}", f"the data set of the recipe {name!r}", do="see training/recipes/README.md"
        )
    folder.mkdir(parents=True, exist_ok=True)
    if name in CONVERTERS:
        CONVERTERS[name](source, folder)
    settings = tomlkit.parse((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
    inputs: Any = settings["inputs"]
    for table, file in inputs.items():
        inputs[table] = _located(str(file), source, folder)
    (folder / FILE_NAME).write_text(tomlkit.dumps(settings), encoding="utf-8")
    return folder


def _located(file: str, source: Path, folder: Path) -> str:
    """A converted file by its name in the project, a file of the data set by its full path."""
    if (folder / file).is_file():
        return file
    if not (source / file).is_file():
        raise InputError(f"no file {file} in {source}", "the data set as it was published")
    return (source / file).resolve().as_posix()
