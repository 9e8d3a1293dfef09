"""Which words in a file stand for "nothing here".

Some always do (`NULL`, `\\N`, `N/A`, `-`), and so do a spreadsheet's errors in any language. `None` and `NA` may be
values: "no competitor", Namibia. They count as missing when the file itself uses them so, that is in a column that
otherwise holds numbers or dates; a program that writes `None` for a missing number writes it for a missing word too.
"""

from __future__ import annotations

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values.text import as_text
from lookalike.languages import words

ALWAYS = frozenset(word for word, use in words("blank").items() if use == "always")
DEPENDS = frozenset(words("blank")) - ALWAYS
_NUMBER_OR_DATE = re.compile(r"[-+(]?[^\w\s]{0,2}\s?\d[\d\s.,:/\-+TZ]*%?\)?")
# What Excel shows for an error: #DIV/0!, #VERDI!, #SAKNAS!, #¿NOMBRE?, #I/T, #NV; and ##### where a column is narrow.
_ERROR = r"^#(?:[¡¿]?\p{Lu}[\p{Lu}_]*(?:/0)?[!?]|\p{Lu}/\p{Lu}|N[AV]|SPILL|CALC|GETTING_DATA|\p{Lu}+/\p{Lu}+|#{2,})$"


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
    """A column as text, with None for words that mean nothing and for a spreadsheet's errors.

    Examples
    --------
    >>> without_blanks(pd.Series(["Oslo", "n/a", "#VERDI!", r"\\N", "#1 Cloud"])).tolist()
    ['Oslo', None, None, None, '#1 Cloud']
    """
    column = as_text(column)
    cells = pa.array(column, pa.string(), from_pandas=True)
    missing = pa.array(sorted(ALWAYS | blanks))
    gone = pc.or_(pc.is_in(pc.utf8_lower(cells), value_set=missing), pc.fill_null(_errors(cells), False))
    lost = gone.to_numpy(zero_copy_only=False)
    if not lost.any():
        return column
    kept = column.to_numpy(dtype=object, copy=True)
    kept[lost] = None
    return pd.Series(kept, index=column.index, name=column.name, dtype=object)


def means_nothing(text: str) -> bool:
    """Whether a text by itself stands for "nothing here", as `without_blanks` finds them.

    Examples
    --------
    >>> [means_nothing(text) for text in ("N/A", "#REF!", "#1 Cloud")]
    [True, True, False]
    """
    return text.casefold() in ALWAYS or (text.startswith("#") and bool(_errors(pa.array([text]))[0].as_py()))


def errors(column: pd.Series) -> int:
    """How many cells of a column hold a spreadsheet's error."""
    if column.dtype != object:
        return 0
    return int(pc.sum(_errors(pa.array(as_text(column), pa.string(), from_pandas=True)), min_count=0).as_py())


def _errors(cells: pa.Array) -> pa.Array:
    """Which cells are a spreadsheet's error; the pattern is only tried where there is a `#` at all."""
    marked = pc.starts_with(cells, "#")
    return pc.match_substring_regex(cells, _ERROR) if pc.any(marked).as_py() else marked
