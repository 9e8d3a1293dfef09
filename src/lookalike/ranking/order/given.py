"""Companies that a program hands over by the names of the model: checked, in form, and what is absent added."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lookalike.errors import InputError
from lookalike.languages import Message, say
from lookalike.schema import COLD, RELATION, RELATIONS, TABLES, Attribute
from lookalike.scorecard.tables import read_cells, refuse_repeated, refuse_strange, refuse_unknown


def given(frame: pd.DataFrame, attributes: Sequence[Attribute]) -> pd.DataFrame:
    """Rows that can be ranked, from rows as a program has them.

    Parameters
    ----------
    frame : DataFrame of n rows
        Attributes of the model and columns of a prospect list by their canonical names. Numbers may be text ("1,200"),
        sets may be lists; empty text is missing.
    attributes : sequence of Attribute
        What the model reads; a column that is absent counts as missing.

    Returns
    -------
    DataFrame of n rows
        With the caller's index, every column in the type of its kind, `prospect_id` (the row's number where absent)
        and `relation` (cold where absent).

    Raises
    ------
    InputError
        Columns that neither the model nor the product knows or that stand twice, or values that are not of their
        column's kind; all of them together.

    Examples
    --------
    >>> from lookalike.schema import Kind
    >>> size = Attribute("employees", Kind.NUMBER, "employees", "employees")
    >>> given(pd.DataFrame({"employees": ["1,200", ""]}), [size])["employees"].tolist()
    [1200.0, nan]
    """
    refuse_repeated(map(str, frame.columns))
    refuse_unknown(map(str, frame.columns), attributes)
    listed = {name: Attribute(name, field.kind, name, name) for name, field in TABLES["prospects"].items()}
    read = listed | {attribute.name: attribute for attribute in attributes}
    rows, problems = frame.copy(), list[Message]()
    for name in rows.columns.intersection(list(read)):
        rows[name], strange = read_cells(rows[name], read[name])
        problems += strange
    refuse_strange(problems)
    numbers = pd.Series(range(1, len(rows) + 1), index=rows.index).astype(str)
    rows["prospect_id"] = rows["prospect_id"].fillna(numbers) if "prospect_id" in rows else numbers
    rows[RELATION] = rows[RELATION].fillna(COLD) if RELATION in rows else COLD
    unknown = sorted(set(rows[RELATION]) - set(RELATIONS))
    if unknown:
        raise InputError(say("given.relation", value=unknown[0]), ", ".join(RELATIONS))
    return rows
