"""Industry codes (NACE and its national forms SN, SNI, DB, TOL, SBI, WZ; NAICS; ISIC; SIC) and their levels."""

from __future__ import annotations

import re

_PREFIX = re.compile(
    r"^(?:nace|sni|tol|sbi|db07|wz|sn|isic|naics|sic)[\s:]*(?:20\d\d|rev\.?\s*\d)?[\s:]*", re.IGNORECASE
)
_CODE = re.compile(r"([A-U])?[\s.]*(\d{1,2})?((?:[.\s]?\d{1,3}){0,3})(?:\s*[-–:]?\s+\D.*)?", re.IGNORECASE)


def parse_code(text: str) -> str | None:
    """The code in its digits with one point after the division, without prefix, section letter or name.

    Examples
    --------
    >>> parse_code("66.120"), parse_code("SNI 62010"), parse_code("J62.01 Programming"), parse_code("none")
    ('66.120', '62.010', '62.01', None)
    """
    bare = _PREFIX.sub("", text.strip())
    match = _CODE.fullmatch(bare)
    if not match or not (match[2] or match[1]):
        return None
    digits = (match[2] or "") + re.sub(r"\D", "", match[3])
    if not digits:
        return match[1].upper()
    return f"{digits[:2]}.{digits[2:]}" if len(digits) > 2 else digits
