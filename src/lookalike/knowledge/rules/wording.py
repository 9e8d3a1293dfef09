"""Conditions as messages for people."""

from __future__ import annotations

from collections.abc import Sequence

from lookalike.knowledge.rules.comparisons import Value
from lookalike.languages import Message, Words, called, has, say
from lookalike.schema import COMPANY, Attribute

_UNITS = {field.name: field.unit for field in COMPANY}
_RANGES = {"<": "under", "<=": "at_most", ">": "over", ">=": "at_least"}
_YEARS = {"<": "before", "<=": "in_or_before", ">": "after", ">=": "in_or_later"}
_TEXTS = {"=": "is", "in": "is", "!=": "is_not", "contains": "include"}


def in_words(attribute: str, op: str, values: Sequence[Value], attributes: Sequence[Attribute] = ()) -> Message:
    """One comparison.

    Examples
    --------
    >>> print(in_words("employees", "between", (50, 250)), in_words("industry", "in", ("Logistics", "IT")), sep="; ")
    50–250 employees; industry is Logistics or IT
    >>> print(in_words("growth", ">=", (20,)), in_words("revenue", "<", (12_500_000,)), sep="; ")
    growth at least 20%; revenue under 12.5M
    >>> print(in_words("founded", "<", (1995,)), in_words("technologies", "contains", ("Azure",)), sep="; ")
    founded before 1995; technologies include Azure
    """
    if op not in _TEXTS:
        return number_in_words(attribute, range_in_words(attribute, op, values, attributes), attributes)
    own, told = f"rules_of.{attribute}_{_TEXTS[op]}", [value_in_words(attribute, one, attributes) for one in values]
    if has(own):
        return say(own, values=told)
    return say(f"rules.{_TEXTS[op]}", label=label_of(attribute, attributes), values=told)


def number_in_words(attribute: str, asked: Message, attributes: Sequence[Attribute] = ()) -> Message:
    """A range of a number with what it is of: "50–250 employees", "revenue under 12.5M"."""
    own = f"rules_of.{attribute}"
    return (
        say(own, range=asked) if has(own) else say("rules.number", label=label_of(attribute, attributes), range=asked)
    )


def range_in_words(attribute: str, op: str, values: Sequence[Value], attributes: Sequence[Attribute] = ()) -> Message:
    """The numbers that a comparison asks for, alone: "at least 20%", "before 1995", "50–250"."""
    unit = unit_of(attribute, attributes)
    if op == "between":
        return say("ranges.between", range=list(values), unit=unit)
    return say(f"ranges.{(_YEARS if unit == 'year' else _RANGES)[op]}", value=values[0], unit=unit)


def value_in_words(attribute: str, value: Value, attributes: Sequence[Attribute] = ()) -> Words:
    """A value alone: a country or the code of an industry by its name, a number with its unit, a text as it is."""
    if not isinstance(value, str):
        return say("alone.measure", value=value, unit=unit_of(attribute, attributes))
    own = f"alone.{attribute}"
    return say(own, value=value) if has(own) else value


def label_of(attribute: str, attributes: Sequence[Attribute] = ()) -> Words:
    """How people call an attribute inside a sentence."""
    known = next((one.label for one in attributes if one.name == attribute), "")
    return called(attribute, in_sentence(known))


def unit_of(attribute: str, attributes: Sequence[Attribute] = ()) -> str:
    """The unit of an attribute: its own, else that of the canonical column."""
    known = next((one.unit for one in attributes if one.name == attribute), "")
    return known or _UNITS.get(attribute, "")


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: small first letter, unless it is an abbreviation or a name with capitals.

    Examples
    --------
    >>> in_sentence("Employees"), in_sentence("IT budget"), in_sentence("Billing Country")
    ('employees', 'IT budget', 'Billing Country')
    """
    ordinary = label[1:] == label[1:].lower()
    return label[:1].lower() + label[1:] if ordinary else label
