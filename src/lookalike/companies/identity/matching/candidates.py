"""Pairs of rows that may be one company because they share a number, a domain or a name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies.identity.matching.codes import firsts, hashed, joined
from lookalike.companies.identity.matching.sides import Sides

MANY = 20  # rows on the right with one key, beyond which they are not compared one by one
MANY_NAMES = 4  # names of companies with one domain, beyond which it is a chain's or a franchise's and no company's
PAIRS = 5_000_000  # pairs of one name that are looked at, at most; the rarest names go first


def by_number(sides: Sides) -> pd.DataFrame:
    """Rows that share an organisation number; of very many that do, each with the first on the right: they are one.

    Returns
    -------
    DataFrame
        `left`, `right` (positions).
    """
    left, right = sides.codes("org")
    return _with_each_or_the_first(left, right, right)


def by_domain(sides: Sides) -> pd.DataFrame:
    """Rows that share a domain, unless too many names are under it; of very many, with the first of each name."""
    left, right = sides.codes("domain")
    under = [
        pd.DataFrame({"domain": codes, "name": table["name"]})[codes >= 0]
        for codes, table in ((left, sides.left), (right, sides.right))
    ]
    told = pd.concat(under).dropna().drop_duplicates()
    names = np.bincount(told["domain"].to_numpy(dtype=np.int64), minlength=max(right.max(initial=0), 0) + 1)
    left, right = (np.where(names[codes] > MANY_NAMES, -1, codes) for codes in (left, right))
    return _with_each_or_the_first(left, right, np.where(right >= 0, hashed(right, sides.codes("name")[1]), -1))


def by_name(sides: Sides) -> pd.DataFrame:
    """Rows that share a name; one that many bear counts only together with the place."""
    often = np.append(sides.counts("name")[1] > MANY, False)  # the last for those without a name
    left, right = sides.codes("name")
    here, there = sides.codes("place")
    rare = joined(np.where(often[left], -1, left), np.where(often[right], -1, right))
    common = joined(_at(left, here, often), _at(right, there, often), PAIRS)
    one, other = (np.concatenate(side) for side in zip(rare, common, strict=True))
    return pd.DataFrame({"left": one, "right": other})


def _at(names: np.ndarray, places: np.ndarray, often: np.ndarray) -> np.ndarray:
    """One code for a common name and its place; -1 for other names and where no place is told."""
    return np.where(often[names] & (places >= 0), hashed(names, places), -1)


def _with_each_or_the_first(left: np.ndarray, right: np.ndarray, one: np.ndarray) -> pd.DataFrame:
    """Pairs of one key; of a key that many rows on the right have, only the first row of each company (`one`)."""
    often = np.append(np.bincount(right[right >= 0], minlength=left.max(initial=0) + 1) > MANY, False)
    asked = np.flatnonzero((right >= 0) & ~often[right])
    branches = np.flatnonzero(often[right])
    asked = np.union1d(asked, branches[np.unique(firsts(one[branches]))])
    here, there = joined(left, right[asked])
    return pd.DataFrame({"left": here, "right": asked[there]})
