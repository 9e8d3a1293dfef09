"""What the past says of the work ahead: success per segment, hit rates, plan, portfolio."""

from lookalike.knowledge.sales.customer_portfolio import portfolio
from lookalike.knowledge.sales.leaders import ListOverlap, list_overlap
from lookalike.knowledge.sales.plan import address_plan
from lookalike.knowledge.sales.success import segment_history

__all__ = ["ListOverlap", "address_plan", "list_overlap", "portfolio", "segment_history"]
