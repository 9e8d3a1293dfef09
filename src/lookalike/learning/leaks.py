"""The statistical leak auditor: attributes that know the outcome better than a company's attributes honestly can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, say
from lookalike.learning.candidates import BinnedLogistic
from lookalike.learning.folds import group_folds
from lookalike.learning.leak_rules import EVERYTHING, KNOWS, SPELLED
from lookalike.learning.leak_signs import (
    Sign,
    counts_the_records,
    differs_on_the_undecided,
    identifies,
    missing_tells,
    settles,
    twins,
)
from lookalike.learning.metrics import Outcomes, auc
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.schema import Attribute, Kind

TOO_GOOD = 0.85  # AUC of one attribute alone; honest company attributes together reach about .6 to .75
SUSPECT = 0.8  # AUC of one attribute alone from which on a person should look, if it is also far ahead
FAR_AHEAD = 0.12  # AUC by which it leads all other attributes together
ENOUGH = 30  # rows
IN_COMMON = 0.05  # share of the companies with a value of the other side below which two sides are spelled differently
LEVEL = 0.9  # of the intervals whose lower end is held against the marks above
NAN = float("nan")


@dataclass(frozen=True)
class Suspicion:
    """An attribute under suspicion, and what would be left without it.

    Attributes
    ----------
    column : str
    rule : Message
        One of those of `leak_signs`.
    evidence : Message
        The figures, for people.
    refuse : bool
        True when it must not be a feature, False when a person should look.
    auc : float
        Of the attribute alone on companies not seen, NaN where not measured.
    without : float
        Of all attributes of other concepts together: what is left when it is removed; NaN where not measured.
    together : float
        Of all attributes, this one included.
    """

    column: str
    rule: Message
    evidence: Message
    refuse: bool
    auc: float = NAN
    without: float = NAN
    together: float = NAN

    def to_dict(self) -> dict[str, Any]:
        """Plain data and messages for `metrics.json`."""
        return {name: None if value != value else value for name, value in vars(self).items()}


def audit(
    frame: pd.DataFrame,
    won: np.ndarray,
    groups: np.ndarray,
    attributes: Sequence[Attribute],
    seed: int = 7,
    *,
    when: np.ndarray | None = None,
    undecided: pd.DataFrame | None = None,
) -> list[Suspicion]:
    """Look for attributes that leak the outcome.

    An attribute is written down once per company, so the unit is the company and the outcome whether it was ever won.
    Each attribute is tested alone on companies that the test has not seen, and for the signs of `leak_signs`. What no
    honest attribute could match is refused; what is merely remarkable is named. `training.benchmarks.accuracy.leaks`
    tells how often planted leaks are found and honest attributes accused.

    Parameters
    ----------
    frame : DataFrame, shape (n, attributes)
    won : ndarray of 0 and 1, shape (n,)
    groups : ndarray, shape (n,)
        The company of each row.
    attributes : sequence of Attribute
    seed : int
    when : ndarray of datetime64, shape (n,), optional
        Day of closing.
    undecided : DataFrame, optional
        Companies of which no deal has closed: prospects, and accounts with open deals alone.

    Returns
    -------
    list of Suspicion, the gravest first

    Examples
    --------
    >>> from lookalike.schema import Kind
    >>> rng = np.random.default_rng(0)
    >>> won = np.repeat([1.0, 0.0], 100)
    >>> frame = pd.DataFrame({"heads": rng.normal(size=200), "paid": 5 * won + rng.normal(size=200)})
    >>> known = [Attribute(name, Kind.NUMBER, name, name) for name in frame]
    >>> [(suspicion.column, str(suspicion.rule)) for suspicion in audit(frame, won, np.arange(200), known)]
    [('paid', 'knows the outcome')]
    """
    first = np.unique(groups, return_index=True)[1]
    outcome = _of_companies(won, groups)
    if len(first) < ENOUGH or len(np.unique(outcome)) < 2:
        return []
    closed = None if when is None else pd.Series(when).groupby(groups).min().to_numpy()
    auditor = _Auditor(frame.iloc[first].reset_index(drop=True), outcome, closed, undecided, attributes, seed)
    found = [suspicion for one in attributes if (suspicion := auditor.look(one)) is not None]
    if (sign := twins(auditor.frame, attributes)) is not None:
        found.append(Suspicion(EVERYTHING, *vars(sign).values()))
    return sorted(found, key=lambda suspicion: (not suspicion.refuse, -np.nan_to_num(suspicion.auc), suspicion.column))


def spelled_apart(frame: pd.DataFrame, customer: np.ndarray, attributes: Sequence[Attribute]) -> list[Suspicion]:
    """Attributes of which customers and list have no value in common: the spelling alone would tell them apart.

    Parameters
    ----------
    frame : DataFrame, shape (n, attributes)
    customer : ndarray of 0 and 1, shape (n,)
        Customers, and companies of the list.
    attributes : sequence of Attribute

    Examples
    --------
    >>> from lookalike.schema import Kind
    >>> frame = pd.DataFrame({"trade": ["IT"] * 40 + ["Information technology"] * 40})
    >>> known = [Attribute("trade", Kind.CATEGORY, "industry", "Trade")]
    >>> print(spelled_apart(frame, np.repeat([1.0, 0.0], 40), known)[0].evidence)
    no more than 0% of either side have a value of the other; customers have 'IT', the list 'Information technology'
    """
    found = []
    for one in attributes:
        if one.kind is Kind.NUMBER:
            continue
        cells = frame[one.name].dropna()
        cells = cells.str.split(";").explode() if one.kind is Kind.SET else cells
        sides = [cells[customer[cells.index] == side] for side in (1, 0)]
        if min(map(len, sides)) < ENOUGH:
            continue
        shared = max(float(ours.isin(set(theirs)).mean()) for ours, theirs in (sides, sides[::-1]))
        if shared < IN_COMMON:
            ours, theirs = (side.mode().iloc[0] for side in sides)
            evidence = say("leaks.apart", shared=shared, ours=str(ours), theirs=str(theirs))
            found.append(Suspicion(one.name, SPELLED, evidence, True))
    return found


def _of_companies(won: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Per company, in the order of their names, whether it was ever won; where nearly all were, whether often."""
    shares = pd.Series(won).groupby(groups).mean().to_numpy()
    ever = (shares > 0).astype(float)
    return ever if (1 - ever).sum() >= ENOUGH / 2 else (shares > np.median(shares)).astype(float)


