"""Rank the prospects with a stored model, by the names, points and weights that the settings give today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.languages import say
from lookalike.progress import Progress, part, silent
from lookalike.workflow.results import Listed, Written

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.project import Project
    from lookalike.runs import Inputs
    from lookalike.scorecard.store import Bundle


def score(
    project: Project,
    models: Path,
    model: str = "",
    prospects: Path | None = None,
    out: Path | None = None,
    shap: bool = True,
    progress: Progress = silent,
) -> Written | Listed:
    """Rank the project's prospects, or others, and write the output folder.

    Parameters
    ----------
    project : Project
    models : Path
        Where the bundles are.
    model : str, default ""
        NAME or NAME@VERSION; default: the project's champion.
    prospects : Path, optional
        Another list than the project's. A folder, a pattern or a large file with the model's columns is a register:
        clean companies of any number, ranked as they are.
    out : Path, optional
        Another folder than the project's.
    shap : bool, default True
        Of a register: whether to write what every attribute contributes.
    """
    from lookalike.runs import NAMES, Inputs, reserved
    from lookalike.scorecard.store import load, refuse_strangers
    from lookalike.scorecard.streaming import is_register
    from lookalike.scorecard.versions import find
    from lookalike.workflow.reading import read

    bundle = load(find(models, model or project.settings.name))
    if prospects and is_register(prospects, bundle.attributes):
        return _register(project, bundle, prospects, out, shap, progress)
    with reserved(out or project.out, NAMES) as folder:
        inputs = Inputs.of(project, prospects)
        companies = read(inputs, part(progress, 0.0, 0.25))
        if bundle.name == project.settings.name:
            refuse_strangers(bundle, project, companies.accounts)
        return score_companies(inputs, companies, bundle, models, folder, part(progress, 0.25, 1.0))


def score_companies(
    inputs: Inputs, companies: Companies, bundle: Bundle, models: Path, out: Path, progress: Progress = silent
) -> Written:
    """The same for companies that were read."""
    from lookalike.knowledge.segments import Segmentation
    from lookalike.knowledge.understand import understand
    from lookalike.scorecard.store import adjusted
    from lookalike.workflow.listing import write_list

    settings = inputs.project.settings
    _require_columns(inputs, companies, bundle)
    segmentation = Segmentation.from_dict(bundle.segmentation).called(settings)
    knowledge = understand(companies, settings, segmentation=segmentation, progress=part(progress, 0.0, 0.2))
    bundle = adjusted(bundle, segmentation, knowledge.grid, settings.criteria.weights, companies.accounts)
    return write_list(inputs, companies, knowledge, bundle, models, out, part(progress, 0.2, 1.0))


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


def _register(
    project: Project, bundle: Bundle, register: Path, out: Path | None, shap: bool, progress: Progress
) -> Listed:
    """Clean companies of any number as they are; the project gives capacity, grades and language."""
    from lookalike.ranking.order import rank_register

    folder = out or project.folder / "out-register"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "prospects.parquet"
    return Listed(file, rank_register(bundle, register, file, project.settings.score, progress, shap).rows)
