from .missed import missed_winners
from .rankings import compare
from .trial import try_criteria
from .worth import criteria_worth

__all__ = ["compare", "criteria_worth", "missed_winners", "try_criteria"]
