"""Cells that hold a list of objects, as registers that come as JSON have them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pandas as pd

from lookalike.companies.registers.layouts import Choice


def taken(cells: pd.Series, where: Choice, take: str) -> pd.Series:
    """What one object of each cell says.

    Parameters
    ----------
    cells : Series of shape (n,)
        Objects as JSON, joined by ";", or missing.
    where : mapping
        Which object: its values by name, in order of preference; "" is a missing one.
    take : str
        Names that lead to the value, joined by points; of a list on the way the first counts.

    Examples
    --------
    >>> cell = '{"name": "Old", "endDate": "2001-01-01"};{"name": "New", "endDate": null}'
    >>> taken(pd.Series([cell, None]), {"endDate": ("",)}, "name").tolist()
    ['New', None]
    """
    told = cells.dropna()
    answers = pd.Series(list(map(partial(_taken, where=where, take=take), told)), index=told.index, dtype=object)
    found = answers.reindex(cells.index)
    return found.where(found.notna(), None)


def _taken(cell: str, where: Choice, take: str) -> str | None:
    ranked = [(rank, at, one) for at, one in enumerate(_objects(cell)) if (rank := _rank(one, where)) is not None]
    return _value(min(ranked, key=lambda found: found[:2])[2], take) if ranked else None


def _objects(cell: str) -> list[dict[str, Any]]:
    """The objects in a cell; what is none ends it."""
    reader, place, found = json.JSONDecoder(), 0, []
    while place < len(cell) and cell[place] == "{":
        value, end = reader.raw_decode(cell, place)
        found.append(value)
        place = end + 1
    return found


def _rank(one: dict[str, Any], where: Choice) -> tuple[int, ...] | None:
    """How far in front the object's values are among those that count; None where one does not."""
    values = {name: "" if one.get(name) is None else str(one[name]) for name in where}
    if any(values[name] not in wanted for name, wanted in where.items()):
        return None
    return tuple(wanted.index(values[name]) for name, wanted in where.items())


def _value(value: Any, take: str) -> str | None:
    for name in take.split("."):
        value = next(iter(value), None) if isinstance(value, list) else value
        value = value.get(name) if isinstance(value, dict) else None
    return str(value) if value not in (None, "") else None
