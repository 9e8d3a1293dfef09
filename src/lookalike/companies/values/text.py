"""One form for every text: what is written differently only for a machine is the same before it is compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# White space that is not one plain space between two words.
_SPACED = r"^ | $|  |[\t\n\v\f\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_SPACES = r"[\s\v\x1c-\x1f\x{85}\p{Z}]+"
# Signs of HTML, of letters in parts or read in the wrong encoding, of punycode, characters that show nothing, and the
# formula by which an export keeps a spreadsheet from making a number of a text: ="0017".
_ODD = (
    r"^=\"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    r"|[\x{300}-\x{36f}]|[ÂÃâ][^A-Za-z \t\n]|[Xx][Nn]--"
    r"|[\x00-\x08\x0e-\x1b\x7f-\x{84}\x{86}-\x{9f}\x{ad}\x{61c}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}"
    r"\x{2060}-\x{206f}\x{fe00}-\x{fe0f}\x{feff}\x{fff9}-\x{fffc}]"
)
_NOTHING = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffc\ud800-\udfff]"
)
_MISREAD = re.compile("[ÂÃâ][^A-Za-z \t\n]")
_PUNYCODE = re.compile(r"(?<![\w-])xn--([a-z0-9-]+)", re.IGNORECASE)


def texts(cells: Sequence[str | None] | np.ndarray) -> pa.Array:
    """Cells as an Arrow array; half of a letter beyond the 16-bit ones (an emoji cut in two) is left out."""
    try:
        return pa.array(cells, pa.string(), from_pandas=True)
    except UnicodeEncodeError:
        whole = [cell.encode("utf-8", "ignore").decode() if isinstance(cell, str) else cell for cell in cells]
        return pa.array(whole, pa.string(), from_pandas=True)


def one_form(column: pa.ChunkedArray | pa.Array) -> pa.ChunkedArray | pa.Array:
    """Text cells in one form: composed letters, no entities, punycode or invisible characters, single spaces.

    Parameters
    ----------
    column : Arrow array of strings

    Returns
    -------
    Arrow array
        Cells that hold nothing else become null. A column that is in this form already comes back as it is.

    Examples
    --------
    >>> one_form(texts([" Smith &amp;\\u00a0 Søn\\u200b ", "AT&T", "A\\u030ase", "xn--blbr-roah.no", " "])).to_pylist()
    ['Smith & Søn', 'AT&T', 'Åse', 'blåbær.no', None]
    """
    if not _any(pc.match_substring_regex(column, f"{_ODD}|{_SPACED}")):
        return column
    odd = pc.match_substring_regex(column, _ODD)
    if _any(odd):
        column, odd = (one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one for one in (column, odd))
        column = pc.replace_with_mask(column, pc.fill_null(odd, False), _each(pc.filter(column, odd), plain_text))
    if _any(pc.match_substring_regex(column, _SPACED)):
        column = pc.utf8_trim_whitespace(pc.replace_substring_regex(column, _SPACES, " "))
    return pc.if_else(pc.equal(column, ""), None, column)


def _any(found: pa.ChunkedArray | pa.Array) -> bool:
    return bool(pc.any(found, min_count=0).as_py())


def _each(column: pa.ChunkedArray | pa.Array, change: Callable[[str], str]) -> pa.Array:
    """A change made once per distinct text."""
    coded = pc.dictionary_encode(column)
    coded = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    changed = pa.array([change(text) for text in coded.dictionary.to_pylist()], pa.string())
    return changed.take(coded.indices)


def plain_text(text: str) -> str:
    """One text in the form that `one_form` gives a column.

    Examples
    --------
    >>> [plain_text(text) for text in ("BjÃ¸rk &oslash;st", "R&amp;amp;D", "B&C; D &copy", "Norda \\ud83d")]
    ['Bjørk øst', 'R&D', 'B&C; D &copy', 'Norda']
    """
    text = text[2:-1] if text.startswith('="') and text.endswith('"') else text
    text = _unescaped(text) if "&" in text else text
    if _MISREAD.search(text):
        text = _read_again(text)
    text = _PUNYCODE.sub(_label, _NOTHING.sub("", text))
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _unescaped(text: str) -> str:
    """Entities as the signs they stand for, also where `&amp;amp;` was written twice."""
    from ftfy.fixes import unescape_html

    before = None
    while before != text:
        before, text = text, unescape_html(text)
    return text


def _read_again(text: str) -> str:
    """A text whose letters were taken for two each, as UTF-8 read as Windows-1252 shows: `BjÃ¸rk`."""
    from ftfy import TextFixerConfig, fix_encoding

    return fix_encoding(text, TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False))


def _label(found: re.Match[str]) -> str:
    """A label of a domain with its own letters."""
    try:
        return found[1].lower().encode("ascii").decode("punycode")
    except UnicodeError:
        return found[0]


def is_text(column: pd.Series) -> bool:
    """Whether a column of objects holds nothing but text and missing cells; asked in one pass, without Python's own.

    Examples
    --------
    >>> is_text(pd.Series(["Berg", None])), is_text(pd.Series(["Berg", 3]))
    (True, False)
    """
    return pd.api.types.infer_dtype(column, skipna=True) in ("string", "empty")


def as_text(column: pd.Series) -> pd.Series:
    """Typed values as text, whole floats without a point; columns of text as they are."""
    if column.dtype == object:
        if is_text(column):
            return column
        return column.map(lambda value: None if _missing(value) else str(value)).astype(object)
    if pd.api.types.is_bool_dtype(column):
        return column.map({True: "true", False: "false"}).astype(object).where(column.notna(), None)
    if pd.api.types.is_float_dtype(column):
        whole = column.dropna()
        if (whole % 1 == 0).all() and (whole.abs() < 2**53).all():
            return column.map(lambda value: None if pd.isna(value) else str(int(value))).astype(object)
    return column.map(lambda value: None if _missing(value) else str(value)).astype(object)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def plain_column(column: pd.Series) -> pd.Series:
    """A column of a table in one form; other values than text stay as they are."""
    if column.dtype != object:
        return column
    if is_text(column):
        formed = one_form(texts(column.to_numpy())).to_pandas()
        return pd.Series(formed.to_numpy(), index=column.index, name=column.name, dtype=object)
    return column.map(lambda cell: plain_text(cell) or None if isinstance(cell, str) else cell)


_FLOAT = r"^(\d+)[.,]0+$"
_GROUPED = r"^(\d{1,3})[ ,'’](\d{3})(?:[ ,'’](\d{3}))?$"
_MARKED = r"^['’`#](\d+)$"
_POWER = r"^(?P<first>\d)(?:[.,](?P<rest>\d+))?[eE]\+?(?P<zeros>\d{1,2})$"  # how a spreadsheet shows long numbers
_LONG, _ENDED = r"^\d{17,19}$", r"^\d{15}0{2,4}$"
FEWEST_LONG = 3
_EIGHTEEN = r"^[a-zA-Z0-9]{15}[A-Z0-5]{3}$"
_ALPHABET = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", dtype=np.uint8)


def where(column: pa.Array, holds: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Text changed where something holds; most text needs little."""
    known = pc.fill_null(holds, False)
    return pc.replace_with_mask(column, known, change(column.filter(known))) if _any(known) else column


