"""`lookalike models`: list, compare, promote and roll back the versions, and print one as SQL."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lookalike.cli import shown, terminal
from lookalike.cli.options import MLRUNS, MODELS, MlrunsOption, ModelsOption, answers, opened
from lookalike.cli.tried import show_standing
from lookalike.languages import Message, Words, say

app = typer.Typer(help="The model versions under models/.", no_args_is_help=True)

ProjectOption = Annotated[
    Path | None,
    typer.Option(help="The project whose prospects are ranked; default: the one of the model's name, here or below."),
]


class Dialect(StrEnum):
    """Databases that a scorecard is printed for."""

    duckdb = "duckdb"
    postgres = "postgres"
    bigquery = "bigquery"
    snowflake = "snowflake"


@app.command("list")
@answers
def list_models(
    project: Annotated[
        Path | None, typer.Option(help="Only this project's model: what each version found, and who was champion.")
    ] = None,
    models: ModelsOption = MODELS,
) -> None:
    """All models and versions, champion and challenger marked."""
    from lookalike import workflow

    if project:
        return show_standing(workflow.standing(opened(project), models))
    show_models(workflow.list_models(models))


@app.command()
@answers
def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="NAME@VERSION, or NAME for its champion.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The version to hold against it.")],
    project: ProjectOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
    models: ModelsOption = MODELS,
) -> None:
    """Who moves grade between two versions, on the same prospects, and why."""
    from lookalike import workflow

    with terminal.progress() as tell:
        told = workflow.model_difference(models, before, after, project, tell)
    show_model_difference(told, as_json=as_json)
    if not as_json:
        terminal.next_step(say("next.promote_or_back", model=told["after"]))


@app.command()
@answers
def promote(
    model: Annotated[str, typer.Argument(metavar="NAME@VERSION", help="The version to make champion.")],
    models: ModelsOption = MODELS,
    mlruns: MlrunsOption = MLRUNS,
) -> None:
    """Make a version the champion that score uses."""
    from lookalike import workflow

    _done(*workflow.promote(models, model, mlruns))
    terminal.next_step(say("next.score_or_back"))


@app.command()
@answers
def rollback(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The model; not needed where there is only one.")] = "",
    models: ModelsOption = MODELS,
    mlruns: MlrunsOption = MLRUNS,
) -> None:
    """Make the version that was champion before the present one champion again."""
    from lookalike import workflow

    _done(*workflow.rollback(models, name, mlruns))
    terminal.next_step(say("next.score", project="PROJECT"))


def _done(done: Message, warning: Message | None) -> None:
    """What was done, and what MLflow could not be told of it."""
    terminal.line(done)
    if warning:
        terminal.complain(warning)


@app.command()
@answers
def sql(
    model: Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help="The model to print.")],
    dialect: Annotated[Dialect, typer.Option(help="The database.")] = Dialect.duckdb,
    table: Annotated[str, typer.Option(help="The table of companies to score.")] = "prospects",
    project: Annotated[Path | None, typer.Option(help="The table has the headings of this project's list.")] = None,
    models: ModelsOption = MODELS,
) -> None:
    """Print the scorecard as plain SQL for a warehouse."""
    from lookalike import workflow

    terminal.raw(workflow.sql(models, model, dialect.value, table, project))


def show_models(versions: list[dict[str, Any]]) -> None:
    """The stored models, champion and challenger marked."""
    if not versions:
        terminal.line(say("versions.none"))
        return
    for one in versions:
        terminal.line(_version(one))


def _version(one: dict[str, Any]) -> Message:
    """A version in a line: what it was learned from, or what is wrong with it."""
    called: Words = one["name"] + (f"@{one['version']}" if one["version"] else "")
    called = say(f"versions.{one['role']}", model=called) if one["role"] else called
    if one["problem"]:
        return say("versions.problem", model=called, problem=one["problem"])
    made = {"model": called, "chosen": one["champion"], "deals": one["deals"], "rank_by": one["rank_by"]}
    return say("versions.made_until", until=one["as_of"], **made) if one["as_of"] else say("versions.made", **made)


def show_model_difference(told: dict[str, Any], *, as_json: bool) -> None:
    """Two versions side by side, and who moves between them."""
    if as_json:
        terminal.raw(terminal.as_text(told))
        return
    terminal.line(told["sentence"])
    terminal.line(told["on_new_deals"])
    sides = told["before"], told["after"]
    terminal.table(say("versions.both"), ("", *sides), (one.values() for one in told["facts"]))
    if told["prospects"] is None:
        return
    words = terminal.spoken()
    weights = [
        (words.label(one["concept"]), *(words.share(one[side]) for side in ("before", "after")))
        for one in told["weights"]
    ]
    terminal.table(say("versions.apart"), (say("company.concept"), *sides), weights)
    for change in ("up", "down"):
        rows = [_moved(row) for row in told["rows"] if row["change"] == change]
        if rows:
            columns = (*(say(f"page.{name}") for name in ("company", "grade", "rank")), say("versions.otherwise"))
            title = say(f"versions.{change}", companies=sum(told["counts"][change].values()))
            terminal.table(title, columns, rows[: shown.FIRST])


def _moved(row: dict[str, Any]) -> tuple[Words, ...]:
    """A company that is in another grade: from where to where, and what counts otherwise."""
    return (
        row["name"] or row["prospect_id"],
        say("versions.from_to", before=row["grade_before"], after=row["grade"]),
        say("versions.from_to", before=row["rank_before"], after=row["rank"]),
        say("versions.counts", **row["why"]),
    )
