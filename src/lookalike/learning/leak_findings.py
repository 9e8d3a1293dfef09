"""What the leak auditor found, told among the findings about the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lookalike.companies import Companies
from lookalike.companies.attributes import root_of
from lookalike.companies.findings import in_order
from lookalike.languages import say
from lookalike.learning.leaks import Suspicion
from lookalike.schema import Finding, Refusal
from lookalike.settings import quoted


def audited(companies: Companies, suspicions: Sequence[Suspicion]) -> Companies:
    """The companies as training takes them: what is refused is no attribute any more, and all suspicions are findings.

    Examples
    --------
    >>> import pandas as pd
    >>> accounts = {"account_id": ["a", "b"], "status": ["in", "out"]}
    >>> companies = Companies.of(pd.DataFrame(accounts), prospects=pd.DataFrame({"status": ["new"]}))
    >>> sign = say("leaks.knows"), say("leaks.filled", won=1.0, lost=0.0)
    >>> told = audited(companies, [Suspicion("status", *sign, True, 0.9, 0.6, 0.91)])
    >>> told.attributes, told.refused[-1].column, str(told.findings[0].message)[:60]
    ((), 'status', 'knows the outcome: filled on 100.0% of the won and 0.0% of t')
    """
    refused = (Refusal(one.column, one.rule, one.evidence) for one in suspicions if one.refuse)
    return replace(
        without(companies, suspicions),
        refused=(*companies.refused, *refused),
        findings=in_order((*map(finding, suspicions), *companies.findings)),
    )


def without(companies: Companies, suspicions: Sequence[Suspicion]) -> Companies:
    """The companies with the refused attributes no longer among those to learn from."""
    refused = {suspicion.column for suspicion in suspicions if suspicion.refuse}
    return replace(companies, attributes=tuple(one for one in companies.attributes if one.name not in refused))


def finding(one: Suspicion) -> Finding:
    """A suspicion as a finding, with what would be left if the column were removed."""
    message = say("leaks.finding", rule=one.rule, evidence=one.evidence)
    if one.auc == one.auc:
        figures = {"auc": one.auc, "without": one.without, "together": one.together}
        message = say("leaks.finding_measured", rule=one.rule, evidence=one.evidence, **figures)
    if one.refuse:
        return Finding("warning", "leak", "", one.column, 1, message, say("leaks.left_out"))
    advice = say("leaks.look", column=quoted(root_of(one.column)))
    return Finding("warning", "suspicion", "", one.column, 1, message, advice)
