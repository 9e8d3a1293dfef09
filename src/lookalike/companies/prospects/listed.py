"""Lists of companies that must not be approached: which companies they mean, and which prospects those are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies.clean import unexplained
from lookalike.companies.identity import company_keys, link, own_domain
from lookalike.companies.values import comparable, says_competitor, says_customer
from lookalike.languages import Message, say

OPTED_OUT, NO_FIT, COMPETITOR, CUSTOMER = "opted_out", "not_a_fit", "competitor", "customer"
MOSTLY = 0.5  # share of rows that make a column what it seems to be
IDENTIFYING = ("account_id", "org_number", "domain", "email", "name")
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s]+"
_KNOWN = {"prospect_id": "account_id", "account_id": "account_id", "org_number": "org_number", "name": "name"}


@dataclass(frozen=True)
class Hit:
    """Prospects on a list: which rows (bool), the reason code, and the sentence for each of them."""

    rows: pd.Series
    reason: str
    detail: pd.Series

    def told(self, rows: pd.Index) -> Iterable[Message]:
        """The sentences for some rows."""
        return self.detail[rows]


def explained(listed: pd.DataFrame, known: Iterable[pd.DataFrame | None] = ()) -> pd.DataFrame:
    """Lists of companies that must not be approached, each with a column that tells which companies are meant.

    By its heading; else by values that are e-mail addresses or web domains, or that most often stand among the ids,
    numbers or names of the prospects and accounts. What stands in the place of a heading then counts too: it may be the
    first company of a list without headings.

    Parameters
    ----------
    listed : DataFrame
        `file`, and the columns of the lists.
    known : iterable of DataFrame or None
        Prospects and accounts.

    Raises
    ------
    InputError
        A list of which no column tells, and which would leave out nobody.
    """
    told = listed.copy()
    for file, rows in listed.groupby("file", sort=False) if len(listed) else ():
        if any(name in rows and rows[name].notna().any() for name in IDENTIFYING):
            continue
        others = [name for name in rows if name not in ("file", "row") and rows[name].notna().any()]
        found = next(((name, meant) for name in others if (meant := _meaning(rows[name], known))), None)
        if found is None:
            raise unexplained(str(file), list(map(str, others)))
        name, meant = found
        told.loc[rows.index, meant] = own_domain(rows[name]) if meant == "domain" else rows[name]
        above = pd.Series([name], dtype=object)
        above = own_domain(above) if meant == "domain" else above
        first = pd.DataFrame({"file": [file], "row": [0], meant: above})
        told = pd.concat([told, first], ignore_index=True)
    return told


def _meaning(cells: pd.Series, known: Iterable[pd.DataFrame | None]) -> str:
    """What the values of a column are, of what identifies a company; "" where they are nothing of it."""
    told = _folded(cells.dropna())
    if told.str.fullmatch(_EMAIL).mean() > MOSTLY:
        return "email"
    if own_domain(cells).notna().mean() > MOSTLY:
        return "domain"
    for table in known:
        for column, meant in _KNOWN.items():
            if table is not None and column in table and told.isin(_folded(table[column].dropna())).mean() > MOSTLY:
                return meant
    return ""


def _folded(cells: pd.Series) -> pd.Series:
    return comparable(cells.astype(str)).str.casefold()


def on_lists(prospects: pd.DataFrame, keys: pd.DataFrame, listed: pd.DataFrame) -> Iterator[Hit]:
    """The prospects on each list. A name alone suffices here: better one prospect less than a broken promise.

    Parameters
    ----------
    prospects : DataFrame of shape (n, columns)
    keys : DataFrame
        `company_keys(prospects)`.
    listed : DataFrame
        As `explained` gives it; of rows that say so themselves the reason's `code` and what is `told` of them.
    """
    if not len(listed):
        return
    for theirs in ("account_id", "prospect_id"):
        if "account_id" in listed and theirs in prospects:
            yield from _equal(_ids(prospects[theirs]), _ids(listed["account_id"]), listed, say("identity.id"))
    if "email" in listed and "email" in prospects:
        yield from _equal(
            prospects["email"].str.casefold(), listed["email"].str.casefold(), listed, say("identity.email")
        )
    links = link(keys, company_keys(listed), fuzzy=False)
    firm = links[~links["contradicted"].astype(bool)].drop_duplicates("left").set_index("left")
    yield from _hits(keys.index, listed.reindex(firm["right"]).set_axis(firm.index), firm["why"])


def _ids(ids: pd.Series) -> pd.Series:
    return comparable(ids.astype(object).where(ids.notna(), None)).str.casefold()


def _equal(ours: pd.Series, theirs: pd.Series, listed: pd.DataFrame, why: Message) -> Iterator[Hit]:
    """Prospects that have the very id or address of an entry."""
    first = theirs.dropna().drop_duplicates()
    row = ours.map(pd.Series(first.index, index=first.to_numpy())).dropna()
    entry = listed.loc[row].set_axis(row.index)
    return _hits(ours.index, entry, pd.Series(why, index=row.index, dtype=object))


def _hits(index: pd.Index, entry: pd.DataFrame, why: pd.Series) -> Iterator[Hit]:
    """The prospects that are an entry of a list, by the reason that the list gives for them."""
    said, code, told = (
        entry.get(name, pd.Series(None, index=entry.index, dtype=object)) for name in ("exclude_reason", "code", "told")
    )
    meant = np.select([says_competitor(said), says_customer(said)], [COMPETITOR, CUSTOMER], OPTED_OUT)
    code = code.where(code.notna(), pd.Series(meant, index=entry.index))
    told = told.where(told.notna(), _told(entry["file"], why, said))
    for reason in (OPTED_OUT, NO_FIT, COMPETITOR, CUSTOMER):
        yield Hit(pd.Series(index.isin(entry.index[code == reason]), index=index), reason, told)


def _told(files: pd.Series, why: pd.Series, said: pd.Series) -> pd.Series:
    """That each company is on a list, by what, and what the list says of it."""
    told = [
        say("exclusions.listed_as", file=file, why=by, text=text)
        if isinstance(text, str)
        else say("exclusions.listed", file=file, why=by)
        for file, by, text in zip(files, why, said, strict=True)
    ]
    return pd.Series(told, index=files.index, dtype=object)
