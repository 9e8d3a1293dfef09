"""Industry codes with their names: the titles of NACE to the class, one table per language under `nace/`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LONGEST = len("62.010")  # of the national forms: what has more digits may be of another system
_CODE = re.compile(r"(?P<number>(?P<division>\d\d)(?:\.\d+)?)(?: (?P<name>.+))?")


@cache
def industry_systems() -> dict[str, Any]:
    """System -> its `sectors` and, of NACE, `divisions`: the names under which levels of codes are kept in the data."""
    return tomllib.loads((files("lookalike.languages") / "industries.toml").read_text(encoding="utf-8"))


def industry(value: str, language: str) -> str:
    """An industry code with its name, the name of a sector of codes in this language; anything else as it is.

    Groups of three digits stay bare: those of other systems (NAICS) look alike and mean other things.

    Parameters
    ----------
    value : str
        A code in digits with a point after the division, a division with the name that the data keep, or a sector.
    language : str
        Its code; what has no title in it has the English one.

    Examples
    --------
    >>> industry("62.010", "no"), industry("62 Computer programming and consultancy", "no")
    ('62.010 Programmeringstjenester', '62 Tjenester tilknyttet informasjonsteknologi')
    >>> industry("Manufacturing", "de"), industry("54.1511", "de"), industry("Our own", "de")
    ('Verarbeitendes Gewerbe', '54.1511', 'Our own')
    """
    nace = industry_systems()["nace"]
    if value in nace["sectors"]:
        return _title(chr(ord("A") + list(nace["sectors"]).index(value)), language)
    code = _CODE.fullmatch(value)
    if not code:
        return value
    if code["name"]:
        same = code["name"] == nace["divisions"].get(code["division"])
        return f"{code['division']} {_title(code['division'], language)}" if same else value
    name = _title(code["number"][: len("62.01")], language) if len(code["number"]) <= LONGEST else ""
    return f"{value} {name}" if name else value


def _title(code: str, language: str) -> str:
    return _titles(language).get(code) or _titles("en").get(code, "")


@cache
def _titles(language: str) -> dict[str, str]:
    """Code -> title; nothing for a language without a table."""
    table = files("lookalike.languages") / "nace" / f"{language}.tsv"
    if not table.is_file():
        return {}
    titles: dict[str, str] = {}
    for row in table.read_text(encoding="utf-8").splitlines()[1:]:
        code, title = row.split("\t")
        titles[code] = title
    return titles
