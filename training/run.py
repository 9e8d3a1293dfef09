"""Training from end to end: experiment, bundle, export, gate, tracking."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lookalike.companies import Companies
from lookalike.knowledge.understand import Knowledge
from lookalike.progress import Progress, part, silent
from lookalike.project import Project
from lookalike.scorecard.bundle import Bundle, load, save
from lookalike.scorecard.versions import TRAINING, champion, numbers, set_champion, version_folder
from training import experiment as experiments
from training.assemble import assemble
from training.promote import gate, worse_than_rules
from training.tracking import keep_in_step, track


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
    found = experiments.run(companies, knowledge.segmentation, project.settings, part(progress, 0.35, 0.75))
    progress("writing the model", 0.76)
    pointer = champion(models, name)
    present = load(pointer) if pointer else None
    version = max(numbers(models, name), default=0) + 1
    if worse := worse_than_rules(found.held_out):
        found = experiments.ranked_by_rules(found, worse)
    bundle = assemble(found, companies, knowledge, project.settings, version)
    folder = save(bundle, version_folder(models, name, version))
    bundle = load(folder)  # what scores is what was written
    verdict = gate(bundle, present, companies)
    progress("tracking the run in MLflow", 0.78)
    rows = found.rung.rows
    learned = rows.frame.assign(won=rows.won)
    run_id = track(bundle, folder, learned, _source(project), _parameters(project, bundle), mlruns, verdict.sentence)
    if verdict.passed:
        set_champion(models, name, version, TRAINING)
    keep_in_step(models, name, mlruns)
    scoring = bundle if present is None or verdict.passed else present
    return Trained(scoring, folder, version, verdict.passed, verdict.sentence, found.champion, bundle.metrics, run_id)


def _source(project: Project) -> str:
    """The file the outcomes came from."""
    inputs = project.settings.inputs.named()
    source = (inputs.get("deals") or inputs["accounts"])[0]
    return str(project.path(source.file)) if source.file else source.url


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
