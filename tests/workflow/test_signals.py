"""Who is asked to end leaves what lay there before, nothing half written and no lock, and says so by its exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from firm import lookalike
from lookalike.ending import end_when_asked
from lookalike.runs import reserved, write
from lookalike.scorecard.store import write as bundles
from lookalike.web import work

PATIENCE = 60.0  # seconds for a process to come up, or to end


@pytest.fixture
def asked() -> Iterator[None]:
    """This process hears requests to end as a command does."""
    # In the background of a shell Ctrl-C is ignored, below nohup a closed terminal, as it should be: not here.
    first = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL, signal.SIGHUP: signal.SIG_DFL}
    before = {number: signal.signal(number, handler) for number, handler in first.items()}
    end_when_asked()
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def ending(number: int) -> Callable[..., None]:
    """In place of a step of the work: a signal, and the while until it is heard."""

    def ended(*args: object, **kwargs: object) -> None:
        os.kill(os.getpid(), number)
        time.sleep(1)

    return ended


def here(folder: Path) -> set[str]:
    """Every file and folder, hidden ones too; of the locks nothing is in the way."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.name.endswith(".lock")}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
@pytest.mark.usefixtures("asked")
def test_a_request_to_end_leaves_the_last_run_and_nothing_else(
    number: int, code: int, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = here(home)
    with monkeypatch.context() as patch:
        patch.setattr(write, "write_csv", ending(number))
        done = lookalike("score", "firm")
    assert done.exit_code == code
    assert "interrupted: what earlier runs wrote is as it was" in done.stderr
    assert here(home) == before
    with reserved(home / "firm" / "out"):
        pass
    assert lookalike("compare", "firm").exit_code == 0


@pytest.mark.usefixtures("asked")
def test_a_model_that_was_being_written_is_gone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = here(home)
    with monkeypatch.context() as patch:
        patch.setattr(bundles, "write_json", ending(signal.SIGTERM))
        assert lookalike("run", "firm").exit_code == 143
    assert here(home) == before


@pytest.mark.usefixtures("asked")
def test_the_work_of_the_app_is_cancelled_by_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = home / "firm" / work.FOLDER
    folder.mkdir()
    before = here(home)
    monkeypatch.setattr(write, "write_csv", ending(signal.SIGTERM))
    with contextlib.ExitStack() as stack:
        stack.callback(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))
        work.main("learn", home / "firm", home / "models", home / "mlruns", {})
    assert work.standing(home / "firm").state == "cancelled"
    left = {name for name in here(home) - before if not name.startswith("models/firm/v2")}
    assert left == {f"firm/{work.FOLDER}/{work.STATE}"}


def test_a_server_ends_by_it(home: Path) -> None:
    before = here(home)
    command = [sys.executable, "-m", "lookalike", "serve", "firm", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "http://127.0.0.1:" in server.stdout.readline()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=PATIENCE)
    assert server.returncode == 143
    assert here(home) == before
