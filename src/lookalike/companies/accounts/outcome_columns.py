"""The hard rule on outcomes: a column that is filled because a deal ended is no trait of the company."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lookalike.languages import Message, say
from lookalike.schema import Refusal

AFTER_OUTCOME = say("attributes.after_outcome")
ENOUGH = 20  # rows on each side before a fill rate says anything
HUGE = 0.40  # difference of fill rates that no trait of a company explains
NEVER, SOMETIMES = 0.02, 0.10  # never filled on one side, yet used on the other


@dataclass(frozen=True)
class Fill:
    """How often a column is filled in a group of rows."""

    group: Message
    filled: int
    rows: int

    @property
    def share(self) -> float:
        """Share of rows that are filled, 0-1."""
        return self.filled / self.rows if self.rows else 0.0

    def told(self) -> Message:
        """The share in words."""
        return say("attributes.fill", share=self.share, rows=self.rows, group=self.group)


def filled_after_outcome(values: pd.DataFrame, outcome: pd.Series, unit: str) -> dict[str, Refusal]:
    """Columns whose being filled tells how the deal ended, with the figures.

    Parameters
    ----------
    values : DataFrame of shape (rows, columns)
        Candidate columns, missing where not filled.
    outcome : Series of shape (rows,)
        won, lost, open or None per row.
    unit : str
        What a row is, for the evidence: "deals" or "companies".

    Returns
    -------
    dict
        Column -> Refusal. Empty when there are too few rows on either side to say.

    Examples
    --------
    >>> contract = pd.DataFrame({"Contract": ["c"] * 30 + [None] * 30})
    >>> refused = filled_after_outcome(contract, pd.Series(["won"] * 30 + ["lost"] * 30), "deals")
    >>> print(refused["Contract"].evidence)
    filled on 100.0% of 30 won deals, 0.0% of 30 lost deals
    """
    filled = values.notna()
    won, lost, still_open = (outcome == result for result in ("won", "lost", "open"))
    called = {kind: say(f"attributes.{kind}_{unit}") for kind in ("won", "lost", "closed", "open")}
    found = _compare(filled, won, lost, called["won"], called["lost"])
    return _compare(filled, won | lost, still_open, called["closed"], called["open"], one_way=True) | found


def _compare(
    filled: pd.DataFrame, first: pd.Series, second: pd.Series, one: Message, other: Message, one_way: bool = False
) -> dict[str, Refusal]:
    """Refusals for the columns that are filled far more often in one group of rows than in the other."""
    if first.sum() < ENOUGH or second.sum() < ENOUGH:
        return {}
    counts = zip(filled.columns, filled[first].sum(), filled[second].sum(), strict=True)
    found = {}
    for column, in_first, in_second in counts:
        a, b = Fill(one, int(in_first), int(first.sum())), Fill(other, int(in_second), int(second.sum()))
        if differs(a, b) and not (one_way and a.share < b.share):
            evidence = say("attributes.filled_and", one=a.told(), other=b.told())
            found[str(column)] = Refusal(str(column), AFTER_OUTCOME, evidence)
    return found


def differs(a: Fill, b: Fill) -> bool:
    """Whether two fill rates are so far apart that filling must follow the outcome."""
    low, high = sorted((a.share, b.share))
    return high - low >= HUGE or (low <= NEVER and high >= SOMETIMES)
