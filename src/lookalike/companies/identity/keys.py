"""What identifies a company: organisation number, web domain, or name and place, each in comparable form."""

from __future__ import annotations

from importlib.resources import files

import pandas as pd

from lookalike.companies.identity.names import name_keys
from lookalike.companies.identity.org_numbers import compare_form

# Mail, web and directory hosts that many unrelated companies use: they say nothing about who it is.
SHARED_HOSTS = frozenset(files("lookalike.companies.identity").joinpath("shared_hosts.txt").read_text("utf-8").split())


PLACE = ("country", "postcode", "city")


def own_domain(cells: pd.Series) -> pd.Series:
    """The company's own web domain from a domain, an address or an e-mail; None for hosts that many share.

    Examples
    --------
    >>> own_domain(pd.Series(["https://www.Nordlys.no/om-oss", "post@nordlys.no", "per@gmail.com", "x"])).tolist()
    ['nordlys.no', 'nordlys.no', None, None]
    """
    text = cells.astype("string[pyarrow]").str.strip().str.lower()
    host = text.str.replace(r"^[a-z]+://", "", regex=True).str.replace(r"^.*@", "", regex=True)
    host = host.str.replace(r"[/?#:].*$", "", regex=True).str.replace(r"^www\d?\.", "", regex=True).str.strip(".")
    good = host.str.contains(r"^[^\s.]+(?:\.[^\s.]+)+$", regex=True).fillna(False).astype(bool) & ~host.isin(
        SHARED_HOSTS
    )
    return host.astype(object).where(good, None)


def company_keys(companies: pd.DataFrame) -> pd.DataFrame:
    """Everything by which companies are compared, one row per company on the same index.

    Parameters
    ----------
    companies : DataFrame of shape (n, columns)
        Any of the canonical columns `name`, `org_number`, `domain`, `country`, `postcode`, `city`.

    Returns
    -------
    DataFrame of shape (n, 9)
        `org` (valid number), `domain` (own), `name`, `spelled`, `legal`, `digits` (see `name_keys`), `country`,
        `postcode`, `city` (folded); None where unknown.
    """

    def column(name: str) -> pd.Series:
        return companies[name] if name in companies else pd.Series(None, index=companies.index, dtype=object)

    keys = name_keys(column("name"))
    country = column("country").astype(object).where(column("country").notna(), None)
    return keys.assign(
        org=compare_form(column("org_number"), country),
        domain=own_domain(column("domain")),
        country=country,
        postcode=_folded(column("postcode").astype("string[pyarrow]").str.replace(r"\W", "", regex=True)),
        city=_folded(column("city")),
    )


def _folded(cells: pd.Series) -> pd.Series:
    text = cells.astype("string[pyarrow]").str.strip().str.lower()
    return text.astype(object).where(text.notna() & (text != ""), None)
