"""JSON and JSON lines to tables: answers of CRMs page by page, nested registers flattened, lists joined by ";"."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lookalike.companies.read.cells import Cells, tabulate
from lookalike.companies.read.layout import Layout
from lookalike.companies.read.sheets import cell_text, unmistakable
from lookalike.companies.values import parse_number
from lookalike.errors import InputError
from lookalike.languages import Words, say

PAGES = ("results", "records", "data", "value", "values", "items", "rows", "entities", "_embedded", "content")
# What an answer says of itself: links, the metadata of Salesforce and OData.
_NOT_TOLD = re.compile(r"_links|links|@odata\..*|.*@odata\.(?!community.display).*|.*@Microsoft\..*", re.IGNORECASE)
_WRAPPERS = ("properties.", "_embedded.", "attributes.")  # levels of an answer that say nothing of their own
_SHOWN = "@OData.Community.Display.V1.FormattedValue"
_ONE = {"companies": "company", "contacts": "contact", "deals": "deal", "tickets": "ticket"}
_MEANT = re.compile(r"[^\s,]")


def read_document(text: str, where: str, lines: bool = False) -> Cells:
    """A JSON document holding a list of objects somewhere, or one JSON object per line.

    Nested objects become columns joined by a point; what an answer says of itself is left out.

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
    >>> deal = '{"id": "7", "properties": {"dealname": "B"}, "associations": {"companies": {"results": [{"id": "3"}]}}}'
    >>> read_document(f'{{"results": [{deal}]}}', "deals.json").headings
    ('id', 'dealname', 'Associated Company IDs')
    """
    return _tabulated(_rows(_parse_lines(text, where) if lines else _parse(text, where)), where)


def read_beginning(text: str, where: str) -> Cells:
    """The whole objects at the beginning of a document that is cut off.

    Raises
    ------
    InputError
        There is none.

    Examples
    --------
    >>> cells = read_beginning('[{"name": "A"}, {"name": "B"}, {"na', "a.json")
    >>> cells.frame.values.tolist()
    [['A'], ['B']]
    """
    reader, found = _reader(), []
    start = re.search(r"\[\s*(?=\{)", text) or re.search(r"(?=\{)", text)
    place = start.end() if start else len(text)
    while place < len(text):
        try:
            value, end = reader.raw_decode(text, place)
        except json.JSONDecodeError:
            break
        found.append(value)
        place = _next(text, end)
    return _tabulated([one for one in found if isinstance(one, dict)], where)


def _next(text: str, place: int) -> int:
    """Where the next value begins: behind blanks and commas."""
    found = _MEANT.search(text, place)
    return found.start() if found else len(text)


def _reader() -> json.JSONDecoder:
    return json.JSONDecoder(parse_float=unmistakable, parse_int=str)


def _tabulated(items: list[dict[str, Any]], where: str) -> Cells:
    if not items:
        raise InputError(say("files.no_objects"), say("files.a_json_list"), where)
    flat = [_named(dict(_flat(item))) for item in items]
    headings = list(dict.fromkeys(name for row in flat for name in row))
    if not headings:
        raise InputError(say("files.empty_objects"), say("files.objects_with_fields"), where)
    records = [headings, *([row.get(name, "") for name in headings] for row in flat)]
    return tabulate(records, Layout(0, len(headings)))


def _parse(text: str, where: Words) -> Any:
    """One JSON document, or several one after another (an answer a page)."""
    reader, place, found = _reader(), len(text) - len(text.lstrip()), []
    try:
        while place < len(text):
            value, end = reader.raw_decode(text, place)
            found.append(value)
            place = _next(text, end)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(say("files.no_json", error=str(error)), say("files.a_json"), where) from error
    return found[0] if len(found) == 1 else found


def _parse_lines(text: str, where: str) -> list[dict[str, Any]]:
    items = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            place = say("files.line", file=where, n=number)
            item = _parse(line, place)
            if not isinstance(item, dict):
                raise InputError(say("files.found_text", text=line[:40]), say("files.object_a_line"), place)
            items.append(item)
    return items


def _rows(value: Any) -> list[dict[str, Any]]:
    """The objects of the longest list in a document, looked for from the outside in; lists on pages are one."""
    level = [value]
    while level:
        lists = [item for item in level if isinstance(item, list) and any(isinstance(one, dict) for one in item)]
        if lists:
            longest = [one for one in max(lists, key=len) if isinstance(one, dict)]
            pages = [_page(one) for one in longest]
            return (
                [row for page in pages if page for row in _rows(page)]
                if all(page is not None for page in pages)
                else longest
            )
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
    return [value] if isinstance(value, dict) and _page(value) is None else []


def _page(item: dict[str, Any]) -> list[Any] | None:
    """The list on a page of an answer; None for an object that is no page."""
    if {"id", "name", "Id", "Name"} & set(item):
        return None
    for name in PAGES:
        inner = item.get(name)
        if isinstance(inner, dict) and name == "_embedded":
            inner = next((one for one in inner.values() if isinstance(one, list)), None)
        if isinstance(inner, list) and all(isinstance(one, dict) for one in inner):
            return inner
    return None


def _flat(item: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """The values of an object with the names that lead to them."""
    if set(item) == {"type", "url"} and prefix.endswith("attributes."):  # Salesforce's word on a record
        return
    for name, value in item.items():
        if _NOT_TOLD.fullmatch(name):
            continue
        if prefix == "associations." and isinstance(value, dict):  # HubSpot
            yield f"Associated {_ONE.get(name, name).title()} IDs", ";".join(_ids(value.get("results")))
        elif isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", ";".join(map(_plain, value))
        else:
            yield f"{prefix}{name}", cell_text(value)


def _ids(links: Any) -> list[str]:
    """The records that an object is linked with, the primary one first."""
    found = [link for link in links or () if isinstance(link, dict) and "id" in link]
    ordered = sorted(found, key=lambda link: "primary" not in str(link.get("type", "")).lower())
    return list(dict.fromkeys(str(link["id"]) for link in ordered))


def _named(flat: dict[str, str]) -> dict[str, str]:
    """The values of an object under the shortest names that are still its own, with the words that codes stand for."""
    names: dict[str, str] = {}
    for name, value in flat.items():
        plain = name.removesuffix(_SHOWN)
        if plain != name and not _stands_for(flat.get(plain, ""), value):
            continue
        for wrapper in _WRAPPERS:
            if plain.startswith(wrapper) and plain.removeprefix(wrapper) not in flat:
                plain = plain.removeprefix(wrapper)
        names[plain] = value
    return names


def _stands_for(code: str, shown: str) -> bool:
    """Whether what Dynamics shows is the word for a code, and not the same number or date written for people."""
    numbers = [amount.value for sign in ".," if (amount := parse_number(shown, sign))]
    return code.isdigit() and float(code) not in numbers


def _plain(value: Any) -> str:
    return cell_text(value) if not isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False)
