"""One run takes the place of the last whole or not at all: wherever it is killed, and wherever the folder is."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from lookalike.errors import InputError
from lookalike.runs import exchange, replacing
from lookalike.runs.folder import NEXT, RUN, find, record, require_place
from lookalike.runs.replacing import replaced, settle

OLD, NEW = ("a.txt", "same.txt", "run/b.txt"), ("c.txt", "same.txt", "run/b.txt")
FOREIGN = "theirs.txt"


def fill(folder: Path, names: tuple[str, ...], tag: str) -> None:
    """A run whose every file says which run it is of."""
    (folder / "run").mkdir()
    for name in names:
        (folder / name).write_text(tag)
    (folder / RUN).write_text(json.dumps({"tag": tag, "files": [*names, RUN]}))


def once(folder: Path, names: tuple[str, ...], tag: str) -> None:
    with replaced(folder) as new:
        fill(new, names, tag)


def tags(folder: Path, read: Callable[[Path, str], Path]) -> set[str]:
    """Of which runs the files are that the folder's run lists."""
    told = record(folder)
    assert told
    return {told["tag"], *(read(folder, name).read_text() for name in told["files"] if name != RUN)}


@pytest.fixture(params=["swapped", "moved in", "copied in", "linked", "beside a file of others"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A finished run in a folder, in each of the ways in which another may take its place."""
    out = tmp_path / "project" / "out"
    if request.param == "linked":
        (tmp_path / "elsewhere").mkdir()
        out.parent.mkdir()
        out.symlink_to(tmp_path / "elsewhere")
        out = out.resolve()
    once(out, OLD, "old")
    if request.param in ("moved in", "copied in"):
        monkeypatch.setattr(replacing, "swap", lambda one, other: False)
    if request.param == "copied in":  # as on a mount, into which nothing can be moved
        replace = os.replace

        def not_into(source: Path, target: Path) -> None:
            if Path(target).name == NEXT and Path(source).parent != Path(target).parent:
                raise OSError(18, "Invalid cross-device link")
            replace(source, target)

        monkeypatch.setattr(os, "replace", not_into)
    if request.param.startswith("beside"):
        (out / FOREIGN).write_text("precious")
    return out


def test_the_new_run_stands_alone(folder: Path) -> None:
    foreign = {FOREIGN} if (folder / FOREIGN).exists() else set()
    once(folder, NEW, "new")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there == {*NEW, RUN} | foreign
    assert tags(folder, lambda out, name: out / name) == {"new"}
    assert not [path for path in folder.parent.iterdir() if path.name.startswith(".")]


def test_an_error_leaves_the_last_run_as_it_was(folder: Path) -> None:
    def fails() -> None:
        with replaced(folder) as new:
            fill(new, NEW, "new")
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk is full"):
        fails()
    assert tags(folder, lambda out, name: out / name) == {"old"}
    assert not [path for path in [*folder.parent.iterdir(), *folder.iterdir()] if path.name.startswith(".")]


STEPS = ((os, "replace"), (os, "unlink"), (os, "fsync"), (os, "rmdir"), (os, "mkdir"), (replacing, "swap"))


def killed(folder: Path, step: int) -> bool:
    """Whether a process that writes a run is killed before its `step`-th change of the disk; else it is done."""
    child = os.fork()
    if child == 0:
        left = step

        def counted(change: Callable) -> Callable:
            def counting(*args, **kwargs):
                nonlocal left
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
                return change(*args, **kwargs)

            return counting

        for module, name in STEPS:
            setattr(module, name, counted(getattr(module, name)))
        once(folder, NEW, "new")
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_kill_at_any_step_leaves_one_whole_run(folder: Path, tmp_path: Path) -> None:
    """For whoever reads the run at once; and in place of it for any program, once a command has written again."""
    foreign, swapped = (folder / FOREIGN).exists(), replacing.swap is exchange.swap
    saved, seen, step = tmp_path / "saved", [], 0
    shutil.copytree(folder, saved)
    while True:
        was_killed = killed(folder, step)
        found = tags(folder, find)
        assert len(found) == 1, f"step {step}"
        seen += found
        if swapped and not foreign:
            assert tags(folder, lambda out, name: out / name) == found, f"step {step}: any program sees a mixture"
        settle(folder)
        assert tags(folder, lambda out, name: out / name) <= {*found, "new"}
        left = [path.name for path in [*folder.parent.iterdir(), *folder.iterdir()] if path.name.startswith(".")]
        assert left == []
        assert (folder / FOREIGN).exists() == foreign
        if not was_killed:
            break
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(saved, folder, dirs_exist_ok=True)
        step += 1
    assert set(seen) == {"old", "new"}
    assert step > 10


def test_what_others_put_there_in_the_meantime_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A spreadsheet may write its own file between the look and the swap."""
    once(out := tmp_path / "out", OLD, "old")
    swap = exchange.swap

    def late(one: Path, other: Path) -> bool:
        (other / FOREIGN).write_text("precious")
        return swap(one, other)

    monkeypatch.setattr(replacing, "swap", late)
    once(out, NEW, "new")
    assert (out / FOREIGN).read_text() == "precious"
    assert tags(out, find) == {"new"}


def test_an_empty_folder_in_place_of_a_file_of_the_last_run_is_in_nobodys_way(tmp_path: Path) -> None:
    once(out := tmp_path / "out", OLD, "old")
    (out / "a.txt").unlink()
    (out / "a.txt").mkdir()
    for tag in ("new", "newer"):
        once(out, OLD, tag)
        assert tags(out, lambda folder, name: folder / name) == {tag}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_folder_of_somebody_in_place_of_a_file_is_kept_and_said(tmp_path: Path) -> None:
    once(out := tmp_path / "out", OLD, "old")
    (out / "a.txt").unlink()
    (out / "a.txt").mkdir()
    (out / "a.txt" / "precious").write_text("")
    with pytest.raises(IsADirectoryError, match=r"a\.txt"):
        once(out, OLD, "new")
    assert tags(out, find) == {"new"}
    (out / "a.txt").rename(out / "theirs")
    once(out, OLD, "newer")
    assert tags(out, find) == {"newer"}
    assert (out / "theirs" / "precious").exists()


def test_a_folder_that_is_no_former_run_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "prospects.parquet").write_text("precious")
    with pytest.raises(InputError, match=r"prospects\.parquet, which is of no former run.*another folder with --out"):
        once(tmp_path, NEW, "new")
    assert (tmp_path / "prospects.parquet").read_text() == "precious"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_of_others_is_not_replaced_by_one_of_that_name(tmp_path: Path) -> None:
    once(out := tmp_path / "out", OLD, "old")
    (out / "c.txt").write_text("precious")
    with pytest.raises(InputError, match=r"c\.txt, which no former run wrote"):
        once(out, NEW, "new")
    with pytest.raises(InputError, match=r"c\.txt, which no former run wrote"):
        require_place(out, ["c.txt", "a.txt"])
    assert (out / "c.txt").read_text() == "precious"
    assert tags(out, find) == {"old"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match=r"out: a file\. Expected: a folder"):
        require_place(tmp_path / "out", [])


@pytest.mark.parametrize(
    "told",
    ["{", "[]", "{}", '{"files": "run.json"}', '{"files": []}', '{"files": ["run.json", "../x"]}',
     '{"files": ["run.json", "/etc/passwd"]}', '{"files": ["run.json", 3]}'],
)  # fmt: skip
def test_only_a_record_that_lists_its_own_files_makes_a_run(tmp_path: Path, told: str) -> None:
    (tmp_path / RUN).write_text(told)
    assert record(tmp_path) is None
    with pytest.raises(InputError, match="of no former run"):
        require_place(tmp_path, [])
