"""What identifies a company: organisation number, web domain, or name and place, each in comparable form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import pyarrow.compute as pc

from lookalike.companies.identity.keys.domains import domain_keys
from lookalike.companies.identity.keys.letters import plain, series
from lookalike.companies.identity.keys.names import name_keys
from lookalike.companies.identity.keys.org_numbers import compare_form
from lookalike.companies.values import whole

PLACE = ("country", "postcode", "city")


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

    def told(name: str, form: Callable[[pd.Series], pd.Series]) -> pd.Series:
        given = column(name)
        return form(given) if given.notna().any() else given  # to make ready for a form takes longer than a few cells

    country = column("country")
    domain, email = told("domain", domain_keys), told("email", domain_keys)
    postcode, city = told("postcode", _postcode), told("city", lambda cells: series(plain(cells), companies.index))
    return name_keys(column("name"), country).assign(
        org=told("org_number", partial(compare_form, countries=country)),
        domain=domain.where(domain.notna(), email),
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
