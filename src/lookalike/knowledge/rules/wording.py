"""Conditions and figures in words for people."""

from __future__ import annotations

from collections.abc import Sequence

from lookalike.knowledge.rules.comparisons import Value, written
from lookalike.numbers import short
from lookalike.schema import COMPANY, Attribute

_UNITS = {field.name: field.unit for field in COMPANY}
_SYMBOLS = {"percent": "%", "heads": ""}
_SHORT = 1e4  # from which a figure is shortened
_YEAR_WORDS = {"<": "before {}", "<=": "in {} or before", ">": "after {}", ">=": "in {} or later"}
_ORDER_WORDS = {"<": "under {}", "<=": "at most {}", ">": "over {}", ">=": "at least {}"}


def in_words(attribute: str, op: str, values: Sequence[Value], attributes: Sequence[Attribute] = ()) -> str:
    """One comparison in words.

    Examples
    --------
    >>> in_words("employees", "between", (50, 250)), in_words("industry", "in", ("Logistics", "IT"))
    ('50-250 employees', 'industry is Logistics or IT')
    >>> in_words("growth", ">=", (20,)), in_words("revenue", "<", (12_500_000,))
    ('growth at least 20%', 'revenue under 12.5M')
    >>> in_words("founded", "<", (1995,))
    'founded before 1995'
    """
    known = {one.name: one for one in attributes}.get(attribute)
    label = in_sentence(known.label) if known else attribute.replace("_", " ")
    unit = (known.unit if known else "") or _UNITS.get(attribute, "")
    if op in ("=", "!=", "in", "contains"):
        verb = {"=": "is", "in": "is", "!=": "is not", "contains": "include"}[op]
        return f"{label} {verb} {listed([number(one, unit) for one in values], 'or')}"
    if op == "between":
        span = _span(*(number(one, unit) for one in values))
    else:
        span = (_YEAR_WORDS if unit == "year" else _ORDER_WORDS)[op].format(number(values[0], unit))
    return f"{span} {label}" if unit == "heads" else f"{label} {span}"


def number(value: Value, unit: str = "") -> str:
    """A value with its unit, large figures shortened; years and small figures as they are.

    Examples
    --------
    >>> number(1998, "year"), number(250, "heads"), number(0.5, "percent"), number(47_000_000, "money"), number(14_500)
    ('1998', '250', '0.5%', '47M', '14.5K')
    """
    if isinstance(value, str):
        return value
    if unit != "year" and abs(value) >= _SHORT:
        return short(value) + _symbol(unit)
    rounded = float(f"{value:.4g}") if unit != "year" else value
    return written(rounded) + _symbol(unit)


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence.

    Examples
    --------
    >>> listed(["IT", "Bank", "Energy"], "or"), listed(["IT"])
    ('IT, Bank or Energy', 'IT')
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def in_sentence(label: str) -> str:
    """A label as it stands inside a sentence: small first letter, unless it is an abbreviation or a name with capitals.

    Examples
    --------
    >>> in_sentence("Employees"), in_sentence("IT budget"), in_sentence("Billing Country")
    ('employees', 'IT budget', 'Billing Country')
    """
    ordinary = label[1:] == label[1:].lower()
    return label[:1].lower() + label[1:] if ordinary else label


def _span(low: str, high: str) -> str:
    """Two figures as a range; what follows both stands once, as in 10-50M."""
    ends = [end.lstrip("+-.0123456789") for end in (low, high)]
    shown = low.removesuffix(ends[0]) if ends[0] == ends[1] else low
    return low if low == high else f"{shown}-{high}"


def _symbol(unit: str) -> str:
    return "" if unit in ("money", "money per year", "year") else _SYMBOLS.get(unit, f" {unit}" if unit else "")
