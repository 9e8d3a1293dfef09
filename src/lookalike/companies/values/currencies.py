"""Currencies by code, sign and name, in every language of Babel."""

from __future__ import annotations

from functools import cache

from lookalike.languages import key, words

# Signs and words that several currencies share: the first is meant where nothing tells; "kr" alone tells nothing.
SHARED = {
    "kr": ("", "NOK", "SEK", "DKK", "ISK"),
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"),
    "£": ("GBP", "EGP"),
    "¥": ("JPY", "CNY"),
}
_WORDS_TOO = frozenset({"ALL", "TOP"})  # codes that are words in front of a number


def currency_of(text: str) -> str:
    """The code of a currency named in any of the product's languages, a sign that several share, or "".

    Examples
    --------
    >>> currency_of("NOK"), currency_of("€"), currency_of("US Dollar"), currency_of("kr."), currency_of("Top")
    ('NOK', 'EUR', 'USD', 'kr', '')
    """
    if text in _codes():
        return text if text not in _WORDS_TOO else ""
    lower = text.casefold()
    known = words("currency")
    return (
        known.get(lower) or known.get(lower.strip(".")) or (_names(False).get(key(text), "") if len(lower) > 3 else "")
    )


def currency_code(value: object) -> str:
    """The currency that a cell of a currency column names, in any language of Babel; "" for none.

    Examples
    --------
    >>> currency_code("nok"), currency_code("€"), currency_code("Norwegian Krone"), currency_code("korona norweska")
    ('NOK', 'EUR', 'NOK', 'NOK')
    >>> currency_code(None), currency_code("points")
    ('', 'POINTS')
    """
    if not isinstance(value, str) or not value.strip():
        return ""
    text = value.strip()
    found = currency_of(text) or (text.upper() if text.upper() in _codes() else "") or _names(True).get(key(text))
    return found or text.upper()


def which_currency(sign: str, named: list[str]) -> str:
    """The currency that a shared sign means beside the currencies named, the likeliest first; "" where none tells.

    Examples
    --------
    >>> [which_currency(*one) for one in (("kr", ["EUR", "NOK"]), ("$", []), ("kr", ["EUR"]), ("SEK", ["NOK"]))]
    ['NOK', 'USD', '', 'SEK']
    """
    if sign not in SHARED:
        return sign
    return next((code for code in named if code in SHARED[sign]), SHARED[sign][0])


@cache
def _codes() -> frozenset[str]:
    """Codes of money in use: ISO 4217 without metals, funds and tests."""
    import pycountry

    return frozenset(one.alpha_3 for one in pycountry.currencies if one.alpha_3[0] != "X") | {
        "XOF",
        "XAF",
        "XPF",
        "XCD",
    }


@cache
def _names(everywhere: bool) -> dict[str, str]:
    """Names of currencies in the product's languages, or in all of Babel, by their letters."""
    from babel import Locale
    from babel.localedata import locale_identifiers
    from babel.numbers import get_currency_name

    from lookalike.languages import codes, content

    own = [content(code)["locale"] for code in codes()]
    every = sorted(name for name in locale_identifiers() if "_" not in name) if everywhere else []
    names: dict[str, str] = {}
    for locale in map(Locale.parse, [*own, *every]):
        for code in _codes() & set(locale.currencies):
            for name in {locale.currencies[code], *(get_currency_name(code, count, locale) for count in (1, 2))}:
                names.setdefault(key(name), code)
    return names
