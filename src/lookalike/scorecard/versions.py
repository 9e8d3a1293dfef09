"""The folder of models: one folder per version, and who is, was and may become the champion that scores."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lookalike.errors import BundleError, did_you_mean
from lookalike.scorecard.store import manifest, read_json, write_json

CHAMPION = "champion.json"
TRAINING, HAND, ROLLBACK = "training", "hand", "rollback"  # who made a version the champion


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


def champion(models: Path, name: str) -> Path | None:
    """The folder of the version that scores; None when none was ever promoted.

    Raises
    ------
    BundleError
        When the champion's folder is gone.
    """
    reigns = history(models, name)
    return _existing(models, name, reigns[-1]["version"]) if reigns else None


def challenger(models: Path, name: str) -> int | None:
    """The newest version, where another one is the champion."""
    newest, pointer = max(numbers(models, name), default=None), champion(models, name)
    return None if newest is None or pointer == version_folder(models, name, newest) else newest


def history(models: Path, name: str) -> list[dict[str, Any]]:
    """Who was champion when: `version`, `since` (ISO, UTC) and `by` (training, hand, rollback), oldest first."""
    pointer = models / name / CHAMPION
    # A pointer without history is of an older format, as is the version that it points to: nothing can read that one.
    try:
        return list(read_json(pointer).get("history", [])) if pointer.is_file() else []
    except ValueError as problem:
        do = f"delete it and promote a version by hand, {_choice(models, name)}"
        raise BundleError(f"{CHAMPION} is damaged", "valid JSON", str(pointer.parent), do) from problem


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
        hint = did_you_mean(name, known)
        raise BundleError(f"no model {name!r}", hint, where=str(models), do="run `lookalike train` first")
    if version:
        digits = re.fullmatch(r"v?(\d{1,9})", version, re.ASCII)
        return _existing(models, name, int(digits[1]) if digits else version)
    folder = champion(models, name)
    if folder is None:
        raise BundleError(f"{name!r} has no champion", _choice(models, name), where=str(models), do="promote a version")
    return folder


def versions(models: Path) -> list[dict[str, Any]]:
    """All versions of all models, with what their manifests say.

    Returns
    -------
    list of dict
        `name`, `version`, `rank_by`, provenance, and `role`: champion, challenger or "".
    """
    listed = []
    for name in names(models):
        best, newest = champion(models, name), challenger(models, name)
        for number in numbers(models, name):
            folder = version_folder(models, name, number)
            told = manifest(folder)
            role = "champion" if folder == best else "challenger" if number == newest else ""
            listed.append(told["about"] | told["head"] | {"role": role})
    return listed


def set_champion(models: Path, name: str, version: int, by: str = HAND) -> Path:
    """Make a version the one that scores; the pointer changes whole or not at all, and keeps who was champion when."""
    folder = _existing(models, name, version)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    reigns = [*history(models, name), {"version": version, "since": now, "by": by}]
    draft = models / name / f".{CHAMPION}"
    write_json(draft, {"version": version, "history": reigns})
    os.replace(draft, models / name / CHAMPION)
    return folder


def roll_back(models: Path, name: str) -> tuple[int, int]:
    """Make the version that was champion before the present one champion again; its number and the number it follows.

    A second time it goes one further back, not forth again.

    Raises
    ------
    BundleError
        There was no champion before, or its folder is gone.
    """
    reigns = history(models, name)
    line = succession(reigns)
    if len(line) < 2:
        found = f"v{line[0]} is the first champion of {name!r}" if line else f"{name!r} has no champion"
        by_hand = f"promote another by hand, {_choice(models, name)}"
        raise BundleError(found, "a champion before it", where=str(models), do=by_hand)
    set_champion(models, name, line[-2], ROLLBACK)
    return line[-2], line[-1]


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
    if len(known) != 1:
        found = f"{len(known)} models" if known else "no model"
        raise BundleError(found, f"one of: {', '.join(known)}" if known else "", str(models), "name one")
    return known[0]


def _existing(models: Path, name: str, version: int | str) -> Path:
    folder = models / name / f"v{version}"
    if version not in numbers(models, name):
        raise BundleError(f"no version {version} of {name!r}", _choice(models, name), where=str(models))
    return folder


def _choice(models: Path, name: str) -> str:
    return "one of: " + ", ".join(f"v{number}" for number in numbers(models, name))
