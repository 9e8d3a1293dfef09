"""The shell: exit codes and messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from lookalike import cli


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


def test_wrong_usage_has_its_own_code() -> None:
    assert CliRunner().invoke(cli.app, ["export", "demo", "--to", "fax"]).exit_code == 2


def test_a_fault_of_the_program_shows_no_stack_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("of course")

    monkeypatch.setattr(cli, "app", broken)
    with pytest.raises(SystemExit, match=str(cli.FAULT)):
        cli.main()
    said = capsys.readouterr().err
    assert "an error in the program" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "command", ["demo", "init", "check", "train", "score", "run", "explain", "compare", "export", "models"]
)
def test_every_command_of_the_contract_takes_help(command: str) -> None:
    assert CliRunner().invoke(cli.app, [command, "--help"]).exit_code == 0
