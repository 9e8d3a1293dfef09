"""The standard criteria, one file each: what is counted and measured, the cuts, and the sentence."""

from lookalike.knowledge.criteria.standard.criterion import Measured, Standard
from lookalike.knowledge.criteria.standard.registry import standards

__all__ = ["Measured", "Standard", "standards"]
