"""The main job: check, learn, rank and report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.progress import Progress, part, silent
from lookalike.workflow.results import Ran

if TYPE_CHECKING:
    from lookalike.project import Project


def run(project: Project, models: Path, mlruns: Path, progress: Progress = silent) -> Ran:
    """Read the data, learn, and rank the prospects with the champion that is left."""
    from lookalike.runs import NAMES, Inputs, reserved
    from lookalike.workflow.learning import in_diary, learn
    from lookalike.workflow.listing import write_list
    from lookalike.workflow.reading import read
    from lookalike.workflow.scoring import score_companies

    with reserved(project.out, NAMES) as out:
        inputs = Inputs.of(project)
        companies = read(inputs, part(progress, 0.0, 0.2))
        trained, knowledge = learn(project, companies, models, part(progress, 0.2, 0.75))
        rest = part(progress, 0.75, 0.95)
        if trained.promoted:
            written = write_list(inputs, companies, knowledge, trained.bundle, models, out, rest)
        else:  # the champion that stays has segments of its own
            written = score_companies(inputs, companies, trained.bundle, models, out, rest)
    return Ran(in_diary(trained, models, mlruns, part(progress, 0.95, 1.0)), written)
