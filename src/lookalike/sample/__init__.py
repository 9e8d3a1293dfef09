"""The synthetic sample company: a believable B2B seller's CRM export whose truth is known."""

from lookalike.sample.truth import Truth
from lookalike.sample.write import write_sample

__all__ = ["Truth", "write_sample"]
