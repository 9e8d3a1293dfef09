"""A file of notes that the machine refuses or that is none is said so."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from lookalike.companies.notes import Notes
from lookalike.errors import InputError


def test_a_file_that_holds_no_notes_is_said_with_what_to_do(tmp_path: Path) -> None:
    notes = Notes(tmp_path)
    notes.file.write_text("This is no database. " * 100)
    with pytest.raises(InputError, match=r"the file of the notes is damaged\. To do: take it from a backup"):
        notes.change({"prospect_id": "17"}, "status", "called")
    with pytest.raises(InputError, match="the file of the notes is damaged"):
        notes.standing("17")


def test_what_the_machine_refuses_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes = Notes(tmp_path)
    notes.file.mkdir()
    with pytest.raises(PermissionError, match=r"unable to open database file.*notes"):
        notes.change({"prospect_id": "17"}, "status", "called")
    notes.file.rmdir()
    notes.change({"prospect_id": "17"}, "note", "x")
    connect = sqlite3.connect

    def small(*args, **options):
        made = connect(*args, **options)
        made.execute("pragma max_page_count = 1")  # as on a full disk: the file may not grow
        return made

    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(OSError, match=r"database or disk is full.*notes"):
        [notes.change({"prospect_id": "17"}, "note", note) for note in 20 * ["x" * 1900]]
    monkeypatch.undo()
    assert notes.standing("17")["note"].value in ("x", "x" * 1900)
