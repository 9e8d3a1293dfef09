"""A project: a folder with a `lookalike.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from lookalike.errors import SettingsError, did_you_mean, gather
from lookalike.languages import Message, say
from lookalike.settings import Settings, Source

FILE_NAME = "lookalike.toml"
LISTED = ("prospects", "market", "exclude")  # tables that may lie in a folder of files


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

    def inputs(self, prospects: Path | None = None) -> dict[str, tuple[Source, ...]]:
        """What is read, by table name in reading order.

        Parameters
        ----------
        prospects : Path, optional
            A list in place of the one of the settings.

        Returns
        -------
        dict of str to tuple of Source
            Of a list a folder or a pattern (`data/*.parquet`) stands for the files there, in the order of their names.
        """
        named = self.settings.inputs.named()
        instead = {"prospects": (Source(file=str(prospects.resolve())),)} if prospects else {}
        return {
            name: tuple(one for source in several for one in self._files(source)) if name in LISTED else several
            for name, several in (named | instead).items()
        }

    def _files(self, source: Source) -> tuple[Source, ...]:
        """The files that a source stands for; itself where it is no folder or pattern, or there is none."""
        path = self.folder / source.file
        if not source.file or path.is_file():
            return (source,)
        root = Path(path.anchor)
        found = path.rglob("*") if path.is_dir() else root.glob(str(path.relative_to(root)))
        files = sorted(one for one in found if one.is_file() and not _hidden(one, self.folder))
        named = [source.model_copy(update={"file": self._named(file, source)}) for file in files]
        return tuple(named) or (source,)

    def _named(self, file: Path, source: Source) -> str:
        """As the settings would name it: from the root only where they do."""
        return str(file if Path(source.file).is_absolute() else file.relative_to(self.folder))


def _hidden(file: Path, folder: Path) -> bool:
    """Whether it is there for programs only, as the marks that Spark leaves: its name, or that of a folder, says so."""
    inside = file.relative_to(folder) if file.is_relative_to(folder) else Path(file.name)
    return any(part.startswith((".", "_")) for part in inside.parts)


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
        found = say("settings.no_file", file=FILE_NAME, place=str(given))
        raise SettingsError(found, say("settings.a_project"), do=say("settings.make_one"))
    return Project(file.parent.resolve(), settings_in(file.read_bytes(), str(file)), out)


@lru_cache(maxsize=16)
def settings_in(content: bytes, where: str) -> Settings:
    """What the content of a `lookalike.toml` says; a server asks it at every request.

    Raises
    ------
    SettingsError
        It is not TOML, or has keys or values that cannot be used; all problems in one message.
    """
    try:
        told = tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = _section_twice(content) or say("settings.not_toml", problem=str(error))
        raise SettingsError(found, say("settings.toml"), where) from error
    try:
        return Settings.model_validate(told)
    except ValidationError as error:
        gather(map(_explain, error.errors()), SettingsError, where)
        raise


def _section_twice(content: bytes) -> Message | None:
    """Which section stands there again, as when lines were pasted that belong to one above; None where none does."""
    found: dict[str, int] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if section := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            if section[1] in found:
                return say("settings.section_twice", section=section[1], first=found[section[1]], second=number)
            found[section[1]] = number
    return None


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
        several = say("settings.several", count=len(found), name=name)
        raise SettingsError(several, say("settings.one"), where, say("settings.say_which"))
    return load_project(found[0]) if found else None


def _called(file: Path) -> str:
    """The name in a `lookalike.toml`, "" where none can be read: mistakes of other projects are not ours."""
    try:
        return str(tomllib.loads(file.read_text(encoding="utf-8-sig")).get("name", ""))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return ""


def _explain(problem: Any) -> Message:
    """One pydantic problem: the key, what it says and what was expected."""
    keys = [str(part) for part in problem["loc"]]
    place = ".".join(keys)
    if problem["type"] == "extra_forbidden":
        return say("settings.unknown_key", key=place, hint=did_you_mean(keys[-1], _siblings(keys[:-1])))
    if problem["type"] == "missing":
        return say("settings.missing", key=place)
    ours = problem.get("ctx", {}).get("error")  # what our own checks raise is a message
    told = ours.args[0] if isinstance(ours, ValueError) else problem["msg"]
    return say("settings.wrong", key=place, value=repr(problem["input"]), problem=told)


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
