"""Text in the form in which companies are compared: lower case, and one plain letter for one letter."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values import one_form, where

_LETTERS = {"æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}


def arrow(cells: pd.Series) -> pa.Array:
    """Cells as Arrow text, null where missing."""
    text = pa.array(cells.astype("string[pyarrow]").array, from_pandas=True)
    whole = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    return whole.cast(pa.string())


def series(text: pa.Array, index: pd.Index) -> pd.Series:
    """Arrow text as a column; empty text is missing."""
    known = pc.if_else(pc.equal(text, ""), pa.scalar(None, text.type), text)
    return pd.Series(pd.array(known, dtype="string[pyarrow]"), index=index)


def plain(cells: pd.Series) -> pa.Array:
    """Lower-case text in one form (`values.one_form`), so that names of settings are compared as cells of files are.

    Parameters
    ----------
    cells : Series of shape (n,)
        Text or missing.

    Examples
    --------
    >>> plain(pd.Series(["A\\u030as \\u00a0Hansen&amp;Sønn\\u200b ", None])).to_pylist()
    ['ås hansen&sønn', None]
    """
    return pc.utf8_lower(one_form(arrow(cells)))


def unaccented(text: pa.Array) -> pa.Array:
    """Lower-case text with each letter's plain form, as somebody without its keyboard writes it.

    Examples
    --------
    >>> unaccented(pa.array(["ødegård", "straße", "müller"])).to_pylist()
    ['odegard', 'strasse', 'muller']
    """
    return where(text, pc.invert(pc.string_is_ascii(text)), _plain_letters)


def _plain_letters(text: pa.Array) -> pa.Array:
    for letter, written in _LETTERS.items():
        text = pc.replace_substring(text, letter, written)
    return pc.replace_substring_regex(pc.utf8_normalize(text, "NFKD"), r"\pM+", "")
