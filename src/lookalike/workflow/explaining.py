"""One prospect of the last run: both scores, reasons and nearest customers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookalike.errors import BundleError, InputError

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.project import Project
    from lookalike.ranking.reasons import Explanation
    from lookalike.report.documents import Documents
    from lookalike.scorecard.store import Bundle


def explain(project: Project, company: str, models: Path, html: Path | None = None) -> Explanation:
    """One prospect by id, organisation number, domain or name; on a page of its own where asked."""
    from lookalike.knowledge.criteria import CriteriaGrid
    from lookalike.knowledge.segments import Segmentation
    from lookalike.languages import language
    from lookalike.ranking.reasons import explain_one
    from lookalike.report.documents import read_documents
    from lookalike.report.html import render_company
    from lookalike.scorecard.store import adjusted

    documents = read_documents(project.out)
    companies = as_ranked(project, documents)
    bundle = _that_ranked(documents.records["run"], models)
    segmentation = Segmentation.from_dict(bundle.segmentation)
    segmentation = segmentation.named([one["name"] for one in documents.records["segments"]])
    grid, weights = CriteriaGrid(documents.tables["criteria"]), project.settings.criteria.weights
    bundle = adjusted(bundle, segmentation, grid, weights, companies.accounts)
    explanation = explain_one(bundle, companies.prospects, documents.prospects, company, project.settings)
    explanation = language(project.settings.score.language).told(explanation)
    if html:
        html.write_text(render_company(explanation), encoding="utf-8")
    return explanation


def _that_ranked(run: dict[str, Any], models: Path) -> Bundle:
    """The model of the last run.

    Raises
    ------
    BundleError
        It is gone, or another of its name and version has taken its place.
    """
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import find

    bundle = load(find(models, run["model"]))
    if bundle.fingerprint != run["fingerprint"]:
        found = f"{run['model']} is another model than the one that ranked this list"
        raise BundleError(found, "the same files", str(models), "name its folder with --models, or rank again")
    return bundle


def as_ranked(project: Project, documents: Documents) -> Companies:
    """The companies of the last run, read again from the files that were ranked then.

    Raises
    ------
    InputError
        The list is gone, or was changed since.
    """
    from lookalike.workflow.reading import read

    run = documents.records["run"]
    listed = Path(run["prospects"]) if run["prospects"] else None
    companies = read(project, prospects=listed)
    if companies.fingerprints != run["inputs"]:
        changed = sorted(name for name, seen in run["inputs"].items() if companies.fingerprints.get(name) != seen)
        again = "rank again: lookalike run PROJECT, or lookalike score PROJECT"
        raise InputError("files changed since the last run", "the files that were ranked", ", ".join(changed), again)
    return companies
