"""The few kinds of expression that the query is made of; sqlglot quotes names and values, and prints the dialects.

None of these copies what it is given, which may be large.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlglot import exp

ARRAYS = {"duckdb": "[{}]", "postgres": "{{{}}}"}  # whole arrays as one text, which is read faster than many numbers
FIRST = {"duckdb": 1, "postgres": 1, "bigquery": 0, "snowflake": 0}  # the place of the first entry of an array


def named(value: exp.Expr, name: str) -> exp.Expr:
    """A column of the answer, or of the next step."""
    return exp.Alias(this=value, alias=exp.to_identifier(name, quoted=True))


def column(name: str) -> exp.Expr:
    """A column of the step before."""
    return exp.column(name, quoted=True)


def cast(value: exp.Expr, kind: str) -> exp.Expr:
    """A value in another type."""
    return exp.cast(value, kind, copy=False)


def text(value: str) -> exp.Expr:
    """A text, quoted."""
    return exp.Literal.string(value)


def whole(number: int) -> exp.Expr:
    """A whole number."""
    literal: exp.Expr = exp.Literal.number(abs(number))
    return exp.Neg(this=literal) if number < 0 else literal


def number(value: float, digits: int = 17) -> exp.Expr:
    """A double: with an exponent no database reads it as a decimal."""
    written = f"{abs(value):.{digits}g}" if digits < 17 else repr(abs(float(value)))
    literal: exp.Expr = exp.Literal.number(written if "e" in written else f"{written}e0")
    return exp.Neg(this=literal) if value < 0 else literal


def times(one: exp.Expr, other: exp.Expr) -> exp.Expr:
    """A product."""
    return exp.Mul(this=_whole_term(one), expression=_whole_term(other))


def added(terms: Sequence[exp.Expr]) -> exp.Expr:
    """A sum; 0 of nothing."""
    total = terms[0] if terms else whole(0)
    for term in terms[1:]:
        total = exp.Add(this=total, expression=term)
    return total


def _whole_term(value: exp.Expr) -> exp.Expr:
    return exp.Paren(this=value) if isinstance(value, exp.Add | exp.Sub) else value


def among(value: exp.Expr, texts: Sequence[str]) -> exp.Expr:
    """Whether a text is one of these."""
    return exp.In(this=value, expressions=[text(one) for one in texts])


def steps(value: exp.Expr, cuts: Sequence[float], answers: Sequence[exp.Expr], digits: int = 17) -> exp.Expr:
    """The answer number k, where k cuts lie below the value: a balanced tree of comparisons."""
    if not len(cuts):
        return answers[0]
    middle = len(cuts) // 2
    low = steps(value, cuts[:middle], answers[: middle + 1], digits)
    high = steps(value, cuts[middle + 1 :], answers[middle + 1 :], digits)
    below = exp.LTE(this=value.copy(), expression=number(cuts[middle], digits))
    return exp.Case(ifs=[exp.If(this=below, true=low)], default=high)  # built directly: `when` copies the whole tree


def entry(values: np.ndarray, place: exp.Expr, dialect: str) -> exp.Expr:
    """`values[place]` of whole numbers, the place counted from 0."""
    array: exp.Expr
    if dialect in ARRAYS:
        listed = ARRAYS[dialect].format(",".join(map(str, values.tolist())))
        array = exp.Paren(this=cast(text(listed), "bigint[]"))
    else:
        array = exp.Array(expressions=[whole(value) for value in values.tolist()])
    first = FIRST[dialect]
    index = added([place, whole(first)]) if first else place
    found: exp.Expr = exp.Bracket(this=array, expressions=[index], offset=first, safe=False)
    return cast(found, "bigint") if dialect == "snowflake" else found  # whose arrays hold anything
