"""Companies as points: numbers, categories and sets on one scale, and only what hangs together with something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import chdtrc

from lookalike.knowledge.statistics import holm
from lookalike.schema import Attribute, Kind

LEVEL = 0.05  # chance that any unrelated pair of attributes is taken for related
MOST_LEVELS = 20  # values of a category or tokens of a set that count by themselves
RARE = 0.02  # share of the companies below which a value does not
LEAST = 0.05  # weight, against the largest, below which an attribute does not take part
KNOWN = 0.2  # share of the companies of which an attribute must be known to group them by it

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """An attribute as columns of mean 0 and total variance 1; a company whose value is unknown lies in the centre."""

    attribute: Attribute
    columns: Matrix


def encode(frame: pd.DataFrame, attributes: Sequence[Attribute]) -> list[Block]:
    """The attributes that vary, each as a block of equal weight; two companies of different category are equally far.

    Parameters
    ----------
    frame : DataFrame of n rows
    attributes : sequence of Attribute

    Returns
    -------
    list of Block
        Columns of shape (n, k).
    """
    blocks = []
    for attribute in attributes:
        column = frame[attribute.name]
        if column.notna().mean() < KNOWN:
            continue
        raw = {Kind.NUMBER: _number, Kind.SET: _tokens}.get(attribute.kind, _levels)(column)
        known = column.notna().to_numpy()
        centred = np.where(known[:, None], raw - raw[known].mean(axis=0), 0.0)
        variance = (centred**2).sum() / len(frame)
        if variance > 0:
            blocks.append(Block(attribute, centred / np.sqrt(variance)))
    return blocks


def weighted(blocks: Sequence[Block]) -> tuple[Matrix, tuple[Block, ...]]:
    """The blocks side by side, each weighted by how much it has in common with the others.

    Noise relates to nothing else: it cannot tell kinds of companies apart, it only blurs them. The weights are those of
    STATIS (Escoufier, 1980): the first eigenvector of the RV coefficients between the blocks, where coefficients that
    independent attributes may give (Holm's test over all pairs) count as none. Of the attributes of one concept only
    the one that is most related to other concepts takes part. When nothing is related all concepts weigh the same.

    Parameters
    ----------
    blocks : sequence of Block
        One or more, of n rows.

    Returns
    -------
    tuple
        The points, of shape (n, columns), and the blocks that take part.
    """
    rv = _relations(blocks)
    chosen: dict[str, int] = {}
    for at, block in enumerate(blocks):
        best = chosen.get(block.attribute.concept)
        if best is None or rv[at].sum() > rv[best].sum():
            chosen[block.attribute.concept] = at
    kept = sorted(chosen.values())
    among = rv[np.ix_(kept, kept)]
    weights = np.abs(np.linalg.eigh(among)[1][:, -1]) if among.any() else np.ones(len(kept))
    weights = np.where(weights >= LEAST * weights.max(), weights, 0.0)
    taken = [(blocks[at], weight) for at, weight in zip(kept, weights, strict=True) if weight > 0]
    points = np.column_stack([np.sqrt(weight) * block.columns for block, weight in taken])
    return points, tuple(block for block, _ in taken)


def explained(blocks: Sequence[Block], labels: NDArray[np.int64]) -> float:
    """How much of what the attributes have in common the groups account for.

    Kinds of companies are why attributes hang together: within a kind they do not any more (local independence, as in
    latent class analysis). A division that leaves nothing in common needs no further groups, however clearly a value
    of one attribute alone would cut them.

    Parameters
    ----------
    blocks : sequence of Block
        Those that take part, of n rows.
    labels : int array of shape (n,)

    Returns
    -------
    float
        1 less the covariance between attributes (its root mean square) that is left within the groups, as a share of
        what there was, each beyond what chance gives; NaN where nothing hangs together.
    """
    before = _in_common([block.columns for block in blocks])
    if not before:
        return float("nan")
    inside = np.eye(labels.max() + 1)[labels]
    means = inside / np.maximum(inside.sum(axis=0), 1)
    return 1 - _in_common([block.columns - inside @ (means.T @ block.columns) for block in blocks]) / before


def _in_common(columns: Sequence[Matrix]) -> float:
    """Root of the squared covariances between blocks, beyond those expected of unrelated ones."""
    n = len(columns[0])
    spread = [float((one**2).sum()) / n for one in columns]
    pairs = combinations(range(len(columns)), 2)
    shared = [float(((columns[i].T @ columns[j] / n) ** 2).sum()) - spread[i] * spread[j] / n for i, j in pairs]
    return float(np.sqrt(np.maximum(shared, 0.0).sum()))


def hang_together(blocks: Sequence[Block]) -> bool:
    """Whether any two concepts are related; a single concept need not be.

    Groups over attributes that have nothing to do with each other are nothing but their combinations.
    """
    return len({block.attribute.concept for block in blocks}) == 1 or bool(_relations(blocks).any())


def _relations(blocks: Sequence[Block]) -> Matrix:
    """RV coefficients between blocks of different concepts, 0 where it may be chance, and on the diagonal."""
    rv = np.zeros((len(blocks), len(blocks)))
    concepts = [block.attribute.concept for block in blocks]
    pairs = [pair for pair in combinations(range(len(blocks)), 2) if concepts[pair[0]] != concepts[pair[1]]]
    tested = [_relation(blocks[i].columns, blocks[j].columns) for i, j in pairs]
    adjusted = holm([p for _, p in tested])
    for (i, j), (strength, _), p in zip(pairs, tested, adjusted, strict=True):
        rv[i, j] = rv[j, i] = strength if p <= LEVEL else 0.0
    return rv


def _relation(x: Matrix, y: Matrix) -> tuple[float, float]:
    """RV coefficient of two blocks, 0-1, and the chance of as much between unrelated ones (matched chi square)."""
    n = len(x)
    spread = [float(np.sum((block.T @ block / n) ** 2)) for block in (x, y)]
    shared = float(np.sum((x.T @ y / n) ** 2))
    freedom = 1 / (spread[0] * spread[1])
    return shared / np.sqrt(spread[0] * spread[1]), float(chdtrc(freedom, (n - 1) * shared * freedom))


def _number(column: pd.Series) -> Matrix:
    """Extremes drawn in to the 1st and 99th percentile; on a log scale where the figures span orders of magnitude."""
    x = column.to_numpy(float)
    low, middle, high = np.nanquantile(x, [0.01, 0.5, 0.99])
    clipped = np.clip(x, low, high)
    if low >= 0 and high - middle > 3 * (middle - low):
        clipped = np.log1p(clipped / max(middle, 1e-12) * 10)
    return np.nan_to_num(clipped)[:, None]


def _levels(column: pd.Series) -> Matrix:
    """One indicator per frequent value, and one for all rare values together."""
    counts = column.value_counts()
    frequent = counts[counts >= max(2, RARE * len(column))]
    values = sorted(frequent.index, key=lambda value: (-frequent[value], value))[:MOST_LEVELS]
    columns = [column.eq(value).to_numpy(float) for value in values]
    rare = (column.notna() & ~column.isin(values)).to_numpy(float)
    return np.column_stack([*columns, rare])


def _tokens(column: pd.Series) -> Matrix:
    """One indicator per token that neither nearly all nor nearly none have."""
    split = column.dropna().str.split(";")
    counts = split.explode().value_counts()
    frequent = counts[(counts >= max(2, RARE * len(split))) & (counts <= (1 - RARE) * len(split))]
    tokens = sorted(frequent.index, key=lambda token: (-frequent[token], token))[:MOST_LEVELS]
    cells = ";" + column.fillna("").astype(str) + ";"
    has = [np.asarray(cells.str.contains(f";{token};", regex=False), dtype=float) for token in tokens]
    return np.column_stack(has or [np.zeros(len(column))])
