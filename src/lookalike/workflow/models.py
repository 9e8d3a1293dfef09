"""Stored models: list them, hold two of them against each other, print one as SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lookalike.languages import say
from lookalike.progress import Progress, part, silent


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
    from lookalike.ranking.follow import facts, version_difference
    from lookalike.runs import Inputs, plain
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import find
    from lookalike.workflow.learning import beside
    from lookalike.workflow.listing import qualified
    from lookalike.workflow.reading import read

    old, new = (load(find(models, model)) for model in (before, after))
    named = {
        "before": f"{old.name}@{old.version}",
        "after": f"{new.name}@{new.version}",
        "facts": facts(old, new),
        "on_new_deals": beside(models, before, after),
    }
    project = load_project(folder) if folder else project_named(new.name, Path())
    if project is None:
        return named | {"prospects": None, "sentence": say("jobs.whose")}
    kept, _, _ = qualified(read(Inputs.of(project), part(progress, 0.0, 0.5)), project.settings)
    if kept.empty:
        return named | {"prospects": None, "sentence": say("jobs.nobody", project=project.settings.name)}
    progress(say("progress.versions"), 0.5)
    return plain(named | version_difference(old, new, kept, project.settings.score))


def sql(models: Path, model: str, dialect: str, table: str) -> str:
    """A stored model as SQL."""
    from lookalike.scorecard.sql import to_sql
    from lookalike.scorecard.store import load
    from lookalike.scorecard.versions import find

    return to_sql(load(find(models, model)), dialect, table)
