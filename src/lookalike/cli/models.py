"""`lookalike models`: list, compare, promote and roll back the versions, and print one as SQL."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from lookalike.cli import terminal
from lookalike.cli.options import MLRUNS, MODELS, MlrunsOption, ModelsOption, answers
from lookalike.languages import Message

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
def list_models(models: ModelsOption = MODELS) -> None:
    """All models and versions, champion and challenger marked."""
    from lookalike import workflow

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
        terminal.next_step(
            f"lookalike models promote {told['after']}, or back to the champion before: lookalike models rollback"
        )


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
    terminal.next_step("lookalike score PROJECT; to go back: lookalike models rollback")


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
    terminal.next_step("lookalike score PROJECT")


def _done(done: Message, warning: Message | None) -> None:
    """What was done, and what MLflow could not be told of it."""
    terminal.say(done)
    if warning:
        terminal.complain(warning)


@app.command()
@answers
def sql(
    model: Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help="The model to print.")],
    dialect: Annotated[Dialect, typer.Option(help="The database.")] = Dialect.duckdb,
    table: Annotated[str, typer.Option(help="The table of companies to score.")] = "prospects",
    models: ModelsOption = MODELS,
) -> None:
    """Print the scorecard as plain SQL for a warehouse."""
    from lookalike import workflow

    terminal.raw(workflow.sql(models, model, dialect.value, table))


def show_models(versions: list[dict[str, Any]]) -> None:
    """The stored models, champion and challenger marked."""
    if not versions:
        terminal.say("No models yet. Make one: lookalike train PROJECT")
        return
    for one in versions:
        called = one["name"] + (f"@{one['version']}" if one["version"] else "")
        called += f" ({one['role']})" if one["role"] else ""
        if one["problem"]:
            terminal.say(f"{called}: {one['problem']}")
        else:
            until = f" up to {one['as_of']}" if one["as_of"] else ""
            terminal.say(f"{called}: {one['champion']} from {one['deals']:,} deals{until}, ranked by {one['rank_by']}")


def show_model_difference(told: dict[str, Any], *, as_json: bool) -> None:
    """Two versions side by side, and who moves between them."""
    if as_json:
        terminal.raw(json.dumps(told, ensure_ascii=False, indent=2, default=str))
        return
    terminal.say(told["sentence"])
    terminal.say(told["on_new_deals"])
    terminal.table("The versions", ("", told["before"], told["after"]), (one.values() for one in told["facts"]))
    if told["prospects"] is None:
        return
    weights = [(one["concept"], f"{one['before']:.0%}", f"{one['after']:.0%}") for one in told["weights"]]
    terminal.table("What sets companies apart", ("concept", told["before"], told["after"]), weights)
    for change, title in (("up", "Rise in grade"), ("down", "Fall in grade")):
        rows = [
            (
                row["name"] or row["prospect_id"],
                f"{row['grade_before']} to {row['grade']}",
                f"{row['rank_before']:,.0f} to {row['rank']:,.0f}",
                f"{row['why']['fact']}: {row['why']['adds']:+.2f} now, {row['why']['added']:+.2f} before",
            )
            for row in told["rows"]
            if row["change"] == change
        ]
        if rows:
            said = f"{title}: {sum(told['counts'][change].values()):,}, the first of them"
            terminal.table(said, ("company", "grade", "rank", "counts otherwise most"), rows[: terminal.FIRST])
