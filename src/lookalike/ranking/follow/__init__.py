"""What came of it: differences between runs and versions, drift, and kept promises."""

from lookalike.ranking.follow.control import to_call, with_control
from lookalike.ranking.follow.drift import counts
from lookalike.ranking.follow.model_health import health
from lookalike.ranking.follow.run_difference import KEPT, difference
from lookalike.ranking.follow.since import promises
from lookalike.ranking.follow.versions import facts, version_difference

__all__ = [
    "KEPT",
    "counts",
    "difference",
    "facts",
    "health",
    "promises",
    "to_call",
    "version_difference",
    "with_control",
]
