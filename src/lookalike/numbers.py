"""How figures are written, in every room alike: thousands apart, large ones short; and how sure an interval is."""

from __future__ import annotations

from math import isfinite

UNKNOWN = "–"
LEVEL = 0.90  # of every interval that stands beside a figure
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
STEPS = ((1e9, "B"), (1e6, "M"), (1e3, "K"))


def known(value: float | None) -> bool:
    """Whether there is a figure at all."""
    return value is not None and isfinite(value)


def number(value: float | None) -> str:
    """A count, or a small figure with one decimal.

    Examples
    --------
    >>> number(19214.0), number(2.25), number(None)
    ('19,214', '2.2', '–')
    """
    if value is None or not known(value):
        return UNKNOWN
    return f"{value:,.1f}" if abs(value) < 10 and value != int(value) else f"{value:,.0f}"


def whole(value: float) -> str:
    """A count that need not be one, as of expected companies.

    Examples
    --------
    >>> whole(3219.6)
    '3,220'
    """
    return f"{value:,.0f}"


def percent(share: float | None, digits: int = 0) -> str:
    """A share of 0-1 in percent.

    Examples
    --------
    >>> percent(0.345), percent(0.0012, 1)
    ('34%', '0.1%')
    """
    return UNKNOWN if share is None or not known(share) else f"{share:.{digits}%}"


def points(value: float | None) -> str:
    """Criteria points, which come in halves.

    Examples
    --------
    >>> points(50.5), points(57.0), points(None)
    ('50.5', '57', '–')
    """
    return UNKNOWN if value is None or not known(value) else f"{value:.1f}".removesuffix(".0")


def short(value: float, start: float = 1e3) -> str:
    """A large figure by its first three digits, from `start` on with a letter for the thousands.

    Examples
    --------
    >>> short(1_234_567), short(812), short(45_600), short(2500, start=1e4), short(999_950), short(1.5e12)
    ('1.23M', '812', '45.6K', '2,500', '1M', '1,500B')
    """
    rounded = three_figures(value)
    for size, letter in STEPS:
        if abs(rounded) >= max(size, start):
            return f"{rounded / size:,.12g}{letter}"
    return f"{rounded:,.12g}" if abs(value) < 1000 else f"{value:,.0f}"


def money(value: float | None, currency: str = "") -> str:
    """An amount, rounded to what matters, with its currency where it is known.

    Examples
    --------
    >>> money(1_234_567, "NOK"), money(812), money(None)
    ('NOK 1.23M', '812', '–')
    """
    return UNKNOWN if value is None or not known(value) else f"{currency} {short(value)}".strip()


def three_figures(value: float) -> float:
    """The value as people say it: three significant figures.

    Examples
    --------
    >>> three_figures(1234.5), three_figures(0.12345)
    (1230.0, 0.123)
    """
    return float(f"{value:.3g}")
