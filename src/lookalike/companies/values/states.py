"""What CRMs call a relationship or a state, in the languages the product reads."""

from __future__ import annotations

import pandas as pd

CUSTOMER = r"\b(?:customers?|clients?|kunde[rn]?|kund(?:er)?|asiakas|klant(?:en)?)\b"
FORMER = (
    r"\b(?:former|past|previous|lapsed|churned|inactive|ex|tidligere|tidigare|inaktiv\w*|entinen|vanha|voormalige?|"
    r"ehemalige[rn]?|lost customer|tapt kunde|förlorad kund|tabt kunde|oppsagt|uppsagd|opsagt)\b"
)
COMPETITOR = r"\b(?:competitors?|konkurrent(?:er|en)?|kilpailija|concurrent(?:en)?|wettbewerber|mitbewerber)\b"
NOT_YET = (
    r"\b(?:potential|prospect\w*|potensiell\w*|potentiell\w*|potentiel\w*|mulig|target|lead|no|non|not|ikke|inte|ei)\b"
)
DISSOLVED = (
    r"bankrupt|dissolved|liquidat|insolven|closed down|ceased|defunct|deleted|konkurs|avvikl|oppløst|tvangs|slettet|"
    r"upplöst|likvidation|avregistrerad|opløst|ophørt|konkurssi|lopetettu|lakannut|failliet|opgeheven|ontbonden|"
    r"aufgelöst|erloschen|gelöscht"
)


def _says(values: pd.Series, pattern: str) -> pd.Series:
    return values.astype("string").str.casefold().str.contains(pattern, regex=True).fillna(False).astype(bool)


def says_former(values: pd.Series) -> pd.Series:
    """Which cells name a former customer.

    Examples
    --------
    >>> says_former(pd.Series(["Former customer", "Tidligere kunde", "Kunde", None])).tolist()
    [True, True, False, False]
    """
    return _says(values, FORMER) & ~says_competitor(values)


def says_customer(values: pd.Series) -> pd.Series:
    """Which cells name a present customer; "potential customer" is none.

    Examples
    --------
    >>> says_customer(pd.Series(["Customer - Direct", "Potensiell kunde", "ex-customer"])).tolist()
    [True, False, False]
    """
    return _says(values, CUSTOMER) & ~_says(values, FORMER) & ~_says(values, NOT_YET)


def says_competitor(values: pd.Series) -> pd.Series:
    """Which cells name a competitor."""
    return _says(values, COMPETITOR)


def says_dissolved(values: pd.Series) -> pd.Series:
    """Which cells say that the company is bankrupt, being wound up or gone."""
    return _says(values, DISSOLVED)
