"""The company that somebody means: by id, organisation number, domain or name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.errors import InputError, did_you_mean
from lookalike.languages import Message, say

FINDABLE = ("prospect_id", "org_number", "domain", "name")
NOBODY = pd.DataFrame({"id": [], "name": [], "detail": []}, dtype=object)


def find(companies: pd.DataFrame, company: str, excluded: pd.DataFrame = NOBODY) -> int:
    """The place of the one company called so, by id first, then organisation number, domain and name.

    Parameters
    ----------
    companies : DataFrame
        The list, with those of the columns FINDABLE that there are.
    company : str
        As people write it: case and outer spaces say nothing.
    excluded : DataFrame
        Who is not on the list: `id`, `name`, `detail`.

    Raises
    ------
    InputError
        None, or more than one, is called so; or it was left out of the list.

    Examples
    --------
    >>> find(pd.DataFrame({"prospect_id": ["1", "2"], "name": ["Acme", "Nordlys"]}), " nordlys")
    1
    """
    wanted = company.strip().casefold()
    for column in FINDABLE:
        if column in companies:
            places = _called(companies[column], wanted)
            if len(places) == 1:
                return int(places[0])
            if len(places) > 1:
                ids = companies["prospect_id"].iloc[places[:5]].tolist()
                several = say("explain.several", count=len(places), column=column, company=company)
                raise InputError(several, say("explain.one"), do=say("explain.give_id", ids=ids))
    for column in ("id", "name"):
        for place in _called(excluded[column], wanted):
            why = say("explain.left_out", company=company, why=excluded["detail"].iloc[place])
            raise InputError(why, say("explain.listed"), do=say("explain.see_excluded"))
    names = companies["name"].dropna().tolist() if "name" in companies else []
    raise InputError(say("explain.unknown", company=company), say("explain.findable"), do=_hint(company, names))


def _called(names: pd.Series, wanted: str) -> np.ndarray:
    """The places where a name is the wanted one; what is missing is none."""
    return np.flatnonzero(names.astype(object).str.casefold() == wanted) if names.notna().any() else np.empty(0, int)


def _hint(company: str, names: list[str]) -> Message:
    hint = did_you_mean(company, names)
    return hint if hint.key == "errors.did_you_mean" else say("explain.look_up")
