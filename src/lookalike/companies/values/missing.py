"""Which words in a file stand for "nothing here".

Some always do (`NULL`, `NaT`, `N/A`, `-`). `None` and `NA` may be values: "no competitor", Namibia. They count as
missing when the file itself uses them so, that is in a column that otherwise holds numbers or dates; a program that
writes `None` for a missing number writes it for a missing word too.
"""

from __future__ import annotations

import re

import pandas as pd

from lookalike.languages import words

ALWAYS = frozenset(word for word, use in words("blank").items() if use == "always")
DEPENDS = frozenset(words("blank")) - ALWAYS
_NUMBER_OR_DATE = re.compile(r"[-+(]?[^\w\s]{0,2}\s?\d[\d\s.,:/\-+TZ]*%?\)?")


def blank_words(frame: pd.DataFrame) -> frozenset[str]:
    """The casefolded words that this table uses for a missing value beyond those that always mean it.

    Examples
    --------
    >>> sorted(blank_words(pd.DataFrame({"price": ["1.5", "None", "2"], "rival": ["None", "Acme", "Acme"]})))
    ['none']
    >>> sorted(blank_words(pd.DataFrame({"price": ["1.5", "3", "2"], "rival": ["None", "Acme", "Acme"]})))
    []
    """
    found: set[str] = set()
    for _, column in frame.items():
        if column.dtype != object:
            continue
        words = [value.strip() for value in column.dropna().unique()[:5000] if isinstance(value, str)]
        candidates = {word.casefold() for word in words} & DEPENDS
        rest = [word for word in words if word.casefold() not in DEPENDS | ALWAYS]
        if candidates and len(rest) > 1 and all(_NUMBER_OR_DATE.fullmatch(word) for word in rest):
            found |= candidates
    return frozenset(found)


def without_blanks(column: pd.Series, blanks: frozenset[str] = frozenset()) -> pd.Series:
    """Text trimmed, runs of white space made one space, and words for nothing replaced by None."""
    missing = ALWAYS | blanks

    def clean(value: object) -> str | None:
        if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
            return None
        text = " ".join(str(value).split())
        return None if text.casefold() in missing else text

    codes, uniques = pd.factorize(column)
    cleaned = pd.Series([clean(value) for value in uniques] + [None], dtype=object)
    return pd.Series(cleaned.to_numpy()[codes], index=column.index, dtype=object, name=column.name)
