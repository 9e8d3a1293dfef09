"""The commands: read arguments, call a use case, print. Nothing is decided here."""

from __future__ import annotations

import gc
import sys
import tempfile
import traceback
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lookalike import __version__
from lookalike.cli import found, shown, terminal
from lookalike.cli.asked import app as asked_app
from lookalike.cli.models import app as models_app
from lookalike.cli.options import (
    MLRUNS,
    MODELS,
    MlrunsOption,
    ModelsOption,
    OutOption,
    ProjectArgument,
    answers,
    opened,
    there,
)
from lookalike.cli.tried import show_goal
from lookalike.ending import end_when_asked, exit_code
from lookalike.languages import say

if TYPE_CHECKING:
    from lookalike.project import Project

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(asked_app)
app.add_typer(models_app, name="models")

ProspectsOption = Annotated[
    Path | None,
    typer.Option(help="Another list than the project's: a file (.gz, .zst, Parquet too), a folder, or 'pattern*.csv'."),
]
NameOption = Annotated[str, typer.Option("--model", help="NAME or NAME@VERSION; default: the project's champion.")]
FAULT = 70  # exit code of a fault of the program; 1 is for data and settings, 2 for usage


class Engine(StrEnum):
    """What a list is ranked with."""

    local = "local"
    spark = "spark"


class Goal(StrEnum):
    """What makes a customer good."""

    revenue = "revenue"
    margin = "margin"
    speed = "speed"
    loyalty = "loyalty"
    orders = "orders"
    mix = "mix"


def _tell_version(asked: bool) -> None:
    if asked:
        terminal.line(f"lookalike {__version__}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Which version this is.")
    ] = False,
) -> None:
    """Find the companies that look like your best customers, and see why."""


@app.command()
@answers
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the sample company goes.")] = Path("demo"),
    models: ModelsOption = MODELS,
    mlruns: MlrunsOption = MLRUNS,
) -> None:
    """Write the sample company to DIR and do the main job on it."""
    from lookalike.project import FILE_NAME
    from lookalike.sample import write_sample

    write_sample(folder)
    project = opened(folder)
    terminal.line(say("terminal.sample", folder=f"{folder}/", file=f"{folder}/{FILE_NAME}"))
    _run(project, folder, models, mlruns)


@app.command()
@answers
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new project's folder.")],
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports: accounts, deals, prospects...")],
) -> None:
    """Look at the files, map their columns, write DIR/lookalike.toml to review."""
    from lookalike import workflow
    from lookalike.project import FILE_NAME

    with terminal.progress() as tell:
        proposal = workflow.init(folder, files, tell)
    terminal.speak(proposal.language)
    shown.show_proposal(proposal)
    terminal.next_step(say("next.review", file=f"{folder}/{FILE_NAME}", folder=str(folder)))


@app.command()
@answers
def check(
    project: ProjectArgument,
    as_json: Annotated[bool, typer.Option("--json", help="Findings as JSON.")] = False,
) -> None:
    """Look at the data only: mapping, rejects, duplicates, leaks, and whether there is enough."""
    from lookalike import workflow

    with terminal.progress() as tell:
        companies = workflow.check(opened(project), tell)
    found.show_findings(companies, as_json=as_json)
    if not as_json:
        terminal.next_step(say("next.run", project=str(project)))


@app.command()
@answers
def train(project: ProjectArgument, models: ModelsOption = MODELS, mlruns: MlrunsOption = MLRUNS) -> None:
    """Learn, evaluate, track in MLflow, promote if better, export to models/."""
    from lookalike import workflow

    with terminal.progress() as tell:
        trained = workflow.train(opened(project), models, mlruns, tell)
    shown.show_training(trained)
    terminal.next_step(say("next.score", project=str(project)))


