"""The company that somebody means: by id, organisation number, domain or any part of the name, however it is typed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.errors import InputError
from lookalike.languages import Words, has, say

FINDABLE = ("prospect_id", "org_number", "domain", "name")
NOBODY = pd.DataFrame({"id": [], "name": [], "reason": [], "detail": []}, dtype=object)
CLOSE = 85.0  # likeness (0-100) from which a name is taken for the one that was typed
CLEARLY = 3.0  # how much more alike than all others
HINT, NAMED = 60.0, 5  # likeness from which a company is offered; how many are
TO_DO = {"opted_out": "leave", "not_a_fit": "take_back"} | dict.fromkeys(
    ("customer", "open_deal", "group"), "ask_owner"
)
NOWHERE = np.empty(0, dtype=int)
PART = 4  # letters from which a part of a name is looked for


class LeftOut(InputError):
    """The company is known and not on the list; the message says why.

    Attributes
    ----------
    company : str
        What it is called.
    """

    def __init__(self, company: str, found: Words, do: Words) -> None:
        super().__init__(found, do=do)
        self.company = company


def find(companies: pd.DataFrame, company: str, excluded: pd.DataFrame = NOBODY) -> int:
    """The place of the one company called so, by id first, then organisation number, domain and name.

    Parameters
    ----------
    companies : DataFrame
        The list, with those of the columns FINDABLE that there are.
    company : str
        As people write it: case, spaces, accents and legal forms say nothing, and a misspelt name or a part of one
        is enough where it can mean one company only.
    excluded : DataFrame
        Who is not on the list: `id`, `name`, `reason`, `detail`.

    Raises
    ------
    LeftOut
        It was left out of the list.
    InputError
        None, or more than one, is called so.

    Examples
    --------
    >>> listed = pd.DataFrame({"prospect_id": ["1", "2"], "name": ["Skarenga Shipping AS", "Nordlys AS"]})
    >>> find(listed, " nordlys"), find(listed, "skarenga shiping"), find(listed, "SHIPPING")
    (1, 0, 0)
    """
    wanted = company.strip().casefold()
    for column in FINDABLE:
        if column in companies:
            places = _called(companies[column], wanted)
            if len(places):
                return _only(companies, places, company)
    for column in ("id", "name"):
        for place in _called(excluded[column], wanted):
            raise _left_out(excluded.iloc[place], company)
    return _alike(companies, company, excluded)


def _called(names: pd.Series, wanted: str) -> np.ndarray:
    """The places where a name is the wanted one; what is missing is none."""
    return np.flatnonzero(names.astype(object).str.casefold() == wanted) if names.notna().any() else NOWHERE


def _only(companies: pd.DataFrame, places: np.ndarray, company: str) -> int:
    """The one place; where there are several, the user is asked which."""
    if len(places) == 1:
        return int(places[0])
    raise InputError(
        say("explain.several", count=len(places), company=company),
        say("explain.one"),
        do=say("explain.give_id", companies=_offered(companies, places[:NAMED])),
    )


def _alike(companies: pd.DataFrame, company: str, excluded: pd.DataFrame) -> int:
    """The company whose number, domain or name in comparable form is what was typed, or nearly so."""
    from rapidfuzz import fuzz, process

    from lookalike.companies.identity import (
        company_keys,  # not before it is needed: a company by its id is found at once
    )

    out = excluded.rename(columns={"id": "prospect_id"})
    everybody = pd.concat([companies, out], ignore_index=True)
    everybody = everybody.reindex(columns=[*FINDABLE, "country", "reason", "detail"])
    keys = company_keys(everybody)
    usual = keys["country"].mode().head(1).tolist() or [None]
    asked = company_keys(pd.DataFrame({"org_number": [company], "domain": company, "name": company, "country": usual}))
    written = asked["spelled"].fillna("").iloc[0]
    names = keys["spelled"].fillna("")
    meant = [
        *(np.flatnonzero(keys[key].eq(asked[key].iloc[0]).fillna(False)) for key in ("org", "domain")),
        np.flatnonzero(names == written) if written else NOWHERE,
        np.flatnonzero(names.str.contains(written, regex=False)) if len(written) >= PART else NOWHERE,
    ]
    found = process.extract(written, names.tolist(), scorer=fuzz.ratio, limit=NAMED, score_cutoff=HINT)
    clear = found and found[0][1] >= CLOSE and (len(found) == 1 or found[0][1] - found[1][1] >= CLEARLY)
    meant += [np.array([found[0][2]])] if clear else []
    for places in sorted(filter(len, meant), key=len)[:1]:  # the one that says most
        return _listed(everybody, len(companies), places, company)
    offered = _offered(everybody, np.array([place for *_, place in found], dtype=int))
    hint = say("explain.perhaps", companies=offered) if offered else say("explain.look_up")
    raise InputError(say("explain.unknown", company=company), say("explain.findable"), do=hint)


def _listed(everybody: pd.DataFrame, listed: int, places: np.ndarray, company: str) -> int:
    """The one place on the list among those found; of a company that stands only among those left out, why."""
    on_list = places[places < listed]
    if not len(on_list) and len(places) == 1:
        raise _left_out(everybody.iloc[places[0]], company)
    return _only(everybody, on_list if len(on_list) else places, company)


def _offered(companies: pd.DataFrame, places: np.ndarray) -> list[str]:
    """Companies by name and id."""
    rows = companies.iloc[places]
    names = rows["name"] if "name" in rows else rows["prospect_id"]
    return [f"{name} ({one})" for name, one in zip(names, rows["prospect_id"], strict=True)]


def _left_out(row: pd.Series, company: str) -> LeftOut:
    """Why a company is not on the list, and what that asks of the caller."""
    code, name = str(row["reason"]), row["name"] if isinstance(row["name"], str) else company
    told = say("explain.left_out", company=name, reason=left_out_for(code), why=row["detail"])
    return LeftOut(name, told, say(f"explain.{TO_DO.get(code, 'see_excluded')}"))


def left_out_for(reason: str) -> Words:
    """Why a company is left out, by its code."""
    return say(f"left_out.{reason}") if has(f"left_out.{reason}") else reason.replace("_", " ")
