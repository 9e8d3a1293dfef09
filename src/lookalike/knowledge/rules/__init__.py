"""Conditions about companies as text: parsed, asked of whole tables, told in words, never executed."""

from lookalike.knowledge.rules.comparisons import Mask, Value, match, worded
from lookalike.knowledge.rules.expressions import And, Comparison, Not, Rule, all_of, any_of
from lookalike.knowledge.rules.parsing import parse
from lookalike.knowledge.rules.qualify import Step, narrow
from lookalike.knowledge.rules.strengths import answered
from lookalike.knowledge.rules.wording import label_of, number_in_words, range_in_words, unit_of, value_in_words

__all__ = [
    "And",
    "Comparison",
    "Mask",
    "Not",
    "Rule",
    "Step",
    "Value",
    "all_of",
    "answered",
    "any_of",
    "label_of",
    "match",
    "narrow",
    "number_in_words",
    "parse",
    "range_in_words",
    "unit_of",
    "value_in_words",
    "worded",
]
