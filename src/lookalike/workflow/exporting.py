"""The last run's list as a file for a spreadsheet, the CRM or the ad platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from lookalike.project import FILE_NAME

if TYPE_CHECKING:
    from lookalike.languages import Message
    from lookalike.project import Project
    from lookalike.ranking.exports import Exported
    from lookalike.runs import Run


KEPT_OFF = ("customer", "open_deal", "group", "opted_out", "not_a_fit", "competitor")  # reasons that hold for ads too


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
        Only those of a `segment` or `grade`, or the `top` ones; `local` and `split` as of `ranking.exports.export`.

    Returns
    -------
    Exported
        Its notes also say what was changed since the list was made. Beside a list for LinkedIn lies the audience to
        leave out.

    Raises
    ------
    InputError
        There is no finished run, the file is one of the project's inputs, or the choice cannot be made.
    """
    from lookalike.languages import language
    from lookalike.ranking.exports import CONTACT
    from lookalike.ranking.exports import export as write_export
    from lookalike.runs import opened

    run, say = opened(project.out), language(project.settings.score.language)
    path = file or project.folder / f"{project.settings.name}-{target}.{'xlsx' if target == 'xlsx' else 'csv'}"
    about = {"model": run.about["model"], "scored_on": run.about["as_of"], "currency": run.about["currency"]}
    require_other_file(project, path)
    details = _with_owner(run.companies(["prospect_id", *CONTACT]), run.table("known"))
    told = run.told(say) if places is None else run.told_at(places, say)
    written = write_export(told, target, path, details=details, spoken=say, **about, **choice)
    beside = [_left_out_beside(run, path)] if target == "linkedin" else []
    return replace(written, notes=tuple(say.told([*run.changed(project), *written.notes, *beside])))


def require_other_file(project: Project, file: Path) -> None:
    """What is written takes the place of no input.

    Raises
    ------
    InputError
        It would.
    """
    from lookalike.errors import InputError
    from lookalike.languages import say

    tables = project.settings.inputs.named().values()
    inputs = {project.path(source.file).resolve() for sources in tables for source in sources if source.file}
    if file.resolve() in inputs | {(project.folder / FILE_NAME).resolve()}:
        raise InputError(say("exports.input"), say("exports.another_name"), str(file))


def _with_owner(companies: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The companies with who looks after their account, where they have one."""
    if "owner" not in known or "account_id" not in companies:
        return companies
    owners = known.drop_duplicates("account_id").set_index("account_id")["owner"]
    ours = companies["account_id"].map(owners)
    return companies.assign(
        owner=companies["owner"].where(companies["owner"].notna(), ours) if "owner" in companies else ours
    )


def _left_out_beside(run: Run, path: Path) -> Message:
    """Write the audience to leave out: customers, open deals, whoever must not be approached, and the don'ts."""
    from lookalike.languages import say
    from lookalike.ranking.exports import audience, write_csv

    known, excluded, ranked = run.table("known"), run.table("excluded"), run.ranked(["prospect_id", "name", "tier"])
    ours = known[known["relation"].isin(["customer", "open"])]
    off = excluded[excluded["reason"].isin(KEPT_OFF)]
    companies = run.companies(["prospect_id", "name", "domain", "country", "industry_code", "city"])
    donts = companies[companies["prospect_id"].isin(ranked.loc[ranked["tier"] == "don't", "prospect_id"])]
    table = audience(pd.concat([ours, off[["name"]], donts], ignore_index=True))
    beside = path.with_name(f"{path.stem}-exclude{path.suffix}")
    write_csv(table, beside)
    return say("exports.beside", file=beside.name, rows=len(table))
