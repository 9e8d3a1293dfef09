"""Legal forms in names of companies: which words at the end or the front of a name say what kind of company it is."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

EVERYWHERE = "everywhere"
COMPANY = "co"  # says that there is a company, and not of which form
IN_FRONT = ("as", "ab", "oy", "nv", "bv", "sa", "pt", "ky", "hb", "kb")  # forms that also stand before a name: AB Volvo


@cache
def _listed() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("lookalike.companies.identity.keys").joinpath("legal_forms.toml").read_text("utf-8"))


@cache
def legal_forms(country: str) -> dict[str, str]:
    """Spelling in a name -> what the legal form is called for short, of a country and of everywhere.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2; "" or one without forms of its own has those that are known everywhere.

    Examples
    --------
    >>> legal_forms("NO")["aksjeselskap"], "spa" in legal_forms("NO"), legal_forms("IT")["spa"]
    ('as', False, 'spa')
    """
    listed = _listed()
    own = listed[EVERYWHERE] | listed.get(country, {})
    return {spelled: short for short, others in own.items() for spelled in (short, *others)}


@cache
def at_the_end(country: str) -> str:
    """A pattern for the legal form at the end of a comparable name, as the group `form`, and the "Co" before it."""
    return rf"(?: {COMPANY})?(?P<form> (?:{_alternatives(legal_forms(country))}))$"


@cache
def in_front() -> str:
    """A pattern for a legal form before a comparable name, as the group `form`."""
    return rf"^(?P<form>(?:{'|'.join(IN_FRONT)}) )"


def known_countries() -> frozenset[str]:
    """Countries with legal forms of their own."""
    return frozenset(_listed()) - {EVERYWHERE}


def _alternatives(spelled: dict[str, str]) -> str:
    return "|".join(re.escape(one).replace(r"\ ", " ") for one in sorted(spelled, key=lambda one: (-len(one), one)))
