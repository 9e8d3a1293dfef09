"""Rules about companies in a tiny language, parsed, never executed: `industry in (IT, Bank) and not employees < 50`.

    rule        one part, or several joined by `or`; a part is one factor, or several joined by `and`
    factor      a comparison, `not` factor, or a rule in parentheses
    comparison  attribute = != < <= > >= contains value;  attribute in (value, ...);  attribute between low and high

Attributes with spaces stand in double quotes or backticks; text values in double or single quotes, or bare when they
are one word. A quote inside a quoted text is doubled. Text is compared without regard to case.
"""

from __future__ import annotations

import re

from lookalike.errors import SettingsError
from lookalike.knowledge.rules.comparisons import OPERATORS, Value
from lookalike.knowledge.rules.expressions import WORDS, And, Comparison, Not, Or, Rule, all_of, any_of
from lookalike.languages import Words, say

__all__ = ["And", "Comparison", "Not", "Or", "Rule", "all_of", "any_of", "parse"]

DEEPEST = 50  # levels of parentheses: far beyond what a person writes, far below what the parser can bear

_TOKEN = re.compile(
    r"""\s*(?:(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|'(?:[^']|'')*')"""
    r"""|(?P<number>[+-]?(?:(?:0|[1-9]\d*)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])"""
    r"""|(?P<word>[^\W][\w.]*)"""
    r"""|(?P<mark><=|>=|!=|[=<>(),]))"""
)


def parse(text: str) -> Rule:
    """Read a rule; `str` of the result reads back as the same rule.

    Raises
    ------
    SettingsError
        The text is no rule; the message names the position, what stands there and what was expected.

    Examples
    --------
    >>> import pandas as pd
    >>> rule = parse("technologies contains 'Azure' and not employees < 50")
    >>> print(rule)
    technologies contains "Azure" and not employees < 50
    >>> rule.holds(pd.DataFrame({"technologies": ["SAP;Microsoft Azure", "SAP"], "employees": [80.0, 80.0]})).tolist()
    [True, False]
    """
    reader = _Reader(text)
    rule = reader.rule(0)
    if reader.kind != "end":
        raise reader.problem(say("rules.go_on"))
    return rule


class _Reader:
    """Recursive descent over the tokens of one rule."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.kind, self.text, self.start, self.next = "", "", 0, 0
        self.advance()

    def advance(self) -> None:
        """Step to the next token."""
        found = _TOKEN.match(self.source, self.next)
        if found:
            self.kind = str(found.lastgroup)
            self.text, self.start, self.next = found[self.kind], found.start(self.kind), found.end()
            if self.kind == "word" and self.text.casefold() in WORDS:
                self.kind, self.text = "mark", self.text.casefold()
        else:
            rest = self.source[self.next :]
            self.start = self.next + len(rest) - len(rest.lstrip())
            self.kind, self.text = ("error", rest.lstrip()) if rest.strip() else ("end", "")

    def problem(self, expected: Words) -> SettingsError:
        """What is wrong at the present token."""
        found = say("rules.found_end") if self.kind == "end" else say("rules.found", text=self.text[:20])
        return SettingsError(found, expected, say("rules.position_in", position=self.start + 1, rule=self.source))

    def take(self, *marks: str) -> str:
        """The mark at hand when it is one of `marks`, stepping over it; else nothing."""
        if self.kind != "mark" or self.text not in marks:
            return ""
        mark = self.text
        self.advance()
        return mark

    def need(self, *marks: str) -> str:
        """Like `take`, for what must be there."""
        mark = self.take(*marks)
        if not mark:
            raise self.problem(say("rules.one_of", marks=list(marks)))
        return mark

    def rule(self, depth: int) -> Rule:
        """`part or part ...`"""
        if depth > DEEPEST:
            raise self.problem(say("rules.too_deep", levels=DEEPEST))
        parts = [self.part(depth)]
        while self.take("or"):
            parts.append(self.part(depth))
        return any_of(parts)

    def part(self, depth: int) -> Rule:
        """`factor and factor ...`"""
        factors = [self.factor(depth)]
        while self.take("and"):
            factors.append(self.factor(depth))
        return all_of(factors)

    def factor(self, depth: int) -> Rule:
        """`not factor`, `( rule )` or a comparison."""
        if depth > DEEPEST:
            raise self.problem(say("rules.too_deep", levels=DEEPEST))
        if self.take("not"):
            return Not(self.factor(depth + 1))
        if self.take("("):
            inner = self.rule(depth + 1)
            self.need(")")
            return inner
        return self.comparison()

    def comparison(self) -> Rule:
        """`attribute operator value(s)`; `attribute not in (...)` is read as `not attribute in (...)`."""
        position = self.start
        attribute = self.attribute()
        negated = self.take("not")
        op = self.need("in", "between", "contains") if negated else self.need(*OPERATORS)
        values = [self.value()] if op != "in" else self.values()
        if op == "between":
            self.need("and")
            values.append(self.value())
        comparison = Comparison(attribute, op, tuple(values), position)
        return Not(comparison) if negated else comparison

    def attribute(self) -> str:
        """The name on the left."""
        if self.kind not in ("word", "quoted"):
            raise self.problem(say("rules.an_attribute"))
        name = _unquoted(self.text) if self.kind == "quoted" else self.text
        self.advance()
        return name

    def value(self) -> Value:
        """A number, a quoted text or a bare word."""
        if self.kind not in ("word", "quoted", "number"):
            raise self.problem(say("rules.a_value"))
        value: Value = float(self.text) if self.kind == "number" else self.text
        if self.kind == "quoted":
            value = _unquoted(self.text)
        self.advance()
        return value

    def values(self) -> list[Value]:
        """`( value, ... )`"""
        self.need("(")
        values = [self.value()]
        while self.need(",", ")") == ",":
            values.append(self.value())
        return values


def _unquoted(text: str) -> str:
    """What stands between the quotes, with doubled quotes single again."""
    quote = text[0]
    return text[1:-1].replace(quote * 2, quote)
