from .store import STATUSES, Change, Notes, What
from .taken import taken

__all__ = ["STATUSES", "Change", "Notes", "What", "taken"]
