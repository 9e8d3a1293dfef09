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
    """What is read in a language: `name`, `locale`, `headings`, `files`, `words`."""
    return tomllib.loads(_text(code)[0])


@cache
def sentences(code: str) -> dict[str, dict[str, Any]]:
    """What is said in a language, by section and name; nothing where it is only read.

    Examples
    --------
    >>> sentences("en")["ranges"]["over"]
    'over {value:measure}'
    """
    said: dict[str, dict[str, Any]] = tomllib.loads(_text(code)[1]).get("say", {})
    return said


def speaks(code: str) -> bool:
    """Whether anything is said in a language."""
    return bool(_text(code)[1])


@cache
def _text(code: str) -> tuple[str, str]:
    """The two parts of a language's file: most languages are read, while only one or two are spoken in a run."""
    text = files("lookalike.languages").joinpath(f"{code}.toml").read_text(encoding="utf-8")
    read, mark, said = text.partition("\n[say.")
    return read, mark + said
