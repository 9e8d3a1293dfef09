"""One command at a time writes to a folder; the other waits a little or is told."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from lookalike.errors import InputError
from lookalike.runs import lock
from lookalike.runs.folder import NEW


def test_a_second_command_is_told_that_another_is_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.05)
    with (
        lock.reserved(tmp_path / "out"),
        pytest.raises(InputError, match=r"another command is writing there.*wait until it is done"),
        lock.reserved(tmp_path / "out"),
    ):
        pass
    with lock.reserved(tmp_path / "out"), lock.reserved(tmp_path / "other"):
        pass


def test_a_second_command_waits_for_a_first_that_is_nearly_done(tmp_path: Path) -> None:
    def first() -> None:
        with lock.reserved(tmp_path / "out"):
            sleep(0.3)

    worker = Thread(target=first)
    worker.start()
    sleep(0.1)
    with lock.reserved(tmp_path / "out"):
        assert not worker.is_alive() or worker.join(1) is None
    worker.join()


def test_a_link_and_its_folder_are_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT", 0.05)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to("elsewhere")
    with (
        lock.reserved(tmp_path / "out") as folder,
        pytest.raises(InputError, match="another command"),
        lock.reserved(tmp_path / "elsewhere"),
    ):
        pass
    assert folder == tmp_path / "elsewhere"


def test_what_a_killed_command_left_is_removed_first(tmp_path: Path) -> None:
    (tmp_path / "out" / NEW).mkdir(parents=True)
    beside = tmp_path / f".out{NEW}"
    beside.mkdir()
    (beside / "half.parquet").write_text("")
    with lock.reserved(tmp_path / "out"):
        assert list((tmp_path / "out").iterdir()) == []
        assert not beside.exists()


def test_a_folder_of_something_else_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "lookalike.toml").write_text("")
    with pytest.raises(InputError, match=r"lookalike\.toml, which is of no former run"), lock.reserved(tmp_path):
        pass
    assert os.listdir(tmp_path) == ["lookalike.toml"]
