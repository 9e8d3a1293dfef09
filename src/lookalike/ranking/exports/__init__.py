"""The ranked list for other programs: spreadsheets, the CRM, the ad platform."""

from lookalike.ranking.exports.cells import as_given, neutralised
from lookalike.ranking.exports.targets import Exported, export

__all__ = ["Exported", "as_given", "export", "neutralised"]
