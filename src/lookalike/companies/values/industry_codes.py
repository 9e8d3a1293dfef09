"""Industry codes (NACE and its national forms SN, SNI, DB, TOL, SBI, WZ; ISIC; NAICS): levels with names, revisions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import industry_systems

OLD, NEW = "NACE Rev. 2", "NACE Rev. 2.1"
# Groups, and divisions with all of their groups, that only one of the revisions has.
ONLY = {
    OLD: ("45", "613", "620", "900", "910"),
    NEW: ("434", "435", "436", "603", "621", "622", "629", "901", "902", "903", "911", "912", "913", "914"),
}
MOVED = ("45",)  # divisions of the old revision whose companies are in several others now
CLEARLY = 3  # times that groups of one revision must be as frequent as those of the other
_PREFIX = re.compile(
    r"^(?:nace|sni|tol|sbi|db07|db|wz|sn|isic|naics|sic)[\s:]*(?:20\d\d|rev\.?\s*\d(?:\.\d)?)?[\s:]*", re.IGNORECASE
)
_CODE = re.compile(r"(?P<letter>[A-V])?[\s.]*(?P<digits>\d{1,6}|\d{1,2}(?:[.\s]\d{1,3}){1,3})(?:\s*[-–:,]?\s+\D.*)?")
_LETTER = re.compile(r"(?P<letter>[A-V])(?:\s*[-–:,]?\s+\D.*)?")


def parse_code(text: str) -> str | None:
    """The code in its digits with one point after the division, without prefix, section letter or name.

    Examples
    --------
    >>> parse_code("66.120"), parse_code("SNI 62010"), parse_code("J62.01 Programming"), parse_code("none")
    ('66.120', '62.010', '62.01', None)
    """
    bare = _PREFIX.sub("", text.strip())
    if section := _LETTER.fullmatch(bare):
        return section["letter"]
    match = _CODE.fullmatch(bare)
    if not match:
        return None
    first = re.split(r"[.\s]", match["digits"])[0]
    # A division of one digit lost its zero in a spreadsheet: 1.11 is 01.11, and 1110 alone stays as it is.
    digits = ("0" if len(first) == 1 else "") + re.sub(r"\D", "", match["digits"])
    return f"{digits[:2]}.{digits[2:]}" if len(digits) > 2 else digits


def code_levels(codes: pd.Series, system: str = "") -> dict[str, pd.Series]:
    """The coarser levels of a column of codes.

    Parameters
    ----------
    codes : Series
        As `parse_code` gives them, or None.
    system : str
        "nace" or "naics"; found from the codes when empty.

    Returns
    -------
    dict
        "sector" (named), "2" (division with its name; in NAICS its sector's) and "3" (group, or subsector in NAICS: by
        number): Series of text or None. A code that is no finer than a level is its own value there.

    Examples
    --------
    >>> levels = code_levels(pd.Series(["62.010", "66.120", None]))
    >>> [levels[name][0] for name in ("sector", "2", "3")]
    ['Information and communication', '62 Computer programming and consultancy', '62.0']
    """
    codes_at, uniques = pd.factorize(codes)
    system = system or find_system(uniques)
    parts = [levels_of(code, system) for code in uniques]
    return {
        level: pd.Series(
            np.array([*(one[level] for one in parts), None], dtype=object)[codes_at], index=codes.index, dtype=object
        )
        for level in ("sector", "2", "3")
    }


@lru_cache(1 << 14)
def levels_of(code: str, system: str = "") -> dict[str, str | None]:
    """The coarser levels of one code, as `code_levels` names them; the code alone tells the system where none is given.

    Examples
    --------
    >>> levels_of("62.010")["sector"], levels_of("54.1511")["2"]
    ('Information and communication', '54 Professional, scientific and technical services')
    """
    known, digits = industry_systems()[system or find_system([code])], re.sub(r"\D", "", code)
    sector = _sector(known, digits)
    name = known["divisions"].get(digits[:2], "") if "divisions" in known else sector or ""
    group = f"{digits[:2]}.{digits[2]}" if len(digits) > 2 else None
    return {"sector": sector, "2": f"{digits[:2]} {name}".strip() or None, "3": group}


def find_system(codes: Any) -> str:
    """NAICS when most codes have six digits whose first two are one of its sectors and not all could be NACE.

    Examples
    --------
    >>> find_system(["54.1511", "23.8220"]), find_system(["62.010", "66.120"])
    ('naics', 'nace')
    """
    digits = [re.sub(r"\D", "", code) for code in codes]
    long = [code for code in digits if len(code) == 6]
    known = industry_systems()
    if not long or len(long) < 0.5 * len(digits):
        return "nace"
    fits = {name: sum(_sector(known[name], code) is not None for code in long) for name in ("nace", "naics")}
    return "naics" if fits["naics"] >= fits["nace"] else "nace"


def _sector(known: dict[str, Any], digits: str) -> str | None:
    if len(digits) < 2:
        return None
    division = int(digits[:2])
    return next((name for name, (low, high) in known["sectors"].items() if low <= division <= high), None)


def revision(codes: pd.Series) -> str:
    """The revision that NACE codes are of; "" where they do not tell.

    Examples
    --------
    >>> revision(pd.Series(["62.010", "45.200", "66.120"])), revision(pd.Series(["62.100", "66.120"]))
    ('NACE Rev. 2', 'NACE Rev. 2.1')
    >>> revision(pd.Series(["66.120", None]))
    ''
    """
    counts = codes.dropna().value_counts()
    if find_system(counts.index) != "nace":
        return ""
    digits = [re.sub(r"\D", "", str(code)) for code in counts.index]
    seen = {
        name: sum(int(count) for code, count in zip(digits, counts, strict=True) if code.startswith(groups))
        for name, groups in ONLY.items()
    }
    for one, other in ((OLD, NEW), (NEW, OLD)):
        if seen[one] > CLEARLY * seen[other]:
            return one
    return ""


def differ(revisions: Iterable[str]) -> bool:
    """Whether codes are of more than one known revision."""
    return len(set(revisions) - {""}) > 1


def divisions(codes: pd.Series) -> pd.Series:
    """Codes at the level where the revisions agree: the division, without those that were broken up.

    Examples
    --------
    >>> divisions(pd.Series(["62.010", "45.200", None, "J"])).tolist()
    ['62', None, None, None]
    """
    found = codes.astype("str").str.extract(r"^(\d\d)", expand=False).where(codes.notna(), None)
    return found.astype(object).where(found.notna() & ~found.isin(MOVED), None)
