"""Countries in any language of Babel, as codes or with a slip of the pen, to ISO 3166-1 alpha-2."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from lookalike.languages import codes, content, key

# What people call countries beside the names that Babel and ISO have.
_ALSO = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB", "greatbritain": "GB",
    "el": "GR", "america": "US", "usofa": "US", "holland": "NL", "uae": "AE", "ksa": "SA", "korea": "KR",
    "macedonia": "MK", "palestine": "PS", "burma": "MM",
}  # fmt: skip
# What may stand before or behind a name: articles, forms of state, the code once more.
_AROUND = re.compile(
    r"^(?:the|het|de|die|der|la|le|les|los|las|el|il|os|as)\s+|^(?:(?:federal|democratic|people's|islamic|united)\s+)*"
    r"(?:republic|rep\.?|kingdom|state|commonwealth|federation|principality|grand duchy|sultanate)\s+of\s+(?:the\s+)?"
    r"|^(?:republikken|republiken|republik|kongeriket|konungariket|kongeriget|koninkrijk|königreich)\s+"
    r"|,?\s*\(?\b(?:the|(?:\w+\s+)?republic of)\)?$",
    re.IGNORECASE,
)
_WITH_CODE = re.compile(
    r"(?P<name>.{4,}?)\s*[-,/(]\s*(?P<code>[A-Z]{2,3})\)?|(?P<first>[A-Z]{2,3})\s*[-,/:]\s*(?P<rest>.{4,})"
)
_CLOSE_ENOUGH, _APART = 90, 4
_LEAST_LETTERS = 5


def parse_country(text: str) -> str | None:
    """The country's code; None when the text names none.

    Examples
    --------
    >>> [parse_country(text) for text in ("Norge", "UK", "NLD", "Saksa", "United States", "Remote")]
    ['NO', 'GB', 'NL', 'DE', 'US', None]
    >>> [parse_country(text) for text in ("The Netherlands", "Panamá", "Espanha", "Republic of Ireland", "NO - Norway")]
    ['NL', 'PA', 'ES', 'IE', 'NO']
    """
    forms = list(dict.fromkeys([text, *_bare(text)]))
    for everywhere in (False, True):  # the names in all languages take their time to load: only where they are needed
        known = _names(everywhere)
        for form in forms:
            if found := known.get(key(form)) or known.get(key(_unaccented(form))):
                return found
    return None


def nearest_country(text: str) -> str | None:
    """The country that a misspelt name of five letters or more most likely means; None when none is, or two are close.

    Examples
    --------
    >>> nearest_country("Philipines"), nearest_country("Unspecified"), nearest_country("Republic of Irelnd")
    ('PH', None, 'IE')
    """
    from rapidfuzz import fuzz, process

    spelled = key([text, *_bare(text)][-1])
    if len(spelled) < _LEAST_LETTERS:
        return None
    names = _names(False)
    close = process.extract(spelled, list(names), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=5)
    rivals = [score for name, score, _ in close if names[name] != names[close[0][0]]]
    return names[close[0][0]] if close and not any(score > close[0][1] - _APART for score in rivals) else None


def _bare(text: str) -> list[str]:
    """The name without articles and forms of state, and without a code beside it."""
    found = []
    if coded := _WITH_CODE.fullmatch(text.strip()):
        text = coded["name"] or coded["rest"]
        found.append(text)
    before = None
    while before != text:
        before, text = text, _AROUND.sub("", text, count=1).strip()
    return [*found, text]


def _unaccented(name: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))


@cache
def _names(everywhere: bool) -> dict[str, str]:
    """Names of countries in the product's languages with codes and other names, or in all languages."""
    import pycountry
    from babel import Locale
    from babel.localedata import locale_identifiers

    countries = {country.alpha_2 for country in pycountry.countries}
    own = [content(code)["locale"] for code in codes()]
    every = sorted(name for name in locale_identifiers() if "_" not in name) if everywhere else []
    names: dict[str, str] = {}
    for locale in map(Locale.parse, [*own, *every]):
        for code, name in locale.territories.items():
            if code in countries:
                names.setdefault(key(name), code)
    for country in pycountry.countries:
        other = (getattr(country, name, "") for name in ("name", "official_name", "common_name"))
        for name in (country.alpha_2, country.alpha_3, *filter(None, other)):
            names.setdefault(key(name), country.alpha_2)
    plain = {key(_unaccented(name)): code for name, code in names.items()}
    return plain | names | _ALSO
