"""Company texts made harmless for spreadsheets, which run cells that start like a formula."""

from __future__ import annotations

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # the wide ones count in East Asian locales
JOINER = " ; "
_RISKY = "^[" + re.escape("".join(FORMULA_STARTS)) + "]"
# Control characters that XML, and so Excel, cannot hold.
_UNWRITABLE = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"


def neutralised(table: pd.DataFrame) -> pd.DataFrame:
    """The table with text that a spreadsheet would run as a formula set off by an apostrophe.

    Parameters
    ----------
    table : DataFrame of shape (n, k)
        Text columns may also hold other values or be categories; numbers and dates are left alone.

    Returns
    -------
    DataFrame of shape (n, k)
        A copy; headings are made safe too.

    Examples
    --------
    >>> neutralised(pd.DataFrame({"name": ["=1+1", "Nordlys"], "n": [-1, 2]})).to_dict("list")
    {'name': ["'=1+1", 'Nordlys'], 'n': [-1, 2]}
    """
    return pd.DataFrame({_safe(name): _neutral(table[name]) for name in table.columns}, index=table.index)


def _neutral(column: pd.Series) -> pd.Series:
    """One column; text stands in object, string and category columns only."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.rename_categories(list(map(_safe, column.cat.categories)))
    text = pd.api.types.is_object_dtype(column) or pd.api.types.is_string_dtype(column)
    return column.map(_safe) if text else column


def _safe(cell: object) -> object:
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


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
    columns = {str(_safe(str(name))): _cells(table[name]) for name in table.columns}
    return pa.table(columns)


def _cells(column: pd.Series) -> pa.Array:
    """One column with its text made safe."""
    array = pa.array(column, from_pandas=True)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_list(array.type):
        array = pc.binary_join(array.cast(pa.list_(pa.string())), JOINER)
    if pa.types.is_null(array.type):
        return array.cast(pa.string())
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return array
    clean = pc.replace_substring_regex(array.cast(pa.string()), _UNWRITABLE, "")
    risky = pc.match_substring_regex(clean, _RISKY)
    return pc.if_else(risky, pc.binary_join_element_wise("'", clean, ""), clean)
