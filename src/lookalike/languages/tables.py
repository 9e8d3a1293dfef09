"""Tables whose cells are messages, put into words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lookalike.languages.language import Language, Message

if TYPE_CHECKING:
    import pandas as pd


def told_table(table: pd.DataFrame, language: Language) -> pd.DataFrame:
    """The table with all its messages in words, in cells and in lists in cells; each distinct one is told once.

    Parameters
    ----------
    table : DataFrame of shape (n, k)
    language : Language

    Returns
    -------
    DataFrame of shape (n, k)

    Examples
    --------
    >>> import pandas as pd
    >>> from lookalike.languages import language, say
    >>> table = pd.DataFrame({"name": ["A", "B"], "why": [[say("facts.cold")], []]})
    >>> told_table(table, language("en"))["why"].tolist()
    [['you have had no deal with them'], []]
    """
    from pandas.api.types import infer_dtype

    known: dict[Message, str] = {}
    lists: dict[int, list[Any]] = {}  # rows that are told alike share one list

    def told(cell: Any) -> Any:
        if isinstance(cell, Message):
            return known[cell] if cell in known else known.setdefault(cell, language.tell(cell))
        if not isinstance(cell, list):
            return cell
        return lists[id(cell)] if id(cell) in lists else lists.setdefault(id(cell), [told(one) for one in cell])

    words = {}
    for name in table.columns:
        if infer_dtype(table[name], skipna=True).startswith("mixed"):  # neither all text nor all of another kind
            words[name] = list(map(told, table[name].tolist()))
    told_of = table.copy(deep=False)  # what is no message is not copied: a list may be long
    for name, cells in words.items():
        told_of[name] = cells
    return told_of
