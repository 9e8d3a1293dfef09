"""The shell: reads arguments, calls the use cases, prints, sets the exit code. Nothing is decided here."""

from lookalike.cli.commands import app, main

__all__ = ["app", "main"]
