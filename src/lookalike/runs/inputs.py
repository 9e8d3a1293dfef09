"""What a run is made of: the project with its files as they lay there, and what was changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lookalike.languages import Message, say
from lookalike.project import Project

FILE, BYTES, MODIFIED = "sha256", "bytes", "modified"  # of an input in the record of a run


@dataclass(frozen=True)
class Inputs:
    """The project, the list that is ranked where it is another than the project's, and how its files lay there.

    Made before anything is read: what is changed while it is read counts as changed since.

    Parameters
    ----------
    project : Project
    prospects : Path, optional
    seen : dict
        File, as the settings name it -> `bytes` and `modified` (nanoseconds).
    """

    project: Project
    prospects: Path | None = None
    seen: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project, prospects: Path | None = None) -> Inputs:
        """As the files lie there now."""
        prospects = prospects.resolve() if prospects else None
        seen = {name: _stamp(path) for name, path in _files(project, prospects) if path.is_file()}
        return cls(project, prospects, seen)

    def record(self, fingerprints: dict[str, str]) -> dict[str, Any]:
        """What the record of a run holds of them, as `changed` reads it."""
        inputs = {name: {FILE: found} | self.seen.get(name, {}) for name, found in fingerprints.items()}
        settings = fingerprint(self.project)
        return {"settings": settings, "inputs": inputs, "prospects": str(self.prospects) if self.prospects else None}


def changed(project: Project, record: dict[str, Any]) -> list[Message]:
    """What was changed since a run that is told of now: its files, which are looked at but not read, or the settings.

    A file that was only touched or copied is no other: where its day is another and its size the same, its content
    decides.
    """
    listed = Path(record["prospects"]) if record["prospects"] else None
    paths = dict(_files(project, listed))
    gone = [name for name, seen in record["inputs"].items() if BYTES in seen and _is_other(paths.get(name), seen)]
    told = [say("jobs.changed_files", files=gone, n=len(gone))] if gone else []
    return told + ([say("jobs.changed_settings")] if fingerprint(project) != record["settings"] else [])


def _is_other(path: Path | None, seen: dict[str, Any]) -> bool:
    if path is None or not path.is_file():
        return True
    now = _stamp(path)
    if now[BYTES] != seen[BYTES] or now[MODIFIED] == seen[MODIFIED]:
        return now[BYTES] != seen[BYTES]
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() != seen[FILE]


def _files(project: Project, prospects: Path | None) -> Iterator[tuple[str, Path]]:
    """Every input that is a file, with where it is."""
    for sources in project.inputs(prospects).values():
        for source in sources:
            if source.file:
                yield _shown(source.file), project.path(source.file)


def _shown(file: str) -> str:
    """How the room of companies calls a file: without the folders of a path from the root."""
    return Path(file).name if Path(file).is_absolute() else file


def _stamp(path: Path) -> dict[str, int]:
    found = path.stat()
    return {BYTES: found.st_size, MODIFIED: found.st_mtime_ns}


def fingerprint(project: Project) -> str:
    """SHA-256 of the settings."""
    return hashlib.sha256(project.settings.model_dump_json().encode()).hexdigest()
