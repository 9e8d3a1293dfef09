"""The use cases: the only file that strings rooms together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookalike.errors import BundleError, InputError
from lookalike.progress import Progress, part, silent

if TYPE_CHECKING:
    import pandas as pd

    from lookalike.companies import Companies
    from lookalike.companies.headings import Proposal
    from lookalike.knowledge.rules import Step
    from lookalike.knowledge.understand import Knowledge
    from lookalike.project import Project
    from lookalike.ranking.exports import Exported
    from lookalike.ranking.reasons import Explanation
    from lookalike.report.documents import Documents
    from lookalike.scorecard.store import Bundle
    from lookalike.settings import Settings


@dataclass(frozen=True)
class Written:
    """A finished run: what it says and where it lies."""

    documents: Documents
    folder: Path

    @property
    def report(self) -> Path:
        """The page to open."""
        return self.folder / "report.html"


@dataclass(frozen=True)
class Listed:
    """A ranked register: a list and nothing else."""

    file: Path
    rows: int


def init(folder: Path, files: list[Path], progress: Progress = silent) -> Proposal:
    """Find out what the files are, map their columns and write the project's settings."""
    from lookalike.companies.headings import propose, write_settings

    progress("looking at the files", 0.1)
    proposal = propose(files)
    write_settings(proposal, folder)
    return proposal


def check(project: Project, progress: Progress = silent, prospects: Path | None = None) -> Companies:
    """Read and clean the inputs; what is noteworthy is among the findings."""
    from lookalike.companies import read_companies
    from lookalike.knowledge.rules import narrow

    companies = read_companies(project, prospects, part(progress, 0.0, 0.2))
    narrow(companies.prospects.head(0), project.settings)  # a mistake in a rule is said before the work, not after
    return companies


def understand(project: Project, companies: Companies, models: Path, progress: Progress = silent) -> Knowledge:
    """What a good customer is; segments found again keep the names of the present champion."""
    from lookalike.knowledge.segments import Segmentation
    from lookalike.knowledge.understand import understand as learn
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import champion

    folder = champion(models, project.settings.name)
    previous = Segmentation.from_dict(load(folder).segmentation) if folder else None
    return learn(companies, project.settings, previous=previous, progress=part(progress, 0.2, 0.35))


def score(
    project: Project,
    models: Path,
    model: str = "",
    prospects: Path | None = None,
    out: Path | None = None,
    progress: Progress = silent,
) -> Written:
    """Rank prospects with a stored model, by the names, points and weights that the settings give today."""
    from lookalike.companies.headings import require_columns
    from lookalike.knowledge.segments import Segmentation
    from lookalike.knowledge.understand import understand as learn
    from lookalike.scorecard.store import adjusted, load
    from lookalike.scorecard.versions import find

    bundle = load(find(models, model or project.settings.name))
    companies = check(project, progress, prospects)
    if len(companies.prospects):
        require_columns(companies.prospects.columns, bundle.attributes, _list_of(project, prospects))
    if len(companies.accounts):
        inputs = project.settings.inputs.named()
        table = "accounts" if "accounts" in inputs else "deals"
        require_columns(companies.accounts.columns, bundle.attributes, inputs[table][0].file or table, table)
    segmentation = Segmentation.from_dict(bundle.segmentation).called(project.settings.segments)
    knowledge = learn(companies, project.settings, segmentation=segmentation, progress=part(progress, 0.2, 0.35))
    bundle = adjusted(bundle, segmentation, knowledge.grid, project.settings.criteria.weights, companies.accounts)
    written_to = out or project.out
    return rank(project, companies, knowledge, bundle, models, written_to, part(progress, 0.35, 1.0), prospects)


def _list_of(project: Project, prospects: Path | None) -> str:
    """How the list of prospects is called in messages."""
    if prospects:
        return prospects.name
    given = project.settings.inputs.prospects
    return (given.file or "the query of the prospects") if given else "the prospects"


def is_register(project: Project, models: Path, model: str, prospects: Path) -> bool:
    """Whether prospects are a folder, a pattern, or a large file that has the columns of the model."""
    from lookalike.scorecard.store import load
    from lookalike.scorecard.streaming import is_register as is_one
    from lookalike.scorecard.versions import find

    return is_one(prospects, load(find(models, model or project.settings.name)).attributes)


def score_register(
    project: Project,
    models: Path,
    model: str,
    register: Path,
    out: Path | None = None,
    shap: bool = True,
    progress: Progress = silent,
) -> Listed:
    """Rank clean companies of any number as they are; the project gives capacity, grades and language."""
    from lookalike.ranking.order import rank_register
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import find

    bundle, folder = load(find(models, model or project.settings.name)), out or project.folder / "out-register"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "prospects.parquet"
    return Listed(file, rank_register(bundle, register, file, project.settings.score, progress, shap).rows)


