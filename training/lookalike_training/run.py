"""Training from end to end: experiment, bundle, export, gate; and a note of it for the diary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.understand import Knowledge
from lookalike.languages import Message, language, say
from lookalike.learning.names import name_of
from lookalike.progress import Progress, part, silent
from lookalike.project import Project
from lookalike.scorecard.store import Bundle, add, load, present
from lookalike.scorecard.versions import TRAINING, set_champion
from lookalike_training.assemble import assemble
from lookalike_training.entry import Entry, described, write
from lookalike_training.experiment import experiment as experiments
from lookalike_training.promote import gate, worse_than_rules

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
    why : Message
        The gate's sentence.
    champion : str
        The candidate that was chosen.
    metrics : dict
        `metrics.json` of the new version.
    diary : Message or None
        What MLflow could not be told of it, and what to do.
    """

    bundle: Bundle
    folder: Path
    version: int
    promoted: bool
    why: Message
    champion: str
    metrics: dict[str, Any]
    language: str = "en"
    diary: Message | None = None

    @property
    def candidates(self) -> pd.DataFrame:
        """A row per candidate that was tried, a column per figure on held-out deals."""
        told = {
            language(self.language).tell(name_of(name)): {
                figure: one["value"] for figure, one in figures.items() if one
            }
            for name, figures in self.metrics["candidates"].items()
        }
        return pd.DataFrame(told).T

    def _repr_html_(self) -> str:
        """How a notebook shows it: why it was promoted or not, and the candidates."""
        spoken = language(self.language)
        said = "".join(f"<p>{escape(spoken.tell(one))}</p>" for one in (self.metrics["reason"], self.why))
        return said + str(self.candidates.round(3).to_html())


def train(
    project: Project, companies: Companies, knowledge: Knowledge, models: Path, progress: Progress = silent
) -> Trained:
    """Learn, evaluate, export the new version and promote it through the gate.

    MLflow is told of it by `lookalike_training.diary.catch_up`, when all else that is to be done with the new version
    is done.

    Raises
    ------
    BundleError
        The models of the project's name are another project's.
    """
    name = project.settings.name
    present(models, project, companies.accounts)  # said before the work, not after
    found = experiments.run(companies, knowledge.segmentation, project.settings, part(progress, 0.0, 0.9))
    if found.ranking.name == project.settings.score.rank_by == "best" and (worse := worse_than_rules(found.held_out)):
        found = experiments.ranked_by_rules(found, worse)
    progress(say("progress.model"), 0.92)
    folder = add(assemble(found, companies, knowledge, project.settings), models)
    bundle = load(folder)  # what scores is what was written
    champion, unreadable = present(models, project, companies.accounts)
    verdict = gate(bundle, champion, companies, unreadable)
    write(models, name, bundle.version, _entry(project, companies, found, bundle, verdict.sentence))
    if verdict.passed:
        set_champion(models, name, bundle.version, TRAINING)
    scoring = bundle if champion is None or verdict.passed else champion
    told = project.settings.score.language
    return Trained(
        scoring, folder, bundle.version, verdict.passed, verdict.sentence, found.champion, bundle.metrics, told
    )


def _entry(
    project: Project, companies: Companies, found: experiments.Experiment, bundle: Bundle, verdict: Message
) -> Entry:
    """What MLflow is to be told of this training beside the bundle."""
    rows = found.rung.rows
    return Entry(
        fingerprint=bundle.fingerprint,
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        verdict=verdict,
        inputs=_inputs(project, companies),
        parameters=_parameters(project, bundle),
        settings=_settings(found),
        learned=described(rows.frame.assign(won=rows.won)),
        language=project.settings.score.language,
    )


def _inputs(project: Project, companies: Companies) -> list[tuple[str, Mapping[str, str]]]:
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
    if (win := found.parts.get("win")) is not None:
        for model in getattr(win.model, "models_", [win.model]):  # a blend has several
            best = {name: getattr(model, name) for name in FITTED if hasattr(model, name)}
            told.setdefault(found.champion, {}).update(best)
    return told
