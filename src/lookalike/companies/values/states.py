"""What CRMs and registers call a relationship or a state, in the languages the product reads."""

from __future__ import annotations

import pandas as pd

from lookalike.languages import Own, each, phrases

CUSTOMER, FORMER, LAPSED, PROSPECT = "customer", "former", "lapsed", "prospect"
COMPETITOR, SUPPLIER = "competitor", "supplier"


def says_former(values: pd.Series, own: Own = ()) -> pd.Series:
    """Which cells name a former customer; a former supplier or an inactive lead is none.

    Examples
    --------
    >>> says_former(pd.Series(["Former customer", "Customer (lost)", "Kunde", "Inactive lead", None])).tolist()
    [True, True, False, False, False]
    """

    def former(text: object) -> bool:
        heard = set(phrases("relationship", own).heard(text))
        if CUSTOMER in heard:
            return bool(heard & {FORMER, LAPSED}) and not heard & {PROSPECT, COMPETITOR}
        return FORMER in heard and not heard & {PROSPECT, COMPETITOR, SUPPLIER}

    return each(values, former).eq(True)


def says_customer(values: pd.Series, own: Own = ()) -> pd.Series:
    """Which cells name a present customer; "potential customer" and "not a customer" are none.

    Examples
    --------
    >>> says_customer(pd.Series(["Customer - Direct", "Potensiell kunde", "ex-customer", "Ej kund"])).tolist()
    [True, False, False, False]
    """

    def customer(text: object) -> bool:
        heard = set(phrases("relationship", own).heard(text))
        return CUSTOMER in heard and not heard & {FORMER, LAPSED, PROSPECT}

    return each(values, customer).eq(True)


def says_competitor(values: pd.Series, own: Own = ()) -> pd.Series:
    """Which cells name a competitor."""
    return phrases("relationship", own).has(values, COMPETITOR)


def says_dissolved(values: pd.Series, own: Own = ()) -> pd.Series:
    """Which cells say that the company is bankrupt, being wound up or gone.

    Examples
    --------
    >>> says_dissolved(pd.Series(["Not bankrupt", "underAvvikling", "Ikke konkurs", "Struck off"])).tolist()
    [False, True, False, True]
    """
    return phrases("state", own).has(values, "dissolved")


def says_sole_trader(values: pd.Series, own: Own = ()) -> pd.Series:
    """Which cells name a legal form that is a natural person's.

    Examples
    --------
    >>> says_sole_trader(pd.Series(["ENK", "Enskild firma", "Aksjeselskap", "Sole trader", None])).tolist()
    [True, True, False, True, False]
    """
    return phrases("legal_form", own).has(values, "sole_trader")
