"""The binned logistic: points per bin of each feature, shrunk towards none, neighbouring bins towards each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Self

import numpy as np
import pandas as pd
from sklearn.isotonic import isotonic_regression
from sklearn.linear_model import LogisticRegression, Ridge
from threadpoolctl import threadpool_limits

from lookalike.estimators import weights_of
from lookalike.learning.candidates.additive import Additive
from lookalike.learning.candidates.objective import Objective, outcomes_of
from lookalike.learning.candidates.registry import Candidate
from lookalike.learning.features import Encoder, Feature
from lookalike.learning.folds import Part, group_folds
from lookalike.schema import Attribute

STRENGTHS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
ENOUGH = 20  # cases of the rarer outcome from which on it is tried
ENOUGH_ROWS = 20_000  # to choose the strength by


class BinnedLogistic(Additive):
    """Regularised logistic (or linear) regression on bins.

    A category has one parameter per level, shrunk towards 0. A number has one straight line over its bins and one step
    per edge, so that the shrinkage smooths the curve; the missing bin is an offset from the average. A bin without a
    training row scores like the average. Unless given, the strength of the shrinkage is chosen by cross-validation over
    groups.

    With the strength it is chosen whether all features are shrunk alike, or the prior spread of each feature's
    parameters is in proportion to how far its points spread in a first fit, so that what tells little fades (one step
    of automatic relevance determination, MacKay 1992). A given strength shrinks all alike.

    Attributes
    ----------
    strength_ : float
        Prior variance of a parameter of an average feature: the one given, else chosen from `STRENGTHS`.

    Examples
    --------
    >>> frame = pd.DataFrame({"sector": ["IT"] * 30 + ["Farm"] * 30})
    >>> model = BinnedLogistic().fit(frame, np.r_[np.ones(28), np.zeros(2), np.ones(2), np.zeros(28)])
    >>> model.decision_function(pd.DataFrame({"sector": ["IT", "Farm"]})).round(0).tolist()
    [2.0, -2.0]
    """

    def __init__(
        self,
        attributes: Sequence[Attribute] | None = None,
        *,
        objective: Objective = "binary",
        monotone: Mapping[str, str] | None = None,
        strength: float | None = None,
        seed: int = 7,
    ):
        self.attributes = attributes
        self.objective = objective
        self.monotone = monotone
        self.strength = strength
        self.seed = seed

    def fit(self, frame: pd.DataFrame, y: Any, groups: Any = None, weight: Any = None) -> Self:
        """Learn from companies `frame` (n, columns), outcomes `y` (n,), their `groups` (n,) and weights (n,)."""
        frame = self.companies(frame, fitting=True)
        y = outcomes_of(self.objective, y, len(frame))
        weight = weights_of(weight, len(frame))
        groups = None if groups is None else np.asarray(groups)
        self.features_ = Encoder(self.attributes).fit(frame).features_
        codes = [feature.codes(frame) for feature in self.features_]
        bases = [_basis(feature, code) for feature, code in zip(self.features_, codes, strict=True)]
        design = np.hstack([np.empty((len(y), 0)), *(basis[code] for basis, code in zip(bases, codes, strict=True))])
        edges = np.cumsum([0, *(basis.shape[1] for basis in bases)])
        with threadpool_limits(1):  # threads would wait for each other longer than they work: the sums are short
            if self.strength is None:
                scale = self._choose(design, y, groups, weight, edges)
            else:
                self.strength_, scale = self.strength, np.ones(design.shape[1])
            self.intercept_, coefficients = self._solve(design * scale, y, weight, self.strength_)
        parts = [(coefficients * scale)[start:stop] for start, stop in pairwise(edges)]
        self.points_ = [basis @ part for basis, part in zip(bases, parts, strict=True)]
        self._keep_directions(codes)
        self.means_ = np.array([points[code].mean() for points, code in zip(self.points_, codes, strict=True)])
        return self

    def _choose(
        self, design: np.ndarray, y: np.ndarray, groups: Any, weight: np.ndarray, edges: np.ndarray
    ) -> np.ndarray:
        """Choose `strength_`, and then how far each column may matter, shape (columns,), by the lowest held-out loss.

        Every part that is held out is foretold by what the others alone say of the features.
        """
        alike = np.ones(design.shape[1])
        parts = _parts(y, groups, self.seed)
        self.strength_, loss = STRENGTHS[0], np.inf
        for strength in STRENGTHS:
            found = sum(self._loss(design, y, weight, strength, part, alike) for part in parts)
            if found < loss:
                self.strength_, loss = strength, found
            elif strength > 3.5 * self.strength_:  # two steps without a gain: less shrinkage only gets slower and worse
                break
        if len(edges) <= 2:  # of one feature there is nothing to tell apart
            return alike

        def told(rows: np.ndarray) -> np.ndarray:
            return self._told(design[rows], y[rows], weight[rows], edges)

        apart = sum(self._loss(design, y, weight, self.strength_, part, told(part[0])) for part in parts)
        return told(np.arange(len(y))) if apart < loss else alike

    def _told(self, design: np.ndarray, y: np.ndarray, weight: np.ndarray, edges: np.ndarray) -> np.ndarray:
        """How far each feature's points spread when all are shrunk alike, beside the others, per column of it."""
        _, coefficients = self._solve(design, y, weight, self.strength_)
        spread = np.array([np.std(design[:, a:b] @ coefficients[a:b]) for a, b in pairwise(edges)])
        size = np.sqrt(np.mean(spread**2))
        return np.repeat(spread / size if size > 0 else np.ones(len(spread)), np.diff(edges))

    def _loss(
        self, design: np.ndarray, y: np.ndarray, weight: np.ndarray, strength: float, part: Part, scale: np.ndarray
    ) -> float:
        """Loss on the held-out part of what the other part teaches."""
        train, held = part
        intercept, coefficients = self._solve(design[train] * scale, y[train], weight[train], strength)
        raw = intercept + design[held] @ (scale * coefficients)
        error = np.logaddexp(0, raw) - y[held] * raw if self.objective == "binary" else (y[held] - raw) ** 2
        return float((weight[held] * error).sum())

    def _solve(
        self, design: np.ndarray, y: np.ndarray, weight: np.ndarray, strength: float
    ) -> tuple[float, np.ndarray]:
        """Intercept and coefficients at one strength of shrinkage."""
        if design.shape[1] == 0 or len(np.unique(y)) < 2:
            rate = np.average(y, weights=weight)
            clipped = np.clip(rate, 0.5 / len(y), 1 - 0.5 / len(y))
            return float(np.log(clipped / (1 - clipped)) if self.objective == "binary" else rate), np.zeros(
                design.shape[1]
            )
        if self.objective == "binary":
            solver = "newton-cholesky" if design.shape[1] <= 100 else "lbfgs"
            model = LogisticRegression(C=strength, solver=solver, max_iter=300, tol=1e-4)
        else:
            model = Ridge(alpha=float(np.var(y)) / strength + 1e-9)
        model.fit(design, y, sample_weight=weight)
        return float(np.ravel(model.intercept_)[0]), np.ravel(model.coef_)

    def _keep_directions(self, codes: list[np.ndarray]) -> None:
        """Make the points of a number that must rise or fall do so, by the nearest rising or falling curve."""
        for place, feature in enumerate(self.features_):
            direction = (self.monotone or {}).get(feature.source)
            if direction and feature.bins.kind == "number":
                counts = np.bincount(codes[place], minlength=feature.bins.size)[:-1] + 1e-6
                self.points_[place][:-1] = isotonic_regression(
                    self.points_[place][:-1], sample_weight=counts, increasing=direction == "rising"
                )


