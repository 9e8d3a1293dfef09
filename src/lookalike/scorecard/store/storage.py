"""The forms that scorecards and rules take on disk: tables of numbers as Arrow, what they mean as plain data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from lookalike.knowledge.criteria import PointTable
from lookalike.learning.bins import Feature
from lookalike.scorecard.tables import Scorecard, Table


def pack_tables(cards: Mapping[str, Scorecard]) -> pa.Table:
    """One row per contribution array, flattened in the order of its axes."""
    rows = [
        (name, t, c) for name, card in cards.items() for t, table in enumerate(card.tables) for c in table.contributions
    ]
    values = [part.ravel() for _, _, part in rows]
    ends = np.cumsum([0, *map(len, values)]).astype(np.int32)
    flat = np.concatenate([np.empty(0), *values])
    return pa.table(
        {
            "scorecard": pa.array([name for name, _, _ in rows], pa.string()),
            "table": pa.array([table for _, table, _ in rows], pa.int32()),
            "contributions": pa.ListArray.from_arrays(pa.array(ends), pa.array(flat)),
        }
    )


def unpack_cards(described: Mapping[str, Any], tables: pa.Table) -> dict[str, Scorecard]:
    """The scorecards by name, from `pack_tables` and the description of their features."""
    column = tables["contributions"].combine_chunks()
    flat, ends = column.values.to_numpy().copy(), column.offsets.to_numpy()
    arrays = np.split(flat, ends[1:-1])[::-1] if len(column) else []
    cards = {}
    for name, one in described.items():
        features = tuple(Feature.from_dict(feature) for feature in one["features"])
        shapes = [tuple(features[place].bins.size for place in places) for places in one["tables"]]
        made = tuple(
            Table(tuple(places), tuple(arrays.pop().reshape(shape) for _ in places))
            for places, shape in zip(one["tables"], shapes, strict=True)
        )
        cards[name] = Scorecard(features, made, float(one["base"]))
    if arrays:
        raise ValueError(f"{len(arrays)} arrays belong to no table")
    return cards


def unpack_points(data: dict[str, Any]) -> PointTable:
    """A table of the rules from JSON."""
    told = {"cuts": tuple(data["cuts"]), "points": unpack_numbers(data["points"]), "reasons": tuple(data["reasons"])}
    return PointTable(**data | told)


def unpack_numbers(data: Sequence[float | None]) -> tuple[float, ...]:
    """Numbers from JSON, which holds null for NaN."""
    return tuple(math.nan if value is None else float(value) for value in data)
