"""Findings about columns: leaks, wanted columns that cannot be had, and columns that differ between the two sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from lookalike.companies.accounts import AFTER_OUTCOME
from lookalike.companies.attributes import DATE, HARD
from lookalike.companies.dataset import Companies
from lookalike.companies.findings.filling import filled
from lookalike.companies.headings import IN_MONOTONE, Wanted
from lookalike.languages import say
from lookalike.project import FILE_NAME
from lookalike.schema import Attribute, Finding, Kind

SPARSE = 0.2  # share of rows filled below which a column says little
UNEVEN = 0.3  # difference of filled shares between accounts and prospects that is worth a look
STRANGE = 0.5  # share of prospects with a value that no account has
QUANTILES = (0.1, 0.5, 0.9)
SCALES = 2.0  # powers of ten between two sides whose numbers are of different units
ENOUGH = 20  # numbers on a side
EXAMPLES = 3


def about_columns(
    companies: Companies, name: Mapping[str, str], choice: Wanted, heading: Mapping[str, str]
) -> Iterator[Finding]:
    """Leaks, wanted columns that cannot be had, and columns that differ between the two sides."""
    file = name.get("accounts", name.get("deals", ""))
    for one in companies.refused:
        column = heading.get(one.column, one.column)
        if one.rule == AFTER_OUTCOME:
            message = say("quality.leak", rule=one.rule, evidence=one.evidence)
            yield Finding("warning", "leak", file, column, 1, message, say("quality.left_out_of_model"))
        elif one.rule in {*HARD, DATE} and one.column in (choice.include or ()):
            message = say("quality.not_usable", rule=one.rule, evidence=one.evidence)
            yield Finding("warning", "not-usable", file, column, 1, message, say("quality.take_out_setting"))
    yield from _about_settings(companies, choice)
    for attribute in companies.attributes:
        column = heading.get(attribute.name, attribute.name)
        yield from _about_filling(companies, attribute, file, column)
        if companies.prospects.empty or attribute.name not in companies.prospects:
            continue
        if attribute.kind is Kind.NUMBER and not attribute.origin:
            yield from _about_scale(companies, attribute.name, name["prospects"], column)
        if attribute.kind is Kind.CATEGORY:
            theirs = companies.prospects[attribute.name].dropna()
            strange = theirs[~theirs.isin(companies.accounts[attribute.name])]
            if len(strange) > STRANGE * len(theirs):
                message, advice = say("quality.other_words"), say("quality.same_words")
                shown = tuple(map(str, strange.value_counts().index[:EXAMPLES]))
                yield Finding("warning", "other-words", name["prospects"], column, len(strange), message, advice, shown)


def _about_scale(companies: Companies, attribute: str, file: str, column: str) -> Iterator[Finding]:
    """Numbers of which small, middling and large ones all lie far from those of the other side: thousands, perhaps."""
    sides = companies.accounts[attribute], companies.prospects[attribute]
    ours, theirs = (np.log10(side[side > 0]).quantile(QUANTILES) for side in sides)
    apart = (theirs - ours).to_numpy()
    if min(map(len, sides)) < ENOUGH or not (np.abs(apart) >= SCALES).all() or np.ptp(np.sign(apart)):
        return
    middle = {"accounts": float(sides[0].median()), "prospects": float(sides[1].median())}
    message = say("quality.other_scale", factor=10 ** round(float(np.abs(apart).mean())), **middle)
    yield Finding("warning", "other-scale", file, column, len(sides[1]), message, say("quality.same_scale"))


def _about_settings(companies: Companies, choice: Wanted) -> Iterator[Finding]:
    """What the settings want of columns that are not learned from."""
    learned = {attribute.name: attribute for attribute in companies.attributes}
    for column, where in choice.named.items():
        if column not in learned:
            rules = (say("quality.refused_by", rule=one.rule) for one in companies.refused if one.column == column)
            why = next(rules, say("quality.no_attribute"))
            message = say("quality.setting_unused", where=where, column=column, why=why)
        elif where == IN_MONOTONE and learned[column].kind is not Kind.NUMBER:
            message = say("quality.setting_unused", where=where, column=column, why=say("quality.no_number"))
        else:
            continue
        yield Finding("warning", "unused-setting", FILE_NAME, column, 1, message, say("quality.take_out_setting"))


def _about_filling(companies: Companies, attribute: Attribute, file: str, column: str) -> Iterator[Finding]:
    """An attribute that one side knows far more often than the other, or that both hardly know."""
    here, there = filled(companies.accounts, attribute.name), filled(companies.prospects, attribute.name)
    shares = say("quality.filled", accounts=here, prospects=there)
    if abs(here - there) >= UNEVEN:
        yield Finding("warning", "uneven", file, column, 1, shares, say("quality.uneven"))
    elif min(here, there) < SPARSE:
        yield Finding("info", "sparse", file, column, 1, shares, say("quality.enrich"))
