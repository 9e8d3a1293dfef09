"""What identifies a company, in comparable form: its organisation number, its web domain, its name and its place."""

from lookalike.companies.identity.keys.company import PLACE, company_keys
from lookalike.companies.identity.keys.domains import own_domain
from lookalike.companies.identity.keys.letters import arrow
from lookalike.companies.identity.keys.names import name_keys
from lookalike.companies.identity.keys.org_numbers import compare_form

__all__ = ["PLACE", "arrow", "company_keys", "compare_form", "name_keys", "own_domain"]
