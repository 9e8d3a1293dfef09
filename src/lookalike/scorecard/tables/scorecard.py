"""The scorecard: a base plus tables over one feature or a pair of features, whose entries are exact SHAP values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from lookalike.learning.bins import CategoryBins, Feature, NumericBins
from lookalike.schema import Attribute
from lookalike.scorecard.tables.entrance import from_frame
from lookalike.scorecard.tables.kernels import add_tables, total

SAME = 1e-9  # difference that is of floats alone


@dataclass(frozen=True, eq=False)
class Table:
    """What the bins of one feature, or of a pair, contribute to the score.

    Parameters
    ----------
    features : tuple of int
        Places of its one or two features in the scorecard.
    contributions : tuple of ndarray
        One float64 array per feature, each with one axis per feature in the order of `features`: the share of the
        table's effect that belongs to that feature, in log-odds.
    """

    features: tuple[int, ...]
    contributions: tuple[np.ndarray, ...]

    def __post_init__(self) -> None:
        """Lay the arrays out as the kernels read them."""
        laid_out = tuple(np.require(part, float, ["C", "W"]) for part in self.contributions)
        object.__setattr__(self, "contributions", laid_out)

    @property
    def effect(self) -> np.ndarray:
        """What the bins add to the score together."""
        return np.sum(self.contributions, axis=0)


@dataclass(frozen=True, eq=False)
class Scorecard:
    """A model as tables: raw score = base + the sum of all contributions.

    Examples
    --------
    >>> from lookalike.learning.bins import TokenBins
    >>> from lookalike.schema import Kind
    >>> sap = Feature("tech=SAP", "tech", "technology", "Technology: SAP", Kind.SET, "", TokenBins("SAP"))
    >>> card = Scorecard((sap,), (Table((0,), (np.array([-0.5, 1.0, 0.0]),)),), base=0.25)
    >>> card.raw(pd.DataFrame({"tech": ["Azure;SAP", None]})).tolist()
    [1.25, 0.25]
    """

    features: tuple[Feature, ...]
    tables: tuple[Table, ...]
    base: float

    def codes(self, frame: pd.DataFrame) -> np.ndarray:
        """The bin of each row in each feature: int32 of shape (n, features)."""
        return from_frame(frame, self.sources).codes(self.features).T

    def contributions(self, frame: pd.DataFrame) -> np.ndarray:
        """Exact SHAP values: float64 of shape (n, features), in log-odds."""
        return self.explain(np.ascontiguousarray(self.codes(frame).T)).T

    def raw(self, frame: pd.DataFrame) -> np.ndarray:
        """The score before calibration: float64 of shape (n,)."""
        return self.total(np.ascontiguousarray(self.contributions(frame).T))

    def explain(self, codes: np.ndarray) -> np.ndarray:
        """Contributions from bins: int32 of shape (features, n) to float64 of the same shape."""
        parts = np.zeros(codes.shape)
        add_tables(codes, *self._packed, parts)
        return parts

    def total(self, parts: np.ndarray) -> np.ndarray:
        """Raw scores from contributions of shape (features, n)."""
        raw = np.empty(parts.shape[1])
        total(parts, self.base, raw)
        return raw

    @cached_property
    def _packed(self) -> tuple[np.ndarray, np.ndarray]:
        """All tables as `add_tables` reads them."""
        values = [np.stack(table.contributions, axis=-1).ravel() for table in self.tables]
        starts = np.cumsum([0, *map(len, values)])
        tables = [
            (*(*table.features, -1)[:2], table.contributions[0].shape[-1], start)
            for table, start in zip(self.tables, starts, strict=False)
        ]
        return np.array(tables, dtype=np.int64).reshape(-1, 4), np.concatenate([np.empty(0), *values])

    @property
    def sources(self) -> tuple[Attribute, ...]:
        """The columns it reads."""
        named = {one.source: Attribute(one.source, one.kind, one.concept, one.label) for one in self.features}
        return tuple(named.values())

    def scaled(self, weight: float) -> Scorecard:
        """The scorecard times a number."""
        tables = (
            replace(table, contributions=tuple(weight * part for part in table.contributions)) for table in self.tables
        )
        return Scorecard(self.features, tuple(tables), weight * self.base)

    def shifted(self, by: float) -> Scorecard:
        """The scorecard plus a number."""
        return replace(self, base=self.base + by)


def combine(parts: Sequence[tuple[float, Scorecard]]) -> Scorecard:
    """The weighted sum of scorecards as one scorecard, with one table per feature or pair.

    Features of the same name become one whose bins are fine enough for all.

    Examples
    --------
    >>> combine([(0.5, Scorecard((), (), 1.0)), (2.0, Scorecard((), (), 3.0))]).base
    6.5
    """
    features: dict[str, Feature] = {}
    for _, card in parts:
        for feature in card.features:
            features[feature.name] = _union(features.get(feature.name, feature), feature)
    merged = tuple(features.values())
    tables = [table for weight, card in parts for table in on_features(card, merged).scaled(weight).tables]
    return Scorecard(merged, merge(tables), float(sum(weight * card.base for weight, card in parts)))


def mix(card: Scorecard, parts: Sequence[Scorecard]) -> list[float] | None:
    """By which weights `combine` made a scorecard of others, up to its base; None where it is no sum of them.

    Examples
    --------
    >>> from lookalike.learning.bins import TokenBins
    >>> from lookalike.schema import Kind
    >>> sap = Feature("tech=SAP", "tech", "technology", "Technology: SAP", Kind.SET, "", TokenBins("SAP"))
    >>> one, two = (Scorecard((sap,), (Table((0,), (np.array(part),)),), 0.0) for part in ([-1.0, 1, 0], [0.0, 0, 3]))
    >>> [round(weight, 6) for weight in mix(combine([(0.5, one), (2.0, two)]), [one, two])], mix(one, [two])
    ([0.5, 2.0], None)
    """
    names = {feature.name for feature in card.features}
    if not parts or not all(feature.name in names for part in parts for feature in part.features):
        return None
    laid = [{one.features: one for one in merge(on_features(part, card.features).tables)} for part in (card, *parts)]
    shapes = {key: [np.shape(part) for part in one.contributions] for tables in laid for key, one in tables.items()}
    if not shapes:
        return None
    whole, *rest = (np.concatenate([_flat(tables.get(key), shapes[key]) for key in sorted(shapes)]) for tables in laid)
    columns = np.column_stack(rest)
    weights = np.linalg.lstsq(columns, whole, rcond=None)[0]
    return weights.tolist() if np.abs(columns @ weights - whole).max() < SAME else None


def _flat(table: Table | None, shapes: Sequence[tuple[int, ...]]) -> np.ndarray:
    """What a table says as one row of numbers; zeros where there is none."""
    if table is None:
        return np.zeros(sum(int(np.prod(shape)) for shape in shapes))
    return np.concatenate([part.ravel() for part in table.contributions])


def on_features(card: Scorecard, features: tuple[Feature, ...]) -> Scorecard:
    """The same scorecard over other features: those of the same name must have at least its bins."""
    places = {feature.name: place for place, feature in enumerate(features)}
    old = [_old_codes(feature, features[places[feature.name]]) for feature in card.features]
    tables = []
    for table in card.tables:
        grid = np.ix_(*(old[place] for place in table.features))
        new = tuple(places[card.features[place].name] for place in table.features)
        tables.append(Table(new, tuple(part[grid] for part in table.contributions)))
    return Scorecard(features, tuple(tables), card.base)


def merge(tables: Sequence[Table]) -> tuple[Table, ...]:
    """One table per feature or pair, sorted; the features of a pair in rising order."""
    sums: dict[tuple[int, ...], tuple[np.ndarray, ...]] = {}
    for table in tables:
        order = tuple(np.argsort(table.features))
        key = tuple(table.features[place] for place in order)
        parts = tuple(table.contributions[place].transpose(order) for place in order)
        known = sums.get(key)
        sums[key] = parts if known is None else tuple(a + b for a, b in zip(known, parts, strict=True))
    return tuple(Table(key, sums[key]) for key in sorted(sums))


def _union(one: Feature, other: Feature) -> Feature:
    """The feature with the bins of both."""
    if isinstance(one.bins, NumericBins) and isinstance(other.bins, NumericBins):
        return replace(one, bins=NumericBins(tuple(sorted({*one.bins.edges, *other.bins.edges}))))
    if isinstance(one.bins, CategoryBins) and isinstance(other.bins, CategoryBins):
        return replace(one, bins=CategoryBins(tuple(sorted({*one.bins.values, *other.bins.values}))))
    if one.bins != other.bins:
        raise ValueError(f"feature {one.name!r} is {one.bins.kind} in one scorecard and {other.bins.kind} in another")
    return one


def _old_codes(old: Feature, new: Feature) -> np.ndarray:
    """For each bin of the finer feature, the bin of the coarser one that holds it."""
    if isinstance(old.bins, NumericBins) and isinstance(new.bins, NumericBins):
        return old.bins.codes(np.array([*new.bins.edges, np.inf, np.nan]))
    if isinstance(old.bins, CategoryBins) and isinstance(new.bins, CategoryBins):
        last = old.bins.size - 1
        return np.array([*old.bins.codes(list(new.bins.values)), last - 1, last])
    return np.arange(old.bins.size)
