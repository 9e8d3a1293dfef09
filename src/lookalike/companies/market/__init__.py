"""What a list of all companies tells of those that the CRM knows: matched, and filled in from one source."""

from lookalike.companies.market.disagreement import Disagreement
from lookalike.companies.market.enrich import Brought, enrich, matched

__all__ = ["Brought", "Disagreement", "enrich", "matched"]
