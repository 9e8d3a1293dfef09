"""Stored models: list them, hold two of them against each other, print one as SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookalike.errors import BundleError
from lookalike.languages import say
from lookalike.progress import Progress, part, silent

if TYPE_CHECKING:
    from lookalike.project import Project
    from lookalike.scorecard.store import Bundle

COMPARED = 10_000  # companies of the last list on which two versions are held against each other


def list_models(models: Path) -> list[dict[str, Any]]:
    """All stored versions with what their manifest says, the champion marked."""
    from lookalike.scorecard.versions import versions

    return versions(models)


def model_difference(
    models: Path, before: str, after: str, folder: Path | None = None, progress: Progress = silent
) -> dict[str, Any]:
    """Two versions side by side, and on the prospects of their project: who moves grade and why.

    The project is the one in `folder`, else the one of the model's name in or below the current folder; without any
    only the versions themselves are compared.
    """
    from lookalike.project import load_project, project_named
    from lookalike.ranking.follow import version_difference
    from lookalike.runs import Inputs, plain
    from lookalike.scorecard.store import load, refuse_strangers
    from lookalike.scorecard.versions import find
    from lookalike.workflow.listing import qualified
    from lookalike.workflow.reading import read

    old, new = (load(find(models, model)) for model in (before, after))
    named = _named(models, old, new)
    project = load_project(folder) if folder else project_named(new.name, Path())
    if project is None:
        return named | {"prospects": None, "sentence": say("jobs.whose")}
    companies = read(Inputs.of(project), part(progress, 0.0, 0.5))
    for one in (old, new):
        refuse_strangers(one, project, companies.accounts)
    kept, _, _ = qualified(companies, project.settings)
    if kept.empty:
        return named | {"prospects": None, "sentence": say("jobs.nobody", project=project.settings.name)}
    progress(say("progress.versions"), 0.5)
    return plain(named | version_difference(old, new, kept, project.settings.score))


def difference_on_list(project: Project, models: Path, before: int, after: int) -> dict[str, Any]:
    """Two versions of a project's model on the first 10,000 companies of its last list, which is not read anew.

    Returns
    -------
    dict
        As `model_difference` tells, in the project's language.

    Raises
    ------
    InputError
        There is no finished run.
    BundleError
        There is no such version, or it is damaged.
    """
    from lookalike.languages import language
    from lookalike.ranking.follow import version_difference
    from lookalike.runs import opened, plain
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import find

    name, settings = project.settings.name, project.settings
    old, new = (load(find(models, f"{name}@{version}")) for version in (before, after))
    found = _named(models, old, new)
    listed = opened(project.out).first_companies(COMPARED)
    both = {attribute.name for bundle in (old, new) for attribute in bundle.attributes}
    if listed.empty or not both <= set(listed):
        found |= {"prospects": None, "sentence": say("jobs.other_columns", columns=sorted(both - set(listed)))}
    else:
        found |= version_difference(old, new, listed, settings.score)
    told: dict[str, Any] = language(settings.score.language).told(plain(found))
    return told


def standing(project: Project, models: Path) -> dict[str, Any]:
    """The versions of a project's model, and who was champion when.

    Returns
    -------
    dict
        `versions`: as `list_models` tells them, the newest first, each with `auc` (of the chosen candidate on its
        held-out deals, with low and high; None where unknown) and `verdict` (what the gate said, "" where that was not
        kept); `reigns`: `version`, `since`, `by`, the newest first; `back`: the version to which the champion would
        give way, None where there is none. Told in the project's language.
    """
    from lookalike.languages import language
    from lookalike.scorecard.versions import history
    from lookalike.workflow.learning import verdicts

    name = project.settings.name
    said = verdicts(models, name)
    rows = [one for one in list_models(models) if one["name"] == name]
    told = [row | {"auc": _auc(models, row), "verdict": said.get(row["version"], "")} for row in rows]
    found = {"versions": told[::-1], "reigns": history(models, name)[::-1], "back": _way_back(models, name)}
    answer: dict[str, Any] = language(project.settings.score.language).told(found)
    return answer


def _auc(models: Path, row: dict[str, Any]) -> dict[str, Any] | None:
    """The AUC of a version's chosen candidate, without reading the rest of it."""
    from lookalike.scorecard.files import read_json
    from lookalike.scorecard.versions import version_folder

    if row["problem"]:
        return None
    metrics = read_json(version_folder(models, row["name"], row["version"]) / "metrics.json")
    found: dict[str, Any] | None = metrics["candidates"].get(metrics["champion"], {}).get("auc")
    return found


def _way_back(models: Path, name: str) -> int | None:
    from lookalike.scorecard.versions import way_back

    try:
        return way_back(models, name)[0]
    except BundleError:
        return None


def _named(models: Path, old: Bundle, new: Bundle) -> dict[str, Any]:
    """Two versions side by side, without the companies they rank."""
    from lookalike.ranking.follow import facts
    from lookalike.workflow.learning import beside

    before, after = (f"{bundle.name}@{bundle.version}" for bundle in (old, new))
    about = {"before": before, "after": after, "facts": facts(old, new)}
    return about | {"on_new_deals": beside(models, before, after)}


def sql(models: Path, model: str, dialect: str, table: str, folder: Path | None = None) -> str:
    """A stored model as SQL; for a table with the headings and units of the list of the project in `folder`."""
    from lookalike.companies import list_headings
    from lookalike.project import load_project
    from lookalike.scorecard.sql import to_sql
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import find

    bundle = load(find(models, model))
    return to_sql(bundle, dialect, table, list_headings(load_project(folder)) if folder else None)
