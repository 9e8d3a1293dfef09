"""The last run's list as a file for a spreadsheet, the CRM or the ad platform."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lookalike.project import Project
    from lookalike.ranking.exports import Exported


def export(project: Project, target: str, file: Path | None = None, **choice: Any) -> Exported:
    """Write the list, or the part of it that `choice` names (segment, grade, top), in the format of a target."""
    from lookalike.ranking.exports import export as write_export
    from lookalike.report.documents import read_documents
    from lookalike.workflow.explaining import as_ranked

    documents = read_documents(project.out)
    run = documents.records["run"]
    path = file or project.folder / f"{project.settings.name}-{target}.{'xlsx' if target == 'xlsx' else 'csv'}"
    about = {"model": run["model"], "scored_on": run["as_of"], "currency": run["currency"]}
    details = as_ranked(project, documents).prospects
    return write_export(documents.prospects, target, path, details=details, **about, **choice)
