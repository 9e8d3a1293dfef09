"""What the leak auditor found, told among the findings about the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lookalike.companies import Companies
from lookalike.companies.quality import RANK
from lookalike.learning.leaks import Suspicion
from lookalike.schema import Finding, Refusal

LEFT_OUT = "it is left out of the model"
LOOK = "it is used: if it is filled in or changed after a deal ends, name it under [features] exclude"


def audited(companies: Companies, suspicions: Sequence[Suspicion]) -> Companies:
    """The companies as training takes them: what is refused is no attribute any more, and all suspicions are findings.

    Examples
    --------
    >>> import pandas as pd
    >>> accounts = {"account_id": ["a", "b"], "status": ["in", "out"]}
    >>> companies = Companies.of(pd.DataFrame(accounts), prospects=pd.DataFrame({"status": ["new"]}))
    >>> told = audited(companies, [Suspicion("status", "knows the outcome", "so it is", True, 0.9, 0.6, 0.91)])
    >>> told.attributes, told.refused[-1].column, told.findings[0].message
    ((), 'status', 'knows the outcome: so it is (AUC 0.90 alone, 0.60 all without it, 0.91 all together)')
    """
    refused = (Refusal(one.column, one.rule, one.evidence) for one in suspicions if one.refuse)
    findings = (*companies.findings, *map(finding, suspicions))
    return replace(
        without(companies, suspicions),
        refused=(*companies.refused, *refused),
        findings=tuple(sorted(findings, key=lambda one: RANK[one.level])),
    )


def without(companies: Companies, suspicions: Sequence[Suspicion]) -> Companies:
    """The companies with the refused attributes no longer among those to learn from."""
    refused = {suspicion.column for suspicion in suspicions if suspicion.refuse}
    return replace(companies, attributes=tuple(one for one in companies.attributes if one.name not in refused))


def finding(one: Suspicion) -> Finding:
    """A suspicion as a finding, with what would be left if the column were removed."""
    measured = one.auc == one.auc
    what_if = f" (AUC {one.auc:.2f} alone, {one.without:.2f} all without it, {one.together:.2f} all together)"
    message = f"{one.rule}: {one.evidence}{what_if if measured else ''}"
    code, advice = ("leak", LEFT_OUT) if one.refuse else ("suspicion", LOOK)
    return Finding("warning", code, "", one.column, 1, message, advice)
