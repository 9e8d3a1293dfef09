"""A project and its models, through the shell: nothing learnable, a broken diary, a champion gone, another's models.

The companies have nothing but names, so that nothing is learned and every run is quick.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
from typer.testing import Result

from firm import lookalike, write_project


def test_a_run_ends_with_the_rules_and_a_warning_where_nothing_can_be_learned_or_told(
    first: tuple[Path, Result],
) -> None:
    folder, done = first
    assert done.exit_code == 0, done.output
    assert "Until then the criteria points rank" in done.stdout
    assert "Promoted: it is the first version." in done.stdout
    assert "MLflow's diary of firm could not be written" in done.stderr
    assert "the next run writes what is missing" in done.stderr
    ranked = pd.read_parquet(folder / "firm" / "out" / "prospects.parquet")
    assert ranked["rank"].tolist() == list(range(1, 21))
    assert ranked["score"].nunique() == 1


def test_another_project_of_the_name_neither_uses_nor_replaces_the_models(home: Path) -> None:
    shutil.move(home / "firm", home / "copy")
    assert lookalike("score", "copy").exit_code == 0
    write_project(home / "other", "Stranger")
    before = {path: path.read_bytes() for path in (home / "models").rglob("*") if path.is_file()}
    for command in ("run", "train", "score"):
        done = lookalike(command, "other")
        assert done.exit_code == 1, done.output
        assert "firm@1 learned from 30 other companies (Firm 0 AS, Firm 1 AS, Firm 10 AS ...)" in done.stderr
        assert "(Stranger 0 AS, Stranger 1 AS, Stranger 10 AS ...)" in done.stderr
        assert f"give this project another name in {home / 'other' / 'lookalike.toml'}" in done.stderr
    assert not (home / "other" / "out").exists()
    assert {path: path.read_bytes() for path in (home / "models").rglob("*") if path.is_file()} == before


def test_a_champion_that_is_gone_is_said_and_the_way_back_is_told(home: Path) -> None:
    done = lookalike("train", "firm")
    assert done.exit_code == 0, done.output
    assert "MLflow's diary of firm could not be written" in done.stderr
    shutil.rmtree(home / "models" / "firm" / "v2")
    done = lookalike("score", "firm")
    assert done.exit_code == 1
    assert "v2, the champion of 'firm', is gone" in done.stderr
    assert "lookalike models rollback firm" in done.stderr
    told = lookalike("models", "list").stdout
    assert "firm (champion): " in told
    assert "firm@1 (challenger): " in told
    done = lookalike("models", "rollback", "firm")
    assert done.exit_code == 0, done.output
    assert "firm v1 is the champion again." in done.stdout
    assert "MLflow's diary of firm could not be written" in done.stderr
    assert lookalike("models", "list").stdout.startswith("firm@1 (champion): rules")
