"""Figures as people read them."""

from __future__ import annotations

from math import isfinite

UNKNOWN = "–"
STEPS = ((1e9, " bn"), (1e6, " M"), (1e3, " k"))


def known(value: float | None) -> bool:
    """Whether there is a figure at all."""
    return value is not None and isfinite(value)


def number(value: float | None) -> str:
    r"""A count, thousands apart.

    Examples
    --------
    >>> number(19214.0), number(2.25), number(None)
    ('19\u202f214', '2.2', '–')
    """
    if value is None or not known(value):
        return UNKNOWN
    shown = f"{value:,.1f}" if abs(value) < 10 and value != int(value) else f"{value:,.0f}"
    return shown.replace(",", "\u202f")


def percent(share: float | None, digits: int = 0) -> str:
    r"""A share of 0-1 in percent.

    Examples
    --------
    >>> percent(0.345), percent(0.0012, 1)
    ('34\u202f%', '0.1\u202f%')
    """
    return UNKNOWN if share is None or not known(share) else f"{share:.{digits}%}".replace("%", "\u202f%")


def money(value: float | None, currency: str = "") -> str:
    """An amount, rounded to what matters.

    Examples
    --------
    >>> money(1_234_567, "NOK"), money(812), money(45_600, "USD")
    ('1.23 M NOK', '812', '45.6 k USD')
    """
    if value is None or not known(value):
        return UNKNOWN
    size, unit = next(((size, unit) for size, unit in STEPS if abs(value) >= size), (1.0, ""))
    return f"{value / size:.3g}{unit} {currency}".strip() if size > 1 else f"{value:.0f} {currency}".strip()


def in_short(text: str) -> str:
    """The first sentence; the figures that follow it stand in a table.

    Examples
    --------
    >>> in_short("They use Azure. 60% do, against 20% of the others.")
    'They use Azure.'
    """
    return text.split(". ", 1)[0].rstrip(".") + "." if text else ""
