"""Learning: the only file of the product that reaches `training`, and only when something is to be learned."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.progress import Progress, part, silent

if TYPE_CHECKING:
    from lookalike_training.run import Trained

    from lookalike.companies import Companies
    from lookalike.knowledge.understand import Knowledge
    from lookalike.languages import Message
    from lookalike.project import Project

__all__ = [
    "Trained",
    "beside",
    "in_diary",
    "learn",
    "promote",
    "renew",
    "rollback",
    "train",
    "verdicts",
    "without_leaks",
]


def train(project: Project, models: Path, mlruns: Path, progress: Progress = silent) -> Trained:
    """Learn from a project's data, and promote what was learned where it is better."""
    from lookalike.runs import Inputs
    from lookalike.workflow.reading import read

    companies = read(Inputs.of(project), part(progress, 0.0, 0.2))
    trained, _ = learn(project, companies, models, part(progress, 0.2, 0.95))
    return in_diary(trained, models, mlruns, part(progress, 0.95, 1.0))


def learn(
    project: Project, companies: Companies, models: Path, progress: Progress = silent
) -> tuple[Trained, Knowledge]:
    """The same from companies that were read; also what was found out of good customers on the way."""
    from lookalike_training.run import train as learned

    knowledge = _understand(project, companies, models, part(progress, 0.0, 0.2))
    return learned(project, companies, knowledge, models, part(progress, 0.2, 1.0)), knowledge


def in_diary(trained: Trained, models: Path, mlruns: Path, progress: Progress = silent) -> Trained:
    """MLflow told of what was learned, when all that is to be done with it is done: it can stop nothing then."""
    from lookalike_training.diary import catch_up

    return replace(trained, diary=catch_up(models, trained.bundle.name, mlruns, progress))


def _understand(project: Project, companies: Companies, models: Path, progress: Progress) -> Knowledge:
    """What a good customer is; segments found again keep the names of the present champion."""
    from lookalike.knowledge.segments import Segmentation
    from lookalike.knowledge.understand import understand
    from lookalike.scorecard.store import present

    champion, _ = present(models, project, companies.accounts)
    previous = Segmentation.from_dict(champion.segmentation) if champion else None
    return understand(companies, project.settings, previous=previous, progress=progress)


def without_leaks(project: Project, companies: Companies) -> Companies:
    """The companies without the columns that know the outcome, which are among the findings."""
    from lookalike_training.experiment.audit import find_leaks

    from lookalike.learning.leak_findings import audited

    return audited(companies, find_leaks(companies, project.settings))


def verdicts(models: Path, name: str) -> dict[int, Message]:
    """What the gate said of each version of a model, as far as that was kept."""
    from lookalike_training.entry import verdicts as said

    return said(models, name)


def beside(models: Path, before: str, after: str) -> Message:
    """What two versions gave on the deals that both held out, in a sentence."""
    from lookalike_training.promote import beside as held_out

    return held_out(models, before, after)


def promote(models: Path, model: str, mlruns: Path) -> tuple[Message, Message | None]:
    """Make `NAME@VERSION` the champion by hand; what was done, and what MLflow could not be told of it."""
    from lookalike_training.promote import promote as make_champion

    return make_champion(models, model, mlruns)


def renew(models: Path, name: str, renewed: dict[int, tuple[str, str]], mlruns: Path) -> Message | None:
    """What is kept of versions beside their bundles follows bundles that were written anew; why MLflow does not."""
    from lookalike_training.diary import renew as follow

    return follow(models, name, renewed, mlruns)


def rollback(models: Path, name: str, mlruns: Path) -> tuple[Message, Message | None]:
    """Make the version that was champion before the present one champion again; told likewise."""
    from lookalike_training.promote import rollback as roll_back

    return roll_back(models, name, mlruns)
