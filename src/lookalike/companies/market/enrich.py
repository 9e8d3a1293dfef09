"""Companies matched to a list that knows more of them, and what it knows in place of what the CRM says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import pandas as pd

from lookalike.companies.clean import Intake
from lookalike.companies.identity import best_links, company_keys, link, meant_ids
from lookalike.companies.market.disagreement import Disagreement, disagreements
from lookalike.companies.values import differ, divisions, revision

IDENTITY = ("org_number", "domain", "parent")  # filled in where the CRM does not tell
PROTECTING = ("status", "advertising_block", "natural_person")  # why a company is not to be approached
OF_THE_ROW = ("prospect_id", "account_id", "row", "name", "email", "source", "account_created", "inbound")
NO_TRAITS = frozenset((*IDENTITY, *PROTECTING, *OF_THE_ROW))
AGAIN = 0.1  # share of rows with a company that stands on the list already, above which it is a list of deals or people
MOST = 0.5  # share of the companies that a list knows above which it is taken for a list of all


@dataclass(frozen=True)
class Brought:
    """What a list told of companies.

    Parameters
    ----------
    file : str
    asked, found : int
        Companies, and how many of them it knows.
    market : bool
        Whether the settings say that it is a list of all companies.
    whole : bool
        Whether it is believed before the CRM: then a trait has one source on both sides.
    columns : tuple of str
        Traits that come from it.
    gaps : tuple of str
        Traits of which it only fills what the CRM does not know.
    disagreements : tuple of Disagreement
        Where the CRM says otherwise.
    revisions : tuple of str
        Of the industry codes of the CRM and of the list, where they differ.
    """

    file: str
    asked: int
    found: int
    market: bool
    whole: bool
    columns: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    revisions: tuple[str, ...] = field(default=())


def enrich(
    companies: pd.DataFrame,
    listed: Intake,
    market: bool,
    personal: Collection[str] = (),
    known: Collection[str] = (),
    protect: bool = False,
) -> tuple[pd.DataFrame, Brought]:
    """Companies with the traits that a list of companies knows.

    Of a market, or of a list that knows most of the companies, a trait has the list's value wherever the company is on
    it: one source, one day, as for the companies that are scored. Of the others the CRM's own value counts where it can
    be compared: numbers, and words that the list uses too. Any other list fills what the CRM does not know. One where
    companies stand again and again is a list of deals or people, whose columns are no traits of companies.

    Parameters
    ----------
    companies : DataFrame of shape (n, columns)
        Accounts, or prospects, with index 0..n-1.
    listed : Intake
    market : bool
        Whether the list is one of all companies, by the settings.
    personal : collection of str
        Columns that name people, which are not taken.
    known : collection of str
        Traits that a better list has told already.
    protect : bool, default False
        Whether to take also what says that a company must not be approached: for prospects.

    Returns
    -------
    tuple of DataFrame and Brought
    """
    theirs = listed.frame
    row = matched(companies, theirs, listed.keys)
    found = row.notna()
    whole = market or bool(found.mean() > MOST)
    if not found.any() or (not market and _stands_again(theirs) > AGAIN):
        return companies, Brought(listed.file, len(companies), int(found.sum()), market, whole)
    traits = [name for name in map(str, theirs) if name not in NO_TRAITS and name not in {*personal, *known}]
    told = theirs.reindex(row).set_axis(companies.index)
    values = {name: _value(companies, told, theirs[name], name, found if whole else None) for name in traits}
    filled = {name: _both(companies, told, name) for name in IDENTITY if name in told}
    filled |= {name: _both(told, companies, name) for name in PROTECTING if protect and name in told}
    used = [name for name in traits if _tells(companies, told, name, whole)]
    gaps = tuple(name for name in used if name in companies and not whole)
    revisions = _revisions(companies, theirs)
    return companies.assign(**values | filled), Brought(
        listed.file,
        len(companies),
        int(found.sum()),
        market,
        whole,
        tuple(name for name in used if name not in gaps),
        gaps,
        disagreements(companies[found], told[found], theirs, used),
        revisions if differ(revisions) else (),
    )


def _stands_again(listed: pd.DataFrame) -> float:
    """The share of rows whose company an earlier row has told, 0-1."""
    told = [name for name in ("name", "org_number", "domain") if name in listed]
    return float(listed.duplicated(told).mean()) if told else 0.0


def matched(companies: pd.DataFrame, listed: pd.DataFrame, keys: pd.DataFrame) -> pd.Series:
    """The row of a list that each company surely is: by the CRM's own id, else by number, domain, or name and place.

    A company of which no country is told is taken to be where all of the list are.

    Examples
    --------
    >>> listed = pd.DataFrame({"name": ["Berg AS", "Foss AS"], "org_number": ["950000007", "950000015"]})
    >>> asked = pd.DataFrame({"name": ["Foss", "Moe"], "org_number": ["950 000 015", None]})
    >>> matched(asked, listed, company_keys(listed)).tolist()
    [1.0, nan]
    """
    countries = list(listed["country"].dropna().unique()) if "country" in listed else []
    asked = companies
    if len(countries) == 1:
        own = companies.get("country", pd.Series(None, index=companies.index, dtype=object))
        asked = companies.assign(country=own.where(own.notna(), countries[0]))
    best = best_links(link(company_keys(asked), keys))["right"]
    row = best.reindex(companies.index).astype("float64")
    if {"account_id"} <= set(listed) & set(companies):
        given = listed["account_id"].dropna().drop_duplicates()
        by_id = meant_ids(companies["account_id"], pd.Series(given.index, index=given.to_numpy()))
        row = pd.to_numeric(by_id).astype("float64").fillna(row)
    return row


def _tells(companies: pd.DataFrame, told: pd.DataFrame, name: str, whole: bool) -> bool:
    """Whether a list tells a trait of any company; one that only fills gaps, of any where the CRM does not."""
    new = told[name].notna()
    return bool((new if whole or name not in companies else new & companies[name].isna()).any())


def _value(
    companies: pd.DataFrame, told: pd.DataFrame, listed: pd.Series, name: str, found: pd.Series | None
) -> pd.Series:
    """A trait; `found` says of which companies the list is believed, None where it only fills gaps."""
    if name not in companies:
        return told[name]
    own, theirs = companies[name], told[name]
    if found is None:
        return _either(own, theirs)
    return _either(theirs, _comparable(own, listed, name).where(~found))


def _either(first: pd.Series, second: pd.Series) -> pd.Series:
    if pd.api.types.is_numeric_dtype(first) and not pd.api.types.is_bool_dtype(first):
        return first.fillna(pd.to_numeric(second, errors="coerce"))
    both = first.astype(object).where(first.notna(), second.astype(object))
    return both.where(both.notna(), None)


def _comparable(own: pd.Series, listed: pd.Series, name: str) -> pd.Series:
    """What the CRM says, as far as it can be compared with what the list says of others."""
    if pd.api.types.is_numeric_dtype(listed) or pd.api.types.is_datetime64_any_dtype(listed):
        return own
    if name == "industry_code" and differ([revision(own), revision(listed)]):
        return divisions(own)
    return own if name == "industry_code" else own.where(own.isin(listed.unique()), None)


def _both(first: pd.DataFrame, second: pd.DataFrame, name: str) -> pd.Series:
    """A column that at least one of two tables has."""
    if name in first and name in second:
        return _either(first[name], second[name])
    return first[name] if name in first else second[name]


def _revisions(companies: pd.DataFrame, listed: pd.DataFrame) -> tuple[str, ...]:
    if "industry_code" not in companies or "industry_code" not in listed:
        return ()
    return revision(companies["industry_code"]), revision(listed["industry_code"])
