"""What the past says of the work ahead: success per segment, hit rates, plan, portfolio."""

from lookalike.knowledge.sales.customer_portfolio import portfolio
from lookalike.knowledge.sales.hit_rates import Rate
from lookalike.knowledge.sales.leaders import ListOverlap, list_overlap
from lookalike.knowledge.sales.plan import address_plan, plan_by
from lookalike.knowledge.sales.success import segment_history

__all__ = ["ListOverlap", "Rate", "address_plan", "list_overlap", "plan_by", "portfolio", "segment_history"]
