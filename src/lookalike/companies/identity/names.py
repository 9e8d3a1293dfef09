"""Company names in comparable form: folded, without legal form, words in alphabetical order, digits apart."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.identity.sql import cursor

COLUMNS = ("name", "spelled", "legal", "digits")
LEGAL_FORM = (
    "as|asa|ans|da|ba|sa|ks|enk|nuf|sf|kf|iks|fkf|aksjeselskap|ab|hb|kb|publ|aktiebolag|handelsbolag|aps|is|ps|amba|anpartsselskab|"
    "aktieselskab|oy|oyj|abp|ky|tmi|osakeyhtio|bv|nv|vof|cv|gmbh|ag|kg|ohg|ug|kgaa|mbh|ev|eg|ltd|limited|plc|llp|llc|lp|"
    "inc|incorporated|corp|corporation|co|company|pty|pte|sarl|sas|sasu|srl|spa|sl|slu|sro|doo|kft|zrt|bvba|sprl"
)
_JOINED = r"\b(\pL)[./](\pL)\b"  # A/S, B.V. and S.A. are one word
_AND = r"\b(and|og|och|ja|und|et|en|the)\b"

_QUERY = f"""
with lowered as (
    select position, replace(replace(replace(lower(written), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss') as text from given),
plain as (select position, strip_accents(translate(text, 'øłđı', 'oldi')) as text from lowered),
joined as (
    select position, regexp_replace(regexp_replace(text, '{_JOINED}', '\\1\\2', 'g'), '[.''’`´]', '', 'g') as text
    from plain),
apart as (select position, regexp_replace(' ' || text || ' ', '[^\\pL\\pN]+', ' ', 'g') as text from joined),
words as (select position, regexp_replace(text, '{_AND}', '', 'g') as text from apart),
spaced as (select position, trim(regexp_replace(text, ' +', ' ', 'g')) as text from words),
cut as (
    select position, text,
        regexp_replace(regexp_replace(text, '( ({LEGAL_FORM}))+$', ''), '^(as|ab|oy|sa|nv|bv|pt) ', '') as core
    from spaced)
select
    position,
    nullif(array_to_string(list_sort(string_split(core, ' ')), ' '), '') as name,
    nullif(core, '') as spelled,
    nullif(trim(replace(text, core, '')), '') as legal,
    array_to_string(list_sort(regexp_extract_all(core, '\\pN+')), ' ') as digits
from cut order by position
"""


def name_keys(names: pd.Series) -> pd.DataFrame:
    """Comparable forms of company names.

    Parameters
    ----------
    names : Series of shape (n,)
        As written; None allowed.

    Returns
    -------
    DataFrame of shape (n, 4)
        `name` (words in alphabetical order), `spelled` (in the order written), `legal` (the legal form taken away) and
        `digits` (the numbers in the name, "" when there are none). None where nothing is left.

    Examples
    --------
    >>> keys = name_keys(pd.Series(["Bakeri Ødegård A/S", "ØDEGÅRD BAKERI AS", "Account_Name_34"]))
    >>> keys["name"].tolist(), keys["legal"].tolist(), keys["digits"].tolist()
    (['bakeri odegard', 'bakeri odegard', '34 account name'], ['as', 'as', None], ['', '', '34'])
    """
    distinct = pd.Series(names.dropna().unique(), dtype=object)
    keys = _keys(distinct) if len(distinct) else pd.DataFrame(columns=list(COLUMNS))
    position = pd.Series(distinct.index, index=distinct).reindex(names).to_numpy()
    spread = keys.reindex(position).set_axis(names.index)
    return spread.astype(object).where(spread.notna(), None)


def _keys(names: pd.Series) -> pd.DataFrame:
    with cursor() as database:
        written = names.astype("string[pyarrow]").array
        database.register("given", pd.DataFrame({"position": range(len(names)), "written": written}))
        return database.sql(_QUERY).df()[list(COLUMNS)]
