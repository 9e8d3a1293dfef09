"""LinkedIn's company list: its columns, its limits, and what of the list will not pass."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd

from lookalike.languages import Message, say
from lookalike.ranking.exports.limits import Limits

# LinkedIn's headings, in their order, and the canonical column behind each; only the name is required.
COLUMNS = {
    "companyname": "name",
    "companywebsite": "domain",
    "companyemaildomain": "email_domain",
    "linkedincompanypageurl": "linkedin_url",
    "stocksymbol": "",
    "industry": "industry",
    "city": "city",
    "state": "region",
    "companycountry": "country",
    "zipcode": "postcode",
}
FEWEST_ROWS, LIMITS = 300, Limits("LinkedIn", 300_000, 20_000_000)
# What users report of how many rows LinkedIn recognises, by what is given: name only, with domain, with page.
MATCHED = {"name": (0.6, 0.7), "domain": (0.8, 0.9), "page": (0.95, 0.95)}


def company_list(listed: pd.DataFrame) -> pd.DataFrame:
    """The list under LinkedIn's headings; a column that is not known is empty.

    Parameters
    ----------
    listed : DataFrame of shape (n, k)
        `name` and the canonical columns that are known; `email_domain` defaults to the domain.

    Returns
    -------
    DataFrame of shape (n, 10)

    Examples
    --------
    >>> company_list(pd.DataFrame({"name": ["Nordlys"], "domain": ["nordlys.example"]})).iloc[0, :3].tolist()
    ['Nordlys', 'nordlys.example', 'nordlys.example']
    """
    known = (
        listed if "email_domain" in listed or "domain" not in listed else listed.assign(email_domain=listed["domain"])
    )
    known = known.assign(industry=industries(known.get("industry_code"), known.index))
    return pd.DataFrame({heading: known.get(name) for heading, name in COLUMNS.items()}, index=listed.index)


@cache
def _names() -> dict[str, str]:
    """LinkedIn's name of each division of NACE."""
    return {
        code: name
        for name, codes in tomllib.loads(Path(__file__).with_name("linkedin_industries.toml").read_text()).items()
        for code in codes
    }


def industries(codes: pd.Series | None, index: pd.Index) -> pd.Series:
    """LinkedIn's English names of industries by the first two digits of their code; a word of ours is none of them.

    Examples
    --------
    >>> industries(pd.Series(["62.010", "49.410", None]), pd.RangeIndex(3)).tolist()
    ['IT Services and IT Consulting', 'Truck Transportation', None]
    """
    if codes is None:
        return pd.Series(None, index=index, dtype=object)
    division = codes.astype(object).where(codes.notna(), "").astype(str).str.extract(r"^\D?(\d{2})", expand=False)
    found = division.map(_names()).astype(object)
    return found.where(found.notna(), None)


def audience(companies: pd.DataFrame) -> pd.DataFrame:
    """Companies under LinkedIn's headings as an audience to leave out, each once."""
    known = companies.drop_duplicates("name").dropna(subset=["name"]).reset_index(drop=True)
    return company_list(known)


def preflight(table: pd.DataFrame, file: Path) -> Iterator[Message]:
    """What LinkedIn will refuse or not recognise.

    Parameters
    ----------
    table : DataFrame
        From `company_list`.
    file : Path
        The written file; its size counts.
    """
    if len(table) < FEWEST_ROWS:
        yield say("exports.too_few", rows=len(table), least=FEWEST_ROWS)
    yield from LIMITS.broken(len(table), file)
    nameless = int(table["companyname"].isna().sum())
    if nameless:
        yield say("exports.nameless", rows=nameless)
    same = int(table.dropna(subset="companyname").duplicated(["companyname", "companywebsite", "companycountry"]).sum())
    if same:
        yield say("exports.repeated", rows=same)
    yield from _recognised(table)


def _recognised(table: pd.DataFrame) -> Iterator[Message]:
    """How many companies LinkedIn is likely to recognise, and what would raise it."""
    page, domain = table["linkedincompanypageurl"].notna(), table["companywebsite"].notna()
    counts = {"page": page.sum(), "domain": (domain & ~page).sum(), "name": (~domain & ~page).sum()}
    low, high = (sum(counts[by] * MATCHED[by][end] for by in counts) for end in (0, 1))
    about = {"range": [float(round(low)), float(round(high))], "unit": "", "rows": len(table)}
    if high < FEWEST_ROWS:
        yield say("exports.recognised_few", needed=FEWEST_ROWS, **about)
    else:
        yield say("exports.recognised", **about)
    if counts["name"]:
        yield say("exports.domainless", rows=counts["name"])
