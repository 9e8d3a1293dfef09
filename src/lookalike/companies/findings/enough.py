"""How far the data carry."""

from __future__ import annotations

from lookalike.companies.dataset import Companies
from lookalike.languages import say
from lookalike.schema import Finding

FEW_FOR_LOGISTIC, FEW_FOR_BOOSTING, FEW_CUSTOMERS = 20, 60, 8


def how_far(companies: Companies) -> Finding:
    """Which step of the ladder the data allow: rules, similarity, a logistic scorecard, or boosting.

    Only companies of which something is known count.
    """
    described = companies.accounts[companies.with_traits]
    outcome = companies.deals["outcome"][companies.deals["account_id"].isin(described["account_id"])].value_counts()
    won, lost = int(outcome.get("won", 0)), int(outcome.get("lost", 0))
    customers = int(described["relation"].isin(["customer", "ex-customer"]).sum())
    there = {"won": won, "lost": lost, "customers": customers}
    rarer = min(won, lost)
    if not companies.attributes:
        advice = say("quality.export_columns")
        return Finding("error", "ladder", "", "", 0, say("quality.no_column", **there), advice)
    if rarer >= FEW_FOR_BOOSTING:
        return Finding("info", "ladder", "", "", won + lost, say("quality.enough_to_boost", **there))
    if rarer >= FEW_FOR_LOGISTIC:
        more = say("quality.more_to_boost", n=FEW_FOR_BOOSTING - rarer)
        return Finding("info", "ladder", "", "", won + lost, say("quality.enough_for_logistic", **there), more)
    step = "quality.only_similarity" if customers >= FEW_CUSTOMERS else "quality.only_rules"
    advice = say("quality.export_deals", least=FEW_FOR_LOGISTIC)
    return Finding("warning", "ladder", "", "", won + lost, say(step, **there), advice)
