"""Non-standard criteria: rules that qualify or disqualify single companies and narrow the list, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.knowledge.rules.comparisons import Mask
from lookalike.knowledge.rules.reading import read_all
from lookalike.languages import Message, Words, say
from lookalike.settings import Settings


@dataclass(frozen=True)
class Step:
    """One rule and what it left of the list.

    `dropped` companies are certainly unsuitable; `unknown` ones stay, as a missing value is no reason to lose a
    company.
    """

    name: Words
    rule: str
    effect: str
    before: int
    dropped: int
    unknown: int
    remaining: int

    @property
    def sentence(self) -> Message:
        """The step in words."""
        counts = {"before": self.before, "remaining": self.remaining}
        if not self.unknown:
            return say("rules.step", name=self.name, **counts)
        return say("rules.step_unknown", name=self.name, unknown=self.unknown, **counts)


@dataclass(frozen=True)
class Narrowed:
    """Which rows stay, why the others go, and the steps on the way.

    `keep` and `unknown` (a rule could not be answered) are bool arrays of shape (rows,); `dropped_by` names, per row,
    the first rule that dropped it, "" for rows that stay.
    """

    keep: Mask
    unknown: Mask
    dropped_by: tuple[Words, ...]
    steps: tuple[Step, ...]


def narrow(frame: pd.DataFrame, settings: Settings) -> Narrowed:
    """Apply the `[[qualify]]` rules in their order.

    Parameters
    ----------
    frame : DataFrame
        Companies with their attributes.
    settings : Settings
        `qualify` rules drop companies for which they are certainly false, `disqualify` rules those for which they are
        certainly true.

    Raises
    ------
    SettingsError
        Rules that cannot be read or name attributes that do not exist; all of them in one message.

    Examples
    --------
    >>> frame = pd.DataFrame({"technologies": ["Azure;SAP", "SAP", None]})
    >>> rules = [{"rule": "technologies contains Azure", "name": "on Azure"}]
    >>> settings = Settings.model_validate({"name": "n", "inputs": {"deals": "d.csv"}, "qualify": rules})
    >>> narrowed = narrow(frame, settings)
    >>> narrowed.keep.tolist(), str(narrowed.steps[0].sentence)
    ([True, False, True], 'on Azure: 3 -> 2; for 1 it is unknown, they stay')
    """
    rules = read_all([given.rule for given in settings.qualify], frame, "[[qualify]]")
    keep, unknown = np.ones(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    dropped_by = np.full(len(frame), "", dtype=object)
    steps = []
    for given, rule in zip(settings.qualify, rules, strict=True):
        true, false = rule.truth(frame)
        open_ = keep & ~(true | false)
        drop = keep & (false if given.effect == "qualify" else true)
        before, keep = int(keep.sum()), keep & ~drop
        unknown |= open_
        name = given.name or rule.describe()
        dropped_by[drop] = name
        counts = (before, int(drop.sum()), int(open_.sum()), int(keep.sum()))
        steps.append(Step(name, str(rule), given.effect, *counts))
    return Narrowed(keep, unknown, tuple(dropped_by), tuple(steps))
