from .divide import find_segments
from .membership import Leaf, clearest
from .segmentation import Segmentation

__all__ = [
    "Leaf",
    "Segmentation",
    "clearest",
    "find_segments",
]
