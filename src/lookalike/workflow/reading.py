"""From files to settings, and from settings to companies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.languages import say
from lookalike.progress import Progress, silent

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.companies.headings import Look, Proposal, Seen
    from lookalike.runs import Inputs
    from lookalike.settings import Settings


def init(folder: Path, files: list[Path], progress: Progress = silent) -> Proposal:
    """Find out what the files are, map their columns and write the project's settings."""
    from lookalike.companies.headings import propose, write_settings

    progress(say("progress.files"), 0.1)
    proposal = propose(files)
    write_settings(proposal, folder)
    return proposal


def look(folder: Path, said: Mapping[str, str], progress: Progress = silent) -> Look:
    """What the files in a folder are, and what their columns mean; the settings are written where there are none yet.

    Parameters
    ----------
    folder : Path
    said : dict
        What a person says that files are, by their names; where there are settings, these say it.
    progress : Progress
    """
    from lookalike.companies.headings import look_again, look_around, write_settings
    from lookalike.project import FILE_NAME, load_project

    if (folder / FILE_NAME).is_file():
        return look_again(load_project(folder), progress)
    found = look_around(folder, said, progress)
    if found.proposal and {"accounts", "deals"} & set(found.proposal.chosen):
        write_settings(found.proposal, folder)
    return found


def correct(folder: Path, file: Seen, table: str, meanings: Mapping[str, str]) -> bool:
    """Write into a project's settings what a file is, or what its columns mean; whether that changed anything.

    Parameters
    ----------
    folder : Path
    file : Seen
        As it was understood.
    table : str
        "" = it is not used.
    meanings : dict
        Heading -> canonical column, "" = kept as it stands.
    """
    from lookalike.amend import amend
    from lookalike.companies.headings import correct as corrected

    what = say("headings.corrected", file=file.file)
    return amend(folder, lambda document: corrected(document, file, table, meanings), what)


def read(inputs: Inputs, progress: Progress = silent) -> Companies:
    """Read and clean the inputs."""
    from lookalike.companies import read_companies

    companies = read_companies(inputs.project, inputs.prospects, progress)
    check_rules(companies, inputs.project.settings)
    return companies


def check_rules(companies: Companies, settings: Settings) -> None:
    """A mistake in a rule of the settings is said before the work."""
    from lookalike.knowledge.rules import answered, narrow

    for ask in (narrow, answered):
        ask(companies.prospects.head(0), settings)
