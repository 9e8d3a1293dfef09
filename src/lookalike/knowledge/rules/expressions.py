"""What a rule is: comparisons joined by and, or, not; asked of whole tables, with unknown kept apart from false."""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce

import pandas as pd

from lookalike.errors import SettingsError, did_you_mean
from lookalike.knowledge.rules.comparisons import OPERATORS, Mask, Value, match, written
from lookalike.knowledge.rules.wording import in_words
from lookalike.languages import Message, say
from lookalike.schema import Attribute

WORDS = ("and", "or", "not", "in", "between", "contains")
_BARE = re.compile(r"[^\W\d][\w.]*")


class Rule(ABC):
    """Something that is true, false or unknown of each company."""

    @abstractmethod
    def truth(self, frame: pd.DataFrame) -> tuple[Mask, Mask]:
        """Where the rule is certainly true and where certainly false: two bool arrays of shape (rows,)."""

    @abstractmethod
    def comparisons(self) -> Iterator[Comparison]:
        """The comparisons that it is made of, from left to right."""

    @abstractmethod
    def describe(self, attributes: Sequence[Attribute] = ()) -> Message:
        """The rule for people, with the labels and units of `attributes` where given."""

    def holds(self, frame: pd.DataFrame) -> Mask:
        """Where the rule is certainly true: bool array of shape (rows,)."""
        return self.truth(frame)[0]

    def unknown(self, frame: pd.DataFrame) -> Mask:
        """Where missing values leave the answer open: bool array of shape (rows,)."""
        true, false = self.truth(frame)
        return ~(true | false)

    def columns(self) -> tuple[str, ...]:
        """The attributes that the rule asks for, each once, in order of appearance."""
        return tuple(dict.fromkeys(one.attribute for one in self.comparisons()))

    def validate(self, columns: Iterable[str]) -> None:
        """Refuse a rule about attributes that do not exist.

        Raises
        ------
        SettingsError
            Naming the attribute, its position in the rule and the attributes that look like it.
        """
        known = [str(column) for column in columns]
        for one in self.comparisons():
            if one.attribute not in known:
                found = say("rules.no_attribute", attribute=one.attribute)
                raise SettingsError(found, did_you_mean(one.attribute, known), one.where())


@dataclass(frozen=True)
class Comparison(Rule):
    """One comparison; the condition of a trait.

    Examples
    --------
    >>> condition = Comparison("employees", "between", (50, 250))
    >>> print(condition, condition.describe(), sep="; ")
    employees between 50 and 250; 50–250 employees
    """

    attribute: str
    op: str
    values: tuple[Value, ...]
    position: int = field(default=-1, compare=False, repr=False)

    def __post_init__(self) -> None:
        values = tuple(value if isinstance(value, str) else float(value) for value in self.values)
        object.__setattr__(self, "values", values)
        if self.op not in OPERATORS:
            raise SettingsError(say("rules.no_comparison", op=self.op), " ".join(OPERATORS))
        if self.op != "in" and len(values) != (2 if self.op == "between" else 1):
            raise SettingsError(say("rules.values", op=self.op, count=len(values)), say("rules.one_or_two"))
        if not values or any(isinstance(value, float) and not math.isfinite(value) for value in values):
            compared = say("rules.compared", attribute=self.attribute, values=str(list(values)))
            raise SettingsError(compared, say("rules.finite"))

    def truth(self, frame: pd.DataFrame) -> tuple[Mask, Mask]:
        if self.attribute not in frame.columns:
            self.validate(frame.columns)
        try:
            return match(frame[self.attribute], self.op, self.values)
        except SettingsError as error:
            raise SettingsError(error.found, error.expected, self.where()) from None

    def where(self) -> Message:
        """Its place in the text that it was read from."""
        if self.position < 0:
            return say("rules.the_rule", rule=str(self))
        return say("rules.position", position=self.position + 1)

    def comparisons(self) -> Iterator[Comparison]:
        yield self

    def describe(self, attributes: Sequence[Attribute] = ()) -> Message:
        return in_words(self.attribute, self.op, self.values, attributes)

    def __str__(self) -> str:
        values = [_literal(value) for value in self.values]
        if self.op == "between":
            right = " and ".join(values)
        else:
            right = f"({', '.join(values)})" if self.op == "in" else values[0]
        return f"{_name(self.attribute)} {self.op} {right}"


@dataclass(frozen=True)
class Not(Rule):
    """True where `part` is false; unknown where it is unknown."""

    part: Rule

    def truth(self, frame: pd.DataFrame) -> tuple[Mask, Mask]:
        true, false = self.part.truth(frame)
        return false, true

    def comparisons(self) -> Iterator[Comparison]:
        return self.part.comparisons()

    def describe(self, attributes: Sequence[Attribute] = ()) -> Message:
        return say("rules.not", part=self.part.describe(attributes))

    def __str__(self) -> str:
        return f"not {_inside(self.part, (And, Or))}"


@dataclass(frozen=True)
class _Joined(Rule):
    """Two or more parts joined by one word."""

    parts: tuple[Rule, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(self.parts))
        if len(self.parts) < 2:
            raise SettingsError(say("rules.too_few", kind=type(self).__name__, count=len(self.parts)), say("rules.two"))

    def comparisons(self) -> Iterator[Comparison]:
        for part in self.parts:
            yield from part.comparisons()


class And(_Joined):
    """True where all parts are true, false where one is false, else unknown."""

    def truth(self, frame: pd.DataFrame) -> tuple[Mask, Mask]:
        return reduce(lambda a, b: (a[0] & b[0], a[1] | b[1]), (part.truth(frame) for part in self.parts))

    def describe(self, attributes: Sequence[Attribute] = ()) -> Message:
        return say("rules.and", parts=[_spoken(part, attributes) for part in self.parts])

    def __str__(self) -> str:
        return " and ".join(_inside(part, (And, Or)) for part in self.parts)


class Or(_Joined):
    """True where one part is true, false where all are false, else unknown."""

    def truth(self, frame: pd.DataFrame) -> tuple[Mask, Mask]:
        return reduce(lambda a, b: (a[0] | b[0], a[1] & b[1]), (part.truth(frame) for part in self.parts))

    def describe(self, attributes: Sequence[Attribute] = ()) -> Message:
        return say("rules.or", parts=[_spoken(part, attributes) for part in self.parts])

    def __str__(self) -> str:
        return " or ".join(_inside(part, (Or,)) for part in self.parts)


def all_of(parts: Sequence[Rule]) -> Rule:
    """The rule that all of `parts` (one or more) hold."""
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def any_of(parts: Sequence[Rule]) -> Rule:
    """The rule that at least one of `parts` (one or more) holds."""
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _name(attribute: str) -> str:
    """An attribute as it stands in a rule: bare where the grammar can read it so."""
    bare = _BARE.fullmatch(attribute) and attribute.casefold() not in WORDS
    return attribute if bare else _quoted(attribute)


def _literal(value: Value) -> str:
    return _quoted(value) if isinstance(value, str) else written(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _inside(part: Rule, loose: tuple[type[Rule], ...]) -> str:
    """A part as text, in parentheses where it binds more loosely than its surroundings."""
    return f"({part})" if isinstance(part, loose) else str(part)


def _spoken(part: Rule, attributes: Sequence[Attribute]) -> Message:
    said = part.describe(attributes)
    return say("rules.inside", part=said) if isinstance(part, _Joined) else said
