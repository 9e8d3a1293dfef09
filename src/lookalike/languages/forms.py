"""Headings in comparable form."""

from __future__ import annotations

import re


def key(heading: str) -> str:
    """A heading reduced to what matters: its letters and digits, the percent sign, and one form of "number".

    Examples
    --------
    >>> key("Account_Name"), key("accountName*"), key("growth_%"), key("Region__c"), key("Kundenummer")
    ('accountname', 'accountname', 'growth%', 'region', 'kundenr')
    """
    folded = heading.casefold().removesuffix("__c")
    plain = "".join(character for character in folded if character.isalnum() or character == "%")
    return re.sub(r"(nummer|number|numero|nro|num)$", "nr", plain)


def tokens(heading: str) -> list[str]:
    """The words of a heading, split at signs and at capitals.

    Examples
    --------
    >>> tokens("Last_Modified_By"), tokens("BillingPostalCode")
    (['last', 'modified', 'by'], ['billing', 'postal', 'code'])
    """
    return [word.casefold() for word in re.findall(r"[^\W_]+|%", apart(heading.removesuffix("__c")))]


def apart(text: str) -> str:
    """A text with its words apart where only a capital tells them: `underAvvikling`.

    Examples
    --------
    >>> apart("underAvvikling"), apart("NumberOfEmployees"), apart("VP of IT")
    ('under Avvikling', 'Number Of Employees', 'VP of IT')
    """
    return re.sub(r"(?<=[a-zæøåäöü])(?=[A-ZÆØÅÄÖÜ])", " ", text)
