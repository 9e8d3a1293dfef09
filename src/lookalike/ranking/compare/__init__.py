"""Model against rules: how alike they are, and which would have found more."""

from lookalike.ranking.compare.rankings import compare

__all__ = ["compare"]
