"""What all commands share: where models live, and how a problem becomes a message and an exit code."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from lookalike.cli import terminal
from lookalike.errors import LookalikeError

ProjectArgument = Annotated[Path, typer.Argument(help="A folder with lookalike.toml, or that file.")]
ModelsOption = Annotated[Path, typer.Option("--models", help="Where the model bundles live.")]
MlrunsOption = Annotated[Path, typer.Option("--mlruns", help="Where MLflow keeps the diary of training runs.")]
MODELS, MLRUNS = Path("models"), Path("mlruns")


def answers(command: Callable[..., None]) -> Callable[..., None]:
    """Problems that the user can mend become one clear message and exit code 1."""

    @wraps(command)
    def answered(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except LookalikeError as problem:
            terminal.complain(str(problem))
            raise typer.Exit(1) from problem

    return answered