def _parts(y: np.ndarray, groups: Any, seed: int) -> list[Part]:
    """Three parts to hold out, of as many rows as it takes: a prior does not hang on how many rows there are."""
    if len(y) <= ENOUGH_ROWS:
        return group_folds(y, groups, 3, seed)
    some = group_folds(y, groups, -(-len(y) // ENOUGH_ROWS), seed)[0][1]
    return [
        (some[train], some[held])
        for train, held in group_folds(y[some], None if groups is None else groups[some], 3, seed)
    ]


def _basis(feature: Feature, codes: np.ndarray) -> np.ndarray:
    """What each bin contributes per unit of each parameter, shape (bins, parameters); training rows average to 0."""
    size = feature.bins.size
    counts = np.bincount(codes, minlength=size)
    if feature.bins.kind != "number":
        basis = np.eye(size)
    else:
        steps = np.tri(size - 1, size - 2, -1)
        line = steps.sum(axis=1, keepdims=True)
        known = np.hstack([line, steps / np.sqrt(max(size - 2, 1))])
        share = counts[:-1] / max(counts[:-1].sum(), 1)
        known -= share @ known
        spread = np.sqrt(share @ known[:, 0] ** 2)
        known[:, 0] /= spread if spread > 0 else 1.0
        basis = np.zeros((size, known.shape[1] + 1))
        basis[:-1, :-1], basis[-1, -1] = known, 1.0
    basis = basis - (counts / max(counts.sum(), 1)) @ basis
    if feature.bins.kind != "number":
        basis[counts == 0] = 0.0
    return basis[:, (basis != 0).any(axis=0)]


CANDIDATE = Candidate(
    "logistic",
    1,
    lambda asked: BinnedLogistic(asked.attributes, objective=asked.objective, monotone=asked.monotone, seed=asked.seed),
    ENOUGH,
)
