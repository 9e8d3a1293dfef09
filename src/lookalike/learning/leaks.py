"""The statistical leak auditor: attributes that know the outcome better than a company's attributes honestly can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.learning.folds import group_folds
from lookalike.learning.logistic import BinnedLogistic
from lookalike.learning.metrics import Outcomes, auc
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.schema import Attribute, Kind

TOO_GOOD = 0.85  # AUC of one attribute alone; honest company attributes together reach about .6 to .75
SUSPECT = 0.8  # AUC of one attribute alone from which on a person should look, if it is also far ahead
FAR_AHEAD = 0.12  # AUC by which it leads all other attributes together
MISSING_TELLS = 0.75  # AUC of whether the value is known
NEARLY_ALL = 0.5  # distinct values per company above which text identifies instead of describing
ENOUGH = 30  # rows


@dataclass(frozen=True)
class Suspicion:
    """An attribute under suspicion.

    Attributes
    ----------
    column : str
    rule : str
        "knows the outcome", "missing tells the outcome" or "identifies the company".
    evidence : str
        The figures, for people.
    refuse : bool
        True when it must not be a feature, False when a person should look.
    auc : float
        Of the attribute alone on companies not seen, NaN where not measured.
    without : float
        Of all other attributes together: what is left when it is removed.
    """

    column: str
    rule: str
    evidence: str
    refuse: bool
    auc: float
    without: float

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `metrics.json`."""
        return {name: None if value != value else value for name, value in vars(self).items()}


def audit(
    frame: pd.DataFrame, won: np.ndarray, groups: np.ndarray, attributes: Sequence[Attribute], seed: int = 7
) -> list[Suspicion]:
    """Look for attributes that leak the outcome.

    Each attribute is tested alone, and whether it is known is tested alone, on companies that the test has not seen. An
    attribute that no honest one could match is refused; one that is merely far ahead of all others is named.

    Parameters
    ----------
    frame : DataFrame, shape (n, attributes)
    won : ndarray of 0 and 1, shape (n,)
    groups : ndarray, shape (n,)
        The company of each row.
    attributes : sequence of Attribute
    seed : int

    Returns
    -------
    list of Suspicion, the gravest first

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> won = np.repeat([1.0, 0.0], 100)
    >>> frame = pd.DataFrame({"heads": rng.normal(size=200), "paid": 5 * won + rng.normal(size=200)})
    >>> known = [Attribute(name, Kind.NUMBER, name, name) for name in frame]
    >>> [(suspicion.column, suspicion.rule) for suspicion in audit(frame, won, np.arange(200), known)]
    [('paid', 'knows the outcome')]
    """
    if len(won) < ENOUGH or len(np.unique(won)) < 2:
        return []
    alone = {one.name: _draws(frame, won, groups, [one], seed) for one in attributes}
    found = [
        suspicion
        for one in attributes
        for suspicion in (
            _identifies(frame, groups, one),
            _missing_tells(frame, won, groups, one, attributes, seed),
            _knows(frame, won, groups, one, alone, attributes, seed),
        )
        if suspicion is not None
    ]
    return sorted(found, key=lambda suspicion: (not suspicion.refuse, -np.nan_to_num(suspicion.auc), suspicion.column))


def _draws(
    frame: pd.DataFrame, won: np.ndarray, groups: np.ndarray, attributes: Sequence[Attribute], seed: int
) -> np.ndarray:
    """AUC, with bootstrap draws, of these attributes on companies not seen."""
    score = np.zeros(len(won))
    for train, test in group_folds(won, groups, 3, seed):
        # One light fit per fold: whether an attribute is far too good does not hang on the strength of shrinkage.
        model = BinnedLogistic(attributes, strength=0.1).fit(frame.iloc[train], won[train])
        score[test] = model.decision_function(frame.iloc[test])
    unknown = np.full(len(won), np.nan)
    return auc(Outcomes(won, score, unknown, unknown), bootstrap_weights(groups, 50, seed).astype(float))


def _without(
    frame: pd.DataFrame, won: np.ndarray, groups: np.ndarray, one: Attribute, attributes: Sequence[Attribute], seed: int
) -> float:
    """AUC of all attributes but those of the same concept."""
    rest = [other for other in attributes if other.concept != one.concept]
    return float(_draws(frame, won, groups, rest, seed)[0]) if rest else 0.5


def _knows(
    frame: pd.DataFrame,
    won: np.ndarray,
    groups: np.ndarray,
    one: Attribute,
    alone: dict[str, np.ndarray],
    attributes: Sequence[Attribute],
    seed: int,
) -> Suspicion | None:
    """One attribute that separates won from lost nearly by itself."""
    found = figure(alone[one.name])
    if not found.low > SUSPECT:
        return None
    without = _without(frame, won, groups, one, attributes, seed)
    if found.low <= TOO_GOOD and found.low <= without + FAR_AHEAD:
        return None
    evidence = (
        f"alone it reaches an AUC of {found.value:.2f} ({found.low:.2f} to {found.high:.2f}) on companies not seen; "
        f"all other attributes together reach {without:.2f}"
    )
    return Suspicion(one.name, "knows the outcome", evidence, found.low > TOO_GOOD, found.value, without)


def _missing_tells(
    frame: pd.DataFrame, won: np.ndarray, groups: np.ndarray, one: Attribute, attributes: Sequence[Attribute], seed: int
) -> Suspicion | None:
    """An attribute that is filled for one outcome and empty for the other."""
    known = frame[one.name].notna().to_numpy(float)
    if known.min() == known.max():
        return None
    unknown = np.full(len(won), np.nan)
    draws = auc(Outcomes(won, known, unknown, unknown), bootstrap_weights(groups, 50, seed).astype(float))
    found = figure(draws if draws[0] >= 0.5 else 1 - draws)
    if not found.low > MISSING_TELLS:
        return None
    shares = [known[won == outcome].mean() for outcome in (1, 0)]
    evidence = f"filled on {shares[0]:.1%} of the won and {shares[1]:.1%} of the lost deals"
    without = _without(frame, won, groups, one, attributes, seed)
    return Suspicion(one.name, "missing tells the outcome", evidence, True, found.value, without)


def _identifies(frame: pd.DataFrame, groups: np.ndarray, one: Attribute) -> Suspicion | None:
    """Text that is different for nearly every company: an id, a name, a number written as text."""
    if one.kind is not Kind.CATEGORY:
        return None
    values = frame[one.name].groupby(groups).first().dropna()
    if len(values) < ENOUGH or values.nunique() <= NEARLY_ALL * len(values):
        return None
    evidence = f"{values.nunique()} different values for {len(values)} companies: it says which company, not what kind"
    return Suspicion(one.name, "identifies the company", evidence, False, float("nan"), float("nan"))
