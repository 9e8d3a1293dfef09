"""Model against rules, as the last run found it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lookalike.project import Project


def compare(project: Project) -> dict[str, Any]:
    """What `comparison.json` holds, and under `changed` what was changed since; told in the project's language."""
    from lookalike.languages import language
    from lookalike.runs import opened

    run = opened(project.out)
    return language(project.settings.score.language).told(run.record("comparison") | {"changed": run.changed(project)})
