"""Which rows mean the same company: numbers, domains and names in comparable form, matched and merged."""

from lookalike.companies.identity.codes import firsts
from lookalike.companies.identity.judging import WAYS
from lookalike.companies.identity.keys import company_keys, own_domain
from lookalike.companies.identity.matching import REVIEW, SURE, best_links, duplicates, link
from lookalike.companies.identity.merge import Merged, clusters, merge_accounts, merge_record, worth_reading
from lookalike.companies.identity.names import name_keys
from lookalike.companies.identity.org_numbers import compare_form
from lookalike.companies.identity.references import meant_ids, resolve

__all__ = [
    "REVIEW",
    "SURE",
    "WAYS",
    "Merged",
    "best_links",
    "clusters",
    "company_keys",
    "compare_form",
    "duplicates",
    "firsts",
    "link",
    "meant_ids",
    "merge_accounts",
    "merge_record",
    "name_keys",
    "own_domain",
    "resolve",
    "worth_reading",
]
