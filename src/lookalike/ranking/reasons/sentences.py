"""One reason as a sentence: a fact about the company and how it compares with the best customers.

A sentence never speaks against its sign. Where the comparison does not bear out what the model makes of the fact (it
weighs facts together, a comparison looks at one), there is none of the fact alone: it is told with a second trait.
Of an attribute that is not shown to make a difference (`Portrait.tells`) nothing is said at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lookalike.languages import WHOLE, Message, Words, called, has, plain, say
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.numbers import three_figures
from lookalike.ranking.reasons.best_customers import Portrait
from lookalike.schema import COLD, CUSTOMER, RELATIONS

CLEAR = 1.2  # how many times as common, as rare or as often won is worth saying, where it is also more than chance
USUAL = 0.6  # share of the best customers from which something is usual among them
MOST_TIMES = 10
PASTS = (*RELATIONS, CUSTOMER)
CODE = "industry_code"  # and its levels: numbers that say little to a person
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Trait:
    """What a company has of a feature: the bin and the value itself (None when missing)."""

    feature: Feature
    portrait: Portrait
    code: int
    value: str | float | None

    @property
    def missing(self) -> bool:
        """Whether the value is not known."""
        return self.code == self.feature.bins.size - 1


def fact(trait: Trait, currency: str = "") -> Words:
    """The trait in words: "34 employees", "Logistics", "no webshop", "revenue not known"."""
    feature, bins = trait.feature, trait.feature.bins
    label = called(feature.source, feature.label.removesuffix(f": {getattr(bins, 'token', '')}"))
    own = f"facts_of.{feature.source}"
    if trait.missing:
        return say("facts.missing", label=label)
    if isinstance(bins, NumericBins):
        number = figure(trait.value or 0, feature.unit)
        measure = {"value": number, "unit": feature.unit, "currency": currency}
        return say(own, n=number, **measure) if has(own) else say("facts.number", label=label, **measure)
    if isinstance(bins, TokenBins):
        return say("facts.present" if trait.code == 1 else "facts.absent", value=plain(bins.token))
    if trait.value in (YES, NO):
        return say(f"facts.{trait.value}", label=label)
    if feature.is_past:
        return say(f"facts.{trait.value if trait.value in PASTS else COLD}")
    value = plain(str(trait.value))
    if feature.source.startswith(CODE) and value.endswith(")"):  # the code stands behind its meaning
        return value
    return say(own, value=value) if has(own) else say("facts.category", value=value, label=label)


def sentence(trait: Trait, positive: bool, currency: str = "") -> Message | None:
    """The reason that a trait alone gives for (`positive`) or against a company, if any."""
    compared = comparison(trait, positive, currency)
    return compared and say(f"reasons.{compared[0]}", fact=fact(trait, currency), **compared[1])


def together(trait: Trait, other: Trait, positive: bool, both: int, currency: str = "") -> Message:
    """The reason that two traits give together; `both` is how many best customers have the two."""
    key = ("pair_for_seen" if both else "pair_for") if positive else "pair_against" if both else "pair_against_none"
    customers = trait.portrait.customers
    return say(f"reasons.{key}", fact=fact(trait, currency), other=fact(other, currency), n=both, best=customers)


def unlike(trait: Trait, low: float, high: float, currency: str = "") -> Message:
    """A trait outside what was learned from, which is from `low` to `high` where it is a number."""
    told = fact(trait, currency)
    if isinstance(trait.feature.bins, NumericBins) and np.isfinite([low, high]).all():
        return say("unfamiliar.number", fact=told, **_range(low, high, trait, currency))
    return say("unfamiliar.level", fact=told)


def too_little(lacking: int, known: int) -> Message:
    """How many of the usually known facts are missing."""
    return say("unfamiliar.unknown", missing=lacking, all=known)


def comparison(trait: Trait, positive: bool, currency: str = "") -> tuple[str, dict[str, Any]] | None:
    """Which sentence of `[say.reasons]` is true of the trait and agrees with the sign, and its values; None if none."""
    portrait, code = trait.portrait, trait.code
    if trait.feature.is_past:  # the best customers are customers: there is nothing to compare with
        return ("past_for" if positive else "past_against"), {}
    if trait.missing:  # what is not known speaks for nobody
        return None if positive else _of_missing(portrait, code)
    if positive and _not_among(trait):  # a technology that a company lacks is nothing to begin a talk with
        return None
    return (_among_best(trait, positive, currency) if portrait.marks_best else None) or (
        _won(trait, positive, currency) if portrait.marks_won else None
    )


def _among_best(trait: Trait, positive: bool, currency: str) -> tuple[str, dict[str, Any]] | None:
    """How the trait compares with the best customers, where that is clear and more than chance."""
    portrait = trait.portrait
    lift, (low, high) = portrait.lift(trait.code), portrait.certain_lift(trait.code)
    if isinstance(trait.feature.bins, NumericBins):
        inside = portrait.low <= float(trait.value or 0) <= portrait.high
        clear = lift >= CLEAR if positive else lift <= 1 / CLEAR
        if np.isfinite(portrait.low) and inside == positive and clear:
            return "range", {"typical": _typical(trait, currency)}
    if positive and lift >= CLEAR and low > 1:
        return _more_common(trait, lift, currency)
    if not positive and lift <= 1 / CLEAR and high < 1:
        return _rarer(trait, currency)
    return None


def _of_missing(portrait: Portrait, code: int) -> tuple[str, dict[str, Any]] | None:
    """A missing value speaks against a company where it is known for most of the best customers."""
    known, high = 1 - float(portrait.best[code]), portrait.certain_lift(code)[1]
    clear = portrait.lift(code) <= 1 / CLEAR and high < 1 and known >= USUAL
    return ("missing_against", {"best": known}) if clear else None


def _won(trait: Trait, positive: bool, currency: str) -> tuple[str, dict[str, Any]] | None:
    """How many deals with such companies were won, where that is clearly more (or fewer) than of all, not by chance."""
    told, average = trait.portrait.win_rate(trait.code), trait.portrait.average
    if told is None:
        return None
    rate, low, high = told
    if not (rate >= CLEAR * average and low > average if positive else rate <= average / CLEAR and high < average):
        return None
    values = {"rate": rate, "deals": trait.portrait.closed[trait.code], "all": average}
    if isinstance(trait.feature.bins, NumericBins):
        return "won_range", values | _interval(trait, currency)
    return "won", values


def _more_common(trait: Trait, lift: float, currency: str) -> tuple[str, dict[str, Any]]:
    if _either_or(trait) and trait.portrait.best[trait.code] >= USUAL:
        return ("usually_not" if _without(trait) else "usually_have"), {}
    if lift > MOST_TIMES:
        return "far_more_common", {"times": MOST_TIMES}
    if isinstance(trait.feature.bins, NumericBins):
        return "more_common_range", {"times": lift} | _interval(trait, currency)
    return "more_common", {"times": lift}


def _rarer(trait: Trait, currency: str) -> tuple[str, dict[str, Any]]:
    portrait, code = trait.portrait, trait.code
    other = 1 - portrait.best[code] - portrait.best[-1]
    if _either_or(trait) and other >= USUAL:
        return ("usually_have" if _without(trait) else "usually_not"), {}
    if _either_or(trait) and _without(trait):
        best, everyone = (1 - shares[code] - shares[-1] for shares in (portrait.best, portrait.known))
        return "lacking", {"best": best, "all": everyone}
    values = {"best": portrait.best[code], "all": portrait.known[code]}
    key = "rarer" if portrait.count(code) else "none"
    if isinstance(trait.feature.bins, NumericBins):
        return f"{key}_range", values | _interval(trait, currency)
    return key, values


def _either_or(trait: Trait) -> bool:
    """Whether a company has it or has it not: a token, or yes and no."""
    bins = trait.feature.bins
    return isinstance(bins, TokenBins) or (isinstance(bins, CategoryBins) and set(bins.values) <= {YES, NO})


def _without(trait: Trait) -> bool:
    return trait.value == NO or _not_among(trait)


def _not_among(trait: Trait) -> bool:
    """Whether it is something that a company's list of things does not name; a "no" is an answer, and this is none."""
    return isinstance(trait.feature.bins, TokenBins) and trait.code == 0


