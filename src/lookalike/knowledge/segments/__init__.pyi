from .divide import find_segments
from .membership import Leaf, clearest
from .outside import Outside, outside
from .segmentation import Segmentation

__all__ = [
    "Leaf",
    "Outside",
    "Segmentation",
    "clearest",
    "find_segments",
    "outside",
]
