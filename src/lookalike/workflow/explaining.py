"""One prospect of the last run: both scores, reasons and nearest customers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.errors import BundleError
from lookalike.languages import say

if TYPE_CHECKING:
    from lookalike.companies.notes import Change
    from lookalike.project import Project
    from lookalike.runs import Run
    from lookalike.scorecard.store import Bundle
    from lookalike.workflow.results import Explained


def explain(project: Project, company: str, models: Path, html: Path | None = None) -> Explained:
    """One prospect by id, organisation number, domain or name; on a page of its own where asked.

    It is told from the run: no input is opened, and what was changed since is said.

    Raises
    ------
    InputError
        There is no finished run, or not exactly one such company on its list; `LeftOut` where it was left out of it.
    BundleError
        The model that ranked it is gone, or another of its name and version has taken its place.
    """
    from lookalike.languages import language
    from lookalike.ranking.reasons import FINDABLE, explain_one, find
    from lookalike.runs import opened
    from lookalike.workflow.exporting import require_other_file
    from lookalike.workflow.results import Explained

    run = opened(project.out)
    place = run.place(company)
    if place is None:  # by another name, or left out: a long list is not read for who is known by id
        excluded = run.table("excluded")
        listed = [] if (excluded["id"] == company).any() else [*FINDABLE, "country"]
        place = find(run.companies(listed), company, excluded)
    bundle = as_it_ranked(run, stored_model(run, models))
    past = run.table("known"), run.record("persona")
    found = explain_one(bundle, run.company(place), run.row(place), run.rows, project.settings, *past)
    spoken = language(project.settings.score.language)
    told = Explained(
        **vars(spoken.told(replace(found, changed=tuple(run.changed(project))))),
        language=project.settings.score.language,
    )
    if html:
        require_other_file(project, html)
        from lookalike.report.html import render_company

        html.write_text(render_company(told, spoken), encoding="utf-8")
    return told


def noted(project: Project, prospect_id: str) -> list[Change]:
    """What people noted of a company and did not take back, the last first."""
    from lookalike.companies.notes import Notes

    return Notes(project.folder).history(prospect_id)


def stored_model(run: Run, models: Path) -> Bundle:
    """The model of a run as it is stored.

    Raises
    ------
    BundleError
        It is gone, or another of its name and version has taken its place.
    """
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import find

    bundle, model = load(find(models, run.about["model"])), run.about["model"]
    if bundle.fingerprint != run.about["fingerprint"]:
        raise BundleError(
            say("jobs.another_model", model=model), say("jobs.same_files"), str(models), say("jobs.find_it")
        )
    return bundle


def as_it_ranked(run: Run, bundle: Bundle) -> Bundle:
    """The stored model of a run with the names, points and weights that it had then."""
    from lookalike.knowledge.criteria import CriteriaGrid
    from lookalike.knowledge.segments import Segmentation
    from lookalike.scorecard.store import adjusted

    segmentation = Segmentation.from_dict(bundle.segmentation)
    segmentation = segmentation.named([one["name"] for one in run.record("segments")])
    grid = CriteriaGrid(run.table("criteria"))
    return adjusted(bundle, segmentation, grid, run.about["weights"], run.table("known"))
