"""What customers are worth and who is best: revenue, purchases, outcomes and labels."""

from lookalike.knowledge.value.account_outcomes import names_competitor, outcomes
from lookalike.knowledge.value.customers import YEAR, purchases
from lookalike.knowledge.value.labels import Best, best_customers, closed_deals
from lookalike.knowledge.value.market import newcomers, penetration
from lookalike.knowledge.value.revenue import Revenue, group_name, revenue_profile
from lookalike.knowledge.value.worth import log_money, log_worth, worth_of

__all__ = [
    "YEAR",
    "Best",
    "Revenue",
    "best_customers",
    "closed_deals",
    "group_name",
    "log_money",
    "log_worth",
    "names_competitor",
    "newcomers",
    "outcomes",
    "penetration",
    "purchases",
    "revenue_profile",
    "worth_of",
]