@app.command()
@answers
def score(
    project: ProjectArgument,
    prospects: ProspectsOption = None,
    model: NameOption = "",
    out: OutOption = None,
    models: ModelsOption = MODELS,
    engine: Annotated[Engine, typer.Option(help="Rank here, or on Spark: the list lies in parts then.")] = Engine.local,
) -> None:
    """Rank the prospects with the champion (or the named model) and write the output folder."""
    from lookalike import workflow

    given = (opened(project), models, model, prospects, out)
    if engine is Engine.spark:
        with terminal.progress() as tell:
            ranked = workflow.score_on_cluster(*given, tell)
        shown.show_clustered(ranked)
        return terminal.next_step(say("next.read_parts", folder=str(ranked.folder)))
    with terminal.progress() as tell:
        done = workflow.score(*given, tell)
    shown.show_result(done)
    terminal.next_step(say("next.explain_or_export", project=there(project, out)))


@app.command()
@answers
def run(
    project: ProjectArgument,
    goal: Annotated[
        Goal | None, typer.Option("--try-goal", help="Only try another goal, beside the list that there is.")
    ] = None,
    models: ModelsOption = MODELS,
    mlruns: MlrunsOption = MLRUNS,
) -> None:
    """The main job: check, train, score and report."""
    here = opened(project)
    if goal is None:
        return _run(here, project, models, mlruns)
    from lookalike import workflow

    with terminal.progress() as tell:
        workflow.try_goal(here, goal.value, tell)
    if tried := workflow.tried_goal(here):
        show_goal(tried)


def _run(project: Project, folder: Path, models: Path, mlruns: Path) -> None:
    from lookalike import workflow

    with terminal.progress() as tell:
        done = workflow.run(project, models, mlruns, tell)
    shown.show_training(done.trained)
    shown.show_result(done.written)
    terminal.next_step(say("next.open_or_explain", report=str(done.written.report), project=str(folder)))


@app.command()
@answers
def forget(
    project: ProjectArgument,
    company: Annotated[str, typer.Argument(metavar="ID", help="Id, number, domain or whole name.")],
    out: OutOption = None,
    models: ModelsOption = MODELS,
    mlruns: MlrunsOption = MLRUNS,
) -> None:
    """Take a company out of everything that was written, and say what is left to do by hand."""
    from lookalike import workflow

    shown.show_forgotten(workflow.forget(opened(project, out), company, models, mlruns))


@app.command()
@answers
def serve(
    project: ProjectArgument,
    host: Annotated[str, typer.Option(help="Where to listen; others than this machine need a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="At which port; 0 takes a free one.")] = 8040,
    token: Annotated[str, typer.Option(envvar="LOOKALIKE_TOKEN", help="What every request must bring.")] = "",
    opens: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    shortcut: Annotated[bool, typer.Option("--shortcut", help="Only write a starter to double-click.")] = False,
    models: ModelsOption = MODELS,
    mlruns: MlrunsOption = MLRUNS,
) -> None:
    """The web app and the HTTP API, on this machine; of one project, or of a folder with several or none yet."""
    from lookalike import web

    if shortcut:
        return terminal.line(say("app.shortcut", file=str(web.shortcut(project, models, mlruns, port))))
    web.serve(project, models, mlruns, host, port, token, opens, _served)


def _served(address: str) -> None:
    terminal.line(say("app.served", address=address))


def main() -> None:
    """Entry point of the `lookalike` command; an error of the program itself becomes a short message and a file."""
    gc.set_threshold(100_000, 20, 100)  # a command holds on to most of what it makes until it ends
    end_when_asked()
    try:
        app()
    except KeyboardInterrupt as interrupt:  # while the program was coming up
        sys.exit(exit_code(interrupt))
    except Exception as error:
        log = Path(tempfile.mkdtemp(prefix="lookalike-")) / "error.txt"
        log.write_text(traceback.format_exc(), encoding="utf-8")
        terminal.complain(say("terminal.fault", error=repr(error), file=str(log)))
        sys.exit(FAULT)
