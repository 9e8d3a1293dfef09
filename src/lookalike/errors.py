"""What the product says when it cannot go on: found, expected, where, what to do; in no language until it is shown."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Sequence

from lookalike.languages import Message, Words, say


class LookalikeError(Exception):
    """A problem the user can mend; the shell prints it and leaves with exit code 1. As text it is English.

    Parameters
    ----------
    found : Message or str
        What was found, with the offending value.
    expected : Message or str, default ""
        What would have been right.
    where : Message or str, default ""
        File, row and column, or the section of the settings.
    do : Message or str, default ""
        The next step for the user.

    Examples
    --------
    >>> raise LookalikeError("no column 'Stage'", "an outcome", "deals.csv", "map it")
    Traceback (most recent call last):
    ...
    lookalike.errors.LookalikeError: deals.csv: no column 'Stage'. Expected: an outcome. To do: map it.
    """

    def __init__(self, found: Words, expected: Words = "", where: Words = "", do: Words = "") -> None:
        super().__init__(found, expected, where, do)
        self.found, self.expected, self.where, self.do = found, expected, where, do

    @property
    def message(self) -> Message:
        """The whole of it as a message: `language(code).tell(error.message)`."""
        parts = [say("errors.at", where=self.where, found=self.found) if self.where else self.found]
        parts += [say("errors.expected", expected=self.expected)] if self.expected else []
        parts += [say("errors.do", do=self.do)] if self.do else []
        return say("errors.whole", parts=parts)

    def __str__(self) -> str:
        return str(self.message)


class InputError(LookalikeError):
    """A file or table that cannot be read or used."""


class RunError(InputError):
    """There is no finished run, or one that cannot be read: a former version wrote it, or a file of it is damaged."""


class SettingsError(LookalikeError):
    """`lookalike.toml` says something that cannot be done."""


class BundleError(LookalikeError):
    """A model bundle that is missing, damaged or newer than this version."""


class MachineError(LookalikeError):
    """The machine refuses: the disk is full, there is no right to write, no memory."""


_REFUSED = {  # what the machine says, and what a person can do
    errno.ENOSPC: ("disk_full", "free_space"),
    errno.EDQUOT: ("disk_full", "free_space"),
    errno.EFBIG: ("too_large", "raise_size"),
    errno.EACCES: ("no_right", "close_or_ask"),
    errno.EPERM: ("no_right", "close_or_ask"),
    errno.EROFS: ("read_only", "elsewhere"),
    errno.EISDIR: ("a_folder", "move_away"),
    errno.ENOTDIR: ("a_file", "move_away"),
    errno.EEXIST: ("a_file", "move_away"),
    errno.EMFILE: ("too_many_files", "fewer_files"),
    errno.ENFILE: ("too_many_files", "fewer_files"),
    errno.ENOENT: ("gone", "bring_back"),
    errno.ENOMEM: ("no_memory", "fewer_rows"),
}


def refusal(problem: OSError | MemoryError) -> MachineError:
    """What the machine refused as an error that says what was found, where, and what to do.

    Examples
    --------
    >>> print(refusal(OSError(errno.EROFS, "Read-only file system", "out/run.json")))
    out/run.json: what lies there can only be read. To do: name a folder elsewhere with --out, --models or --mlruns.
    """
    number = errno.ENOMEM if isinstance(problem, MemoryError) else problem.errno or 0
    found, do = _REFUSED.get(number, ("other", "try_elsewhere"))
    reason = getattr(problem, "strerror", None) or str(problem)
    where = str(getattr(problem, "filename", None) or "")
    return MachineError(say(f"machine.{found}", reason=reason), where=where, do=say(f"machine.{do}"))


def gather(problems: Iterable[Words], kind: type[LookalikeError], where: Words) -> None:
    """Raise one error that reports all problems together; do nothing when there are none.

    Examples
    --------
    >>> gather(["no name", "no inputs"], SettingsError, "lookalike.toml")
    Traceback (most recent call last):
    ...
    lookalike.errors.SettingsError: lookalike.toml: 2 problems:
      - no name
      - no inputs.
    """
    listed = list(problems)
    if listed:
        raise kind(say("errors.several", n=len(listed), problems=listed), where=where)


def did_you_mean(word: str, known: Sequence[str]) -> Message:
    """A hint naming the closest known words, or all of them when none is close.

    Examples
    --------
    >>> print(did_you_mean("Regoin", ["Region", "Country"]))
    did you mean 'Region'?
    """
    folded = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), list(folded), n=3, cutoff=0.6)
    if close:
        return say("errors.did_you_mean", names=[folded[name] for name in close])
    return say("errors.one_of", names=list(known)) if known else say("errors.none")
