"""The ranked list of a run as a table to ask: filtered, sorted and paged by DuckDB over the run's Parquet file."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from lookalike.errors import InputError, RunError, did_you_mean
from lookalike.languages import say

MOST = 500  # rows of one page
COUNTED = 10_000  # beyond it a count says "more than"
AT_ONCE = 4  # queries; more wait
MEMORY = "100MB"
CHOICES = ("segment", "grade", "tier", "country", "relation", "agreement", "familiar")  # filtered by value
SEARCHED = ("name", "prospect_id", "org_number", "domain", "city")


@dataclass(frozen=True)
class Ask:
    """What a page of the list shows.

    Parameters
    ----------
    choices : dict
        Column of `CHOICES` -> values, any of which will do; "" is a company without a value.
    q : str
        Text that name, id, number, domain or city holds, whatever its case.
    sort : str
        A column, with `-` in front from high to low; ties by rank.
    after : str
        The `next` of the page before; "" for the first.
    limit : int
        Rows, 1 to `MOST`.
    """

    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    q: str = ""
    sort: str = "rank"
    after: str = ""
    limit: int = 50


@dataclass(frozen=True)
class Page:
    """Rows of the list and where the next page begins; "" at the end."""

    rows: list[dict[str, Any]]
    next: str


class Listing:
    """One run's list, opened for reading; nothing else can be read or written through it.

    Parameters
    ----------
    file : Path
        The ranked list as Parquet.

    Raises
    ------
    RunError
        It is missing or damaged.
    """

    def __init__(self, file: Path) -> None:
        self.file = file.resolve()
        self._database = duckdb.connect(config={"memory_limit": MEMORY, "threads": 2})
        try:
            self._database.execute(f"create view list as select * from read_parquet({_quoted(str(self.file))})")
        except (duckdb.IOException, duckdb.InvalidInputException) as problem:
            raise RunError(say("jobs.damaged"), where=str(self.file), do=say("jobs.rank_again")) from problem
        for setting in (f"allowed_directories=[{_quoted(str(self.file.parent))}]", "enable_external_access=false"):
            self._database.execute(f"set {setting}")
        self._database.execute("set lock_configuration=true")
        self.columns = [row[0] for row in self._database.execute("describe list").fetchall()]
        self._places = threading.Semaphore(AT_ONCE)
        self._choices: dict[str, list[str]] = {}
        self._running: dict[str, duckdb.DuckDBPyConnection] = {}

    def page(self, ask: Ask, columns: list[str], reader: str = "") -> Page:
        """The rows that a page shows.

        Parameters
        ----------
        ask : Ask
        columns : list of str
            Which to give; those of the list.
        reader : str
            Who asks: a new question of the same reader cancels the one before.

        Raises
        ------
        InputError
            A column that the list does not have, or an `after` that is none of ours.
        """
        column, down = self._sorted_by(ask.sort)
        where, values = self._where(ask)
        if ask.after:
            beyond, more = _beyond(column, down, *_place(ask.after))
            where, values = [*where, beyond], [*values, *more]
        shown = ", ".join(_name(one) for one in self._known(columns))
        order = f"{_name(column)} {'desc' if down else 'asc'} nulls last, " if column != "rank" or down else ""
        query = f"""select {shown}, {_name(column)} as "#sorted", rank as "#rank" from list {_all(where)}
                    order by {order}rank limit {min(ask.limit, MOST) + 1}"""
        rows = self._ask(query, values, reader)
        more = rows[ask.limit :]
        marks = [(row.pop("#sorted"), row.pop("#rank")) for row in rows]
        return Page(rows[: ask.limit], _mark(*marks[ask.limit - 1]) if more else "")

    def count(self, ask: Ask, reader: str = "") -> int:
        """How many rows pass the filters, counted up to one more than `COUNTED`."""
        where, values = self._where(ask)
        query = f"select count(*) as n from (select 1 from list {_all(where)} limit {COUNTED + 1})"
        return int(self._ask(query, values, reader)[0]["n"])

    def places(self, ask: Ask) -> list[int]:
        """Where the companies that pass the filters stand on the list, counted from 0, in its order."""
        where, values = self._where(ask)
        return [int(row["rank"]) - 1 for row in self._ask(f"select rank from list {_all(where)} order by rank", values)]

    def choices(self, column: str) -> list[str]:
        """The values of a filter with those of most companies first; "" for companies without one."""
        (known,) = self._known([column])
        if known not in self._choices:
            query = f"select {_name(known)} as value from list group by value order by count(*) desc, value limit 200"
            self._choices[known] = [_said(row["value"]) for row in self._ask(query, [])]
        return self._choices[known]

    def company(self, prospect_id: str) -> dict[str, Any] | None:
        """All columns of one company; None when it is not on the list."""
        rows = self._ask("select * from list where prospect_id = ?", [prospect_id])
        return rows[0] if rows else None

    def _where(self, ask: Ask) -> tuple[list[str], list[Any]]:
        where: list[str] = []
        values: list[Any] = []
        for column, wanted in ask.choices.items():
            (known,) = self._known([column])
            marks = ", ".join("?" for _ in wanted)
            where.append(f"coalesce(cast({_name(known)} as varchar), '') in ({marks})")
            values += wanted
        if ask.q.strip():
            searched = [column for column in SEARCHED if column in self.columns]
            where.append("(" + " or ".join(f"{_name(one)} ilike ? escape '\\'" for one in searched) + ")")
            values += [f"%{_literal(ask.q.strip())}%"] * len(searched)
        return where, values

    def _sorted_by(self, sort: str) -> tuple[str, bool]:
        (column,) = self._known([sort.removeprefix("-")])
        return column, sort.startswith("-")

    def _known(self, columns: list[str]) -> list[str]:
        for column in columns:
            if column not in self.columns:
                shown = [one for one in self.columns if not one.startswith("shap_")]
                found = say("scorecard.no_column", columns=[column])
                raise InputError(found, did_you_mean(column, shown), say("app.the_list"))
        return columns

    def _ask(self, query: str, values: list[Any], reader: str = "") -> list[dict[str, Any]]:
        with self._places, self._cursor(reader) as cursor:
            found = cursor.execute(query, values)
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    @contextmanager
    def _cursor(self, reader: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of its own; the reader's former question, if it still runs, is broken off."""
        cursor = self._database.cursor()
        if reader:
            former = self._running.get(reader)
            self._running[reader] = cursor
            if former is not None:
                former.interrupt()
        try:
            yield cursor
        finally:
            if self._running.get(reader) is cursor:
                del self._running[reader]
            cursor.close()


def _beyond(column: str, down: bool, value: Any, rank: int) -> tuple[str, list[Any]]:
    """What lies behind a place in the order, companies without a value last."""
    name = _name(column)
    if column == "rank":
        return ("rank < ?", [rank]) if down else ("rank > ?", [rank])
    if value is None:
        return f"({name} is null and rank > ?)", [rank]
    sign = "<" if down else ">"
    return f"({name} {sign} ? or ({name} = ? and rank > ?) or {name} is null)", [value, value, rank]


def _mark(value: Any, rank: int) -> str:
    return base64.urlsafe_b64encode(json.dumps([value, rank]).encode()).decode()


def _place(after: str) -> tuple[Any, int]:
    try:
        value, rank = json.loads(base64.urlsafe_b64decode(after.encode()))
        return (value, int(rank)) if isinstance(value, str | int | float | None) else _strange(after)
    except (ValueError, TypeError) as error:
        raise InputError(say("app.no_place", after=after), say("app.a_place")) from error


def _strange(after: str) -> Any:
    raise ValueError(after)


def _all(where: list[str]) -> str:
    return f"where {' and '.join(where)}" if where else ""


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _literal(text: str) -> str:
    """Text in which % and _ stand for themselves."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _said(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
