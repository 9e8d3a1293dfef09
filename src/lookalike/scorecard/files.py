"""The files of a version as who only lists them reads them: plain JSON, and the manifest that says what it is."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from lookalike.errors import BundleError
from lookalike.languages import from_plain, say, to_plain

FORMAT = 4
MANIFEST = "manifest.json"
HEAD = {"name": str, "version": int, "rank_by": str}
MISSHAPEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What reading a file raises that is no JSON, or whose content has another shape than expected."""


def manifest(folder: Path) -> dict[str, Any]:
    """What a version says of itself: `head` (name, version, format), `about` (provenance) and `files` (checksums).

    Raises
    ------
    BundleError
        When it is missing, damaged, or of a format that this version of the product does not read.
    """
    if not (folder / MANIFEST).is_file():
        raise BundleError(say("bundle.lacks", file=MANIFEST), where=str(folder), do=say("bundle.check_path"))
    try:
        told = read_json(folder / MANIFEST)
        parts = {part: dict(told[part]) for part in ("head", "about", "files")}
        form = parts["head"]["format"]
        sound = form != FORMAT or all(type(parts["head"][name]) is kind for name, kind in HEAD.items())
    except MISSHAPEN as problem:
        raise damaged(folder, MANIFEST) from problem
    if form != FORMAT:
        found, expected = say("bundle.format", format=str(form)), say("bundle.format", format=str(FORMAT))
        raise BundleError(found, expected, where=str(folder), do=say("bundle.other_format"))
    if not sound:
        raise damaged(folder, MANIFEST)
    return parts


def damaged(folder: Path, file: str) -> BundleError:
    """The error that a file of a version is not what was written."""
    return BundleError(say("bundle.damaged", file=file), where=str(folder), do=say("bundle.from_backup"))


def fingerprint(folder: Path) -> str:
    """SHA-256 of a version's manifest, which holds those of all its files."""
    return sha256((folder / MANIFEST).read_bytes()).hexdigest()


def flush(path: Path) -> None:
    """Have the system put a file on the disk, or what it knows of a folder; what was renamed then outlives a cut."""
    if path.is_dir() and not hasattr(os, "O_DIRECTORY"):
        return  # a system that knows no such order for folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_json(path: Path, data: Any) -> None:
    """Write plain data where others may be reading: they find the former content or the new one, whole."""
    draft = path.with_name(f".{path.name}")
    write_json(draft, data)
    flush(draft)
    os.replace(draft, path)
    flush(path.parent)


def write_json(path: Path, data: Any) -> None:
    """Write plain data and messages, the same bytes for the same data."""
    plain = json.dumps(_plain(to_plain(data)), ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(plain + "\n", encoding="utf-8")


def _plain(data: Any) -> Any:
    """As JSON can hold it: NaN becomes null, infinite numbers text that float() reads, numpy's types plain ones."""
    if isinstance(data, Mapping):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    if hasattr(data, "tolist"):
        return _plain(data.tolist())
    if isinstance(data, float) and not math.isfinite(data):
        return None if math.isnan(data) else str(data)
    return data


def read_json(path: Path) -> Any:
    """Read it back."""
    return from_plain(json.loads(path.read_bytes()))