def _typical(trait: Trait, currency: str) -> Message:
    """What the best customers typically have of a number."""
    own = f"typical_of.{trait.feature.source}"
    values = _range(trait.portrait.low, trait.portrait.high, trait, currency)
    return say(own if has(own) else "typical.number", **values)


def _interval(trait: Trait, currency: str) -> dict[str, Any]:
    """The band of a number."""
    edges = np.array([-np.inf, *getattr(trait.feature.bins, "edges", ()), np.inf])
    same = np.flatnonzero(trait.portrait.band == trait.portrait.band[trait.code])
    low, high = float(edges[same[0]]), float(edges[same[-1] + 1])
    if trait.feature.unit in WHOLE:
        low, high = np.floor(low) + 1, np.floor(high)
    return _range(low, high, trait, currency)


def _range(low: float, high: float, trait: Trait, currency: str) -> dict[str, Any]:
    """A span of a number as the value of a sentence: its ends (None where it is open), their unit and currency."""
    unit = trait.feature.unit
    ends = [figure(end, unit) if np.isfinite(end) else None for end in (low, high)]
    return {"range": ends, "unit": unit, "currency": currency}


def figure(value: float | str, unit: str) -> float:
    """A number as people say it: years as they are, all else with three figures, so that like companies share words."""
    return float(value) if unit == "year" else three_figures(float(value))
