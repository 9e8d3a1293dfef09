"""The diary: MLflow is told last, of everything it was not told of, and nothing it does stops the work."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lookalike_training import diary
from lookalike_training.diary import catch_up
from lookalike_training.entry import Entry, described, untold, write
from lookalike_training.promote import promote, rollback
from lookalike_training.tracking import SERVER, store

from conftest import only_this_machine
from lookalike.languages import say
from lookalike.learning.bins import Feature, NumericBins
from lookalike.schema import Kind
from lookalike.scorecard.files import fingerprint
from lookalike.scorecard.store import Bundle, add
from lookalike.scorecard.tables import Scorecard, Table
from lookalike.scorecard.versions import set_champion, version_folder
from toys import toy_bundle

QUICK = 8.0  # seconds; MLflow left to itself asks for minutes


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """A model that reads nothing of a company but its segment: there was nothing to learn from."""
    segment = Feature("growth", "segment", "segment", "growth", Kind.NUMBER, "", NumericBins((10.0,)))
    card = Scorecard((segment,), (Table((0,), (np.array([0.0, 1.0, 0.0]),)),), 0.0)
    known = pd.DataFrame({"segment": np.arange(4.0)})
    return replace(
        toy_bundle(card, known, rank_by="rules"),
        attributes=(),
        win=None,
        best=pd.DataFrame({"account_id": ["K1"], "name": ["Firm"]}),
        manifest={"lookalike": "0.1.0"},
    )


def made(bundle: Bundle, models: Path) -> int:
    """The next version with its entry, as a training leaves it."""
    folder = add(bundle, models)
    version = int(folder.name.removeprefix("v"))
    origins: list[tuple[str, Mapping[str, str]]] = [("deals", {"file": "deals.csv", "sha256": "ab" * 32})]
    entry = Entry(
        fingerprint=fingerprint(folder),
        made="2026-02-03T04:05:06+00:00",
        verdict=say("training.first"),
        inputs=origins,
        parameters={"version": version},
        settings={},
        learned=described(pd.DataFrame({"won": [1.0, 0.0]})),
        language="en",
    )
    write(models, bundle.name, version, entry)
    set_champion(models, bundle.name, version)
    return version


def waiting(models: Path) -> list[int]:
    return [version for version, _ in untold(models, "toy")]


@pytest.fixture
def models(bundle: Bundle, tmp_path: Path) -> Path:
    made(bundle, tmp_path / "models")
    return tmp_path / "models"


def broken(mlruns: Path) -> None:
    """No database, though it is called one."""
    mlruns.mkdir()
    (mlruns / "mlflow.db").write_text("This is no database. " * 100)


def in_the_way(mlruns: Path) -> None:
    """A file where the folder should be."""
    mlruns.write_text("")


def a_folder(mlruns: Path) -> None:
    """A folder where the database should be."""
    (mlruns / "mlflow.db").mkdir(parents=True)


@pytest.mark.parametrize("spoil", [broken, in_the_way, a_folder])
def test_a_store_that_cannot_be_written_is_a_warning_with_what_to_do(models: Path, spoil: Any, tmp_path: Path) -> None:
    mlruns, began = tmp_path / "mlruns", time.monotonic()
    spoil(mlruns)
    told = str(catch_up(models, "toy", mlruns))
    assert time.monotonic() - began < QUICK
    assert told.startswith("MLflow's diary of toy could not be written: ")
    assert f"the next run writes what is missing. Where it fails again, move {mlruns / 'mlflow.db'} away" in told
    assert waiting(models) == [1]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1", "http://user:secret@127.0.0.1:1", "postgresql://u:secret@127.0.0.1:1/m", "??"]
)
def test_a_server_that_does_not_answer_is_a_warning_within_seconds(
    models: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SERVER, address)
    began = time.monotonic()
    with only_this_machine():
        told = str(catch_up(models, "toy", tmp_path / "mlruns"))
    assert time.monotonic() - began < QUICK
    assert told.startswith("MLflow at ")
    assert "could not be told of toy" in told
    assert "unset MLFLOW_TRACKING_URI" in told
    assert "secret" not in told
    assert not (tmp_path / "mlruns").exists()
    assert waiting(models) == [1]


def test_a_server_that_is_slow_at_every_question_is_not_waited_for_any_longer(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SERVER, "http://127.0.0.1:1")
    monkeypatch.setattr(diary, "PATIENCE", 0.2)
    monkeypatch.setattr(diary, "keep_in_step", lambda *told: time.sleep(5))
    monkeypatch.setattr(diary, "track", lambda *told: time.sleep(5))
    began = time.monotonic()
    told = str(catch_up(models, "toy", tmp_path / "mlruns"))
    assert time.monotonic() - began < 3
    assert "no answer within 0 seconds" in told


def test_a_champion_is_made_by_hand_whatever_mlflow_does(bundle: Bundle, models: Path, tmp_path: Path) -> None:
    made(bundle, models)
    broken(tmp_path / "mlruns")
    done, warning = promote(models, "toy@1", tmp_path / "mlruns")
    assert str(done) == "toy v1 is the champion."
    assert "could not be written" in str(warning)
    done, warning = rollback(models, "toy", tmp_path / "mlruns")
    assert str(done).startswith("toy v2 is the champion again.")
    assert "could not be written" in str(warning)


def test_the_next_run_tells_what_is_missing(bundle: Bundle, models: Path, tmp_path: Path) -> None:
    """Also of a model that reads no attribute at all."""
    mlruns = tmp_path / "mlruns"
    broken(mlruns)
    assert catch_up(models, "toy", mlruns) is not None
    for _ in range(2):
        made(bundle, models)
    (version_folder(models, "toy", 2) / "icp.json").write_text("{ }")  # damaged: it hinders none of the others
    shutil.rmtree(mlruns)
    assert waiting(models) == [1, 2, 3]
    assert catch_up(models, "toy", mlruns) is None
    assert waiting(models) == [2]
    with store(mlruns, "toy") as client:
        runs = client.search_runs([client.get_experiment_by_name("toy").experiment_id])
        assert sorted(run.data.params["version"] for run in runs) == ["1", "3"]
        assert {run.info.start_time for run in runs} == {1_770_091_506_000}
        assert {run.data.tags["gate"] for run in runs} == {"Promoted: it is the first version."}
        champion = client.get_model_version_by_alias("toy", "champion")
        assert champion.tags["fingerprint"] == fingerprint(version_folder(models, "toy", 3))
        assert len(client.search_model_versions("name = 'toy'")) == 2
    assert catch_up(models, "toy", mlruns) is None
    with store(mlruns, "toy") as client:
        assert len(client.search_runs([client.get_experiment_by_name("toy").experiment_id])) == 2


def test_an_entry_of_a_version_that_was_deleted_says_nothing_of_the_next_one_of_its_number(
    bundle: Bundle, models: Path
) -> None:
    shutil.rmtree(version_folder(models, "toy", 1))
    assert waiting(models) == []
    add(replace(bundle, smear=2.0), models)
    assert waiting(models) == []


@pytest.mark.parametrize("content", ["[]", "{", "{}", '{"inputs": [3]}'])
def test_a_damaged_entry_is_told_with_what_to_do(models: Path, content: str, tmp_path: Path) -> None:
    (models / "toy" / "v1.diary.json").write_text(content)
    told = str(catch_up(models, "toy", tmp_path / "mlruns"))
    assert "v1.diary.json is damaged. To do: delete it" in told


def test_an_entry_comes_back_as_it_was(models: Path) -> None:
    (_, entry), *_ = untold(models, "toy")
    assert entry.verdict == say("training.first")
    assert entry.inputs == [("deals", {"file": "deals.csv", "sha256": "ab" * 32})]
    write(models, "toy", 1, replace(entry, run_id="told"))
    assert waiting(models) == []
    assert json.loads((models / "toy" / "v1.diary.json").read_text())["run_id"] == "told"
