"""What is read in any of the languages: headings in comparable form, and words in cells with what they mean."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


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
    apart = re.sub(r"(?<=[a-zæøåäöü])(?=[A-ZÆØÅÄÖÜ])", " ", heading.removesuffix("__c"))
    return [word.casefold() for word in re.findall(r"[^\W_]+|%", apart)]


@cache
def words(topic: str) -> dict[str, str]:
    """Casefolded word in a cell -> its meaning, for the topics of `words.toml`."""
    text = (files("lookalike.languages") / "words.toml").read_text(encoding="utf-8")
    return {word: meaning for meaning, spelled in tomllib.loads(text)[topic].items() for word in spelled}
