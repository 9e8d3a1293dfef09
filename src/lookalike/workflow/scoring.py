"""Rank the prospects with a stored model, by the names, points and weights that the settings give today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.languages import say
from lookalike.progress import Progress, part, silent
from lookalike.workflow.results import Written

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.knowledge.understand import Knowledge
    from lookalike.project import Project
    from lookalike.runs import Inputs
    from lookalike.scorecard.store import Bundle


def score(
    project: Project,
    models: Path,
    model: str = "",
    prospects: Path | None = None,
    out: Path | None = None,
    progress: Progress = silent,
) -> Written:
    """Rank the project's prospects, or others, and write the output folder.

    Parameters
    ----------
    project : Project
    models : Path
        Where the bundles are.
    model : str, default ""
        NAME or NAME@VERSION; default: the project's champion.
    prospects : Path, optional
        Another list than the project's, read and cleaned like it: a file, a folder of files, or a pattern.
    out : Path, optional
        Another folder than the project's.
    """
    from lookalike.runs import NAMES, Inputs, reserved
    from lookalike.scorecard.store import load, refuse_strangers
    from lookalike.scorecard.versions import find
    from lookalike.workflow.reading import read

    bundle = load(find(models, model or project.settings.name))
    with reserved(out or project.out, NAMES) as folder:
        inputs = Inputs.of(project, prospects)
        companies = read(inputs, part(progress, 0.0, 0.25))
        refuse_strangers(bundle, project, companies.accounts)
        return score_companies(inputs, companies, bundle, models, folder, part(progress, 0.25, 1.0))


def score_companies(
    inputs: Inputs, companies: Companies, bundle: Bundle, models: Path, out: Path, progress: Progress = silent
) -> Written:
    """The same for companies that were read."""
    from lookalike.workflow.listing import write_list

    bundle, knowledge = of_today(inputs, companies, bundle, part(progress, 0.0, 0.2))
    return write_list(inputs, companies, knowledge, bundle, models, out, part(progress, 0.2, 1.0))


def of_today(
    inputs: Inputs, companies: Companies, bundle: Bundle, progress: Progress = silent
) -> tuple[Bundle, Knowledge]:
    """The model as the settings and data of today have it, and what is known of good customers.

    Raises
    ------
    InputError
        A column that the model reads is not there.
    """
    from lookalike.knowledge.segments import Segmentation
    from lookalike.knowledge.understand import understand
    from lookalike.scorecard.store import adjusted

    settings = inputs.project.settings
    _require_columns(inputs, companies, bundle)
    segmentation = Segmentation.from_dict(bundle.segmentation).called(settings)
    knowledge = understand(companies, settings, segmentation=segmentation, progress=progress)
    today = adjusted(bundle, segmentation, knowledge.grid, settings.criteria.weights, companies.accounts)
    return today, knowledge


def _require_columns(inputs: Inputs, companies: Companies, bundle: Bundle) -> None:
    """What the model reads is there, on both sides; told by the file that lacks it."""
    from lookalike.companies.headings import require_columns

    tables = inputs.project.settings.inputs
    if len(companies.prospects):
        given, instead = tables.prospects, inputs.prospects
        listed = (given.file or say("jobs.query")) if given else say("jobs.prospects")
        require_columns(companies.prospects.columns, bundle.attributes, instead.name if instead else listed)
    if len(companies.accounts):
        named = tables.named()
        table = "accounts" if "accounts" in named else "deals"
        require_columns(companies.accounts.columns, bundle.attributes, named[table][0].file or table, table)