def rank(
    project: Project,
    companies: Companies,
    knowledge: Knowledge,
    bundle: Bundle,
    models: Path,
    out: Path,
    progress: Progress = silent,
    listed: Path | None = None,
) -> Written:
    """Rank the prospects, compare the rankings and the last run, write the output folder with its report."""
    from lookalike.ranking.compare import compare as compare_rankings
    from lookalike.ranking.follow import health, promises
    from lookalike.ranking.order import ranked_prospects
    from lookalike.report.changes import changes
    from lookalike.report.documents import read_promises, write_documents
    from lookalike.report.gather import gather
    from lookalike.report.html import render
    from lookalike.report.markdown import markdown
    from lookalike.report.page import page

    kept, excluded, narrowing = qualified(companies, project.settings)
    prospects = ranked_prospects(bundle, kept, project.settings.score, part(progress, 0.0, 0.6))
    progress("comparing model and rules", 0.6)
    comparison = compare_rankings(bundle.held_out, prospects, project.settings.score.language)
    changed = changes(out, prospects, excluded, kept, bundle, models, project.settings.score)
    progress("looking what came of earlier lists", 0.7)
    former = read_promises(out)
    drift = health(bundle, companies, knowledge.segmentation, former)
    kept_on = promises(former, prospects, kept, companies.as_of)
    results = (prospects, excluded, narrowing, comparison, changed, drift, kept_on)
    documents = gather(project, companies, knowledge, bundle, *results, listed)
    progress("writing the report", 0.8)
    shown = page(documents)
    write_documents(documents, out, {"report.html": render(shown), "report.md": markdown(shown)})
    return Written(documents, out)


def qualified(companies: Companies, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame, tuple[Step, ...]]:
    """The prospects that pass the `[[qualify]]` rules; all excluded rows with those that do not; the steps between."""
    import pandas as pd

    from lookalike.knowledge.rules import narrow

    prospects = companies.prospects
    narrowed = narrow(prospects, settings)
    out = prospects[~narrowed.keep]
    dropped = pd.DataFrame(
        {
            "row": out["row"],
            "id": out["prospect_id"],
            "name": out.get("name"),
            "reason": "disqualified",
            "detail": [name for name in narrowed.dropped_by if name],
        }
    )
    excluded = pd.concat([companies.excluded, dropped]).sort_values("row") if len(dropped) else companies.excluded
    return prospects[narrowed.keep].reset_index(drop=True), excluded.reset_index(drop=True), narrowed.steps


def compare(project: Project) -> dict[str, Any]:
    """Model against rules, as the last run found it."""
    from lookalike.report.documents import read_documents

    return read_documents(project.out).records["comparison"]


def explain(project: Project, company: str, models: Path, html: Path | None = None) -> Explanation:
    """One prospect of the last run: both scores, reasons and nearest customers; on a page of its own where asked."""
    from lookalike.knowledge.criteria import CriteriaGrid
    from lookalike.knowledge.segments import Segmentation
    from lookalike.ranking.reasons import explain_one
    from lookalike.report.documents import read_documents
    from lookalike.report.html import render_company
    from lookalike.scorecard.store import adjusted

    documents = read_documents(project.out)
    companies = _as_ranked(project, documents)
    bundle = _that_ranked(documents.records["run"], models)
    segmentation = Segmentation.from_dict(bundle.segmentation)
    segmentation = segmentation.named([one["name"] for one in documents.records["segments"]])
    grid, weights = CriteriaGrid(documents.tables["criteria"]), project.settings.criteria.weights
    bundle = adjusted(bundle, segmentation, grid, weights, companies.accounts)
    explanation = explain_one(bundle, companies.prospects, documents.prospects, company, project.settings)
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


def _as_ranked(project: Project, documents: Documents) -> Companies:
    """The companies of the last run, read again from the files that were ranked then.

    Raises
    ------
    InputError
        The list is gone, or was changed since.
    """
    run = documents.records["run"]
    listed = Path(run["prospects"]) if run["prospects"] else None
    companies = check(project, prospects=listed)
    if companies.fingerprints != run["inputs"]:
        changed = sorted(name for name, seen in run["inputs"].items() if companies.fingerprints.get(name) != seen)
        again = "rank again: lookalike run PROJECT, or lookalike score PROJECT"
        raise InputError("files changed since the last run", "the files that were ranked", ", ".join(changed), again)
    return companies


def export(project: Project, target: str, file: Path | None, **choice: Any) -> Exported:
    """The last run's list as a file for a spreadsheet, the CRM or the ad platform."""
    from lookalike.ranking.exports import export as write_export
    from lookalike.report.documents import read_documents

    documents = read_documents(project.out)
    run = documents.records["run"]
    path = file or project.folder / f"{project.settings.name}-{target}.{'xlsx' if target == 'xlsx' else 'csv'}"
    about = {"model": run["model"], "scored_on": run["as_of"], "currency": run["currency"]}
    return write_export(
        documents.prospects, target, path, details=_as_ranked(project, documents).prospects, **about, **choice
    )
