"""Models on disk: saved whole, refused when damaged, adjusted to what people decided since."""

from lookalike.scorecard.store.adjustment import adjusted
from lookalike.scorecard.store.bundle import FORMAT, Bundle, fingerprint, load, manifest, save
from lookalike.scorecard.store.storage import read_json, write_json

__all__ = ["FORMAT", "Bundle", "adjusted", "fingerprint", "load", "manifest", "read_json", "save", "write_json"]
