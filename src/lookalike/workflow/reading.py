"""From files to settings, and from settings to companies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.languages import say
from lookalike.progress import Progress, silent

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.companies.headings import Proposal
    from lookalike.runs import Inputs


def init(folder: Path, files: list[Path], progress: Progress = silent) -> Proposal:
    """Find out what the files are, map their columns and write the project's settings."""
    from lookalike.companies.headings import propose, write_settings

    progress(say("progress.files"), 0.1)
    proposal = propose(files)
    write_settings(proposal, folder)
    return proposal


def read(inputs: Inputs, progress: Progress = silent) -> Companies:
    """Read and clean the inputs."""
    from lookalike.companies import read_companies
    from lookalike.knowledge.rules import answered, narrow

    companies = read_companies(inputs.project, inputs.prospects, progress)
    for ask in (narrow, answered):  # a mistake in a rule is said before the work
        ask(companies.prospects.head(0), inputs.project.settings)
    return companies