def whole(column: pa.Array) -> pa.Array:
    """Numbers that a spreadsheet wrote with decimals or as a power of ten, as they were, unless digits are lost.

    Examples
    --------
    >>> whole(texts(["10206.0", "923609016,00", "9.23609016E+08", "3.00001E+17", "A-7"])).to_pylist()
    ['10206', '923609016', '923609016', '3.00001E+17', 'A-7']
    """
    column = _rewritten(column, _FLOAT, r"\1")
    return where(column, pc.equal(_lossy(column), False), _written_out)


def _rewritten(column: pa.Array, pattern: str, to: str) -> pa.Array:
    """Text of a pattern written otherwise."""
    matches = pc.match_substring_regex(column, pattern)
    return where(column, matches, lambda text: pc.replace_substring_regex(text, pattern, to))


def _power(column: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
    parts = pc.extract_regex(column, _POWER)
    first, rest, zeros = (pc.struct_field(parts, name) for name in ("first", "rest", "zeros"))
    return first, rest, pc.cast(zeros, pa.int64())


def _lossy(column: pa.Array) -> pa.Array:
    """Whether a power of ten keeps fewer digits than its number has; null where the text is none."""
    _, rest, zeros = _power(column)
    return pc.less(pc.cast(pc.utf8_length(rest), pa.int64()), zeros)


def _written_out(column: pa.Array) -> pa.Array:
    parts = (part.to_pylist() for part in _power(column))
    return pa.array([one + more[:count] for one, more, count in zip(*parts, strict=True)], column.type)


def comparable(ids: pd.Series) -> pd.Series:
    """Ids in the form in which they are compared: without a number's point, signs between its thousands and a sign in
    front of it, Salesforce's in fifteen characters.

    The last three characters of Salesforce's long form say which letters of the others are capitals; only where they
    do so rightly are they taken off.

    Examples
    --------
    >>> comparable(pd.Series(["10206.0", "0013X00002yFLOLQA4", "0013X00002yFLOL", "ABCDEFGHIJKLMNOXYZ", None])).tolist()
    ['10206', '0013X00002yFLOL', '0013X00002yFLOL', 'ABCDEFGHIJKLMNOXYZ', None]
    >>> comparable(pd.Series(["10,206", "'10206", "#10206", "1 234 567", "10,20"])).tolist()
    ['10206', '10206', '10206', '1234567', '10,20']
    """
    text = whole(pc.utf8_trim_whitespace(texts(ids.astype(object).where(ids.notna(), None).to_numpy())))
    text = _rewritten(_rewritten(text, _MARKED, r"\1"), _GROUPED, r"\1\2\3")
    short = where(text, pc.match_substring_regex(text, _EIGHTEEN), _fifteen)
    return pd.Series(short.to_numpy(zero_copy_only=False), index=ids.index, dtype=object)


def _fifteen(column: pa.Array) -> pa.Array:
    """Salesforce's long ids without their last three characters, whose bits tell which of five letters are capitals."""
    letters = np.array(column.to_pylist(), dtype="S18").view(np.uint8).reshape(-1, 18)
    capital = ((letters[:, :15] >= ord("A")) & (letters[:, :15] <= ord("Z"))).reshape(-1, 3, 5)
    genuine = (_ALPHABET[capital @ (1 << np.arange(5))] == letters[:, 15:]).all(axis=1)
    return pc.if_else(pa.array(genuine), pc.utf8_slice_codeunits(column, 0, 15), column)


def spoilt(ids: pd.Series) -> pd.Series:
    """Which ids a spreadsheet has rounded to a few digits, so that many companies have the same.

    Examples
    --------
    >>> spoilt(pd.Series(["3.00001E+17", "3E17", "9.23609016E+08", "A100", "12E5", None])).tolist()
    [True, True, False, False, False, False]
    >>> spoilt(pd.Series(["123456789012345000", "123456789012346000", "123456789012347000"])).tolist()
    [True, True, True]
    """
    cells = texts(ids.astype(object).where(ids.notna(), None).to_numpy())
    lost = pc.fill_null(_lossy(cells), False).to_numpy(zero_copy_only=False)
    long = pc.fill_null(pc.match_substring_regex(cells, _LONG), False).to_numpy(zero_copy_only=False)
    if long.sum() >= FEWEST_LONG:  # a spreadsheet keeps fifteen digits; one such number may end in zeros by itself
        ended = pc.fill_null(pc.match_substring_regex(cells, _ENDED), False).to_numpy(zero_copy_only=False)
        lost = lost | (long if (ended == long).all() else False)
    return pd.Series(lost, index=ids.index, dtype=bool)
