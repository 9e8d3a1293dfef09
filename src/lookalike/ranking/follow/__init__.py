"""What came of it: differences between runs and versions, drift, and kept promises."""

from lookalike.ranking.follow.drift import counts
from lookalike.ranking.follow.model_health import health
from lookalike.ranking.follow.run_difference import KEPT, difference
from lookalike.ranking.follow.since import promises
from lookalike.ranking.follow.versions import facts, version_difference

__all__ = ["KEPT", "counts", "difference", "facts", "health", "promises", "version_difference"]
