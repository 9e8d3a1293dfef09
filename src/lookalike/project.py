"""A project: a folder with a `lookalike.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lookalike.errors import SettingsError, did_you_mean, gather
from lookalike.settings import Settings

FILE_NAME = "lookalike.toml"


@dataclass(frozen=True)
class Project:
    """A folder with a `lookalike.toml`: where relative paths start and where `out/` goes unless said otherwise."""

    folder: Path
    settings: Settings
    elsewhere: Path | None = None

    @property
    def out(self) -> Path:
        """The output folder."""
        return self.elsewhere or self.folder / "out"

    def path(self, file: str) -> Path:
        """A file named in the settings, relative to the project."""
        return (self.folder / file).resolve()


def load_project(path: str | Path, out: Path | None = None) -> Project:
    """Read a project folder (or its `lookalike.toml`); `out` is another output folder than its own.

    Raises
    ------
    SettingsError
        The file is missing, is not TOML, or has keys or values that cannot be used; all problems in one message.
    """
    given = Path(path)
    file = given / FILE_NAME if given.is_dir() else given
    if not file.is_file():
        raise SettingsError(f"no {FILE_NAME} at {given}", "a project folder", do="make one: lookalike init DIR FILE...")
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"not readable as TOML: {error}", "key = value lines", str(file)) from error
    try:
        settings = Settings.model_validate(content)
    except ValidationError as error:
        gather(map(_explain, error.errors()), SettingsError, str(file))
        raise
    return Project(file.parent.resolve(), settings, out)


def project_named(name: str, folder: Path) -> Project | None:
    """The project of this name in a folder or directly below it; None where there is none.

    Raises
    ------
    SettingsError
        There are several.
    """
    files = sorted([*folder.glob(FILE_NAME), *folder.glob(f"*/{FILE_NAME}")])
    found = [file for file in files if _called(file) == name]
    if len(found) > 1:
        where = ", ".join(str(file.parent) for file in found)
        raise SettingsError(f"{len(found)} projects called {name!r}", "one", where, "say which: --project DIR")
    return load_project(found[0]) if found else None


def _called(file: Path) -> str:
    """The name in a `lookalike.toml`, "" where none can be read: mistakes of other projects are not ours."""
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8-sig")).get("name", ""))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return ""


def _explain(problem: Any) -> str:
    """One pydantic problem in words: the key, what it says and what was expected."""
    keys = [str(part) for part in problem["loc"]]
    place = ".".join(keys)
    if problem["type"] == "extra_forbidden":
        return f"{place}: unknown key; {did_you_mean(keys[-1], _siblings(keys[:-1]))}"
    if problem["type"] == "missing":
        return f"{place}: missing"
    return f"{place}: found {problem['input']!r}; {problem['msg'].removeprefix('Value error, ')}"


def _siblings(keys: list[str]) -> list[str]:
    """The keys a section knows, following its name through the model."""
    model: Any = Settings
    for key in keys:
        annotation = getattr(model, "model_fields", {}).get(key)
        model = (
            next((a for a in _models(annotation.annotation) if hasattr(a, "model_fields")), None)
            if annotation
            else model
        )
    return list(getattr(model, "model_fields", {}))


def _models(annotation: Any) -> list[Any]:
    return [annotation, *getattr(annotation, "__args__", ())]
