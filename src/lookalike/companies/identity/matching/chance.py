"""How likely two companies that look alike are one, measured on the data: chance look-alikes are seldom neighbours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from lookalike.companies.identity.keys import PLACE
from lookalike.companies.identity.matching.codes import hashed
from lookalike.companies.identity.matching.sides import Sides

PRIOR = 20  # pairs or names of which it is believed beforehand what holds: a few strays prove nothing
PROVEN = 3  # times that bearers of a name would meet at a place by chance, from which it proves a chain that none did
MOST_MOVED = 0.05  # share of the same companies that two tables put in different places, at most
CAUTION = 3  # times that a name is taken to be borne more often than the tables show: they hold few of all companies
UNSEEN = 100  # places that a table is taken to have beside those that it tells: a list of one town is small, not proof


def coincidence(sides: Sides) -> float:
    """Chance that two companies of two tables that have nothing to do with each other are at the same place, 0-1.

    Examples
    --------
    >>> import pandas as pd
    >>> two = pd.DataFrame({"postcode": ["1", "2"], "city": [None, None]}, dtype="string[pyarrow]")
    >>> coincidence(Sides(two, two))
    0.5
    """
    chances = []
    for column in ("postcode", "city"):
        left, right = sides.counts(column)
        told = max(int(sides.left[column].notna().sum()), 1) * max(int(sides.right[column].notna().sum()), 1)
        chances.append(float((left.astype(np.float64) * right).sum() / told))
    return max(chances)


def share_of_place(sides: Sides, other: np.ndarray, column: str) -> np.ndarray:
    """Share of the right table's companies that are at the place of each of some of its rows, as far as it can tell."""
    count = sides.counts(column)[1]
    return (count[sides.codes(column)[1][other]] + 1) / (count.sum() + UNSEEN)


def crowd(sides: Sides, other: np.ndarray, column: str) -> tuple[np.ndarray, np.ndarray]:
    """How many others of the same name chance alone would put at a company's place, and whether it is a chain's name.

    A surname or a trade is borne in many places, and so now and then twice in one. A chain has one shop a town: a name
    that many bear and that is hardly ever borne twice at a place is no crowd, however common it is.

    Parameters
    ----------
    sides : Sides
    other : ndarray of int, shape (n,)
        Rows of the right table that tell a place.
    column : str
        The place: postcode or city.

    Returns
    -------
    tuple of ndarray of float and ndarray of bool, shape (n,)
        The larger number of either table.
    """
    most, chain = np.zeros(len(other)), np.zeros(len(other), dtype=bool)
    name, place = sides.codes("name")[1][other], sides.codes(column)[1][other]
    for names, places, bearers, at_place in zip(
        sides.codes("name"), sides.codes(column), sides.counts("name"), sides.counts(column), strict=True
    ):
        told = np.flatnonzero((names >= 0) & (places >= 0))
        spots, first, count = np.unique(hashed(names[told], places[told]), return_index=True, return_counts=True)
        several = count > 1
        shared = np.bincount(names[told][first[several]], weights=count[several], minlength=len(bearers))
        at = np.searchsorted(spots, hashed(name, place)).clip(max=max(len(spots) - 1, 0))
        here = np.where(spots[at] == hashed(name, place), count[at], 0) if len(spots) else np.zeros(len(other))
        many, share = bearers[name], at_place / max(at_place.sum(), 1)
        expected, seen = (many - here) * share[place], shared[name] / np.maximum(many, 1)
        would_meet = many * (many - 1) / 2 * float((share**2).sum())
        shops = (would_meet >= PROVEN) & (seen < expected)
        most, chain = np.maximum(most, np.where(shops, seen, expected)), chain | shops
    return most, chain


def by_its_letters(bits: np.ndarray, others: int) -> np.ndarray:
    """How likely namesakes are one company by what the name tells, as long as nothing is seen of such pairs.

    Parameters
    ----------
    bits : ndarray of float
        Distinctness of names (`Vocabulary`).
    others : int
        Companies that might have chosen it too.

    Examples
    --------
    >>> by_its_letters(np.array([5.0, 10.0, 20.0]), 1000).round(3).tolist()
    [0.031, 0.506, 0.999]
    """
    return 1 / (1 + others * 2.0**-bits)


