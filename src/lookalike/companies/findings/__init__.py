"""What a person should know about the data, dearest first; how full the attributes are, and how far the data carry."""

from lookalike.companies.findings.enough import how_far
from lookalike.companies.findings.filling import completeness
from lookalike.companies.findings.gather import findings
from lookalike.companies.findings.order import in_order

__all__ = ["completeness", "findings", "how_far", "in_order"]
