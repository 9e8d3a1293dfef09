"""How likely two companies that look alike are one, measured on the data: chance look-alikes are seldom neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies.identity.sql import cursor

PRIOR = 50  # look-alikes believed to be one company before any pair is seen: a few strays prove nothing
LETTERS_A_DOUBLING = 3  # a word that twice as many companies bear tells as much less as this many letters
MOST_MOVED = 0.05  # share of the same companies that two tables put in different places, at most
ENOUGH = 0.98  # from this likelihood on, names that agree are believed to be borne by one company

_RAREST_WORD = """
with wanted as materialized (select name, unnest(string_split(name, ' ')) as word from asked),
bearers as (
    select word, count(*) as bearers from (select unnest(string_split(name, ' ')) as word from everyone)
    where word in (select word from wanted) group by word)
select name, min(coalesce(bearers, 0)) as bearers from wanted left join bearers using (word) group by name order by name
"""


@dataclass(frozen=True)
class Alike:
    """What pairs that look alike in one way tell when both sides give a place.

    Parameters
    ----------
    agree, differ : int
        Pairs at the same place, and at different places.
    coincidence : float
        Chance that two companies are at the same place though they have nothing to do with each other, 0-1.

    Examples
    --------
    >>> same_name = Alike(agree=950, differ=500, coincidence=0.01)
    >>> round(same_name.at_one_place, 3), round(same_name.anywhere, 3)
    (0.995, 0.667)
    """

    agree: int
    differ: int
    coincidence: float

    @property
    def at_one_place(self) -> float:
        """Share of the pairs at one place that are one company: all but those that chance brings there."""
        odds = self.coincidence / (1 - self.coincidence) if self.differ else 0.0
        return max(0.0, 1 - self.differ * odds / (self.agree + PRIOR))

    @property
    def anywhere(self) -> float:
        """Share of the pairs without a place to compare that are one company."""
        return 1 - self.differ / (self.agree + self.differ + PRIOR)


def coincidence(left: pd.DataFrame, right: pd.DataFrame) -> float:
    """Chance that two companies of two tables are at the same place, 0-1.

    Parameters
    ----------
    left, right : DataFrame
        Keys of `company_keys`.

    Examples
    --------
    >>> two = pd.DataFrame({"postcode": ["1", "2"], "city": None})
    >>> coincidence(two, two)
    0.5
    """
    shares = [place(keys).value_counts(normalize=True) for keys in (left, right)]
    return float(shares[0].mul(shares[1], fill_value=0).sum())


def place(keys: pd.DataFrame) -> pd.Series:
    """The finest place that each row tells."""
    return keys["postcode"].where(keys["postcode"].notna(), keys["city"])


def crowd(keys: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """How many others of the same name chance alone would put at each company's place.

    A surname or a trade is borne in many places, and so now and then twice in one. A chain has one shop a town: a name
    that is in fact never borne twice at a place is no crowd, however common it is.

    Parameters
    ----------
    keys : DataFrame
        All companies of a table.
    asked : DataFrame
        `name`, `postcode`, `city` of the companies in question.
    """
    told = pd.DataFrame({"name": keys["name"], "place": place(keys)})
    told = told[told["name"].isin(asked["name"])]
    bearers = told["name"].value_counts()
    together = told.dropna().groupby(["name", "place"]).size()
    shared = together[together > 1].groupby("name").sum()
    share_of_place = place(keys).value_counts(normalize=True)
    here = pd.MultiIndex.from_arrays([asked["name"], place(asked)])
    elsewhere = asked["name"].map(bearers).fillna(0).to_numpy() - together.reindex(here).fillna(0).to_numpy()
    expected = elsewhere * place(asked).map(share_of_place).fillna(0).to_numpy()
    seen = (asked["name"].map(shared) / asked["name"].map(bearers)).fillna(0).to_numpy()
    return np.minimum(expected, seen)


def distinctness(keys: pd.DataFrame, names: pd.Series) -> np.ndarray:
    """How unlikely each name is to be chosen twice: its letters, less what its rarest word is borne by others.

    Parameters
    ----------
    keys : DataFrame
        All companies of a table.
    names : Series of shape (n,)
        Names (as `company_keys` gives them), None allowed.

    Returns
    -------
    ndarray of shape (n,)
        In letters; below 0 for common words.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["bygg hansen", "bygg bakalode", "data hansen"]})
    >>> distinctness(table, table["name"]).tolist()
    [8.0, 13.0, 11.0]
    """
    with cursor() as database:
        database.register("everyone", pd.DataFrame({"name": keys["name"].dropna().astype("string[pyarrow]")}))
        asked = pd.Series(names.dropna().unique(), dtype="string[pyarrow]")
        database.register("asked", pd.DataFrame({"name": asked}))
        rarest = database.sql(_RAREST_WORD).df().set_index("name")["bearers"]
    bearers = names.map(rarest).fillna(1).to_numpy(dtype=np.float64)
    return names.str.len().fillna(0).to_numpy(dtype=np.float64) - LETTERS_A_DOUBLING * np.log2(np.maximum(bearers, 1))


def without_place(distinct: np.ndarray, agree: np.ndarray, chance: float, asked: np.ndarray) -> np.ndarray:
    """How likely namesakes are one company where their places cannot be compared, by how distinct the name is.

    The pairs whose places are known tell how often such a name is chosen twice. The most distinct names are hardly
    ever: those of them that are found elsewhere have moved, and so have as many of the others.

    Parameters
    ----------
    distinct : ndarray of float
        `distinctness` of each pair with both places known.
    agree : ndarray of bool
        Whether the places agree.
    chance : float
        `coincidence`.
    asked : ndarray of float
        Distinctness of the names in question.

    Examples
    --------
    >>> pairs, agree = np.repeat([5.0, 20.0], 200), np.repeat([False, True], 200)
    >>> without_place(pairs, agree, 0.01, np.array([5.0, 20.0])).round(2).tolist()
    [0.56, 1.0]
    """
    steps = np.unique(np.append(-np.inf, np.floor(distinct)))
    shares = np.array(
        [
            Alike(int(agree[distinct >= least].sum()), int((~agree[distinct >= least]).sum()), chance).anywhere
            for least in steps
        ]
    )
    stayed = max(1 - MOST_MOVED, shares.max())
    best_so_far = np.maximum.accumulate(np.minimum(shares / stayed, 1.0))
    return best_so_far[np.searchsorted(steps, asked, side="right") - 1]
