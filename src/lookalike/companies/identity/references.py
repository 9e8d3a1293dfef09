"""What a row means when it names a company: an id, an organisation number, a domain or a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd

from lookalike.companies.identity.keys import company_keys, name_keys
from lookalike.companies.values import comparable

_NUMBER = r"(?:\d\W?){6,}"  # what an organisation number looks like at least


def resolve(
    references: pd.Series,
    accounts: pd.DataFrame,
    keys: pd.DataFrame | None = None,
    became: pd.Series | None = None,
) -> pd.Series:
    """The account each reference means.

    Somebody who refers to a company means one that is there, so that a name which one account alone bears is enough,
    however common it is elsewhere.

    Parameters
    ----------
    references : Series of shape (n,)
        Ids, organisation numbers, domains or names as text; None allowed.
    accounts : DataFrame
        With `account_id`.
    keys : DataFrame, optional
        `company_keys(accounts)` when at hand.
    became : Series, optional
        Every id under which the files know a company -> its `account_id`; else every account has its own id alone.

    Returns
    -------
    Series of shape (n,)
        `account_id`, None where no account or more than one is meant.

    Examples
    --------
    >>> accounts = pd.DataFrame({"account_id": ["7"], "name": ["Nordlys AS"], "domain": ["nordlys.no"]})
    >>> resolve(pd.Series(["7.0", "NORDLYS", "https://nordlys.no", "Nordlys AB"]), accounts).tolist()
    ['7', '7', '7', None]
    """
    asked = pd.Series(references.dropna().unique(), dtype=object)
    own = accounts["account_id"]
    ids = pd.Series(own.to_numpy(), index=own.to_numpy(), dtype=object) if became is None else became
    answer = meant_ids(asked, ids)
    open_questions = asked[answer.isna()]
    if len(open_questions) and len(accounts):
        right = company_keys(accounts) if keys is None else keys
        for meant in _meant_rows(open_questions, accounts, right):
            clear = meant[answer[meant.index].isna()].dropna()
            answer[clear.index] = own.loc[clear].to_numpy()
    found = references.map(pd.Series(answer.to_numpy(), index=asked.to_numpy(), dtype=object))
    return found.astype(object).where(found.notna(), None)


def _meant_rows(asked: pd.Series, accounts: pd.DataFrame, keys: pd.DataFrame) -> Iterator[pd.Series]:
    """The account that each text means by its number, its domain, its name with the legal form and without it."""
    number = company_keys(pd.DataFrame({"org_number": asked.where(asked.str.contains(_NUMBER), None)}))["org"]
    yield _the_only(number, keys["org"])
    yield _the_only(company_keys(pd.DataFrame({"domain": asked}))["domain"], keys["domain"])
    if "name" not in accounts:
        return
    said = name_keys(asked)
    for borne in (name_keys(accounts["name"]), keys):  # a legal form of one country is none where no country is told
        yield _the_only(_with_form(said), _with_form(borne))
        meant = _the_only(said["name"], borne["name"])
        form = meant.map(borne["legal"])
        yield meant.where(form.isna() | said["legal"].isna() | (form == said["legal"]), None)


def _with_form(names: pd.DataFrame) -> pd.Series:
    return names["name"] + " " + names["legal"].fillna("")


def _the_only(ours: pd.Series, theirs: pd.Series) -> pd.Series:
    """The label of the one row that has the same key; None where none or several have it."""
    known = theirs[theirs.notna() & ~theirs.duplicated(keep=False)]
    rows = ours.map(pd.Series(known.index, index=known.to_numpy(), dtype=object))
    return rows.astype(object).where(rows.notna(), None)


def meant_ids(references: pd.Series, became: pd.Series) -> pd.Series:
    """What became of the id that each reference means: as written, else in the strictest of looser forms that fits one.

    Parameters
    ----------
    references : Series of shape (n,)
        Text or missing.
    became : Series
        Every id under which a company is known -> its id.

    Returns
    -------
    Series of shape (n,)
        Values of `became`, None where no company or more than one is meant. Capitals and zeros in front make no
        difference, unless references or ids differ in nothing else.

    Examples
    --------
    >>> known = ["10206", "007", "0013X00002yFLOLQA4", "{A-7}"]
    >>> meant_ids(pd.Series(["10206.0", "7", "0013X00002yFLOL", "a-7", "8"]), pd.Series(known, index=known)).tolist()
    ['10206', '007', '0013X00002yFLOLQA4', '{A-7}', None]
    """
    asked = pd.Series(references.dropna().unique(), dtype=object)
    found = asked.map(became[~became.index.duplicated()]).astype(object)
    ours, theirs = asked, pd.Series(became.index, dtype=object)
    for form, loose in _FORMS:
        if found.notna().all():
            break
        ours, theirs = form(ours), form(theirs)
        company = pd.Series(became.to_numpy(), index=theirs.to_numpy(), dtype=object)
        company = company[company.index.notna()]
        clear = company.groupby(level=0).nunique() == 1
        one = company[~company.index.duplicated()].loc[clear.index[clear]]
        answers = ours.map(one).where(~(loose & ours.duplicated(keep=False)))
        found = found.where(found.notna(), answers)
    answer = references.map(pd.Series(found.to_numpy(), index=asked.to_numpy(), dtype=object))
    return answer.astype(object).where(answer.notna(), None)


def _any_case(ids: pd.Series) -> pd.Series:
    return ids.str.casefold().str.strip("{}")


def _no_zeros(ids: pd.Series) -> pd.Series:
    return ids.str.replace(r"^0+(?=\d+$)", "", regex=True)


_FORMS: tuple[tuple[Callable[[pd.Series], pd.Series], bool], ...] = (
    (comparable, False),
    (_any_case, True),
    (_no_zeros, True),
)
