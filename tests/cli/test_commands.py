"""The shell: exit codes and messages."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import lookalike
from lookalike.cli import commands as cli
from lookalike.cli import terminal


def test_a_missing_project_is_said_with_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.app, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "lookalike init DIR FILE" in result.stderr


def test_all_problems_of_the_settings_come_together(tmp_path: Path) -> None:
    (tmp_path / "lookalike.toml").write_text('name = "x"\n[inputs]\ndeal = "a.csv"\n[score]\ncapacty = 3\n')
    result = CliRunner().invoke(cli.app, ["run", str(tmp_path)])
    assert result.exit_code == 1
    assert "did you mean 'deals'?" in result.stderr
    assert "did you mean 'capacity'?" in result.stderr


def test_a_command_speaks_the_language_of_its_project_and_the_next_one_its_own(tmp_path: Path) -> None:
    settings = 'name = "x"\n[inputs]\ndeals = "a.csv"\n[score]\nlanguage = "{}"\n'
    for code in ("de", "sv"):
        (tmp_path / "lookalike.toml").write_text(settings.format(code))
        assert CliRunner().invoke(cli.app, ["compare", str(tmp_path)]).exit_code == 1  # nothing was ranked yet
        assert terminal.spoken().code == code
    CliRunner().invoke(cli.app, ["models", "list", "--models", str(tmp_path)])
    assert terminal.spoken().code == "en"


def test_check_names_a_column_that_knows_the_outcome_and_does_not_learn_from_it(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    ids, won = [f"K{place:03d}" for place in range(200)], np.arange(200) % 2 == 0
    known = {"Employees": rng.integers(5, 200, 200), "Usage": (50 * won + rng.integers(0, 60, 200))}
    pd.DataFrame({"Account ID": ids, "Name": [f"Firm {one}" for one in ids], **known}).to_csv(tmp_path / "a.csv")
    outcome = np.where(won, "Closed Won", "Closed Lost")
    pd.DataFrame({"Deal ID": ids, "Account ID": ids, "Stage": outcome}).to_csv(tmp_path / "d.csv", index=False)
    pd.DataFrame({"Name": ["New", "Newer"], "Employees": [20, 40], "Usage": [30, 60]}).to_csv(tmp_path / "p.csv")
    (tmp_path / "lookalike.toml").write_text(
        'name = "x"\n[inputs]\naccounts = "a.csv"\ndeals = "d.csv"\nprospects = "p.csv"\n'
    )
    told = CliRunner().invoke(cli.app, ["check", str(tmp_path)], catch_exceptions=False).stdout
    learned = next(line for line in told.splitlines() if line.startswith("To learn from:"))
    assert "number of employees" in learned
    assert "Usage" not in learned
    found = CliRunner().invoke(cli.app, ["check", "--json", str(tmp_path)], catch_exceptions=False).stdout
    (leak,) = [one for one in json.loads(found) if one["code"] == "leak"]
    assert leak["column"] == "Usage"
    assert leak["message"].startswith("knows the outcome: alone it reaches an AUC of 0.9")
    assert " all without it, " in leak["message"]


def test_wrong_usage_has_its_own_code() -> None:
    assert CliRunner().invoke(cli.app, ["export", "demo", "--to", "fax"]).exit_code == 2


def test_a_fault_of_the_program_shows_no_stack_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("of course")

    monkeypatch.setattr(cli, "app", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SystemExit, match=str(cli.FAULT)):
        cli.main()
    said = capsys.readouterr().err
    assert "an error in the program" in said
    assert "Traceback" not in said
    (log,) = tmp_path.glob("lookalike-*/error.txt")
    assert str(log) in said.replace("\n", "")
    assert "ZeroDivisionError: of course" in log.read_text("utf-8")


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(cli.app, ["--version"]).stdout == f"lookalike {lookalike.__version__}\n"


@pytest.mark.parametrize(
    "command", ["demo", "init", "check", "train", "score", "run", "explain", "compare", "export", "models"]
)
def test_every_command_of_the_contract_takes_help(command: str) -> None:
    assert CliRunner().invoke(cli.app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (
            OSError(28, "No space left on device", "/out/a.csv"),
            1,
            "/out/a.csv: the disk is full. To do: free some space",
        ),
        (PermissionError(13, "Permission denied", "/out/a.csv"), 1, "/out/a.csv: no right to write or read there"),
        (
            IsADirectoryError(21, "Is a directory", "/out/a.csv"),
            1,
            "a folder stands where a file should be. To do: move",
        ),
        (MemoryError(), 1, "not enough memory. To do: close other programs"),
        (OSError(24, "Too many open files"), 1, "too many files are open. To do: close other programs"),
        (OSError(30, "Read-only file system", "/out"), 1, "/out: what lies there can only be read"),
        (FileNotFoundError(2, "No such file", "/a.csv"), 1, "/a.csv: it is not there, or not any more. To do: bring"),
        (NotADirectoryError(20, "Not a directory", "/a"), 1, "/a: a file stands where a folder should be"),
        (OSError(5, "Input/output error", "/a"), 1, "/a: the machine refuses it (Input/output error)"),
        (KeyboardInterrupt(15), 143, "interrupted: what earlier runs wrote is as it was"),
        (KeyboardInterrupt(), 130, "interrupted: what earlier runs wrote is as it was"),
    ],
    ids=[
        "disk full",
        "no right",
        "folder",
        "memory",
        "files",
        "read only",
        "gone",
        "a file",
        "other",
        "end",
        "interrupt",
    ],
)
def test_what_the_machine_refuses_is_said_as_that(
    raised: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuses(path: Path, out: Path | None = None) -> None:
        raise raised

    monkeypatch.setattr("lookalike.project.load_project", refuses)
    result = CliRunner().invoke(cli.app, ["compare", str(tmp_path)])
    assert result.exit_code == code
    assert said in result.stderr
