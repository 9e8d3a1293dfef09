"""Settings written by the app: comments stay, what could not be used is not written, and each change can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tomlkit import TOMLDocument

from lookalike.amend import add_row, amend, amendments, remove_rows, section, undo
from lookalike.errors import SettingsError
from lookalike.languages import say
from lookalike.project import load_project

TEXT = """# Ours
name = "seller"   # do not change

[inputs]
deals = "deals.csv"

[criteria]        # see the meeting of May
weights = { size = 2 }  # Kari
"""
WHAT = say("amend.nothing")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lookalike.toml").write_bytes(TEXT.encode())
    return tmp_path


def text(folder: Path) -> str:
    return (folder / "lookalike.toml").read_bytes().decode()


def give_points(document: TOMLDocument) -> None:
    signed = {"author": "Kari", "date": "2026-05-01", "reason": 'a "new" office'}
    add_row(section(document, "criteria"), "manual", {"segment": "IT", "criterion": "size", "points": 3, **signed})


def test_comments_stay_and_sections_are_made_where_they_are_missing(folder: Path) -> None:
    def change(document: TOMLDocument) -> None:
        section(document, "criteria", "weights")["growth"] = 0.5
        section(document, "segments", "names")["industry is IT"] = "Tech"

    assert amend(folder, change, WHAT)
    for comment in ("# Ours", "# do not change", "# see the meeting of May", "# Kari"):
        assert comment in text(folder)
    settings = load_project(folder).settings
    assert settings.criteria.weights == {"size": 2, "growth": 0.5}
    assert settings.segments.names == {"industry is IT": "Tech"}


def test_rows_are_added_and_taken_out_however_the_file_writes_them(folder: Path) -> None:
    amend(folder, give_points, WHAT)
    assert "[[criteria.manual]]" in text(folder)
    amend(folder, lambda document: remove_rows(section(document, "criteria"), "manual", lambda row: True), WHAT)
    assert load_project(folder).settings.criteria.manual == ()
    row = '{ segment = "Food", criterion = "size", points = 1, author = "K", date = 2026-01-01, reason = "r" }'
    (folder / "lookalike.toml").write_bytes(TEXT.encode() + f"manual = [{row}]\n".encode())
    amend(folder, give_points, WHAT)
    assert [one.segment for one in load_project(folder).settings.criteria.manual] == ["Food", "IT"]


def test_what_could_not_be_used_is_not_written(folder: Path) -> None:
    def change(document: TOMLDocument) -> None:
        section(document, "criteria", "weights")["size"] = -1

    with pytest.raises(SettingsError, match=r"criteria\.weights\.size"):
        amend(folder, change, WHAT)
    assert text(folder) == TEXT
    assert amendments(folder) == []


def test_what_changes_nothing_is_no_change(folder: Path) -> None:
    assert not amend(folder, lambda document: None, WHAT)
    assert amendments(folder) == []


def test_each_change_is_signed_and_undone_the_last_one_first(folder: Path) -> None:
    amend(folder, give_points, say("amend.goal", goal="speed"), " Kari ")
    with_points = text(folder)
    amend(
        folder,
        lambda document: section(document, "score").add("capacity", 20),
        say("amend.plan", goal=None, capacity=20),
    )
    assert [one.author for one in amendments(folder)] == ["", "Kari"]
    assert str(undo(folder)) == "revenue goal –, capacity 20"
    assert text(folder) == with_points
    assert str(undo(folder)) == "goal: speed"
    assert text(folder) == TEXT
    with pytest.raises(SettingsError, match="no change to undo"):
        undo(folder)


def test_a_change_by_hand_is_never_undone(folder: Path) -> None:
    amend(folder, give_points, WHAT)
    (folder / "lookalike.toml").write_bytes(text(folder).encode() + b"# mine\n")
    with pytest.raises(SettingsError, match="changed otherwise since"):
        undo(folder)
    assert "# mine" in text(folder)


def test_line_ends_and_the_mark_of_windows_stay_readable(folder: Path) -> None:
    (folder / "lookalike.toml").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    amend(folder, give_points, WHAT)
    assert load_project(folder).settings.criteria.manual[0].author == "Kari"
