"""Ids of one CRM as different exports write them: 10206 and 10206.0, fifteen and eighteen characters, leading zeros."""

from __future__ import annotations

import pandas as pd

_FLOAT = r"^(\d+)\.0+$"
_SPOILT = r"^\d(?:[.,]\d+)?E\+?\d{2,}$"  # what a spreadsheet makes of a number with more than fifteen digits
_EIGHTEEN = r"^([a-zA-Z0-9]{15})([A-Z0-5]{3})$"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def comparable(ids: pd.Series) -> pd.Series:
    """Ids in the form in which they are compared: without the point of a number, Salesforce's in fifteen characters.

    The last three characters of Salesforce's long form say which letters of the others are capitals; only where they
    do so rightly are they taken off.

    Examples
    --------
    >>> comparable(pd.Series(["10206.0", "0013X00002yFLOLQA4", "0013X00002yFLOL", "ABCDEFGHIJKLMNOXYZ", None])).tolist()
    ['10206', '0013X00002yFLOL', '0013X00002yFLOL', 'ABCDEFGHIJKLMNOXYZ', None]
    """
    codes, distinct = pd.factorize(ids)
    text = pd.Series(distinct, dtype=object).astype(str).str.strip()
    text = text.str.replace(_FLOAT, r"\1", regex=True)
    long = text.str.fullmatch(_EIGHTEEN)
    short = pd.Series([one[:15] if _checksum(one[:15]) == one[15:] else one for one in text], dtype=object)
    text = text.where(~long, short)
    found = pd.Series([*text, None], dtype=object).to_numpy()[codes]
    return pd.Series(found, index=ids.index, dtype=object)


def _checksum(fifteen: str) -> str:
    """Three characters, one per five letters, whose bits tell which are capitals."""
    parts = (fifteen[start : start + 5] for start in (0, 5, 10))
    return "".join(_ALPHABET[sum(1 << place for place, one in enumerate(part) if one.isupper())] for part in parts)


def spoilt(ids: pd.Series) -> pd.Series:
    """Which ids a spreadsheet has rounded to a few digits, so that many companies have the same.

    Examples
    --------
    >>> spoilt(pd.Series(["3.00001E+17", "3E17", "A100", "12E5", None])).tolist()
    [True, True, False, False, False]
    """
    return ids.astype("string").str.fullmatch(_SPOILT).fillna(False).astype(bool)


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
