"""The first step of the query: the user's own table as the model reads it, by its headings, units and blanks.

It is the one place to change where the warehouse writes things in another way than the files did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from lookalike.companies.values import ALWAYS, heading_unit, levels_of
from lookalike.learning.bins import CategoryBins, Feature
from lookalike.schema import TABLES, Kind
from lookalike.scorecard.sql.expressions import among, cast, column, named, number, text, times, whole
from lookalike.scorecard.tables import INDUSTRY_CODE

SYSTEMS = ("nace", "naics")
ID = "prospect_id"
SPACE = "[[:space:]\u00a0]+"


def prepared(features: Sequence[Feature], headings: Mapping[str, str]) -> list[exp.Expr]:
    """The id and the columns that features read.

    Parameters
    ----------
    features : sequence of Feature
    headings : mapping of column to heading
        What the table calls the columns; the others are called as the model calls them. A unit in a heading of money
        ("in thousands") is reckoned with. The levels of an industry code are made from the code.
    """
    sources = {feature.source: feature for feature in features}
    read = {name: _read(feature, features, headings) for name, feature in sources.items()}
    return [named(column(headings.get(ID, ID)), ID), *(named(value, name) for name, value in read.items())]


def _read(feature: Feature, features: Sequence[Feature], headings: Mapping[str, str]) -> exp.Expr:
    name = feature.source
    heading = headings.get(name, name)
    level = name.removeprefix(f"{INDUSTRY_CODE}_")
    if feature.kind in (Kind.NUMBER, Kind.MONEY):
        return _numbers(heading, _is_money(name))
    if level != name and name not in headings:
        digits = _digits(headings.get(INDUSTRY_CODE, INDUSTRY_CODE))
        return _level(level, digits, [one for one in features if one.source == name])
    if name == INDUSTRY_CODE:
        return _code(_digits(heading))
    return _set(_words(heading)) if feature.kind is Kind.SET else _words(heading)


def _is_money(name: str) -> bool:
    return name in TABLES["prospects"] and TABLES["prospects"][name].kind is Kind.MONEY


def _numbers(heading: str, money: bool) -> exp.Expr:
    """Doubles; in a heading of money the unit counts."""
    factor = heading_unit(heading)[1] if money else 1.0
    value = cast(column(heading), "double")
    blank = among(exp.func("LOWER", exp.Trim(this=_text(heading))), sorted(ALWAYS))
    return _unless(blank, value if factor == 1.0 else times(value, number(factor)))


def _words(heading: str) -> exp.Expr:
    """Text with single spaces and none around it, NULL where it means nothing."""
    plain = exp.RegexpReplace(this=_text(heading), expression=text(SPACE), replacement=text(" "), modifiers=text("g"))
    trimmed = exp.Trim(this=plain)
    return _unless(among(exp.func("LOWER", trimmed.copy()), sorted(ALWAYS)), trimmed)


def _text(heading: str) -> exp.Expr:
    return cast(column(heading), "varchar")


def _unless(blank: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Case(ifs=[exp.If(this=blank, true=exp.null())], default=value)


def _set(words: exp.Expr) -> exp.Expr:
    """Several values with nothing but semicolons between them."""
    for sign, instead in ((",", ";"), ("|", ";"), ("; ", ";"), (" ;", ";")):
        words = exp.func("REPLACE", words, text(sign), text(instead))
    return words


def _digits(heading: str) -> exp.Expr:
    """An industry code without anything but its digits."""
    return exp.RegexpReplace(this=_text(heading), expression=text("[^0-9]"), replacement=text(""), modifiers=text("g"))


def _part(digits: exp.Expr, start: int, length: int | None = None) -> exp.Expr:
    return exp.Substring(this=digits.copy(), start=whole(start), length=whole(length) if length else None)


def _longer(digits: exp.Expr, than: int) -> exp.Expr:
    return exp.GT(this=exp.Length(this=digits.copy()), expression=whole(than))


def _pointed(digits: exp.Expr, rest: int | None = None) -> exp.Expr:
    """The division, a point, and as many of the other digits; all of them where it is not said how many."""
    return exp.DPipe(this=exp.DPipe(this=_part(digits, 1, 2), expression=text(".")), expression=_part(digits, 3, rest))


def _code(digits: exp.Expr) -> exp.Expr:
    """The digits with one point behind the division."""
    case = exp.Case(ifs=[exp.If(this=_longer(digits, 2), true=_pointed(digits))])
    case.append("ifs", exp.If(this=_longer(digits, 0), true=digits))
    return case


def _level(level: str, digits: exp.Expr, features: Sequence[Feature]) -> exp.Expr:
    """A coarser level of a code, by the names that the model knows; any other is another one."""
    if level == "3":
        pointed = exp.DPipe(
            this=exp.DPipe(this=_part(digits, 1, 2), expression=text(".")), expression=_part(digits, 3, 1)
        )
        return exp.Case(ifs=[exp.If(this=_longer(digits, 2), true=pointed)])
    names = {value for one in features if isinstance(one.bins, CategoryBins) for value in one.bins.values}
    named_by = ({f"{one:02}": levels_of(f"{one:02}", system)[level] for one in range(1, 100)} for system in SYSTEMS)
    divisions = max(named_by, key=lambda known: len(names.intersection(known.values())))
    case = exp.Case(this=_part(digits, 1, 2), default=exp.Case(ifs=[exp.If(this=_longer(digits, 1), true=text("?"))]))
    for division, name in divisions.items():
        if name in names:
            case.append("ifs", exp.If(this=text(division), true=text(str(name))))
    return case
