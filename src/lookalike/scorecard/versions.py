"""The folder of models: one folder per version, and who is, was and may become the champion that scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from lookalike.errors import BundleError, did_you_mean
from lookalike.languages import Words, say
from lookalike.scorecard.files import manifest, read_json, replace_json

CHAMPION = "champion.json"
LOCK = ".lock"
PATIENCE = 30  # seconds that one waits for another who writes to the same model
TRAINING, HAND, ROLLBACK = WAYS = "training", "hand", "rollback"  # who made a version the champion


def numbers(models: Path, name: str) -> list[int]:
    """The versions of a model that lie under `models`, rising."""
    found = (re.fullmatch(r"v(\d+)", path.name) for path in (models / name).glob("v*") if path.is_dir())
    return sorted(int(match[1]) for match in found if match)


def names(models: Path) -> list[str]:
    """The models that have a version under `models`, in alphabetical order."""
    return sorted(path.name for path in models.glob("*") if path.is_dir() and numbers(models, path.name))


def version_folder(models: Path, name: str, version: int) -> Path:
    """Where a version lives."""
    return models / name / f"v{version}"


@contextmanager
def locked(models: Path, name: str) -> Iterator[Path]:
    """The folder of a model while nobody else changes it: who adds a version or names a champion holds this.

    Raises
    ------
    BundleError
        Another holds it for longer than adding a version takes.
    """
    folder = models / name
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / LOCK, timeout=PATIENCE):
            yield folder
    except Timeout as busy:
        raise BundleError(say("bundle.busy"), where=str(folder), do=say("bundle.wait")) from busy


def reigning(models: Path, name: str) -> int | None:
    """The number of the version that is champion, whether its folder is still there or not; None before the first."""
    reigns = history(models, name)
    return reigns[-1]["version"] if reigns else None


def champion(models: Path, name: str) -> Path | None:
    """The folder of the version that scores; None when none was ever promoted.

    Raises
    ------
    BundleError
        When the champion's folder is gone.
    """
    version = reigning(models, name)
    if version is None or version in numbers(models, name):
        return None if version is None else version_folder(models, name, version)
    raise BundleError(
        say("bundle.champion_gone", version=f"v{version}", name=name),
        _choice(models, name),
        where=str(models / name),
        do=say("bundle.crown_another", name=name),
    )


def challenger(models: Path, name: str) -> int | None:
    """The newest version, where another one is the champion."""
    newest = max(numbers(models, name), default=None)
    return None if newest == reigning(models, name) else newest


def history(models: Path, name: str) -> list[dict[str, Any]]:
    """Who was champion when: `version`, `since` (ISO, UTC) and `by` (training, hand, rollback), oldest first.

    Raises
    ------
    BundleError
        When the file that keeps it is damaged.
    """
    pointer = models / name / CHAMPION
    if not pointer.is_file():
        return []
    try:
        reigns = [{key: one[key] for key in ("version", "since", "by")} for one in read_json(pointer)["history"]]
        succession(reigns)
        sound = all(type(one["version"]) is int and isinstance(one["since"], str) for one in reigns)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        sound = False
    if not sound:
        found, do = say("bundle.damaged", file=CHAMPION), say("bundle.delete_pointer", name=name)
        raise BundleError(found, _choice(models, name), str(pointer.parent), do)
    return reigns


def find(models: Path, model: str) -> Path:
    """The folder of `name@version`, or of the champion of `name`.

    Raises
    ------
    BundleError
        When there is no such model or version.
    """
    name, _, version = model.partition("@")
    known = names(models)
    if name not in known:
        raise BundleError(
            say("bundle.no_model", name=name), did_you_mean(name, known), str(models), say("bundle.train")
        )
    if version:
        digits = re.fullmatch(r"v?(\d{1,9})", version, re.ASCII)
        return _existing(models, name, int(digits[1]) if digits else version)
    folder = champion(models, name)
    if folder is None:
        raise BundleError(say("bundle.no_champion", name=name), _choice(models, name), str(models), _promote(name))
    return folder


def versions(models: Path) -> list[dict[str, Any]]:
    """All versions of all models, with what their manifests say; what is damaged hides none of the others.

    Returns
    -------
    list of dict
        `name`, `version`, `role` (champion, challenger or "") and `problem` (a message, "" where there is none); where
        there is no problem also `rank_by` and the provenance. A champion that is gone, or of whom nobody knows, stands
        before the versions of its model as a row whose `version` is None.
    """
    return [row for name in names(models) for row in _versions_of(models, name)]


def _versions_of(models: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of one model."""
    best = newest = None
    try:
        best, newest = reigning(models, name), challenger(models, name)
        champion(models, name)
    except BundleError as wrong:
        yield {"name": name, "version": None, "role": "champion", "problem": wrong.message}
    for number in numbers(models, name):
        about: dict[str, Any] = {}
        problem: Words = ""
        try:
            told = manifest(version_folder(models, name, number))
            about = told["about"] | told["head"]
        except BundleError as wrong:
            problem = wrong.message
        role = "champion" if number == best else "challenger" if number == newest else ""
        yield about | {"name": name, "version": number, "role": role, "problem": problem}


