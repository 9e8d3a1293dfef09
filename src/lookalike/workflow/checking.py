"""Look at the data only: what is in them, and what may be learned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lookalike.languages import say
from lookalike.progress import Progress, part, silent

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.project import Project


def check(project: Project, progress: Progress = silent) -> Companies:
    """The companies with what is noteworthy of the data among the findings, columns that know the outcome included."""
    from lookalike.runs import Inputs
    from lookalike.workflow.learning import without_leaks
    from lookalike.workflow.reading import read

    companies = read(Inputs.of(project), part(progress, 0.0, 0.5))
    progress(say("progress.leaks"), 0.5)
    return without_leaks(project, companies)
