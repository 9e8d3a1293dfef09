"""What people note about companies of the list: status, owner and words, in a small SQLite file of the project.

Every change is a row of its own and nothing is overwritten: undoing marks the row, and what stood before holds again.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from lookalike.errors import InputError
from lookalike.languages import Message, Words, say

FILE = "notes.sqlite"
STATUSES = ("called", "meeting", "deal", "not a fit", "never")
"""What can come of a company: approached, met, a deal opened, no fit for us (with why), never to be approached."""
What = Literal["status", "owner", "note"]
KEYS = ("prospect_id", "name", "org_number", "domain", "country")
NOTED = ("what", "value", "why", "author", "at")
LONGEST = 2_000  # characters of a note
_SCHEMA = """
create table if not exists changes (
    id integer primary key,
    prospect_id text not null, name text, org_number text, domain text, country text,
    what text not null check (what in ('status', 'owner', 'note')),
    value text not null, why text not null default '',
    author text not null default '', at text not null, undone text
);
create index if not exists of_company on changes (prospect_id, what, id);
pragma secure_delete = on;
"""


_REFUSED = {  # what SQLite says of the machine
    sqlite3.SQLITE_FULL: errno.ENOSPC,
    sqlite3.SQLITE_READONLY: errno.EACCES,
    sqlite3.SQLITE_CANTOPEN: errno.EACCES,
    sqlite3.SQLITE_PERM: errno.EACCES,
    sqlite3.SQLITE_IOERR: errno.EIO,
    sqlite3.SQLITE_NOMEM: errno.ENOMEM,
    sqlite3.SQLITE_BUSY: errno.EBUSY,
}
_DAMAGED = {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


@dataclass(frozen=True)
class Change:
    """One thing that somebody noted.

    Attributes
    ----------
    id : int
    prospect_id : str
    what : str
        `status`, `owner` or `note`.
    value : str
        A status of `STATUSES` or "" for none; a person's name; or words.
    why : str
        Of a status: the reason.
    author : str
    at : str
        When, ISO in UTC.
    """

    id: int
    prospect_id: str
    what: What
    value: str
    why: str
    author: str
    at: str

    @property
    def said(self) -> Words:
        """What was noted, in words: a status is called what people call it."""
        return called(self.value) if self.what == "status" and self.value else self.value


def called(status: str) -> Message:
    """A status of `STATUSES` in words."""
    return say(f"statuses.{status.replace(' ', '_')}")


class Notes:
    """The notes of one project.

    Parameters
    ----------
    folder : Path
        The project's folder; the file is made with the first note.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     notes = Notes(Path(folder))
    ...     change = notes.change({"prospect_id": "17"}, "status", "called", author="Kari")
    ...     before = notes.standing("17")["status"].value
    ...     notes.undo(change)
    ...     before, notes.standing("17")
    ('called', {})
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE

    def change(self, company: Mapping[str, Any], what: What, value: str, why: str = "", author: str = "") -> int:
        """Note something about a company and give the number of the change.

        Parameters
        ----------
        company : dict
            `prospect_id`, and `name`, `org_number`, `domain`, `country` where known: a later list may number it anew.
        what, value, why, author : str
            As in `Change`.

        Raises
        ------
        InputError
            A status that is none, or a note too long to be one.
        """
        if what == "status" and value not in ("", *STATUSES):
            raise InputError(say("notes.no_status", status=value), say("errors.one_of", names=list(STATUSES)))
        length = max(len(value), len(why))
        if length > LONGEST:
            raise InputError(say("notes.too_long", length=length), say("notes.longest", most=LONGEST))
        keys = [str(company.get(key) or "") for key in KEYS]
        row = (*keys, what, value.strip(), why.strip(), author.strip(), datetime.now(UTC).isoformat(timespec="seconds"))
        columns = ", ".join((*KEYS, *NOTED))
        with self._open() as database:
            marks = ", ".join("?" for _ in row)
            added = database.execute(f"insert into changes ({columns}) values ({marks})", row)
            return int(added.lastrowid or 0)

    def undo(self, change: int) -> None:
        """Take a change back; what stood before holds again."""
        with self._open() as database:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            database.execute("update changes set undone = ? where id = ? and undone is null", (now, change))

    def standing(self, prospect_id: str) -> dict[str, Change]:
        """What holds of a company now: `status`, `owner` and `note`, those that were given."""
        return {change.what: change for change in reversed(self.history(prospect_id))}

    def history(self, prospect_id: str) -> list[Change]:
        """All changes of a company that were not taken back, newest first."""
        return self._read("where undone is null and prospect_id = ? order by id desc", [prospect_id])

    def holding(self) -> list[tuple[dict[str, str], Change]]:
        """The status that holds of every company that has one, with the company's keys, in order of time."""
        if not self.file.is_file():
            return []
        with self._open() as database:
            rows = database.execute(
                f"""select {", ".join(KEYS)}, id, what, value, why, author, at from changes where id in
                (select max(id) from changes where undone is null and what = 'status' group by prospect_id)
                and value <> '' order by id"""
            ).fetchall()
        size = len(KEYS)
        return [(dict(zip(KEYS, row[:size], strict=True)), Change(row[size], row[0], *row[size + 1 :])) for row in rows]

    def forget(self, ids: Iterable[str], org_numbers: Iterable[str], names: Iterable[str]) -> int:
        """Delete all that was ever noted about a company, undone changes too, and overwrite it; how many they were."""
        if not self.file.is_file():
            return 0
        with self._open() as database:
            gone = sum(
                database.execute(f"delete from changes where {column} = ?", (one,)).rowcount
                for column, wanted in (("prospect_id", ids), ("org_number", org_numbers), ("name", names))
                for one in wanted
            )
        with closing(sqlite3.connect(self.file, timeout=10)) as database:
            database.execute("vacuum")
        return gone

    def _read(self, rest: str, values: list[str]) -> list[Change]:
        if not self.file.is_file():
            return []
        with self._open() as database:
            query = f"select id, prospect_id, what, value, why, author, at from changes {rest}"
            return [Change(*row) for row in database.execute(query, values)]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for one piece of work, which is written whole or not at all."""
        try:
            with closing(sqlite3.connect(self.file, timeout=10)) as database, database:
                database.executescript(_SCHEMA)
                yield database
        except sqlite3.DatabaseError as problem:
            code = getattr(problem, "sqlite_errorcode", 0) & 0xFF  # without what SQLite adds to it
            if code in _DAMAGED:
                raise InputError(say("notes.damaged"), where=str(self.file), do=say("notes.from_backup")) from problem
            if code in _REFUSED:
                raise OSError(_REFUSED[code], str(problem), str(self.file)) from problem
            raise
