"""Training from end to end: experiment, bundle, export, gate, tracking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lookalike.companies import Companies
from lookalike.knowledge.understand import Knowledge
from lookalike.progress import Progress, part, silent
from lookalike.project import Project
from lookalike.scorecard.store import Bundle, load, save
from lookalike.scorecard.versions import TRAINING, champion, numbers, set_champion, version_folder
from training.assemble import assemble
from training.experiment import experiment as experiments
from training.promote import gate, worse_than_rules
from training.tracking import keep_in_step, track

FITTED = ("strength_", "rounds_")  # what fitting chooses: of the shrinkage, of boosting


@dataclass(frozen=True)
class Trained:
    """What came of a training.

    Attributes
    ----------
    bundle : Bundle
        The champion that scores: the new version, or the former one where the new one was not promoted.
    folder : Path
        Where the new version was exported to.
    version : int
        Number of the new version.
    promoted : bool
    why : str
        The gate's sentence.
    champion : str
        The candidate that was chosen.
    metrics : dict
        `metrics.json` of the new version.
    run_id : str
        MLflow's id of the run.
    """

    bundle: Bundle
    folder: Path
    version: int
    promoted: bool
    why: str
    champion: str
    metrics: dict[str, Any]
    run_id: str


def train(
    project: Project,
    companies: Companies,
    knowledge: Knowledge,
    models: Path,
    mlruns: Path,
    progress: Progress = silent,
) -> Trained:
    """Learn, evaluate, export the new version, promote it through the gate and track the run."""
    name = project.settings.name
    found = experiments.run(companies, knowledge.segmentation, project.settings, part(progress, 0.0, 0.9))
    progress("writing the model", 0.92)
    pointer = champion(models, name)
    present = load(pointer) if pointer else None
    version = max(numbers(models, name), default=0) + 1
    if worse := worse_than_rules(found.held_out):
        found = experiments.ranked_by_rules(found, worse)
    bundle = assemble(found, companies, knowledge, project.settings, version)
    folder = save(bundle, version_folder(models, name, version))
    bundle = load(folder)  # what scores is what was written
    verdict = gate(bundle, present, companies)
    progress("tracking the run in MLflow", 0.95)
    rows = found.rung.rows
    learned = rows.frame.assign(won=rows.won)
    inputs, parameters = _inputs(project, companies), _parameters(project, bundle)
    run_id = track(bundle, folder, learned, inputs, parameters, _settings(found), mlruns, verdict.sentence)
    if verdict.passed:
        set_champion(models, name, version, TRAINING)
    keep_in_step(models, name, mlruns)
    scoring = bundle if present is None or verdict.passed else present
    return Trained(scoring, folder, version, verdict.passed, verdict.sentence, found.champion, bundle.metrics, run_id)


def _inputs(project: Project, companies: Companies) -> list[tuple[str, dict[str, str]]]:
    """Every input with where it came from; of a database the query alone, as its address may hold a password."""
    return [
        (table, {"query": source.query} if source.query else _file(project, source.file, companies))
        for table, sources in project.settings.inputs.named().items()
        for source in sources
    ]


def _file(project: Project, file: str, companies: Companies) -> dict[str, str]:
    return {"file": str(project.path(file)), "sha256": companies.fingerprints.get(file, "")}


def _parameters(project: Project, bundle: Bundle) -> dict[str, Any]:
    """What the run was made with, as MLflow shows it."""
    learning = project.settings.learning.model_dump(mode="json")
    told = {f"learning.{key}": str(value) for key, value in learning.items()}
    split = {f"split.{key}": str(value) for key, value in bundle.metrics["split"].items() if key != "sentence"}
    return (
        told
        | split
        | {"version": bundle.version, "ladder": bundle.manifest["ladder"], "attributes": len(bundle.attributes)}
    )


def _settings(found: experiments.Experiment) -> dict[str, dict[str, Any]]:
    """What each candidate was set to; of the champion, which was fitted on every deal, also what it found best."""
    told = {
        name: {setting: value for setting, value in vars(model).items() if isinstance(value, str | int | float)}
        for name, model in found.rung.models.items()
    }
    for model in getattr(found.win, "models_", [found.win]):  # a blend has several
        best = {name: getattr(model, name) for name in FITTED if hasattr(model, name)}
        told.setdefault(found.champion, {}).update(best)
    return told
