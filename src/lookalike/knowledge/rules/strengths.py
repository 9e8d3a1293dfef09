"""Own strengths against what companies show: buying motives, trends and triggers that single columns tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.knowledge.rules.comparisons import Mask
from lookalike.knowledge.rules.expressions import Rule
from lookalike.knowledge.rules.reading import read_all
from lookalike.settings import Settings, Strength


@dataclass(frozen=True)
class Answered:
    """Which strengths answer what each of n companies shows.

    Attributes
    ----------
    strengths : tuple of (Strength, Rule)
        The heaviest first.
    holds, known : bool arrays of shape (n, strengths)
        Whether the company shows it, and whether that is known.
    """

    strengths: tuple[tuple[Strength, Rule], ...]
    holds: Mask
    known: Mask

    @property
    def match(self) -> NDArray[np.float64]:
        """Share of the weight of what is known that the company shows: shape (n,), 0-1; NaN where nothing is known."""
        weights = np.array([strength.weight for strength, _ in self.strengths])
        asked = self.known @ weights
        return np.divide(self.holds @ weights, asked, out=np.full(len(self.holds), np.nan), where=asked > 0)

    @property
    def first(self) -> NDArray[np.intp]:
        """Place of the heaviest strength that each company shows: shape (n,), -1 = none."""
        none = np.zeros((len(self.holds), 1), dtype=bool)  # where there are no strengths, nobody shows one
        return np.where(self.holds.any(axis=1), np.column_stack([self.holds, none]).argmax(axis=1), -1)


def answered(frame: pd.DataFrame, settings: Settings) -> Answered:
    """Ask which motives, trends and triggers of `[[strengths]]` companies show.

    Parameters
    ----------
    frame : DataFrame of n companies
        With their attributes.
    settings : Settings

    Raises
    ------
    SettingsError
        Rules that cannot be read or name attributes that do not exist; all of them in one message.

    Examples
    --------
    >>> given = [{"name": "scales with you", "meets": "trigger", "when": "growth >= 20"}]
    >>> settings = Settings.model_validate({"name": "n", "inputs": {"deals": "d.csv"}, "strengths": given})
    >>> found = answered(pd.DataFrame({"growth": [30.0, 2.0, None]}), settings)
    >>> found.match.tolist(), found.first.tolist()
    ([1.0, 0.0, nan], [0, -1, -1])
    """
    given = sorted(settings.strengths, key=lambda one: -one.weight)
    rules = read_all([one.when for one in given], frame, "[[strengths]]")
    told = [rule.truth(frame) for rule in rules]
    none = np.zeros((len(frame), 0), dtype=bool)
    holds = np.column_stack([none, *(true for true, _ in told)])
    known = np.column_stack([none, *(true | false for true, false in told)])
    return Answered(tuple(zip(given, rules, strict=True)), holds, known)
