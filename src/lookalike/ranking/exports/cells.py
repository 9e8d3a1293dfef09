"""Company texts made harmless for whatever opens them: spreadsheets run what looks like a formula.

A cell is looked at as every spreadsheet would cut it: in a list with commas that is opened where semicolons part the
cells, or the other way round, cells begin inside ours.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones count in East Asia
JOINER = " ; "
_STARTS = re.escape("".join(FORMULA_STARTS))
_RISKY = f"^[{_STARTS}]"
# What starts a formula behind a delimiter or line break, whatever quotes and spaces stand between.
_INSIDE = r"""([;,|\t\r\n]["'\s]*)([=+\-@＝＋－＠])"""
# What XML, and so Excel, cannot hold, and what turns the reading direction: a name must read as it is stored.
_UNWRITABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{FFFE}\x{FFFF}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]"


def to_cells(table: pd.DataFrame) -> pa.Table:
    """A table as it may be written to any spreadsheet: lists joined, nothing that runs, nothing Excel cannot hold.

    Parameters
    ----------
    table : DataFrame of shape (n, k)
        Numbers, booleans, dates, text, and lists of text.

    Returns
    -------
    pyarrow.Table of shape (n, k)

    Examples
    --------
    >>> to_cells(pd.DataFrame({"why": [["-5 %", "IT"], []], "name": ["@a", None]})).to_pydict()
    {'why': ["'-5 % ; IT", ''], 'name': ["'@a", None]}
    """
    return pa.table([_cells(table[name]) for name in table.columns], names=safe_names(table.columns))


def write_csv(table: pd.DataFrame, file: Path, *, mark: bool = False, local: bool = False) -> None:
    """Write such a table as CSV, UTF-8, with quotes where they are needed.

    Parameters
    ----------
    table : DataFrame
    file : Path
    mark : bool, default False
        Whether to begin with the mark by which Excel knows UTF-8.
    local : bool, default False
        Semicolons between the cells and commas in the numbers, as Excel expects them where numbers have commas.
    """
    cells = to_cells(table)
    if local:
        cells = pa.table([_with_comma(column) for column in cells.columns], names=cells.column_names)
    how = pcsv.WriteOptions(quoting_style="needed", quoting_header="needed", delimiter=";" if local else ",")
    with file.open("wb") as out:
        out.write(codecs.BOM_UTF8 if mark else b"")
        pcsv.write_csv(cells, out, how)


def _with_comma(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers as they are written where a comma parts their decimals."""
    if not pa.types.is_floating(column.type):
        return column
    whole = pc.replace_substring_regex(column.cast(pa.string()), r"\.0$", "")
    return pc.replace_substring(whole, ".", ",")


def safe_names(names: Iterable[object]) -> list[str]:
    """Headings, or names of sheets, that are as harmless as cells.

    Examples
    --------
    >>> safe_names(["Foo;=cmd", "=A1", "Ålesund"])
    ["Foo;'=cmd", "'=A1", 'Ålesund']
    """
    return list(map(str, _harmless(pa.array([_encodable(str(name)) for name in names], pa.string())).to_pylist()))


def safe_file_name(text: str) -> str:
    """A text as part of a file's name on every system, which is neither a path nor a formula.

    Examples
    --------
    >>> safe_file_name("=Silje/../Hav nes"), safe_file_name("..")
    ('Silje-Hav-nes', '-')
    """
    return re.sub(r"[^\w]+", "-", _encodable(text)).strip("-_")[:60] or "-"


def _encodable(text: str) -> str:
    """A text without halves of characters, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _harmless(texts: pa.Array) -> pa.Array:
    """Texts that nothing runs."""
    clean = pc.replace_substring_regex(texts, _UNWRITABLE, "")
    clean = pc.replace_substring_regex(clean, _INSIDE, r"\1'\2")
    return pc.if_else(pc.match_substring_regex(clean, _RISKY), pc.binary_join_element_wise("'", clean, ""), clean)


def _array(column: pd.Series) -> pa.Array:
    try:
        return pa.array(column, from_pandas=True)
    except UnicodeEncodeError:  # half a character somewhere: looked for only where there is one
        return pa.array(column.map(_whole), from_pandas=True)


def _whole(cell: object) -> object:
    if isinstance(cell, str):
        return _encodable(cell)
    return [_whole(one) for one in cell] if isinstance(cell, list | tuple) else cell


def _cells(column: pd.Series) -> pa.Array:
    """One column with its text made safe."""
    array = _array(column)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_list(array.type):
        array = pc.binary_join(array.cast(pa.list_(pa.string())), JOINER)
    if pa.types.is_null(array.type):
        return array.cast(pa.string())
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return array
    return _harmless(array.cast(pa.string()))