def set_champion(models: Path, name: str, version: int, by: str = HAND) -> Path:
    """Make a version the one that scores; the pointer changes whole or not at all, and keeps who was champion when."""
    with locked(models, name) as home:
        folder = _existing(models, name, version)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        reigns = [*history(models, name), {"version": version, "since": now, "by": by}]
        replace_json(home / CHAMPION, {"version": version, "history": reigns})
    return folder


def way_back(models: Path, name: str) -> tuple[int, int]:
    """The version to which the present champion gives way, and the present one: the champion before it that is there.

    Raises
    ------
    BundleError
        There was no champion before, or none of them is there any more.
    """
    line = succession(history(models, name))
    there = [version for version in line[:-1] if version in numbers(models, name)]
    if there:
        return there[-1], line[-1]
    if not line:
        raise BundleError(say("bundle.no_champion", name=name), _choice(models, name), str(models), _promote(name))
    key = "bundle.first_champion" if len(line) == 1 else "bundle.champions_gone"
    found = say(key, name=name, version=f"v{line[-1]}")
    raise BundleError(found, say("bundle.earlier_champion"), str(models), _promote(name))


def succession(reigns: list[dict[str, Any]]) -> list[int]:
    """The champions that one can go back to, the present one last.

    Examples
    --------
    >>> succession([{"version": 1, "by": "training"}, {"version": 3, "by": "hand"}])
    [1, 3]
    >>> succession([{"version": 1, "by": "training"}, {"version": 3, "by": "hand"}, {"version": 1, "by": "rollback"}])
    [1]
    """
    line: list[int] = []
    for reign in reigns:
        if reign["by"] == ROLLBACK:
            line.pop()
            while line[-1] != reign["version"]:  # those between are gone
                line.pop()
        elif line[-1:] != [reign["version"]]:
            line.append(reign["version"])
    return line


def only_name(models: Path) -> str:
    """The name of the model, where there is but one.

    Raises
    ------
    BundleError
        There are none or several.
    """
    known = names(models)
    if not known:
        raise BundleError(say("bundle.no_models"), where=str(models), do=say("bundle.train"))
    if len(known) > 1:
        raise BundleError(say("bundle.models", n=len(known), names=known), where=str(models), do=say("bundle.name_one"))
    return known[0]


def _existing(models: Path, name: str, version: int | str) -> Path:
    folder = models / name / f"v{version}"
    if version not in numbers(models, name):
        raise BundleError(say("bundle.no_version", version=str(version), name=name), _choice(models, name), str(models))
    return folder


def _choice(models: Path, name: str) -> Words:
    """The versions there are, as what would have been right."""
    known = [f"v{number}" for number in numbers(models, name)]
    return say("errors.one_of", names=known) if known else say("errors.none")


def _promote(name: str) -> Words:
    """What to do where there is nobody to score, or to go back to."""
    return say("bundle.promote", name=name)
