"""What people noted about companies of the list, kept and undone, and what the next run makes of it."""

from lookalike.companies.notes.store import STATUSES, Change, Notes

__all__ = ["STATUSES", "Change", "Notes"]
