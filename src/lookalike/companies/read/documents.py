"""JSON and JSON lines to tables: nested registers flattened, lists of plain values joined by ";"."""

from __future__ import annotations

import json
from typing import Any

from lookalike.companies.read.delimited import Cells, tabulate
from lookalike.companies.read.sheets import cell_text
from lookalike.errors import InputError


def read_document(text: str, where: str, lines: bool = False) -> Cells:
    """A JSON document holding a list of objects somewhere, or one JSON object per line.

    Nested objects become columns joined by a point; links (`_links`) are left out.

    Raises
    ------
    InputError
        Not JSON, or no list of objects in it.

    Examples
    --------
    >>> text = '{"page": 1, "items": [{"name": "A", "at": {"city": "Oslo"}, "tags": ["x", "y"]}]}'
    >>> cells = read_document(text, "a.json")
    >>> cells.headings, cells.frame.values.tolist()
    (('name', 'at.city', 'tags'), [['A', 'Oslo', 'x;y']])
    """
    items = _parse_lines(text, where) if lines else _records(_parse(text, where))
    if not items:
        raise InputError("no list of objects found", "a JSON list of companies or deals", where)
    flat = [_flatten(item) for item in items]
    headings = list(dict.fromkeys(name for row in flat for name in row))
    if not headings:
        raise InputError("the objects are empty", "objects with fields", where)
    return tabulate([headings, *([row.get(name, "") for name in headings] for row in flat)], 0, len(headings), where)


def _parse(text: str, where: str) -> Any:
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", "a JSON document", where) from error


def _parse_lines(text: str, where: str) -> list[dict[str, Any]]:
    items = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            item = _parse(line, f"{where}, line {number}")
            if not isinstance(item, dict):
                raise InputError(f"found {line[:40]!r}", "one JSON object per line", f"{where}, line {number}")
            items.append(item)
    return items


def _records(value: Any) -> list[dict[str, Any]]:
    """The longest list of objects in a document, looked for from the outside in."""
    level = [value]
    while level:
        lists = [item for item in level if isinstance(item, list) and any(isinstance(one, dict) for one in item)]
        if lists:
            return [one for one in max(lists, key=len) if isinstance(one, dict)]
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
    return [value] if isinstance(value, dict) else []


def _flatten(item: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in item.items():
        name = f"{prefix}{key}"
        if key == "_links":
            continue
        if isinstance(value, dict):
            flat |= _flatten(value, f"{name}.")
        elif isinstance(value, list):
            flat[name] = ";".join(map(_plain, value))
        else:
            flat[name] = cell_text(value)
    return flat


def _plain(value: Any) -> str:
    return cell_text(value) if not isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False)
