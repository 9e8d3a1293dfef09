"""MLflow's only door: every training run with parameters, data lineage, candidates, plots, model and registry."""

from __future__ import annotations

import contextlib
import io
import os
import time
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
os.environ.setdefault("MLFLOW_LOGGING_LEVEL", "ERROR")
os.environ.setdefault("MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT", "true")
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

from sqlalchemy import create_engine, inspect

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", ".*Any type hint is inferred", UserWarning)  # of MLflow's own code, when imported
    import mlflow.pyfunc
    from mlflow import MlflowClient
    from mlflow.data.code_dataset_source import CodeDatasetSource
    from mlflow.data.meta_dataset import MetaDataset
    from mlflow.entities import Metric, Param, Run
    from mlflow.models import ModelSignature
    from mlflow.store.db.db_types import DATABASE_ENGINES
    from mlflow.types import ColSpec, Schema
    from mlflow.utils.mlflow_tags import MLFLOW_PARENT_RUN_ID

from lookalike.languages import language, to_plain
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.files import MANIFEST, fingerprint
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.versions import challenger, reigning, version_folder
from lookalike_training.card import model_card
from lookalike_training.entry import Entry
from lookalike_training.plots import plots

CHAMPION, CHALLENGER = "champion", "challenger"  # aliases in the registry
RANKED = ("prospects", "exclude")  # inputs that tell what to rank; the others tell what to learn from
DIGEST = 36  # characters of a digest that MLflow keeps
FINGERPRINT = "fingerprint"  # tag of a registered version: which bundle it was made from
PYFUNC = Path(__file__).with_name("pyfunc.py")
SERVER, DATABASE = "MLFLOW_TRACKING_URI", "mlflow.db"
PATIENCE = {  # with a server; MLflow's own is minutes for every question. What the environment says stands.
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
}


@contextlib.contextmanager
def store(mlruns: Path, name: str) -> Iterator[MlflowClient]:
    """MLflow's store: the server that MLFLOW_TRACKING_URI names, else SQLite and artifacts under `mlruns`."""
    remote = os.environ.get(SERVER)
    root = mlruns.resolve()
    patience = {name: value for name, value in PATIENCE.items() if name not in os.environ}
    if not remote:
        root.mkdir(parents=True, exist_ok=True)
        mlflow.set_tracking_uri(f"sqlite:///{root / DATABASE}")
    try:
        os.environ.update(patience)
        _asked_once(mlflow.get_tracking_uri())
        with warnings.catch_warnings():
            # MLflow's own use of what SQLAlchemy calls outdated: nothing that we or the user could mend.
            warnings.filterwarnings("ignore", category=DeprecationWarning, module=r"mlflow\.")
            if mlflow.get_experiment_by_name(name) is None:
                mlflow.create_experiment(name, None if remote else (root / "artifacts" / name).as_uri())
            mlflow.set_experiment(name)
            yield MlflowClient()
    finally:
        for limit in patience:
            os.environ.pop(limit, None)
        if not remote:
            mlflow.set_tracking_uri(None)  # it had also set the environment variable that names a server


def _asked_once(address: str) -> None:
    """Raise what a database answers that cannot be used; MLflow itself would ask it for minutes."""
    if address.partition("://")[0].partition("+")[0] in DATABASE_ENGINES:
        engine = create_engine(address)
        try:
            inspect(engine).get_table_names()
        finally:
            engine.dispose()


def track(bundle: Bundle, folder: Path, entry: Entry, mlruns: Path) -> str:
    """Write the run to MLflow and register the model.

    Parameters
    ----------
    bundle, folder
        The bundle and where it lies.
    entry : Entry
        What its training noted beside it.
    mlruns : Path

    Returns
    -------
    str
        The run's id.
    """
    metrics, words = bundle.metrics, language(entry.language)
    tags = {
        "champion": metrics["champion"],
        "rank_by": bundle.rank_by,
        "reason": words.tell(metrics["reason"]),
        "gate": words.tell(entry.verdict),
    }
    with store(mlruns, bundle.name) as client:
        began = round(1000 * datetime.fromisoformat(entry.made).timestamp())
        experiment = mlflow.get_experiment_by_name(bundle.name).experiment_id
        named = f"{bundle.name} v{bundle.version}"
        run_id = client.create_run(experiment, began, tags, named).info.run_id
        with mlflow.start_run(run_id=run_id) as run:
            mlflow.log_params(dict(entry.parameters))
            _log_datasets(entry)
            _log_candidates(client, run, metrics["candidates"], entry.settings)
            chosen = metrics["candidates"].get(metrics["champion"], {})
            mlflow.log_metrics(
                _numbers(chosen) | _numbers(metrics["unseen"], "unseen_") | _numbers(metrics["seen"], "seen_")
            )
            mlflow.log_dict(to_plain(metrics), "metrics.json")
            mlflow.log_text(model_card(bundle, words), "model_card.md")
            for name, drawing in plots(metrics, bundle.held_out, words).items():
                mlflow.log_figure(drawing, f"plots/{name}")
            _log_model(bundle, folder)
        return str(run_id)


