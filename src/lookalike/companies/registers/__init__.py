"""The bulk files of company registers: recognised by their headings, and read as rows of companies."""

from lookalike.companies.registers.companies import Listed, companies_of, with_parts, without_main
from lookalike.companies.registers.layouts import Layout, complete, recognised

__all__ = ["Layout", "Listed", "companies_of", "complete", "recognised", "with_parts", "without_main"]
