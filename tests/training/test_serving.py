"""MLflow as people run it: a server of their own for runs and registry, and the model behind a web address."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from lookalike_training.diary import catch_up
from lookalike_training.entry import Entry, described, write
from lookalike_training.pyfunc import OUTPUT

from conftest import DemoRun
from lookalike.languages import say
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle, load, save
from lookalike.scorecard.versions import find, set_champion, version_folder

pytestmark = pytest.mark.xdist_group("demo")
PATIENCE = 180.0  # seconds that a server may take to start on a busy machine
NAME = "elsewhere"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def answer(url: str, body: dict[str, object] | None = None) -> bytes:
    """What a server on this machine answers, once it is up."""
    sent = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(url, sent, {"Content-Type": "application/json"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with direct.open(asked, timeout=30) as reply:
                return bytes(reply.read())
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@contextmanager
def running(log: Path, *command: str, **environment: str) -> Iterator[str]:
    """The address of what `mlflow COMMAND` starts, as a program of its own with the environment's programs at hand."""
    port, programs = free_port(), f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    asked = [sys.executable, "-m", "mlflow", *command, "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    alone = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}  # workers that nobody asks for take a core of two
    known = os.environ | {"PATH": programs, "NO_PROXY": "127.0.0.1"} | alone | environment
    with log.open("w") as told, subprocess.Popen(asked, stdout=told, stderr=told, env=known) as program:
        try:
            answer(f"http://127.0.0.1:{port}/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            program.terminate()


@pytest.fixture(scope="module")
def server(demo_run: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real `mlflow server` with a store of its own; a migrated store is copied, which saves its making."""
    home = tmp_path_factory.mktemp("server")
    shutil.copy(demo_run.home / "mlruns" / "mlflow.db", home)
    stores = ["--backend-store-uri", f"sqlite:///{home / 'mlflow.db'}", "--artifacts-destination", str(home / "kept")]
    with running(home / "log", "server", *stores) as address:
        yield address


@pytest.fixture(scope="module")
def bundle(demo_run: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Bundle]:
    """The sample's model under another name, in a folder of models of its own."""
    models = tmp_path_factory.mktemp("models")
    made = replace(load(find(demo_run.home / "models", "nordlys")), name=NAME, version=1)
    folder = save(made, version_folder(models, NAME, 1))
    set_champion(models, NAME, 1)
    return models, load(folder)


def test_runs_and_registry_live_on_a_server(
    server: str, bundle: tuple[Path, Bundle], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from mlflow import MlflowClient

    models, made = bundle
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    origins: list[tuple[str, Mapping[str, str]]] = [
        ("deals", {"file": "deals (1).csv", "sha256": "ab" * 32}),
        ("prospects", {"query": "select * from companies"}),
    ]
    entry = Entry(
        fingerprint=made.fingerprint,
        made="2026-02-03T04:05:06+00:00",
        verdict=say("training.first"),
        inputs=origins,
        parameters={"version": 1},
        settings={"boosted": {"rounds_": 80}},
        learned=described(made.best.assign(won=1.0)),
        language="no",
    )
    write(models, NAME, 1, entry)
    assert catch_up(models, NAME, tmp_path / "mlruns") is None
    assert list(tmp_path.iterdir()) == []

    client = MlflowClient(server)
    run_id = json.loads((models / NAME / "v1.diary.json").read_text())["run_id"]
    run = client.get_run(run_id)
    assert run.info.start_time == 1_770_091_506_000
    assert run.info.status == "FINISHED"
    assert (run.data.params["version"], run.data.tags["gate"]) == ("1", "Tatt i bruk: det er den første versjonen.")
    children = client.search_runs([run.info.experiment_id], f"tags.`mlflow.parentRunId` = '{run_id}'")
    assert {child.data.tags["candidate"] for child in children} == set(made.metrics["candidates"])
    assert [child.data.params for child in children if child.data.params] == [{"rounds_": "80"}]
    inputs = {one.dataset.name: one for one in run.inputs.dataset_inputs}
    contexts = {name: [tag.value for tag in one.tags] for name, one in inputs.items()}
    assert contexts == {"learned": ["training"], "deals": ["training"], "prospects": ["ranking"]}
    assert json.loads(inputs["deals"].dataset.source)["tags"] == origins[0][1]
    assert "select * from companies" in inputs["prospects"].dataset.source
    drawn = {Path(entry.path).name for entry in client.list_artifacts(run_id, "plots")}
    assert {"candidates.png", "gain.png", "calibration.png"} <= drawn
    card = Path(client.download_artifacts(run_id, "model_card.md", str(tmp_path)))
    assert card.read_text(encoding="utf-8").startswith(f"# {NAME} v1")

    version = client.get_model_version_by_alias(NAME, "champion")
    assert version.run_id == run_id
    assert client.get_registered_model(NAME).aliases.keys() == {"champion"}


def test_the_registered_model_has_signature_and_example_and_is_served_with_the_scores_of_the_bundle(
    server: str, bundle: tuple[Path, Bundle], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`mlflow models serve` as the manual has it; it fetches the model from the server's registry."""
    import mlflow
    from mlflow.models import Model

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    uri = f"models:/{NAME}@champion"
    mlflow.set_tracking_uri(server)
    try:
        described = Model.load(uri)
    finally:
        mlflow.set_tracking_uri(None)
    names = [attribute.name for attribute in bundle[1].attributes]
    assert described.signature.inputs.input_names() == names
    assert described.signature.outputs.input_names() == list(OUTPUT)
    assert described.saved_input_example_info is not None

    asked = bundle[1].best[names].head(5).reset_index(drop=True)
    part = asked[["employees", "industry"]]
    command = ["models", "serve", "-m", uri, "--env-manager", "local"]
    with running(tmp_path / "log", *command, MLFLOW_TRACKING_URI=server) as address:
        told = [
            json.loads(answer(f"{address}/invocations", {"dataframe_records": json.loads(records)}))
            for records in (asked.to_json(orient="records"), part.to_json(orient="records"))
        ]
    unknown = asked.mask(~asked.columns.isin(part.columns)[None, :].repeat(len(asked), 0))
    for answered, companies in zip(told, (asked, unknown), strict=True):
        got = pd.DataFrame(answered["predictions"])[["win_probability", "score", "rule_points"]]
        expected = score_frame(bundle[1], companies)[["win_probability", "score", "rule_points"]]
        pd.testing.assert_frame_equal(got, expected, check_dtype=False, rtol=1e-9)
