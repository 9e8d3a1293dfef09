"""Money in one currency: what a heading says of its unit, and conversion by the rates given, or a clear refusal."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from lookalike.companies.values.currencies import which_currency
from lookalike.companies.values.numbers import parse_number
from lookalike.errors import InputError
from lookalike.languages import Message, say
from lookalike.settings import quoted

_BRACKETS = re.compile(
    r"(?P<name>.+?)[\s_]*[(\[]\s*(?:in |i |in hele |i hele )?(?P<unit>[^)\]]*?)\s*[)\]]\s*", re.IGNORECASE
)
_WORDS = re.compile(
    r"(?P<name>.+?)[\s_,]+(?:in|i)[\s_]+(?:hele[\s_]+|whole[\s_]+)?(?P<unit>(?:1[\s.,]?000\s*)?[^\W\d][\w\s€$£.]*)",
    re.IGNORECASE,
)
# In small letters only codes that are no words.
_LAST_WORD = re.compile(
    r"(?P<name>.+?)[\s_,]+(?P<unit>[MTK]?[A-Z]{3}|[mMtTkK]?kr|[mMTk]?[€$£]|[€$£][mMkK]|'?000s?|"
    r"[mtk]?(?:USD|EUR|GBP|NOK|SEK|DKK|ISK|CHF)|"
    r"[mtk]?(?:usd|eur|gbp|nok|sek|dkk|isk|chf)|cad|aud|nzd|jpy|cny|inr|pln|czk|huf|brl|zar|sgd|hkd|mxn)"
)
_ROUND = re.compile(r"(?:1[\s.,]?)?'?000\b'?s?")


def heading_unit(heading: str) -> tuple[str, float, str]:
    """A heading without its unit, what its numbers are to be multiplied by, and the currency it names.

    Examples
    --------
    >>> heading_unit("Total_Amount(USD)"), heading_unit("Omsetning (tusen NOK)"), heading_unit("Revenue MSEK")
    (('Total_Amount', 1.0, 'USD'), ('Omsetning', 1000.0, 'NOK'), ('Revenue', 1000000.0, 'SEK'))
    >>> heading_unit("deal_value_usd"), heading_unit("show_all")
    (('deal_value', 1.0, 'USD'), ('show_all', 1.0, ''))
    >>> heading_unit("Revenue (in thousands)"), heading_unit("Umsatz in Mio. EUR"), heading_unit("Omsetning i tusen kr")
    (('Revenue', 1000.0, ''), ('Umsatz', 1000000.0, 'EUR'), ('Omsetning', 1000.0, 'kr'))
    >>> heading_unit("Omzet (x 1.000)"), heading_unit("Revenue (USD, millions)"), heading_unit("Revenue_kEUR")
    (('Omzet', 1000.0, ''), ('Revenue', 1000000.0, 'USD'), ('Revenue', 1000.0, 'EUR'))
    >>> heading_unit("ASP_(converted)"), heading_unit("Company (legal)"), heading_unit("Growth (%)")
    (('ASP', 1.0, ''), ('Company (legal)', 1.0, ''), ('Growth', 1.0, ''))
    """
    for pattern in (_BRACKETS, _WORDS, _LAST_WORD):
        match = pattern.fullmatch(heading)
        if not match:
            continue
        unit = match["unit"].strip().replace("_", " ")
        if unit.casefold() in ("converted", "%"):
            return match["name"], 1.0, ""
        plain = re.sub(r"^x\b|,\s", " ", _ROUND.sub(" thousand ", unit))
        read = parse_number(f"1 {plain}") if unit else None
        if read:
            return match["name"], read.value, read.currency
    return heading, 1.0, ""


def in_one_currency(
    amounts: pd.Series, codes: np.ndarray, currency: str, rates: dict[str, float], where: Message
) -> tuple[pd.Series, str, Message | None]:
    """Amounts in the project's currency, or the commonest one where the project names none.

    Parameters
    ----------
    amounts : Series of float
    codes : ndarray of str
        Currency per row, "" when unknown: taken for the target. A sign that several currencies share ("kr", "$") is
        the one of them that is named beside it.
    currency : str
        The project's currency; "" when not set.
    rates : dict
        Value of one unit of another currency in the project's.
    where : Message
        File and column.

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
    likely = [currency, *sorted((str(code) for code in present.index), key=lambda code: (-present[code], code))]
    meant = {str(code): which_currency(str(code), likely) for code in present.index}
    named: dict[str, int] = {}
    for code, count in present.items():
        if meant[str(code)]:
            named[meant[str(code)]] = named.get(meant[str(code)], 0) + int(count)
    if not named:
        return amounts, currency, None
    target = currency or max(named, key=lambda code: (named[code], code))
    known = {target: 1.0, "": 1.0} | {code.upper(): rate for code, rate in rates.items()}
    unknown = sorted(set(named) - set(known))
    counted = [say("values.currency_rows", currency=code, n=count) for code, count in sorted(named.items())]
    if unknown:
        raise InputError(
            say("values.several_currencies", currencies=counted),
            say("values.one_currency", target=target, currencies=unknown),
            where,
            say("values.give_rates", target=quoted(target), rates=", ".join(f"{quoted(code)} = 0" for code in unknown)),
        )
    factor = pd.Series(codes, index=amounts.index, dtype=object).map(meant).map(known).fillna(1.0).astype(float)
    others = [one for one in counted if one.values["currency"] != target]
    return amounts * factor, target, say("values.converted", currencies=others, target=target) if others else None
