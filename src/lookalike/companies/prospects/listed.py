"""Lists of companies that must not be approached: which companies they mean, and which prospects those are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies.identity import company_keys, link, own_domain
from lookalike.companies.values import comparable, says_competitor, says_customer
from lookalike.errors import InputError
from lookalike.languages import Message, say

OPTED_OUT, COMPETITOR, CUSTOMER = "opted_out", "competitor", "customer"
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
    numbers or names of the prospects and accounts.

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
            columns = list(map(str, others))
            problem = say("exclusions.unexplained", columns=columns)
            raise InputError(problem, say("exclusions.explained"), str(file), say("exclusions.explain"))
        name, meant = found
        told.loc[rows.index, meant] = own_domain(rows[name]) if meant == "domain" else rows[name]
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


def with_domains(listed: pd.DataFrame) -> pd.DataFrame:
    """A list whose rows have a domain where an e-mail address tells it; mail hosts that many share tell none."""
    if "email" not in listed:
        return listed
    told = listed["email"].where(listed["email"].notna(), None)
    return listed.assign(domain=listed["domain"].where(listed["domain"].notna(), told) if "domain" in listed else told)


def on_lists(prospects: pd.DataFrame, keys: pd.DataFrame, listed: pd.DataFrame) -> Iterator[Hit]:
    """The prospects on each list. A name alone suffices here: better one prospect less than a broken promise.

    Parameters
    ----------
    prospects : DataFrame of shape (n, columns)
    keys : DataFrame
        `company_keys(prospects)`.
    listed : DataFrame
        As `explained` gives it.
    """
    if not len(listed):
        return
    for column, theirs, why in (("account_id", "account_id", "id"), ("account_id", "prospect_id", "id")):
        if column in listed and theirs in prospects:
            yield _found(_folded_or_none(prospects[theirs]), _folded_or_none(listed[column]), listed, why)
    if "email" in listed and "email" in prospects:
        yield _found(prospects["email"].str.casefold(), listed["email"].str.casefold(), listed, "email")
    links = link(keys, company_keys(with_domains(listed)), fuzzy=False)
    firm = links[~links["contradicted"].astype(bool)].drop_duplicates("left").set_index("left")
    entry = listed.reindex(firm["right"]).set_axis(firm.index)
    said = entry.get("exclude_reason", pd.Series(None, index=firm.index, dtype=object))
    code = np.select([says_competitor(said), says_customer(said)], [COMPETITOR, CUSTOMER], OPTED_OUT)
    details = [_listed(*one) for one in zip(entry["file"], firm["why"], said, strict=True)]
    detail = pd.Series(details, index=firm.index, dtype=object).reindex(keys.index)
    for reason in (OPTED_OUT, COMPETITOR, CUSTOMER):
        yield Hit(pd.Series(keys.index.isin(firm.index[code == reason]), index=keys.index), reason, detail)


def _folded_or_none(ids: pd.Series) -> pd.Series:
    return comparable(ids.astype(object).where(ids.notna(), None)).str.casefold()


def _found(ours: pd.Series, theirs: pd.Series, listed: pd.DataFrame, why: str) -> Hit:
    files = dict(zip(theirs, listed["file"], strict=True))
    file = ours.map({key: one for key, one in files.items() if isinstance(key, str)})
    detail = file.map(lambda one: _listed(one, say(f"identity.{why}")), na_action="ignore")
    return Hit(file.notna(), OPTED_OUT, detail)


def _listed(file: str, why: Message, said: object = None) -> Message:
    if isinstance(said, str):
        return say("exclusions.listed_as", file=file, why=why, text=said)
    return say("exclusions.listed", file=file, why=why)
