"""Models on disk: saved whole, refused when damaged or another project's, adjusted to what people decided since."""

from lookalike.scorecard.store.adjustment import adjusted
from lookalike.scorecard.store.bundle import Bundle
from lookalike.scorecard.store.kinship import present, refuse_strangers
from lookalike.scorecard.store.read import load
from lookalike.scorecard.store.write import add, save

__all__ = ["Bundle", "add", "adjusted", "load", "present", "refuse_strangers", "save"]
