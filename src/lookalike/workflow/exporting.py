"""The last run's list as a file for a spreadsheet, the CRM or the ad platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lookalike.project import Project
    from lookalike.ranking.exports import Exported


def export(
    project: Project, target: str, file: Path | None = None, places: Sequence[int] | None = None, **choice: Any
) -> Exported:
    """Write the list, or a part of it, in the format of a target.

    Parameters
    ----------
    project : Project
    target : str
    file : Path, optional
        Default: beside the project's settings.
    places : sequence of int, optional
        Only the companies at these places of the list, counted from 0, in this order.
    **choice
        Only those of a `segment` or `grade`, or the `top` ones.

    Returns
    -------
    Exported
        Its notes also say what was changed since the list was made.
    """
    from lookalike.languages import language
    from lookalike.ranking.exports import CONTACT
    from lookalike.ranking.exports import export as write_export
    from lookalike.runs import opened

    run, say = opened(project.out), language(project.settings.score.language)
    path = file or project.folder / f"{project.settings.name}-{target}.{'xlsx' if target == 'xlsx' else 'csv'}"
    about = {"model": run.about["model"], "scored_on": run.about["as_of"], "currency": run.about["currency"]}
    details = run.companies(["prospect_id", *CONTACT])
    told = run.told(say) if places is None else run.told_at(places, say)
    written = write_export(told, target, path, details=details, spoken=say, **about, **choice)
    return replace(written, notes=tuple(say.told([*run.changed(project), *written.notes])))
