"""What MLflow is to be told of a version, kept beside the version until it was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import is_numeric_dtype

from lookalike.errors import BundleError
from lookalike.languages import Message, say
from lookalike.scorecard.files import MANIFEST, MISSHAPEN, fingerprint, read_json, replace_json
from lookalike.scorecard.versions import numbers, version_folder

ENTRY = "v{version}.diary.json"


@dataclass(frozen=True)
class Entry:
    """What was done to make a version, as far as its bundle does not tell.

    Attributes
    ----------
    fingerprint : str
        Of the bundle: an entry of a version that was deleted says nothing of the next one of its number.
    made : str
        When, ISO in UTC.
    verdict : Message
        What the gate said.
    inputs : sequence of (table, origin)
        Every input and where it came from: `file` with its `sha256`, or `query`.
    parameters : mapping
        Settings of the run.
    settings : mapping of candidate to mapping
        What each candidate was set to.
    learned : mapping
        The rows that were learned from, as `described` tells them.
    language : str
        In which the model card is written.
    run_id : str
        MLflow's id of the run; "" until it was told.
    """

    fingerprint: str
    made: str
    verdict: Message
    inputs: list[tuple[str, Mapping[str, str]]]
    parameters: Mapping[str, Any]
    settings: Mapping[str, Mapping[str, Any]]
    learned: Mapping[str, Any]
    language: str
    run_id: str = ""


def described(rows: pd.DataFrame) -> dict[str, Any]:
    """What is kept of a table of any content: a digest, its number of rows, and which columns are numbers.

    Examples
    --------
    >>> told = described(pd.DataFrame({"industry": ["IT", None], "won": [1.0, 0.0]}))
    >>> told["rows"], told["columns"], len(told["digest"])
    (2, {'industry': 'string', 'won': 'double'}, 64)
    """
    content = pd.util.hash_pandas_object(rows, index=False).to_numpy().tobytes()
    columns = {str(name): "double" if is_numeric_dtype(rows[name]) else "string" for name in rows}
    return {"digest": sha256(content).hexdigest(), "rows": len(rows), "columns": columns}


def write(models: Path, name: str, version: int, entry: Entry) -> None:
    """Keep the entry of a version."""
    replace_json(_file(models, name, version), asdict(entry))


def renew(models: Path, name: str, version: int, former: str) -> None:
    """What is kept of a version goes on to speak of it, where its bundle had another fingerprint before."""
    file = _file(models, name, version)
    if file.is_file():
        told = read_json(file)
        if told["fingerprint"] == former:
            replace_json(file, told | {"fingerprint": fingerprint(version_folder(models, name, version))})


def untold(models: Path, name: str) -> Iterator[tuple[int, Entry]]:
    """The versions of which MLflow was not told, the oldest first; without an entry there is nothing to tell.

    Raises
    ------
    BundleError
        An entry is damaged.
    """
    for version in numbers(models, name):
        entry = _read(models, name, version)
        if entry is not None and not entry.run_id:
            yield version, entry


def verdicts(models: Path, name: str) -> dict[int, Message]:
    """What the gate said of each version; those of which nothing was kept are missing.

    Raises
    ------
    BundleError
        An entry is damaged.
    """
    entries = {version: _read(models, name, version) for version in numbers(models, name)}
    return {version: entry.verdict for version, entry in entries.items() if entry is not None}


def _read(models: Path, name: str, version: int) -> Entry | None:
    """The entry of a version; None where there is none, or it is that of another bundle of this number."""
    file, folder = _file(models, name, version), version_folder(models, name, version)
    if not file.is_file() or not (folder / MANIFEST).is_file():
        return None
    try:
        told = read_json(file)
        entry = Entry(**told | {"inputs": [(table, origin) for table, origin in told["inputs"]]})
    except MISSHAPEN as problem:
        found, do = say("bundle.damaged", file=file.name), say("training.delete_entry")
        raise BundleError(found, where=str(file.parent), do=do) from problem
    return entry if entry.fingerprint == fingerprint(folder) else None


def _file(models: Path, name: str, version: int) -> Path:
    return models / name / ENTRY.format(version=version)
