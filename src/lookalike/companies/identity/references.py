"""What a row means when it names a company: an id, an organisation number, a domain or a name."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.identity.keys import company_keys
from lookalike.companies.identity.matching import SURE, link

# What a reference of each kind looks like at least.
_LOOKS = {"org_number": r"(?:\d\W?){6,}", "domain": r"^\S+\.\S+$", "name": r"\w"}


def resolve(references: pd.Series, accounts: pd.DataFrame, keys: pd.DataFrame | None = None) -> pd.Series:
    """The account each reference means.

    Parameters
    ----------
    references : Series of shape (n,)
        Ids, organisation numbers, domains or names as text; None allowed.
    accounts : DataFrame
        With `account_id`.
    keys : DataFrame, optional
        `company_keys(accounts)` when at hand.

    Returns
    -------
    Series of shape (n,)
        `account_id`, None where no account or more than one is meant.

    Examples
    --------
    >>> accounts = pd.DataFrame({"account_id": ["7"], "name": ["Nordlys AS"], "domain": ["nordlys.no"]})
    >>> resolve(pd.Series(["7", "NORDLYS", "https://nordlys.no", "Sørlys"]), accounts).tolist()
    ['7', '7', '7', None]
    """
    asked = pd.Series(references.dropna().unique(), dtype=object)
    known = pd.Series(accounts["account_id"].to_numpy(), index=accounts["account_id"].to_numpy(), dtype=object)
    answer = asked.map(known).astype(object)
    open_questions = asked[answer.isna()]
    if len(open_questions) and len(accounts):
        right = company_keys(accounts) if keys is None else keys
        for way, looks in _LOOKS.items():
            told = open_questions[open_questions.str.contains(looks)]
            links = link(company_keys(pd.DataFrame({way: told})), right, fuzzy=False)
            links = links[links["certainty"] == SURE]
            clear = links[~links["left"].duplicated(keep=False)]
            answer[clear["left"]] = accounts["account_id"].loc[clear["right"]].to_numpy()
            open_questions = open_questions[answer[open_questions.index].isna()]
    found = references.map(pd.Series(answer.to_numpy(), index=asked.to_numpy(), dtype=object))
    return found.astype(object).where(found.notna(), None)
