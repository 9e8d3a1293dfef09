"""National organisation numbers: validated, and brought into the one form in which they can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pandas as pd
from stdnum.de import handelsregisternummer
from stdnum.de import vat as de_vat
from stdnum.dk import cvr
from stdnum.eu import vat as eu_vat
from stdnum.fi import ytunnus
from stdnum.gb import vat as gb_vat
from stdnum.nl import btw
from stdnum.no import orgnr
from stdnum.se import orgnr as se_orgnr

SAMPLE_SIZE = 200  # values that tell which country's numbers a column holds
_PLACEHOLDER = re.compile(r"^(.)\1*$")
_PLAIN = re.compile(r"[^0-9A-Z]")


def _norway(text: str) -> str | None:
    digits = re.sub(r"\D", "", text) if text.startswith("NO") or text.endswith("MVA") else text
    return str(orgnr.compact(digits)) if orgnr.is_valid(digits) else None


def _sweden(text: str) -> str | None:
    digits = re.sub(r"\D", "", text)
    if text.startswith("SE") and len(digits) == 12:  # VAT: ten digits and 01
        digits = digits[:10]
    if len(digits) == 12:  # with a century in front
        digits = digits[2:]
    return digits if se_orgnr.is_valid(digits) else None


def _denmark(text: str) -> str | None:
    return cvr.compact(text) if cvr.is_valid(text) else None


def _finland(text: str) -> str | None:
    digits = re.sub(r"\D", "", text)
    return digits if ytunnus.is_valid(digits) else None


def _netherlands(text: str) -> str | None:
    if btw.is_valid(text):
        return str(btw.compact(text))
    digits = re.sub(r"\D", "", text)
    return digits if re.fullmatch(r"\d{8}|\d{12}", digits) and not re.search("[A-Z]", text) else None


def _germany(text: str) -> str | None:
    if de_vat.is_valid(text):
        return "DE" + str(de_vat.compact(text))
    return _PLAIN.sub("", text) if re.search(r"HR[AB]", text) or handelsregisternummer.is_valid(text) else None


def _britain(text: str) -> str | None:
    plain = _PLAIN.sub("", text)
    if re.fullmatch(r"(\d{8}|[A-Z]{2}\d{6})", plain):  # Companies House has no check digit
        return plain
    return "GB" + str(gb_vat.compact(text)) if gb_vat.is_valid(text) else None


def _elsewhere(text: str) -> str | None:
    plain = _PLAIN.sub("", text)
    if eu_vat.is_valid(text):
        return str(eu_vat.compact(text))
    return plain if len(plain) >= 5 and any(character.isdigit() for character in plain) else None


VALIDATORS: dict[str, Callable[[str], str | None]] = {
    "NO": _norway,
    "SE": _sweden,
    "DK": _denmark,
    "FI": _finland,
    "NL": _netherlands,
    "DE": _germany,
    "GB": _britain,
}


@cache
def _compact(text: str, country: str) -> str | None:
    upper = text.strip().upper()
    if _PLACEHOLDER.match(_PLAIN.sub("", upper)):
        return None
    prefix = VALIDATORS.get(upper[:2]) if not country else None  # the number itself may name its country
    return (prefix and prefix(upper)) or VALIDATORS.get(country, _elsewhere)(upper)


def valid_number(text: str, country: str = "") -> str | None:
    """The number in comparable form, or None when it cannot be one.

    Parameters
    ----------
    text : str
        As written, with or without spaces, dots, country prefix or VAT suffix.
    country : str, default ""
        ISO 3166-1 alpha-2. Checked by its rules for NO, SE, DK, FI, NL, DE and GB, as a VAT number elsewhere in the EU;
        where nothing can be checked any number that is no placeholder is taken as it is.

    Examples
    --------
    >>> valid_number("NO 923 609 016 MVA", "NO"), valid_number("923 609 017", "NO"), valid_number("556016-0680", "SE")
    ('923609016', None, '5560160680')
    """
    return _compact(text, country)


def compare_form(numbers: pd.Series, countries: pd.Series | None = None) -> pd.Series:
    """Comparable organisation numbers of a column; None where missing or not valid.

    Parameters
    ----------
    numbers : Series of shape (n,)
        As written.
    countries : Series of shape (n,), optional
        ISO country codes. Where one is missing, the country whose rules nearly all numbers of the column follow.
    """
    written = numbers.dropna().astype(str)
    told = (countries if countries is not None else pd.Series(None, index=numbers.index, dtype=object)).loc[
        written.index
    ]
    told = told.where(told.notna(), usual_country(written))
    pairs = pd.DataFrame({"text": written, "country": told}).drop_duplicates()
    answer = [valid_number(text, country) for text, country in zip(pairs["text"], pairs["country"], strict=True)]
    table = pairs.assign(answer=pd.Series(answer, index=pairs.index, dtype=object))
    found = pd.DataFrame({"text": written, "country": told}).merge(table, on=["text", "country"], how="left")
    result = pd.Series(None, index=numbers.index, dtype=object)
    result[written.index] = found["answer"].to_numpy()
    return result.where(result.notna(), None)


def usual_country(written: pd.Series) -> str:
    """The country whose rules at least nine in ten of the numbers follow; "" when none does.

    Only countries whose numbers carry a check digit can be told apart.
    """
    sample = written.drop_duplicates().head(SAMPLE_SIZE)
    for country in ("NO", "SE", "FI", "DK"):
        if len(sample) and sample.map(lambda text, c=country: valid_number(text, c) is not None).mean() >= 0.9:
            return country
    return ""
