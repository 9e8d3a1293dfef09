"""Which rows mean the same company: numbers, domains and names in comparable form, matched and merged."""

from lookalike.companies.identity.keys import company_keys, compare_form, own_domain
from lookalike.companies.identity.matching import REVIEW, SURE, best_links, duplicates, firsts, link
from lookalike.companies.identity.merge import Merged, clusters, merge_accounts, merge_record, worth_reading
from lookalike.companies.identity.references import meant_ids, resolve

__all__ = [
    "REVIEW",
    "SURE",
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
    "own_domain",
    "resolve",
    "worth_reading",
]
