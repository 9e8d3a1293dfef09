from .cuts import readable_cuts, round_between
from .intervals import (
    FEWEST_CASES,
    benjamini_hochberg,
    chance_alike,
    clustered_mean,
    clustered_share,
    holm,
    lift,
    median,
    model_error,
    shuffled_z,
    two_sided,
    wilson,
)

__all__ = [
    "FEWEST_CASES",
    "benjamini_hochberg",
    "chance_alike",
    "clustered_mean",
    "clustered_share",
    "holm",
    "lift",
    "median",
    "model_error",
    "readable_cuts",
    "round_between",
    "shuffled_z",
    "two_sided",
    "wilson",
]
