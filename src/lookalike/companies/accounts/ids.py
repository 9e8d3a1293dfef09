"""Which account an id means, in whatever form an export wrote it."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.values import comparable


def meant(asked: pd.Series, became: pd.Series) -> pd.Series:
    """The account that each id means, as written or in another form that only one account has; None where none.

    Parameters
    ----------
    asked : Series of shape (n,)
        Ids as text, None allowed.
    became : Series
        Every id under which an account is known -> its `account_id`.

    Examples
    --------
    >>> meant(pd.Series(["17.0", "0018", "19", None]), pd.Series({"17": "17", "18": "18", "A19": "A19"})).tolist()
    ['17', '18', None, None]
    """
    found = asked.map(became).astype(object)
    ours, theirs = comparable(asked), comparable(pd.Series(became.index, dtype=object))
    for form in (ours, theirs), (_bare(ours), _bare(theirs)):
        known = pd.Series(became.to_numpy(), index=form[1].to_numpy(), dtype=object)
        clear = known.groupby(level=0).nunique() == 1
        one = known[~known.index.duplicated()].loc[clear[clear].index]
        found = found.where(found.notna(), form[0].map(one))
    return found.astype(object).where(found.notna(), None)


def _bare(ids: pd.Series) -> pd.Series:
    return ids.astype("string").str.replace(r"^0+(?=\d+$)", "", regex=True).astype(object)
