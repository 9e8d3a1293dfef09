"""The ranked list for other programs: spreadsheets, the CRM, the ad platform."""

from lookalike.ranking.exports.cells import write_csv
from lookalike.ranking.exports.linkedin import audience
from lookalike.ranking.exports.targets import CONTACT, Exported, export

__all__ = ["CONTACT", "Exported", "audience", "export", "write_csv"]
