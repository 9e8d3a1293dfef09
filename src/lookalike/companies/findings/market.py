"""Findings about what registers and lists told of the accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lookalike.companies.market import Brought
from lookalike.languages import Message, Words, called, has, say
from lookalike.schema import Attribute, Finding

FEW = 0.5  # share of the accounts under which a market knows hardly any


def about_market(brought: Sequence[Brought], attributes: Sequence[Attribute]) -> Iterator[Finding]:
    """How many accounts were found, what came from the lists, and where they say otherwise than the CRM.

    Parameters
    ----------
    brought : sequence of Brought
    attributes : sequence of Attribute
        What may be learned from.
    """
    for one in brought:
        yield from _found(one, [attribute for attribute in attributes if attribute.origin == one.file])
        if not one.whole:
            continue
        for other in one.disagreements:
            message, advice = say("market.disagrees"), say("market.disagrees_do")
            yield Finding("info", "disagrees", one.file, other.column, other.count, message, advice, other.examples)
        if one.revisions:
            message = say("market.revisions", ours=one.revisions[0], theirs=one.revisions[1])
            yield Finding("warning", "other-revision", one.file, "industry_code", 1, message)


def _found(one: Brought, learned: Sequence[Attribute]) -> Iterator[Finding]:
    counts = {"found": one.found, "asked": one.asked}
    if one.market and one.found < FEW * one.asked:
        message, advice = say("market.few_found", **counts), say("market.few_found_do")
        yield Finding("warning", "few-found", one.file, "", one.asked - one.found, message, advice)
    if one.found and (one.market or one.columns or one.gaps):
        yield Finding("info", "enriched", one.file, "", one.found, told(one, learned))


def told(one: Brought, learned: Sequence[Attribute]) -> Message:
    """What a list brought, in a sentence: each concept that may be learned from once."""
    counts = {"found": one.found, "asked": one.asked}
    concepts: dict[str, Words] = {}
    for attribute in learned:
        name = attribute.concept if has(f"labels.{attribute.concept}") else attribute.name
        concepts.setdefault(attribute.concept, called(name, attribute.label))
    concepts |= {name: called(name, name) for name in one.gaps}
    if not concepts:
        return say("market.found_no_more", **counts)
    return say("market.found" if one.whole else "market.found_for", **counts, columns=list(concepts.values()))
