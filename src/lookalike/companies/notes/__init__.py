"""What people noted about companies of the list, kept and undone, and what the next run makes of it."""

from lookalike.companies.notes.store import STATUSES, Change, Notes, What
from lookalike.companies.notes.taken import taken

__all__ = ["STATUSES", "Change", "Notes", "What", "taken"]
