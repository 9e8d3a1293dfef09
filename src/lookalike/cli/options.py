"""What all commands share: where models live, and how a problem becomes a message and an exit code."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lookalike.cli import terminal
from lookalike.ending import exit_code
from lookalike.errors import LookalikeError, refusal
from lookalike.languages import say

if TYPE_CHECKING:
    from lookalike.project import Project

ProjectArgument = Annotated[Path, typer.Argument(help="A folder with lookalike.toml, or that file.")]
ModelsOption = Annotated[Path, typer.Option("--models", help="Where the model bundles live.")]
MlrunsOption = Annotated[Path, typer.Option("--mlruns", help="Where MLflow keeps the diary of training runs.")]
OutOption = Annotated[Path | None, typer.Option(help="The output folder, when it is not PROJECT/out.")]
MODELS, MLRUNS = Path("models"), Path("mlruns")


def opened(folder: Path, out: Path | None = None) -> Project:
    """The project in a folder; from here on all is told in its language."""
    from lookalike.project import load_project

    project = load_project(folder, out)
    terminal.speak(project.settings.score.language)
    return project


def there(project: Path, out: Path | None) -> str:
    """The project as a next command names it, to find the same output folder."""
    return f"{project} --out {out}" if out else str(project)


def answers(command: Callable[..., None]) -> Callable[..., None]:
    """What the user can mend, or the machine refuses, becomes a message and exit code 1; an interrupt has its own."""

    @wraps(command)
    def answered(*args: Any, **kwargs: Any) -> None:
        terminal.speak("en")
        try:
            command(*args, **kwargs)
        except LookalikeError as problem:
            terminal.complain(problem.message)
            raise typer.Exit(1) from problem
        except KeyboardInterrupt as interrupt:
            terminal.complain(say("terminal.interrupted"))
            raise typer.Exit(exit_code(interrupt)) from interrupt
        except BrokenPipeError:
            raise  # whoever read what is printed has seen enough
        except (OSError, MemoryError) as problem:
            terminal.complain(refusal(problem).message)
            raise typer.Exit(1) from problem

    return answered
