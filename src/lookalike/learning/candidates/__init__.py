"""The candidates, one file each: what may become the model, the baseline it must beat, and the yardsticks beside it."""

from lookalike.learning.candidates.additive import Additive
from lookalike.learning.candidates.blend import Blend
from lookalike.learning.candidates.boosted import PairBoost
from lookalike.learning.candidates.constant import Constant
from lookalike.learning.candidates.default_lightgbm import DefaultLightGBM
from lookalike.learning.candidates.logistic import BinnedLogistic
from lookalike.learning.candidates.reference import Reference
from lookalike.learning.candidates.registry import Candidate, candidates, registered, yardsticks

__all__ = [
    "Additive",
    "BinnedLogistic",
    "Blend",
    "Candidate",
    "Constant",
    "DefaultLightGBM",
    "PairBoost",
    "Reference",
    "candidates",
    "registered",
    "yardsticks",
]