def _log_datasets(entry: Entry) -> None:
    """The rows that were learned from, and every input they were made of."""
    learned = entry.learned
    made_of = {"inputs": ", ".join(table for table, _ in entry.inputs), "rows": str(learned["rows"])}
    columns = Schema([ColSpec(kind, name, required=False) for name, kind in learned["columns"].items()])
    rows = MetaDataset(CodeDatasetSource(made_of), name="learned", digest=learned["digest"][:DIGEST], schema=columns)
    mlflow.log_input(rows, context="training")
    for table, origin in entry.inputs:
        digest = origin.get("sha256", "")[:DIGEST] or None
        data = MetaDataset(CodeDatasetSource(dict(origin)), name=table, digest=digest)
        mlflow.log_input(data, context="ranking" if table in RANKED else "training")


def _log_candidates(
    client: MlflowClient, parent: Run, candidates: Mapping[str, Any], settings: Mapping[str, Mapping[str, Any]]
) -> None:
    """A nested run each, in three calls: a server may be far away."""
    now = int(1000 * time.time())
    for name, figures in candidates.items():
        tags = {MLFLOW_PARENT_RUN_ID: parent.info.run_id, "candidate": name}
        run_id = client.create_run(parent.info.experiment_id, tags=tags, run_name=name).info.run_id
        metrics = [Metric(key, value, now, 0) for key, value in _numbers(figures).items()]
        client.log_batch(run_id, metrics, [Param(key, str(value)) for key, value in settings.get(name, {}).items()])
        client.set_terminated(run_id)


def _numbers(figures: Mapping[str, Any], prefix: str = "") -> dict[str, float]:
    """Metric names and values as MLflow takes them: no @, no unknown values."""
    return {
        f"{prefix}{name.replace('@', '_at_')}{ending}": figure[key]
        for name, figure in figures.items()
        if isinstance(figure, dict) and "value" in figure
        for key, ending in (("value", ""), ("low", "_low"), ("high", "_high"))
        if figure[key] is not None
    }


def _log_model(bundle: Bundle, folder: Path) -> None:
    """Log the pyfunc over the bundle and register it; of a model that reads nothing only the answer has a form."""
    from lookalike_training.pyfunc import OUTPUT

    names = [attribute.name for attribute in bundle.attributes]
    asked = [ColSpec(_type(attribute), attribute.name, required=False) for attribute in bundle.attributes]
    answer = Schema([ColSpec(kind, name, required=False) for name, kind in OUTPUT.items()])
    with contextlib.redirect_stderr(io.StringIO()):  # MLflow announces the registration whatever the log level
        logged = mlflow.pyfunc.log_model(
            name="model",
            python_model=str(PYFUNC),
            artifacts={"bundle": str(folder)},
            signature=ModelSignature(Schema(asked) if asked else None, answer),
            input_example=bundle.best[names or ["account_id"]].head(3),
            pip_requirements=[f"lookalike=={bundle.manifest['lookalike']}"],
            registered_model_name=bundle.name,
            metadata={"bundle": f"{bundle.name}@{bundle.version}"},
        )
    version = str(logged.registered_model_version)
    MlflowClient().set_model_version_tag(bundle.name, version, FINGERPRINT, fingerprint(folder))


def _type(attribute: Attribute) -> str:
    return "double" if attribute.kind in (Kind.NUMBER, Kind.MONEY) else "string"


def keep_in_step(models: Path, name: str, mlruns: Path) -> bool:
    """Point the registry's aliases at the champion and the challenger of `models`; False when it lacks the champion.

    Versions are told by the fingerprint of their bundle: the registry numbers them its own way, and another folder of
    models may have versions of the same name.
    """
    if not os.environ.get(SERVER) and not (mlruns / DATABASE).is_file():
        return False
    wanted = {CHAMPION: reigning(models, name), CHALLENGER: challenger(models, name)}
    with store(mlruns, name) as client:
        known = {one.tags.get(FINGERPRINT): one.version for one in client.search_model_versions(f"name = '{name}'")}
        if not known:
            return False
        pointing = client.get_registered_model(name).aliases
        found = {alias: known.get(_mark(models, name, version)) for alias, version in wanted.items()}
        for alias, version in found.items():
            if version is not None:
                client.set_registered_model_alias(name, alias, version)
            elif alias in pointing:
                client.delete_registered_model_alias(name, alias)
        return found[CHAMPION] is not None


def mark_anew(name: str, mlruns: Path, renewed: Mapping[str, str]) -> bool:
    """Registered versions of bundles written anew carry their new fingerprints; False where there is no registry."""
    if not os.environ.get(SERVER) and not (mlruns / DATABASE).is_file():
        return False
    with store(mlruns, name) as client:
        for one in client.search_model_versions(f"name = '{name}'"):
            if (new := renewed.get(one.tags.get(FINGERPRINT, ""))) is not None:
                client.set_model_version_tag(name, one.version, FINGERPRINT, new)
    return True


def _mark(models: Path, name: str, version: int | None) -> str:
    """The fingerprint of a version, "" where there is none or its manifest is gone."""
    folder = version_folder(models, name, version or 0)
    return fingerprint(folder) if (folder / MANIFEST).is_file() else ""
