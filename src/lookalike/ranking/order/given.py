"""Companies that a program hands over by the names of the model: checked, in form, and what is absent added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from lookalike.companies.attributes import expand_codes
from lookalike.companies.values import Context, clean_column
from lookalike.errors import InputError, did_you_mean
from lookalike.languages import Message, say
from lookalike.schema import COLD, RELATION, RELATIONS, TABLES, Attribute, Kind

CARRIED = ("prospect_id", "account_id", RELATION)
SHOWN = 3  # values named in a message


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
        With the caller's index, every attribute in the type of its kind, `prospect_id` (the row's number where absent)
        and `relation` (cold where absent).

    Raises
    ------
    InputError
        Columns that neither the model nor the product knows, or values that are not of their column's kind; all of
        them together.

    Examples
    --------
    >>> size = Attribute("employees", Kind.NUMBER, "employees", "employees")
    >>> given(pd.DataFrame({"employees": ["1,200", ""]}), [size])["employees"].tolist()
    [1200.0, nan]
    """
    known = {attribute.name: attribute for attribute in attributes}
    _refuse_unknown([str(name) for name in frame.columns], [*known, *TABLES["prospects"], *CARRIED])
    rows = frame.copy()
    problems = []
    for name in rows.columns.intersection([*known, *TABLES["prospects"]]):
        kind = known[name].kind if name in known else TABLES["prospects"][name].kind
        rows[name], strange = _of_kind(rows[name], kind, name)
        problems += strange
    if problems:
        raise InputError(say("given.wrong_kind", values=problems), say("given.of_kind"), do=say("given.correct"))
    if "industry_code" in rows and "industry_code_sector" in known and "industry_code_sector" not in rows:
        rows = expand_codes(rows, "")
    for name in known.keys() - set(rows.columns):
        rows[name] = np.nan if known[name].kind in (Kind.NUMBER, Kind.MONEY) else None
    if "prospect_id" not in rows:
        rows["prospect_id"] = [str(number) for number in range(1, len(rows) + 1)]
    rows["prospect_id"] = rows["prospect_id"].astype(str)
    rows[RELATION] = rows[RELATION].fillna(COLD) if RELATION in rows else COLD
    _refuse_relations(rows[RELATION])
    return rows


def _refuse_unknown(names: Iterable[str], known: list[str]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        hints = [say("given.unknown", name=name, hint=did_you_mean(name, known)) for name in unknown]
        raise InputError(say("given.unknown_all", hints=hints), say("given.known"))


def _refuse_relations(relations: pd.Series) -> None:
    unknown = sorted(set(relations) - set(RELATIONS))
    if unknown:
        raise InputError(say("given.relation", value=unknown[0]), ", ".join(RELATIONS))


def _of_kind(cells: pd.Series, kind: Kind, name: str) -> tuple[pd.Series, list[Message]]:
    """A column in the type of its kind, and the values that are not of it."""
    numeric = kind in (Kind.NUMBER, Kind.MONEY)
    if numeric and pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype):
        return cells.astype(float), []
    text = cells.map(_written).astype(object)
    text = text.where(text.notna(), None)
    if not numeric and kind is not Kind.SET:
        return text, []
    cleaned = clean_column(text, Kind.NUMBER if numeric else kind, "", Context(column=name))
    strange = [
        say("given.value", name=name, value=value) for problem in cleaned.problems for value in problem.examples[:SHOWN]
    ]
    return cleaned.values, strange


def _written(value: object) -> str | None:
    """A cell as text: a list's values joined, whole numbers without a point, yes and no; None where empty."""
    if isinstance(value, list | tuple | set | np.ndarray):
        return ";".join(str(one).strip() for one in value) or None
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip() or None
