"""What the product says when it cannot go on: found, expected, where, what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class LookalikeError(Exception):
    """A problem the user can mend; the shell prints it and leaves with exit code 1.

    Parameters
    ----------
    found : str
        What was found, with the offending value.
    expected : str
        What would have been right.
    where : str, default ""
        File, row and column, or the section of the settings.
    do : str, default ""
        The next step for the user.

    Examples
    --------
    >>> raise LookalikeError("no column 'Stage'", "an outcome", "deals.csv", "map it")
    Traceback (most recent call last):
    ...
    lookalike.errors.LookalikeError: deals.csv: no column 'Stage'. Expected: an outcome. To do: map it.
    """

    def __init__(self, found: str, expected: str = "", where: str = "", do: str = "") -> None:
        self.found, self.expected, self.where, self.do = found, expected, where, do
        parts = [f"{where}: {found}" if where else found]
        parts += [f"Expected: {expected}"] if expected else []
        parts += [f"To do: {do}"] if do else []
        super().__init__(". ".join(part.rstrip(".") for part in parts) + ".")


class InputError(LookalikeError):
    """A file or table that cannot be read or used."""


class SettingsError(LookalikeError):
    """`lookalike.toml` says something that cannot be done."""


class BundleError(LookalikeError):
    """A model bundle that is missing, damaged or newer than this version."""


def gather(problems: Iterable[str], kind: type[LookalikeError], where: str) -> None:
    """Raise one error that reports all problems together; do nothing when there are none."""
    listed = list(problems)
    if listed:
        lines = "\n".join(f"  - {problem}" for problem in listed)
        raise kind(f"{len(listed)} problem{'s' if len(listed) > 1 else ''}:\n{lines}", where=where)


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint naming the closest known words, or all of them when none is close.

    Examples
    --------
    >>> did_you_mean("Regoin", ["Region", "Country"])
    "did you mean 'Region'?"
    """
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), list(folded), n=3, cutoff=0.6)
    if close:
        return "did you mean " + " or ".join(repr(folded[name]) for name in close) + "?"
    return "one of: " + ", ".join(known) if known else "there are none"
