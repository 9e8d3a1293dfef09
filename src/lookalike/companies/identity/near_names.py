"""Names that differ by a few letters: compared only inside blocks, so that a million companies are no trouble."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from lookalike.companies.identity.sql import cursor

PAIRS = 5_000_000  # comparisons that are made at most; the rarest blocks, which tell most, go first
FEW_LETTERS = ((24, 3), (12, 2), (5, 1))  # from so many letters on, so many may differ

# A block is a rare word, a word at a place, or the start or end of the name; names with other digits are never near.
_BLOCKS = """
select position, 'w' || word as block from (
    select position, unnest(string_split(name, ' ')) as word from {side}) where length(word) >= 4
union all
select position, 'p' || word || '|' || place from (
    select position, unnest(string_split(name, ' ')) as word, coalesce(postcode, city) as place from {side})
    where length(word) >= 3 and place is not null
union all select position, 'h' || left(replace(spelled, ' ', ''), 6) from {side} where length(spelled) >= 8
union all select position, 't' || right(replace(spelled, ' ', ''), 6) from {side} where length(spelled) >= 8
"""

_PAIRS = f"""
with first as materialized (select position, block || '#' || digits as block from
    ({_BLOCKS.format(side="first_side")}) join first_side using (position)),
second as materialized (select position, block || '#' || digits as block from
    ({_BLOCKS.format(side="second_side")}) join second_side using (position)),
cost as (
    select block, a.n * b.n as pairs from (select block, count(*) n from first group by block) a
    join (select block, count(*) n from second group by block) b using (block)),
running as (select block, sum(pairs) over (order by pairs, block) as total from cost),
cheap as (select block from running where total <= {PAIRS})
select distinct first.position as one, second.position as other
from first semi join cheap using (block) join second using (block)
join first_side x on x.position = first.position join second_side y on y.position = second.position
where x.name <> y.name and abs(length(x.name) - length(y.name)) <= 3
    and (x.country is null or y.country is null or x.country = y.country)
    and (x.org is null or y.org is null)
order by one, other
"""


def near_names(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Pairs of companies whose names differ by few letters and in no digit.

    Parameters
    ----------
    left, right : DataFrame
        Keys of `company_keys`.

    Returns
    -------
    DataFrame
        `left`, `right` (index labels) and `letters` (how many differ: inserted, left out, changed or swapped), sorted.
    """
    columns = ["name", "spelled", "digits", "country", "postcode", "city", "org"]
    with cursor() as database:
        for name, keys in (("first_side", left), ("second_side", right)):
            text = keys[columns].astype("string[pyarrow]").assign(position=np.arange(len(keys)))
            database.register(name, text[text["name"].notna()])
        pairs = database.sql(_PAIRS).fetchnumpy()
    one, other = pairs["one"], pairs["other"]
    letters = np.minimum(
        _letters(left["spelled"], right["spelled"], one, other), _letters(left["name"], right["name"], one, other)
    )
    length = np.minimum(_lengths(left["name"])[one], _lengths(right["name"])[other])
    allowed = np.select([length >= start for start, _ in FEW_LETTERS], [few for _, few in FEW_LETTERS], 0)
    close = letters <= allowed
    return pd.DataFrame(
        {
            "left": left.index.to_numpy()[one[close]],
            "right": right.index.to_numpy()[other[close]],
            "letters": letters[close],
        }
    )


def _letters(left: pd.Series, right: pd.Series, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Letters that differ, pair by pair; any number above what is allowed reads as one more."""
    most = FEW_LETTERS[0][1]
    if not len(one):
        return np.zeros(0, dtype=np.int64)
    texts = left.to_numpy()[one], right.to_numpy()[other]
    return cpdist(*texts, scorer=OSA.distance, score_cutoff=most, workers=-1, dtype=np.int64)


def _lengths(names: pd.Series) -> np.ndarray:
    return names.astype("string").str.len().fillna(0).to_numpy(dtype=np.int64)
