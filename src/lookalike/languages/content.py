"""The languages themselves: one file each, with all that is read and said in it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def codes() -> tuple[str, ...]:
    """The codes of all languages, English first: what another has no words for is said in it.

    Examples
    --------
    >>> codes()
    ('en', 'da', 'de', 'fi', 'nl', 'no', 'sv')
    """
    found = {
        file.name.removesuffix(".toml") for file in files("lookalike.languages").iterdir() if is_language(file.name)
    }
    return ("en", *sorted(found - {"en"}))


def is_language(file: str) -> bool:
    """Whether a file of the folder holds a language: two letters and `.toml`."""
    return len(file) == len("en.toml") and file.endswith(".toml")


@cache
def content(code: str) -> dict[str, Any]:
    """All that stands in a language's file: `name`, `locale`, `headings`, `files`, `say`."""
    return tomllib.loads(files("lookalike.languages").joinpath(f"{code}.toml").read_text(encoding="utf-8"))
