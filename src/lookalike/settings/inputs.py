"""Where the tables are."""

from __future__ import annotations

from typing import Literal

from pydantic import field_validator, model_validator

from lookalike.languages import say
from lookalike.schema import TABLES
from lookalike.settings.section import Section

SEVERAL = ("market", "exclude")  # tables of which there may be several files


class Source(Section):
    """One input: a file (relative to the project; one or several of its sheets), or a query against a database."""

    file: str = ""
    sheet: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    decimal: Literal["", ",", "."] = ""
    url: str = ""
    query: str = ""

    @field_validator("sheet", mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_of(self) -> Source:
        if bool(self.file) == bool(self.query):
            raise ValueError(say("settings.file_or_query"))
        return self


class Inputs(Section):
    """Where the tables are. `deals` or `accounts` must be there; the rest adds knowledge.

    `market` is a register or a bought list of all companies: it fills what the CRM lacks, and is the list of prospects
    where there is no other.
    """

    accounts: Source | None = None
    deals: Source | None = None
    prospects: Source | None = None
    orders: Source | None = None
    activities: Source | None = None
    contacts: Source | None = None
    market: tuple[Source, ...] = ()
    exclude: tuple[Source, ...] = ()

    @field_validator("accounts", "deals", "prospects", "orders", "activities", "contacts", mode="before")
    @classmethod
    def _from_path(cls, value: object) -> object:
        return {"file": value} if isinstance(value, str) else value

    @field_validator(*SEVERAL, mode="before")
    @classmethod
    def _from_paths(cls, value: object) -> object:
        many = value if isinstance(value, list | tuple) else [value]
        return [{"file": one} if isinstance(one, str) else one for one in many]

    @model_validator(mode="after")
    def _something_to_learn_from(self) -> Inputs:
        if self.accounts is None and self.deals is None:
            raise ValueError(say("settings.no_inputs"))
        return self

    def named(self) -> dict[str, tuple[Source, ...]]:
        """The inputs that are given, by table name, in reading order."""
        given = {name: getattr(self, name) for name in TABLES if getattr(self, name)}
        return {name: found if name in SEVERAL else (found,) for name, found in given.items()}
