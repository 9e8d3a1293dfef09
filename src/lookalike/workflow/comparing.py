"""Model against rules, as the last run found it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lookalike.project import Project


def compare(project: Project) -> dict[str, Any]:
    """What `comparison.json` holds."""
    from lookalike.report.documents import read_documents

    return read_documents(project.out).records["comparison"]
