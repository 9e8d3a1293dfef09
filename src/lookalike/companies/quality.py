"""What a person should know about the data, and how far the data carry."""

from __future__ import annotations

from lookalike.companies.accounts import Base
from lookalike.companies.deals import DealRows
from lookalike.companies.files import Files
from lookalike.companies.model import Companies
from lookalike.schema import Finding
from lookalike.settings import Settings

FEW_DEALS = 200


def findings(
    companies: Companies, files: Files, base: Base, lines: DealRows, settings: Settings
) -> tuple[Finding, ...]:
    """All findings, the serious ones first."""
    told = [*files.findings]
    rank = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(told, key=lambda one: rank[one.level]))
