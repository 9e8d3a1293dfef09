"""The ranked list for other programs: spreadsheets, the CRM, the ad platform."""

from lookalike.ranking.exports.cells import neutralised
from lookalike.ranking.exports.targets import CONTACT, Exported, export

__all__ = ["CONTACT", "Exported", "export", "neutralised"]
