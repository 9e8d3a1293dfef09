"""Columns that name people: told by their heading, or by values that look like people's names, numbers or addresses."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from lookalike.companies.headings.aliases import aliases
from lookalike.companies.headings.hints import SAMPLE, sampled
from lookalike.languages import key, phrases, spoken, words

MOST = 0.6  # share of the values that look like people from which a column names people
FEWEST = 2  # values
NAME_PARTS = (2, 4)  # words of a person's name
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_BETWEEN = re.compile(r"[\s;,<>()]+")
_USER = re.compile(r"005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?")  # ids of Salesforce's users, of 15 or 18 characters
_PHONE = re.compile(r"\+(?:[\s().\-/]*\d){9,15}")  # with its country: others look like ids and amounts
# Identity numbers, which begin with a birthday: Danish and Finnish ones with its day, Swedish ones with its year.
_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_IDENTITY = re.compile(rf"{_DAY}{_MONTH}\d\d[-+A]\d{{3}}[\dA-Z]|(?:\d\d)?\d\d{_MONTH}{_DAY}[-+]\d{{4}}")
_PERSONAL = frozenset({"email", "phone", "contact_name", "sex", "personality"})


def is_personal(heading: str) -> bool:
    """Whether a heading says that a column holds a colleague's or contact's name, or what identifies a person.

    Examples
    --------
    >>> is_personal("Account_Owner"), is_personal("CreatedById"), is_personal("Vår kontakt"), is_personal("Ownership")
    (True, True, True, False)
    """
    return bool(phrases("personal").said(heading)) or _is_contact(heading)


def _is_contact(heading: str) -> bool:
    named = aliases("contacts").get(key(heading), ())
    return key(heading) != "name" and any(alias.canonical in _PERSONAL for alias in named)


def names_people(column: pd.Series) -> bool:
    """Whether the values look like people: names, users' ids, e-mail addresses, telephone or national identity numbers.

    Examples
    --------
    >>> names_people(pd.Series(["Kari Berg", "Lund, Ola"])), names_people(pd.Series(["New York", "San Diego"]))
    (True, False)
    >>> names_people(pd.Series(["005Ec000004o8yHIAQ", "005Ec000004oBPNIA2"]))
    True
    >>> names_people(pd.Series(["+47 912 34 567", "+46 (0)70-123 45 67"])), names_people(pd.Series(["556036-0793"] * 3))
    (True, False)
    """
    if not pd.api.types.is_object_dtype(column) and not pd.api.types.is_string_dtype(column):
        return False
    values = sampled(column).unique()[:SAMPLE]
    return len(values) >= FEWEST and sum(map(_is_person, values)) >= MOST * len(values)


def _is_person(text: str) -> bool:
    if any(shape.fullmatch(text) for shape in (_USER, _PHONE, _IDENTITY)):
        return True
    if "@" in text and any(map(_ADDRESS.fullmatch, _BETWEEN.split(text))):  # "Kari Berg <kari@firm.no>", or several
        return True
    parts = spoken(text).replace("|", " ").split()
    if not NAME_PARTS[0] <= len(parts) <= NAME_PARTS[1] or not all(part.isalpha() for part in parts):
        return False
    given = {parts[0], parts[1]} if "," in text else {parts[0]}  # "Berg, Kari" too
    return not given.isdisjoint(_given_names())


@cache
def _given_names() -> frozenset[str]:
    return frozenset(words("people"))


def says_first_and_last_name(headings: list[str]) -> bool:
    """Whether a table has the parts of people's names apart: then its plain "Name" is the person, not the company.

    Examples
    --------
    >>> says_first_and_last_name(["LastName", "FirstName", "Name", "Company"]), says_first_and_last_name(["Name"])
    (True, False)
    """
    return any("part" in phrases("personal").heard(heading) for heading in headings)
