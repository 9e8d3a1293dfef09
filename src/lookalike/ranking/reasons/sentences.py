"""One reason as a sentence: a fact about the company and how it compares with the best customers.

A sentence never speaks against its sign. Where the comparison says the opposite of what the model makes of the fact
(it weighs facts together, a comparison looks at one), the sentence says only that: a plus, or a minus, with the
other traits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lookalike.languages import Language, plain
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.numbers import three_figures
from lookalike.ranking.reasons.best_customers import Portrait
from lookalike.schema import COLD

WORTH_SAYING = 0.25  # share of the best customers below which a missing value is not said to be theirs too
CLEAR = 1.2  # how many times as common (or as rare) is worth saying, where it is also more than chance
USUAL = 0.6  # share of the best customers from which something is usual among them
MOST_TIMES = 10
NEUTRAL = ("neutral_for", "neutral_against")
CODE = "industry_code"  # and its levels: numbers that say little to a person
YES, NO = "yes", "no"
WHOLE = ("heads", "year")  # units counted in whole numbers


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


def fact(trait: Trait, say: Language, currency: str = "") -> str:
    """The trait in words: "34 employees", "Logistics", "no webshop", "revenue not known"."""
    feature, bins = trait.feature, trait.feature.bins
    label = say.label(feature.source, feature.label.removesuffix(f": {getattr(bins, 'token', '')}"))
    if trait.missing:
        return say.say("facts", "missing", label=label)
    if isinstance(bins, NumericBins):
        number = float(trait.value or 0)
        value = say.measure(number, feature.unit, currency)
        if number == 1 and f"{feature.source}_one" in say.texts["facts"]:
            return say.say("facts", f"{feature.source}_one", value=value)
        return say.say(
            "facts", feature.source if feature.source in say.texts["facts"] else "number", label=label, value=value
        )
    if isinstance(bins, TokenBins):
        return say.say("facts", "present" if trait.code == 1 else "absent", label=label, value=plain(bins.token))
    if trait.value in (YES, NO):
        return say.say("facts", str(trait.value), label=label)
    if feature.is_past:
        return say.say("facts", str(trait.value) if str(trait.value) in say.texts["facts"] else COLD)
    value = plain(str(trait.value))
    if feature.source.startswith(CODE) and value.endswith(")"):  # the code stands behind its meaning
        return value
    value = say.country(value) if feature.source == "country" else value
    return say.say(
        "facts", feature.source if feature.source in say.texts["facts"] else "category", label=label, value=value
    )


def sentence(trait: Trait, positive: bool, say: Language, currency: str = "") -> str:
    """The reason that a trait gives for (`positive`) or against a company."""
    key, words = comparison(trait, positive, say, currency)
    return say.say("reasons", key, fact=fact(trait, say, currency), **words)


def unlike(trait: Trait, low: float, high: float, say: Language, currency: str = "") -> str:
    """A trait outside what was learned from, which is from `low` to `high` where it is a number."""
    number = isinstance(trait.feature.bins, NumericBins) and np.isfinite([low, high]).all()
    words = {"range": say.span(low, high, trait.feature.unit, currency)} if number else {}
    return say.say("unfamiliar", "number" if number else "level", fact=fact(trait, say, currency), **words)


def too_little(lacking: int, known: int, say: Language) -> str:
    """How many of the usually known facts are missing."""
    return say.say("unfamiliar", "unknown", missing=say.number(lacking), all=say.number(known))


def comparison(trait: Trait, positive: bool, say: Language, currency: str = "") -> tuple[str, dict[str, str]]:
    """Which template of `[reasons]` is true of the trait and agrees with the sign, and its words."""
    portrait, code = trait.portrait, trait.code
    if trait.feature.is_past:  # the best customers are customers: there is nothing to compare with
        return ("past_for" if positive else "past_against"), {}
    if trait.missing:
        return _of_missing(portrait, code, positive, say)
    if isinstance(trait.feature.bins, NumericBins):
        inside = portrait.low <= float(trait.value or 0) <= portrait.high
        if np.isfinite(portrait.low) and inside == positive:
            return "range", {"typical": _typical(trait, say, currency)}
    lift, (low, high) = portrait.lift(code), portrait.certain_lift(code)
    if positive and lift >= CLEAR and low > 1:
        return _more_common(trait, lift, say, currency)
    if not positive and lift <= 1 / CLEAR and high < 1:
        return _rarer(trait, say, currency)
    neutral = "neutral_for" if positive else "neutral_against"
    return _won(trait, positive, say, currency) or (neutral, {})


def _of_missing(portrait: Portrait, code: int, positive: bool, say: Language) -> tuple[str, dict[str, str]]:
    """A missing value counts too: say how often it is missing, or known, among the best customers."""
    lift, share, (low, high) = portrait.lift(code), portrait.best[code], portrait.certain_lift(code)
    if positive and lift >= CLEAR and low > 1 and share >= WORTH_SAYING:
        return "missing_for", {"best": say.share(share)}
    if not positive and lift <= 1 / CLEAR and high < 1 and 1 - share >= USUAL:
        return "missing_against", {"best": say.share(1 - share)}
    return ("neutral_for" if positive else "neutral_against"), {}


def _won(trait: Trait, positive: bool, say: Language, currency: str) -> tuple[str, dict[str, str]] | None:
    """How many deals with such companies were won, where that is more (or fewer) than of all by more than chance."""
    told = trait.portrait.win_rate(trait.code)
    if told is None or not (told[1] > trait.portrait.average if positive else told[2] < trait.portrait.average):
        return None
    words = {
        "rate": say.share(told[0]),
        "deals": say.count(trait.portrait.closed[trait.code]),
        "all": say.share(trait.portrait.average),
    }
    if isinstance(trait.feature.bins, NumericBins):
        return "won_range", words | {"range": _interval(trait, say, currency)}
    return "won", words


def _more_common(trait: Trait, lift: float, say: Language, currency: str) -> tuple[str, dict[str, str]]:
    if _either_or(trait) and trait.portrait.best[trait.code] >= USUAL:
        return ("usually_not" if _without(trait) else "usually_have"), {}
    if lift > MOST_TIMES:
        return "far_more_common", {"times": say.times(MOST_TIMES)}
    words = {"times": say.times(lift)}
    if isinstance(trait.feature.bins, NumericBins):
        return "more_common_range", words | {"range": _interval(trait, say, currency)}
    return "more_common", words


def _rarer(trait: Trait, say: Language, currency: str) -> tuple[str, dict[str, str]]:
    portrait, code = trait.portrait, trait.code
    other = 1 - portrait.best[code] - portrait.best[-1]
    if _either_or(trait) and other >= USUAL:
        return ("usually_have" if _without(trait) else "usually_not"), {}
    if _either_or(trait) and _without(trait):
        with_it = (1 - shares[code] - shares[-1] for shares in (portrait.best, portrait.known))
        return "lacking", dict(zip(("best", "all"), map(say.share, with_it), strict=True))
    words = {"best": say.share(portrait.best[code]), "all": say.share(portrait.known[code])}
    key = "rarer" if portrait.count(code) else "none"
    if isinstance(trait.feature.bins, NumericBins):
        return f"{key}_range", words | {"range": _interval(trait, say, currency)}
    return key, words


def _either_or(trait: Trait) -> bool:
    """Whether a company has it or has it not: a token, or yes and no."""
    bins = trait.feature.bins
    return isinstance(bins, TokenBins) or (isinstance(bins, CategoryBins) and set(bins.values) <= {YES, NO})


def _without(trait: Trait) -> bool:
    return trait.value == NO or (isinstance(trait.feature.bins, TokenBins) and trait.code == 0)


def _typical(trait: Trait, say: Language, currency: str) -> str:
    """What the best customers typically have of a number."""
    source = trait.feature.source
    key = source if source in say.texts["typical"] else "number"
    return say.say("typical", key, range=_range(trait.portrait.low, trait.portrait.high, trait, say, currency))


def _interval(trait: Trait, say: Language, currency: str) -> str:
    """The band of a number in words."""
    edges = np.array([-np.inf, *getattr(trait.feature.bins, "edges", ()), np.inf])
    same = np.flatnonzero(trait.portrait.band == trait.portrait.band[trait.code])
    low, high = float(edges[same[0]]), float(edges[same[-1] + 1])
    if trait.feature.unit in WHOLE:
        low, high = np.floor(low) + 1, np.floor(high)
    return _range(low, high, trait, say, currency)


def _range(low: float, high: float, trait: Trait, say: Language, currency: str) -> str:
    unit = trait.feature.unit
    if np.isneginf(low):
        return say.say("numbers", "at_most", high=say.measure(high, unit, currency))
    if np.isposinf(high):
        return say.say("numbers", "at_least" if unit in WHOLE else "over", low=say.measure(low, unit, currency))
    if three_figures(low) == three_figures(high):
        return say.measure(low, unit, currency)
    return say.span(low, high, unit, currency)
