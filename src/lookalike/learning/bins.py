"""Bins: the few intervals, levels or tokens that an attribute's values fall into, and the feature they make."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from lookalike.languages import WHOLE, Message, Words, say
from lookalike.schema import RELATION, Kind

MISSING = say("bins.unknown")
OTHER = say("bins.other")


def span(low: float | None, high: float | None, unit: str = "") -> Message:
    """The numbers over `low` up to `high`, None being an open end; of what is counted, the whole numbers among them."""
    if low is None and high is None:
        return say("bins.known")
    if unit in WHOLE:
        low, high = low and float(np.floor(low)) + 1, high and float(np.floor(high))
    return say("bins.span", range=[low, high], unit=unit)


@dataclass(frozen=True)
class NumericBins:
    """Intervals of a number: bin = how many edges lie below it; an edge itself belongs to the left, as in LightGBM.

    Examples
    --------
    >>> NumericBins((10.0, 50.0)).codes(np.array([10.0, 11.0, np.nan])).tolist()
    [0, 1, 3]
    """

    edges: tuple[float, ...]
    kind: ClassVar[str] = "number"

    @cached_property
    def cuts(self) -> np.ndarray:
        """The edges as float64 of shape (edges,)."""
        return np.asarray(self.edges, dtype=float)

    @property
    def size(self) -> int:
        """Number of bins, the missing one included."""
        return len(self.edges) + 2

    def codes(self, values: Any) -> np.ndarray:
        """The bin of each value, int32 of shape (n,)."""
        numbers = np.asarray(values, dtype=float)
        found = np.searchsorted(self.cuts, numbers, side="left")
        return np.where(np.isnan(numbers), self.size - 1, found).astype(np.int32)

    def label(self, code: int) -> Message:
        """The bin in words.

        Examples
        --------
        >>> print(*(NumericBins((10.0, 50.0)).label(code) for code in range(4)), sep="; ")
        at most 10; 10–50; over 50; unknown
        """
        if code == self.size - 1:
            return MISSING
        low, high = (None, *self.edges, None)[code : code + 2]
        return span(low, high)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "edges": list(self.edges)}


@dataclass(frozen=True)
class CategoryBins:
    """Named levels, whatever their case; then a bin for every other value, seen rarely or never, and one for missing.

    Examples
    --------
    >>> CategoryBins(("IT", "Retail")).codes(["RETAIL", "Mining", None]).tolist()
    [1, 2, 3]
    """

    values: tuple[str, ...]
    kind: ClassVar[str] = "category"

    @cached_property
    def _places(self) -> dict[str, int]:
        return {str(value).casefold(): place for place, value in reversed(list(enumerate(self.values)))}

    def place(self, value: Any) -> int:
        """The bin of a known value."""
        return self._places.get(str(value).casefold(), len(self.values))

    @property
    def size(self) -> int:
        """Number of bins, other and missing included."""
        return len(self.values) + 2

    def codes(self, values: Any) -> np.ndarray:
        """The bin of each value, int32 of shape (n,)."""
        return _by_value(self, values)

    def label(self, code: int) -> Words:
        """The level's name, "other" or "unknown"."""
        labels: tuple[Words, ...] = (*self.values, OTHER, MISSING)
        return labels[code]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "values": list(self.values)}


@dataclass(frozen=True)
class TokenBins:
    """Whether a set-valued cell ("Azure;SAP") holds one token, whatever its case: absent 0, present 1, missing 2.

    Examples
    --------
    >>> TokenBins("SAP").codes(["Azure;SAP", "SAPIENT", None]).tolist()
    [1, 0, 2]
    """

    token: str
    kind: ClassVar[str] = "token"
    size: ClassVar[int] = 3

    def codes(self, values: Any) -> np.ndarray:
        """The bin of each cell, int32 of shape (n,)."""
        return _by_value(self, values)

    def place(self, value: Any) -> int:
        """The bin of a known cell."""
        return int(f";{self.token};".casefold() in f";{value};".casefold())

    def label(self, code: int) -> Words:
        """The token with yes or no, or "unknown"."""
        return (say("bins.without", token=self.token), self.token, MISSING)[code]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "token": self.token}


def _by_value(bins: CategoryBins | TokenBins, values: Any) -> np.ndarray:
    """The bin of each cell of text, blank ones missing: each distinct one is looked up once."""
    at, distinct = pd.factorize(pd.Series(values, dtype=object))
    missing = bins.size - 1
    places = [bins.place(value) if str(value).strip() else missing for value in distinct]
    return np.array([*places, missing], dtype=np.int32)[at]


Bins = NumericBins | CategoryBins | TokenBins


def bins_from_dict(data: dict[str, Any]) -> Bins:
    """The bins that `to_dict` described.

    Examples
    --------
    >>> bins_from_dict(TokenBins("SAP").to_dict())
    TokenBins(token='SAP')
    """
    if data["kind"] == NumericBins.kind:
        return NumericBins(tuple(float(edge) for edge in data["edges"]))
    return TokenBins(data["token"]) if data["kind"] == TokenBins.kind else CategoryBins(tuple(data["values"]))


@dataclass(frozen=True)
class Feature:
    """What a model sees of one attribute.

    `source` is the column it is read from, `concept` groups features that mean the same thing to a person, `label` is
    how people call it, `kind` is NUMBER, CATEGORY or SET.
    """

    name: str
    source: str
    concept: str
    label: str
    kind: Kind
    unit: str
    bins: Bins

    @property
    def is_past(self) -> bool:
        """Whether it tells what was between the company and us, which is no trait of the company."""
        return self.source == RELATION

    def codes(self, frame: pd.DataFrame) -> np.ndarray:
        """The bin of each row of `frame`, int32 of shape (n,)."""
        return self.bins.codes(frame[self.source].to_numpy())

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        words = {key: str(getattr(self, key)) for key in ("name", "source", "concept", "label", "kind", "unit")}
        return words | {"bins": self.bins.to_dict()}

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Feature:
        """The feature that `to_dict` described."""
        return Feature(**data | {"kind": Kind(data["kind"]), "bins": bins_from_dict(data["bins"])})
