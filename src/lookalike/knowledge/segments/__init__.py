"""Segments of the base: found, told by rules, tested, named and measured."""

from lookalike.knowledge.segments.divide import find_segments
from lookalike.knowledge.segments.membership import Leaf, clearest
from lookalike.knowledge.segments.segmentation import Segmentation

__all__ = ["Leaf", "Segmentation", "clearest", "find_segments"]
