"""Intervals, tests and cut points that all of this room share."""

from lookalike.knowledge.statistics.cuts import readable_cuts, round_between
from lookalike.knowledge.statistics.intervals import (
    benjamini_hochberg,
    clustered_mean,
    clustered_share,
    holm,
    lift,
    median,
    shuffled_z,
    two_sided,
    wilson,
)

__all__ = [
    "benjamini_hochberg",
    "clustered_mean",
    "clustered_share",
    "holm",
    "lift",
    "median",
    "readable_cuts",
    "round_between",
    "shuffled_z",
    "two_sided",
    "wilson",
]
