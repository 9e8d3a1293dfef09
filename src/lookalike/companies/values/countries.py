"""Countries in any of seven languages, as codes or with a slip of the pen, to ISO 3166-1 alpha-2."""

from __future__ import annotations

import unicodedata
from functools import cache

from lookalike.languages import key

_LOCALES = ("en", "nb", "nn", "sv", "da", "fi", "nl", "de")
_ALSO = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB", "greatbritain": "GB",
    "el": "GR",
    "unitedstatesofamerica": "US", "usa": "US", "america": "US", "vereinigtestaatenvonamerika": "US", "korea": "KR",
    "southkorea": "KR", "republicofkorea": "KR", "holland": "NL", "uae": "AE", "ksa": "SA", "czechrepublic": "CZ",
    "russia": "RU", "vietnam": "VN", "macedonia": "MK", "ivorycoast": "CI", "turkey": "TR", "hongkong": "HK",
    "macau": "MO",
    "palestine": "PS", "macedoniatheformeryugoslavrepublicof": "MK",
}  # fmt: skip
_CLOSE_ENOUGH = 90


@cache
def _names() -> dict[str, str]:
    import pycountry
    from babel import Locale

    names: dict[str, str] = {}
    codes = {country.alpha_2 for country in pycountry.countries}
    for locale in _LOCALES:
        names.update({key(name): code for code, name in Locale(locale).territories.items() if code in codes})
    for country in pycountry.countries:
        spelled = (
            country.name,
            country.alpha_2,
            country.alpha_3,
            getattr(country, "official_name", ""),
            getattr(country, "common_name", ""),
        )
        names.update({key(name): country.alpha_2 for name in spelled if name})
    plain = {_unaccented(name): code for name, code in names.items()}
    return plain | names | _ALSO


def _unaccented(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))


def parse_country(text: str) -> str | None:
    """The country's code; None when the text names none.

    Examples
    --------
    >>> [parse_country(text) for text in ("Norge", "UK", "NLD", "Saksa", "United States", "Remote")]
    ['NO', 'GB', 'NL', 'DE', 'US', None]
    """
    return _names().get(key(text))


def nearest_country(text: str) -> str | None:
    """The country that a misspelt name of five letters or more most likely means; None when none is close.

    Examples
    --------
    >>> nearest_country("Philipines"), nearest_country("Unspecified")
    ('PH', None)
    """
    from rapidfuzz import fuzz, process

    if len(key(text)) < 5:
        return None
    best = process.extractOne(key(text), list(_names()), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return _names()[best[0]] if best else None
