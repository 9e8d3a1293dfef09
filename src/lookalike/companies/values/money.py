"""Money in one currency: what a heading says of its unit, and conversion by the rates given, or a clear refusal."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from lookalike.companies.values.numbers import parse_number
from lookalike.errors import InputError

_BRACKETS = re.compile(r"(?P<name>.+?)[\s_]*[(\[]\s*(?:in |i )?(?P<unit>[^)\]]*?)\s*[)\]]\s*")
_LAST_WORD = re.compile(r"(?P<name>.+?)[\s_,]+(?:in |i )?(?P<unit>[MTK]?[A-Z]{3}|[mt]kr)")
_ROUND = re.compile(r"(?:1[\s.,]?)?'?000\b")


def heading_unit(heading: str) -> tuple[str, float, str]:
    """A heading without its unit, what its numbers are to be multiplied by, and the currency it names.

    Examples
    --------
    >>> heading_unit("Total_Amount(USD)"), heading_unit("Omsetning (tusen NOK)"), heading_unit("Revenue MSEK")
    (('Total_Amount', 1.0, 'USD'), ('Omsetning', 1000.0, 'NOK'), ('Revenue', 1000000.0, 'SEK'))
    >>> heading_unit("ASP_(converted)"), heading_unit("Company (legal)"), heading_unit("Growth (%)")
    (('ASP', 1.0, ''), ('Company (legal)', 1.0, ''), ('Growth', 1.0, ''))
    """
    match = _BRACKETS.fullmatch(heading) or _LAST_WORD.fullmatch(heading)
    if not match:
        return heading, 1.0, ""
    unit = match["unit"].strip()
    if unit.casefold() in ("converted", "%"):
        return match["name"], 1.0, ""
    read = parse_number("1 " + _ROUND.sub("tusen", unit)) if unit else None
    return (match["name"], read.value, read.currency) if read else (heading, 1.0, "")


def in_one_currency(
    amounts: pd.Series, codes: np.ndarray, currency: str, rates: dict[str, float], where: str
) -> tuple[pd.Series, str, str]:
    """Amounts in the project's currency, or the commonest one where the project names none.

    Parameters
    ----------
    amounts : Series of float
    codes : ndarray of str
        Currency per row, "" when unknown: taken for the target.
    currency : str
        The project's currency; "" when not set.
    rates : dict
        Value of one unit of another currency in the project's.
    where : str
        File and column, for the message.

    Returns
    -------
    tuple
        The amounts, their currency ("" when nothing names one), and a note of what was converted.

    Raises
    ------
    InputError
        Several currencies and no rate for one of them.
    """
    present = pd.Series(codes, dtype=object)[amounts.notna().to_numpy()].value_counts()
    named = {str(code): int(count) for code, count in present.items() if code}
    if not named:
        return amounts, currency, ""
    target = currency or max(named, key=lambda code: (named[code], code))
    known = {target: 1.0, "": 1.0} | {code.upper(): rate for code, rate in rates.items()}
    unknown = sorted(set(named) - set(known))
    if unknown:
        counts = ", ".join(f"{code} ({count} rows)" for code, count in sorted(named.items()))
        raise InputError(
            f"amounts in several currencies: {counts}",
            f"one currency, or a rate to {target} for {', '.join(unknown)}",
            where,
            f'add to the settings: [money] currency = "{target}" and rates = {{ {unknown[0]} = ... }}',
        )
    factor = pd.Series(codes, index=amounts.index, dtype=object).map(known).fillna(1.0).astype(float)
    others = [f"{code} ({count:,} rows)" for code, count in sorted(named.items()) if code != target]
    note = f"{', '.join(others)} converted to {target} by the rates in [money]" if others else ""
    return amounts * factor, target, note


def currency_code(value: object) -> str:
    """The currency that a cell of a currency column names, by code, sign or word; "" for none.

    Examples
    --------
    >>> currency_code("nok"), currency_code("€"), currency_code(None)
    ('NOK', 'EUR', '')
    """
    if not isinstance(value, str) or not value.strip():
        return ""
    parsed = parse_number(f"1 {value}")
    return parsed.currency if parsed and parsed.currency else value.strip().upper()
