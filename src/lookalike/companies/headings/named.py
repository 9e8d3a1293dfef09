"""The columns that the settings name: by heading or canonical name, all mistakes told together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lookalike.errors import InputError, SettingsError, did_you_mean, gather
from lookalike.languages import Message, Words, say
from lookalike.schema import TABLES, Attribute
from lookalike.settings import Criteria, Features, Learning

IN_WEIGHTS, IN_MONOTONE = say("headings.in_weights"), say("headings.in_monotone")
LEVELS = {"sector": "Industry sector", "2": "Industry division", "3": "Industry group"}


def fold(heading: str) -> str:
    """A heading without regard to case, spaces and punctuation.

    Examples
    --------
    >>> fold(" Billing_Country ") == fold("billing country")
    True
    """
    return re.sub(r"[\W_]+", "", heading.casefold())


@dataclass(frozen=True)
class Wanted:
    """Columns that the settings name.

    Parameters
    ----------
    include : frozenset of str or None
        Columns that may be features; None where the choice is left to the product.
    exclude : frozenset of str
    named : dict
        Column -> the section that wants something of it as a feature.
    """

    include: frozenset[str] | None = None
    exclude: frozenset[str] = frozenset()
    named: Mapping[str, Message] = field(default_factory=dict)


def wanted(
    features: Features,
    columns: Iterable[str],
    headings: Mapping[str, str] | None = None,
    learning: Learning | None = None,
    criteria: Criteria | None = None,
) -> Wanted:
    """The columns that the settings mean; industry codes with all their levels.

    Parameters
    ----------
    features : Features
    columns : iterable of str
        All columns of accounts and prospects.
    headings : mapping, optional
        Heading in the user's files -> column.
    learning, criteria : optional
        Sections that name features: `monotone`, and `weights` of `fit_<attribute>`.

    Raises
    ------
    SettingsError
        Columns that do not exist, all of them together.

    Examples
    --------
    >>> wanted(Features(exclude=("billing country",)), ["country"], {"Billing_Country": "country"}).exclude
    frozenset({'country'})
    """
    existing = set(columns)
    spelled = {name: name for name in existing} | dict(headings or {})
    known = {fold(name): column for name, column in spelled.items()}
    named = _named(learning or Learning(), criteria or Criteria())
    usable = existing | _derived(existing)
    asked = {"[features] include": features.include or (), "[features] exclude": features.exclude}
    problems = [
        say("headings.no_column", where=where, name=name, hint=did_you_mean(name, sorted(spelled)))
        for where, names in asked.items()
        for name in names
        if fold(name) not in known
    ]
    problems += [
        say("headings.no_column", where=where, name=name, hint=_meant(name, known, sorted(usable)))
        for name, where in named.items()
        if name not in usable
    ]
    gather(problems, SettingsError, "lookalike.toml")

    def meant(names: tuple[str, ...]) -> frozenset[str]:
        roots = {known[fold(name)] for name in names}
        return frozenset(roots | _derived(roots))

    include = None if features.include is None else meant(features.include)
    return Wanted(include, meant(features.exclude), named)


def _named(learning: Learning, criteria: Criteria) -> dict[str, Message]:
    """Features that other sections name, with the section."""
    fits = [name.removeprefix("fit_") for name in criteria.weights if name.startswith("fit_")]
    weighed = {name.partition("=")[0]: IN_WEIGHTS for name in fits}
    return weighed | dict.fromkeys(learning.monotone, IN_MONOTONE)


def _derived(columns: Iterable[str]) -> set[str]:
    """Features that are computed from columns."""
    return {f"industry_code_{level}" for level in LEVELS} if "industry_code" in columns else set()


def _meant(name: str, known: Mapping[str, str], usable: list[str]) -> Message:
    """A hint: features are called by their canonical names here."""
    return say("headings.called_here", name=known[fold(name)]) if fold(name) in known else did_you_mean(name, usable)


def require_columns(
    columns: Iterable[str], attributes: Iterable[Attribute], file: Words, table: str = "prospects"
) -> None:
    """Refuse companies that lack what a model reads.

    Parameters
    ----------
    columns : iterable of str
        Of the cleaned companies.
    attributes : iterable of Attribute
        What the model reads.
    file : Message or str
        Where they come from, for the message.
    table : str
        What they are in the settings.

    Raises
    ------
    InputError
        With every missing column and how to name the heading that means it.

    Examples
    --------
    >>> from lookalike.schema import Kind
    >>> size = Attribute("employees", Kind.NUMBER, "employees", "Employees", "heads")
    >>> try:
    ...     require_columns(["name", "industry"], [size], "list.csv")
    ... except InputError as error:
    ...     print(error.where, error.found, sep=": ")
    list.csv: the model reads 'employees' (people employed), for which no heading was found
    """
    there = set(columns)
    missing = sorted({_root(one.name) for one in attributes if one.name not in there})
    if missing:
        meaning = {name: field.meaning for name, field in TABLES["accounts"].items()}
        told = [
            say("headings.named_and_meant", name=name, meaning=meaning[name])
            if name in meaning
            else say("headings.named", name=name)
            for name in missing
        ]
        raise InputError(
            say("headings.model_reads", columns=told),
            say("headings.trained_on"),
            file,
            _how_to_add(missing, meaning, table),
        )


def _how_to_add(missing: list[str], meaning: Mapping[str, Message], table: str) -> Message:
    """What to do about missing columns: a canonical one can be named in the settings, another only in the file."""
    canonical = [name for name in missing if name in meaning]
    return say("headings.add_or_name", table=table, column=canonical[0]) if canonical else say("headings.add_them")


def _root(name: str) -> str:
    """The column that a feature is computed from."""
    return "industry_code" if name.startswith("industry_code_") else name
