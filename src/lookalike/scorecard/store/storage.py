"""The forms a bundle takes on disk: tables of numbers as Arrow, everything else as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
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
    arrays = iter(np.split(flat, ends[1:-1]) if len(column) else [])
    cards = {}
    for name, one in described.items():
        features = tuple(Feature.from_dict(feature) for feature in one["features"])
        shapes = [tuple(features[place].bins.size for place in places) for places in one["tables"]]
        made = tuple(
            Table(tuple(places), tuple(next(arrays).reshape(shape) for _ in places))
            for places, shape in zip(one["tables"], shapes, strict=True)
        )
        cards[name] = Scorecard(features, made, one["base"])
    return cards


def unpack_points(data: dict[str, Any]) -> PointTable:
    """A table of the rules from JSON."""
    points = tuple(math.nan if value is None else value for value in data["points"])
    return PointTable(**data | {"cuts": tuple(data["cuts"]), "points": points, "reasons": tuple(data["reasons"])})


def write_json(path: Path, data: Any) -> None:
    """Write plain data, the same bytes for the same data."""
    path.write_text(json.dumps(_plain(data), ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8")


def _plain(data: Any) -> Any:
    """As JSON can hold it: NaN becomes null, infinite numbers text that float() reads, numpy numbers plain ones."""
    if isinstance(data, Mapping):
        return {str(key): _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple | np.ndarray):
        return [_plain(value) for value in data]
    if isinstance(data, np.generic):
        return _plain(data.item())
    if isinstance(data, float) and not math.isfinite(data):
        return None if math.isnan(data) else str(data)
    return data


def read_json(path: Path) -> Any:
    """Read it back."""
    return json.loads(path.read_bytes())