def by_its_table(sides: Sides) -> np.ndarray:
    """How likely namesakes are one company by how seldom two companies of a table bear such a name.

    Where hardly any name of its kind is borne twice among many, as where companies are numbered, one that both tables
    have is one company's, however little its letters tell.

    Returns
    -------
    ndarray of float, shape (steps,)
        0-1, by the whole bits of the distinctness (`Vocabulary`) of a name.

    Examples
    --------
    >>> import pandas as pd
    >>> from lookalike.companies.identity.keys import company_keys
    >>> numbered = company_keys(pd.DataFrame({"name": [f"Firma {number}" for number in range(10, 99)]}))
    >>> by_its_table(Sides(numbered, numbered)).round(2).tolist()
    [0.97, 0.97, 0.97, 0.97, 0.97, 0.97, 0.99]
    """
    steps = np.floor(sides.vocabulary.distinct).astype(np.int64)
    tables = [sides.right] if sides.itself else [sides.left, sides.right]
    least = np.ones(steps.max(initial=0) + 1)
    for table, step in zip(tables, (steps[: len(sides.left)], steps[len(sides.left) :]), strict=False):
        told = table["name"].notna() & ~table.duplicated(["org", "domain", "name", "legal", *PLACE])
        name = pd.factorize(table["name"][told])[0]
        bearers = np.bincount(name)[name]
        others = np.maximum(bearers - 1 - sides.itself, 0)  # two records of one table may be those of one company
        seen, again = (
            np.bincount(step[told], weights=weights, minlength=len(least)).cumsum() for weights in (None, others)
        )  # of names that tell as much or less: those that tell more are borne twice more seldom still
        usual = (again[-1] + 1) / max(seen[-1], 1)
        namesakes = (again + PRIOR * usual) / (seen + PRIOR)
        least = np.minimum(least, 1 / (1 + CAUTION * namesakes))
    return least


def without_place(
    distinct: np.ndarray,
    agree: np.ndarray,
    chance: float,
    asked: np.ndarray,
    believed: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """How likely look-alikes are one company where places cannot be compared, by how distinct the name is.

    The pairs whose places are known tell how often such a name is chosen twice: all that are at different places, and
    as many of the neighbours as chance explains. The most distinct names are hardly ever chosen twice: those of them
    that are found elsewhere have moved, and so have as many of the others.

    Parameters
    ----------
    distinct : ndarray of float
        Distinctness (`Vocabulary`) of each pair with both places known.
    agree : ndarray of bool
        Whether the places agree.
    chance : float
        `coincidence`.
    asked : ndarray of float
        Distinctness of the names in question.
    believed : callable
        Distinctness -> likelihood, 0-1, as long as hardly any such pair has been seen.

    Examples
    --------
    >>> pairs, agree = np.repeat([5.0, 20.0], 200), np.repeat([False, True], 200)
    >>> likely = without_place(pairs, agree, 0.01, np.array([5.0, 20.0]), lambda bits: by_its_letters(bits, 50))
    >>> likely.round(2).tolist()
    [0.04, 1.0]
    """
    step = np.floor(distinct)
    steps = np.unique(np.concatenate([step, np.floor(asked)]))
    at = np.searchsorted(steps, step)
    same, other = (np.bincount(at[holds], minlength=len(steps)) for holds in (agree, ~agree))
    by_chance = other * chance / (1 - chance) if chance < 1 else same
    truly, seen, prior = np.maximum(same - by_chance, 0), same + other, believed(steps)
    half = np.flatnonzero(seen[::-1].cumsum()[::-1] >= seen.sum() / 2)[-1]  # of the most distinct nearly all are one
    at_best = (truly[half:] + PRIOR * prior[half:]).sum() / (seen[half:] + PRIOR).sum()
    prior = prior * min(1.0, at_best / (1 - MOST_MOVED))
    stayed = max(1 - MOST_MOVED, at_best)
    shares = (truly + PRIOR * prior) / (seen + PRIOR) / stayed
    best_so_far = np.maximum.accumulate(np.minimum(shares, 1.0))
    return best_so_far[np.searchsorted(steps, np.floor(asked))]
