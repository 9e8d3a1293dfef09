"""Company texts made harmless for spreadsheets, which run cells that start like a formula."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

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
    columns = {_safe(str(name)): _cells(table[name]) for name in table.columns}
    return pa.table(columns)


def write_csv(table: pd.DataFrame, file: Path) -> None:
    """Write such a table as CSV: `,`, UTF-8, quotes where they are needed."""
    pcsv.write_csv(to_cells(table), file, pcsv.WriteOptions(quoting_style="needed", quoting_header="needed"))


def _safe(heading: str) -> str:
    return "'" + heading if heading.startswith(FORMULA_STARTS) else heading


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
