"""One company as a run knows it, and a run without it: no row is its own and no sentence names it any more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message
from lookalike.runs.documents import Documents

MARK = "[…]"  # stands in a sentence where the company was named
SAME = ("exclusions.customer", "exclusions.open_deal", "exclusions.called_competitor")  # which company a row is
SHORT = 3  # letters or digits up to which an id may be any word or number of a sentence
KEYS = {"prospect_id": "listed", "account_id": "accounts", "merged_id": "accounts", "org_number": "numbers"}
TOLD = KEYS | {"name": "names", "merged_name": "names", "domain": "domains"}


@dataclass(frozen=True)
class Forgotten:
    """All by which a run knows a company.

    Parameters
    ----------
    names, numbers, domains : frozenset of str
        As they are written there; `numbers` are organisation numbers.
    listed, accounts : frozenset of str
        Its ids on the list and in the CRM.
    """

    names: frozenset[str]
    numbers: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()

    @cached_property
    def ids(self) -> frozenset[str]:
        """All of its ids."""
        return self.listed | self.accounts

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """It is named in a text; an id that may be any other word or number does not name it."""
        telling = {one for one in self.ids | self.numbers if len(one) > SHORT and not one.isalpha()}
        telling |= {one for one in self.ids if not (one.isdigit() or one.isalpha())}
        words = {form for one in self.names | self.domains | telling for form in (one, escape(one))}
        found = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{found})(?!\w)") if found else re.compile(r"(?!)")

    def is_named(self, text: str) -> bool:
        """Whether a text names it."""
        return bool(self._named.search(text))

    def rows(self, table: pd.DataFrame) -> np.ndarray:
        """The rows of a table that are its own; of another company of its name the organisation number tells."""
        own = np.zeros(len(table), dtype=bool)
        for column, kind in (KEYS | ({} if "file" in table else {"id": "listed"})).items():
            if column in table:
                own |= table[column].isin(getattr(self, kind)).to_numpy()
        if "detail" in table:
            own |= table["detail"].map(self._is_said).to_numpy(dtype=bool)
        named = np.zeros(len(table), dtype=bool)
        for column in ("name", "merged_name"):
            if column in table:
                named |= table[column].isin(self.names).to_numpy()
        if "org_number" in table and self.numbers:
            named &= (table["org_number"].isna() | table["org_number"].isin(self.numbers)).to_numpy()
        return own | named

    def _is_said(self, detail: Any) -> bool:
        """Whether a row left out, however its name is spelled, is told to be the company."""
        return isinstance(detail, Message) and detail.key in SAME and self.is_named(str(detail.values["company"]))

    def unsaid(self, value: Any) -> Any:
        """Plain data and messages that do not name it: entries of a list that are the company itself are gone."""
        if isinstance(value, Message):
            return Message(value.key, self.unsaid(value.values))
        if isinstance(value, dict):
            return {key: self.unsaid(one) for key, one in value.items()}
        if isinstance(value, list | tuple | np.ndarray):
            return [self.unsaid(one) for one in value if not self._is_it(one)]
        return self._named.sub(MARK, value) if isinstance(value, str) else value

    def _is_it(self, entry: Any) -> bool:
        if isinstance(entry, dict):
            by_id = [entry.get(key) in getattr(self, kind) for key, kind in KEYS.items() if _text(entry.get(key))]
            return any(by_id) or (_text(entry.get("name")) and entry["name"] in self.names)
        return _text(entry) and (
            entry in self.names or entry in self.domains or self._named.fullmatch(entry) is not None
        )


def _text(value: Any) -> bool:
    return isinstance(value, str)


def known_as(start: Forgotten, tables: list[pd.DataFrame]) -> Forgotten:
    """The same company with all ids, numbers, domains and names under which the rows that are its own know it."""
    found, before = start, None
    while found != before:
        before = found
        for table in tables:
            own = table[found.rows(table)]
            for column, kind in TOLD.items():
                found = replace(found, **{kind: getattr(found, kind) | _values(own, column)})
    return found


def _values(rows: pd.DataFrame, column: str) -> frozenset[str]:
    return frozenset(map(str, rows[column].dropna())) - {""} if column in rows else frozenset()


def without(documents: Documents, company: Forgotten) -> tuple[Documents, dict[str, int]]:
    """What a run says without a company, and how many rows of which table were its own."""
    gone: Counter[str] = Counter()

    def less(name: str, table: pd.DataFrame) -> pd.DataFrame:
        own = company.rows(table)
        gone[name] += int(own.sum())
        kept = table[~own].reset_index(drop=True)
        return kept.assign(**{column: kept[column].map(company.unsaid) for column in _telling(kept)})

    listed = company.rows(documents.prospects) | company.rows(documents.companies)
    documents = replace(documents, prospects=documents.prospects[~listed], companies=documents.companies[~listed])
    gone["prospects"] += int(listed.sum())
    promises = documents.promises
    scrubbed = replace(
        documents,
        prospects=less("prospects", documents.prospects),
        companies=less("companies", documents.companies),
        known=less("known", documents.known),
        promises=None if promises is None else less("promises", promises),
        tables={name: less(name, table) for name, table in documents.tables.items()},
        records={name: company.unsaid(one) for name, one in documents.records.items()},
    )
    return scrubbed, {name: n for name, n in gone.items() if n}


def _telling(table: pd.DataFrame) -> Iterator[str]:
    """The columns whose cells tell of other companies: lists, messages, and the parent."""
    for column in table.select_dtypes(exclude=["number", "bool", "datetime"]):
        if column == "parent" or any(isinstance(cell, list | Message) for cell in table[column]):
            yield str(column)
