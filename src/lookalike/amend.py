"""Settings changed by the app: `lookalike.toml` keeps its comments, is written whole or not at all, and every change
is signed and can be undone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomlkit
from filelock import BaseFileLock, FileLock
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from lookalike.errors import SettingsError
from lookalike.languages import Message, from_plain, say, to_plain
from lookalike.project import FILE_NAME, settings_in

HISTORY = ".lookalike/changes.json"
LOCK = ".lookalike/settings.lock"
KEPT = 100  # changes that can be seen and undone
PATIENCE = 10  # seconds that one waits for another who changes the same file


@dataclass(frozen=True)
class Amendment:
    """One change of the settings.

    Attributes
    ----------
    at : str
        When, ISO in UTC.
    author : str
        Who; "" where nobody said.
    what : Message
    before : str
        The whole file as it was.
    after : str
        SHA-256 of the file as it became.
    """

    at: str
    author: str
    what: Message
    before: str
    after: str


def amend(folder: Path, change: Callable[[TOMLDocument], None], what: Message | None, author: str = "") -> bool:
    """Change a project's settings; whether that changed anything.

    Parameters
    ----------
    folder : Path
        The project.
    change : callable
        Changes the document that it is given.
    what : Message or None
        What is changed, for the history. None is a change for good: the history, which holds the file as it was before
        every change, is deleted, so that nothing is undone any more.
    author : str

    Raises
    ------
    SettingsError
        The settings could not be used then; nothing was written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> def larger(document):
    ...     section(document, "score")["capacity"] = 40
    >>> with TemporaryDirectory() as name:
    ...     file = Path(name) / FILE_NAME
    ...     written = file.write_text('name = "a"  # ours\\n[inputs]\\ndeals = "d.csv"\\n', encoding="utf-8")
    ...     changed = amend(Path(name), larger, say("amend.plan", goal=None, capacity=40), "Kari")
    ...     print(file.read_text(encoding="utf-8").replace("\\n\\n", "\\n"), end="")
    ...     undone = undo(Path(name))
    ...     print(undone, "|", file.read_text(encoding="utf-8").splitlines()[-1])
    name = "a"  # ours
    [inputs]
    deals = "d.csv"
    [score]
    capacity = 40
    revenue goal –, capacity 40 | deals = "d.csv"
    """
    file = folder / FILE_NAME
    with _alone(folder):
        before = file.read_bytes()
        text = before.decode("utf-8-sig")
        document = tomlkit.parse(text)
        change(document)
        after = tomlkit.dumps(document).encode()
        if what is None:
            (folder / HISTORY).unlink(missing_ok=True)
        if after == text.encode():
            return False
        settings_in(after, str(file))
        if what is None:
            _replace(file, after)
            return True
        now = datetime.now(UTC).isoformat(timespec="seconds")
        made = Amendment(now, author.strip(), what, text, sha256(after).hexdigest())
        _replace(file, after)
        _keep(folder, [*_kept(folder), made])
    return True


def undo(folder: Path) -> Message:
    """Take the last change back; what it was.

    Raises
    ------
    SettingsError
        There is none, or the file was changed otherwise since.
    """
    file = folder / FILE_NAME
    with _alone(folder):
        kept = _kept(folder)
        if not kept:
            raise SettingsError(say("amend.nothing"), where=str(file))
        *rest, last = kept
        if sha256(file.read_bytes()).hexdigest() != last.after:
            raise SettingsError(say("amend.changed_since"), say("amend.as_written"), str(file), say("amend.by_hand"))
        _replace(file, last.before.encode())
        _keep(folder, rest)
    return last.what


def amendments(folder: Path) -> list[Amendment]:
    """The changes that were not undone, the last one first."""
    return _kept(folder)[::-1]


def section(document: TOMLDocument, *names: str) -> Table:
    """A section of the document, made where it is missing: `section(document, "criteria", "weights")`."""
    place: Any = document
    for name in names:
        if name not in place:
            place.add(name, tomlkit.table(is_super_table=name != names[-1]))
        place = place[name]
    found: Table = place
    return found


def add_row(place: Table, name: str, row: dict[str, object]) -> None:
    """Add a row to a list of tables, in the way in which the file writes it."""
    if name not in place:
        place.add(name, tomlkit.aot())
    rows = place[name]
    made = tomlkit.table() if isinstance(rows, AoT) else tomlkit.inline_table()
    made.update(row)
    rows.append(made)


def remove_rows(place: Table, name: str, unwanted: Callable[[dict[str, object]], bool]) -> None:
    """Take rows out of a list of tables; the list too where none is left."""
    rows = place.get(name, [])
    for at in reversed(range(len(rows))):
        if unwanted(rows[at]):
            del rows[at]
    if name in place and not rows:
        place.remove(name)


def _alone(folder: Path) -> BaseFileLock:
    """What one holds while nobody else changes the settings."""
    (folder / LOCK).parent.mkdir(exist_ok=True)
    return FileLock(folder / LOCK, timeout=PATIENCE)


def _kept(folder: Path) -> list[Amendment]:
    file = folder / HISTORY
    if not file.is_file():
        return []
    return [Amendment(**from_plain(one)) for one in json.loads(file.read_bytes())]


def _keep(folder: Path, changes: list[Amendment]) -> None:
    told = [to_plain(asdict(one)) for one in changes[-KEPT:]]
    _replace(folder / HISTORY, json.dumps(told, ensure_ascii=False, indent=1).encode())


def _replace(file: Path, content: bytes) -> None:
    """Write where others may be reading: they find the former content or the new one, whole."""
    draft = file.with_name(f".{file.name}.new")
    with draft.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())
    os.replace(draft, file)
