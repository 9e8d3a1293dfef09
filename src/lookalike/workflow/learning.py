"""Learning: the only file of the product that reaches `training`, and only when something is to be learned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.progress import Progress, part, silent

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.knowledge.understand import Knowledge
    from lookalike.project import Project
    from training.run import Trained

__all__ = ["Trained", "beside", "learn", "promote", "rollback", "train", "without_leaks"]


def train(project: Project, models: Path, mlruns: Path, progress: Progress = silent) -> Trained:
    """Learn from a project's data, and promote what was learned where it is better."""
    from lookalike.workflow.reading import read

    companies = read(project, part(progress, 0.0, 0.2))
    return learn(project, companies, models, mlruns, part(progress, 0.2, 1.0))[0]


def learn(
    project: Project, companies: Companies, models: Path, mlruns: Path, progress: Progress = silent
) -> tuple[Trained, Knowledge]:
    """The same from companies that were read; also what was found out of good customers on the way."""
    from training.run import train as learned

    knowledge = _understand(project, companies, models, part(progress, 0.0, 0.2))
    return learned(project, companies, knowledge, models, mlruns, part(progress, 0.2, 1.0)), knowledge


def _understand(project: Project, companies: Companies, models: Path, progress: Progress) -> Knowledge:
    """What a good customer is; segments found again keep the names of the present champion."""
    from lookalike.knowledge.segments import Segmentation
    from lookalike.knowledge.understand import understand
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import champion

    folder = champion(models, project.settings.name)
    previous = Segmentation.from_dict(load(folder).segmentation) if folder else None
    return understand(companies, project.settings, previous=previous, progress=progress)


def without_leaks(project: Project, companies: Companies) -> Companies:
    """The companies without the columns that know the outcome, which are among the findings."""
    from lookalike.learning.leak_findings import audited
    from training.experiment.audit import find_leaks

    return audited(companies, find_leaks(companies, project.settings))


def beside(models: Path, before: str, after: str) -> str:
    """What two versions gave on the deals that both held out, in a sentence."""
    from training.promote import beside as held_out

    return held_out(models, before, after)


def promote(models: Path, model: str, mlruns: Path) -> str:
    """Make `NAME@VERSION` the champion by hand; the sentence to show."""
    from training.promote import promote as make_champion

    return make_champion(models, model, mlruns)


def rollback(models: Path, name: str, mlruns: Path) -> str:
    """Make the version that was champion before the present one champion again; the sentence to show."""
    from training.promote import rollback as roll_back

    return roll_back(models, name, mlruns)