@dataclass(frozen=True)
class _Auditor:
    """What all looks share: one row per company."""

    frame: pd.DataFrame
    won: np.ndarray
    closed: np.ndarray | None
    undecided: pd.DataFrame | None
    attributes: Sequence[Attribute]
    seed: int

    def look(self, one: Attribute) -> Suspicion | None:
        """The gravest sign on one attribute, with what would be left without it."""
        column = self.frame[one.name]
        reached = figure(self._draws([one]), LEVEL)
        signs = [
            missing_tells(column, self.won, self.seed),
            settles(self.frame, self.won, one),
            counts_the_records(column, self.closed, one),
            differs_on_the_undecided(self.frame, self.undecided, one, reached.low),
            identifies(column, one),
        ]
        others = [other for other in self.attributes if other.concept != one.concept]
        without = NAN
        if reached.low > SUSPECT or any(signs):
            without = float(self._draws(others)[0]) if others else 0.5
        if reached.low > SUSPECT and (reached.low > TOO_GOOD or reached.low > without + FAR_AHEAD):
            alone = {"value": reached.value, "low": reached.low, "high": reached.high}
            signs.insert(0, Sign(KNOWS, say("leaks.alone", without=without, **alone), reached.low > TOO_GOOD))
        seen = sorted((sign for sign in signs if sign is not None), key=lambda sign: not sign.refuse)
        if not seen:
            return None
        told = Suspicion(one.name, *vars(seen[0]).values())
        return replace(told, auc=reached.value, without=without, together=float(self._draws(self.attributes)[0]))

    def _draws(self, attributes: Sequence[Attribute]) -> np.ndarray:
        """AUC, with bootstrap draws, of these attributes on companies not seen."""
        score, unknown = np.zeros(len(self.won)), np.full(len(self.won), np.nan)
        for train, test in group_folds(self.won, None, 3, self.seed):
            # One light fit per fold: whether an attribute is far too good does not hang on the strength of shrinkage.
            model = BinnedLogistic(attributes, strength=0.1).fit(self.frame.iloc[train], self.won[train])
            score[test] = model.decision_function(self.frame.iloc[test])
        weights = bootstrap_weights(np.arange(len(self.won)), 50, self.seed).astype(float)
        return auc(Outcomes(self.won, score, unknown, unknown), weights)
