"""The last run's list as a file for a spreadsheet, the CRM or the ad platform."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lookalike.project import Project
    from lookalike.ranking.exports import Exported


def export(project: Project, target: str, file: Path | None = None, **choice: Any) -> Exported:
    """Write the list, or the part of it that `choice` names (segment, grade, top), in the format of a target.

    The notes also say what was changed since the list was made.
    """
    from lookalike.languages import language
    from lookalike.ranking.exports import CONTACT
    from lookalike.ranking.exports import export as write_export
    from lookalike.runs import opened

    run, say = opened(project.out), language(project.settings.score.language)
    path = file or project.folder / f"{project.settings.name}-{target}.{'xlsx' if target == 'xlsx' else 'csv'}"
    about = {"model": run.about["model"], "scored_on": run.about["as_of"], "currency": run.about["currency"]}
    details = run.companies(["prospect_id", *CONTACT])
    written = write_export(run.told(say), target, path, details=details, spoken=say, **about, **choice)
    return replace(written, notes=tuple(say.told([*run.changed(project), *written.notes])))
