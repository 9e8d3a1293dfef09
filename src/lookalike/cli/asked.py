"""What the finished run is asked: one company, model against rules, the list as a file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lookalike.cli import shown, terminal, tried
from lookalike.cli.options import MODELS, ModelsOption, OutOption, ProjectArgument, answers, opened, there
from lookalike.languages import say

app = typer.Typer()

HtmlOption = Annotated[Path | None, typer.Option(help="Also write it to this HTML file, one page to print.")]
TenthsOption = Annotated[
    tuple[int, int] | None,
    typer.Option(metavar="MODEL RULES", min=1, max=10, help="With the map, the companies of these tenths."),
]


class Split(StrEnum):
    """What a list is parted by."""

    owner = "owner"
    region = "region"


class Target(StrEnum):
    """Where an export goes."""

    csv = "csv"
    xlsx = "xlsx"
    hubspot = "hubspot"
    salesforce = "salesforce"
    linkedin = "linkedin"


@app.command()
@answers
def explain(
    project: ProjectArgument,
    company: Annotated[str, typer.Argument(metavar="ID", help="Id, number, domain or part of the name.")],
    html: HtmlOption = None,
    out: OutOption = None,
    models: ModelsOption = MODELS,
) -> None:
    """The answer in a call: who they are, where they stand and why, how to begin, what to ask."""
    from lookalike import workflow
    from lookalike.ranking.reasons import LeftOut

    here = opened(project, out)
    try:
        found = workflow.explain(here, company, models, html)
    except LeftOut as left:  # an answer too
        return shown.show_left_out(left)
    shown.show_explanation(found)
    shown.show_noted(workflow.noted(here, found.prospect["prospect_id"]))
    terminal.next_step(say("next.export", project=there(project, out)))


@app.command()
@answers
def compare(
    project: ProjectArgument,
    with_map: Annotated[bool, typer.Option("--map", help="Also the list in tenths of both rankings.")] = False,
    tenths: TenthsOption = None,
    missed: Annotated[bool, typer.Option("--missed", help="Also past winners that both place late.")] = False,
    trial: Annotated[bool, typer.Option("--try", help="Also what today's points and plan would change.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
    out: OutOption = None,
    models: ModelsOption = MODELS,
) -> None:
    """The model against the rules: how they agree, where they differ, which to trust."""
    from lookalike import workflow

    here = opened(project, out)
    found: dict[str, dict[str, Any]] = {"comparison": workflow.compare(here)}
    if with_map or tenths:
        found["map"] = workflow.rank_map(here, *(tenths or ()))
    if missed:
        found["missed"] = workflow.missed(here, models)
    if trial:
        found |= {"rules": workflow.try_rules(here, models), "lists": workflow.try_lists(here)}
        found["plan"] = workflow.try_plan(here, models)
    if as_json:
        return terminal.raw(terminal.as_text(found))
    shown.show_comparison(found["comparison"])
    if "map" in found:
        tried.show_map(found["map"], tenths)
    if missed:
        tried.show_missed(found["missed"])
    if trial:
        tried.show_trial(found["rules"], found["plan"], found["lists"])
    terminal.next_step(say("next.explain", project=there(project, out)))


@app.command()
@answers
def export(
    project: ProjectArgument,
    to: Annotated[Target, typer.Option("--to", help="Format of the file.")],
    segment: Annotated[str | None, typer.Option(help="Only this segment.")] = None,
    grade: Annotated[str | None, typer.Option(help="Only these grades, as in AB.")] = None,
    top: Annotated[int | None, typer.Option(min=1, help="Only the first N.")] = None,
    file: Annotated[Path | None, typer.Option(help="Where to; default: beside the settings.")] = None,
    local: Annotated[bool, typer.Option("--local", help="CSV with ';' and decimal commas, for such an Excel.")] = False,
    split: Annotated[Split | None, typer.Option(help="One file for each owner or region.")] = None,
    out: OutOption = None,
) -> None:
    """Write the ranked list for a spreadsheet, the CRM or the ad platform."""
    from lookalike import workflow

    parted = {"local": local, "split": str(split or "")}
    exported = workflow.export(
        opened(project, out), to.value, file, None, segment=segment, grade=grade, top=top, **parted
    )
    shown.show_export(exported)
