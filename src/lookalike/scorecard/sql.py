"""A bundle as one plain SQL query, for scoring inside a warehouse: bins, look-ups, score, probability and top reasons.

The query is built as a tree and printed by sqlglot in the warehouse's dialect, so names and values are quoted by it.
Bins are balanced trees of CASE. A table is one array, in which bins that it does not tell apart share a place.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlglot import exp
from sqlglot.errors import SqlglotError

from lookalike.errors import BundleError, InputError
from lookalike.knowledge.criteria import SEGMENT
from lookalike.languages import say
from lookalike.learning.bins import Bins, CategoryBins, Feature, NumericBins
from lookalike.scorecard.past import cold
from lookalike.scorecard.score import noise
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import SCORE_DECIMALS, Scale, Scorecard, Table

REASONS = 3
LOWEST = -1e300
PARTS = ("win", "value", "similarity")
DIGITS = 12  # decimals of what a table says
ARRAYS = {"duckdb": "[{}]", "postgres": "{{{}}}"}  # whole arrays as one text, which is read faster than many numbers
FIRST = {"duckdb": 1, "postgres": 1, "bigquery": 0, "snowflake": 0}  # the place of the first entry of an array


def to_sql(bundle: Bundle, dialect: str = "duckdb", table: str = "prospects") -> str:
    """The query that scores every row of a table.

    Parameters
    ----------
    bundle : Bundle
        Its scorecards may not depend on the segment. Every row is taken for cold: a warehouse does not know our past.
    dialect : {"duckdb", "postgres", "bigquery", "snowflake"}
    table : str
        The table, with `prospect_id` and the columns the model reads under their names.

    Returns
    -------
    str
        A SELECT of `prospect_id`, the columns the ranking scorecard reads, `raw`, `score`, `similarity`,
        `win_probability`, `deal_value`, `expected_value`, `reason_1` to `reason_3` (the concepts that speak most for
        the row, as `reasons_for` orders them; NULL when there are fewer) and `shap_<feature>`.

    Raises
    ------
    BundleError
        The model asks for the segment.
    InputError
        `table` cannot be the name of a table.
    """
    bundle = cold(bundle)
    card = bundle.rank
    further = {f"{name}_raw": one for name in PARTS if (one := getattr(bundle, name)) is not None and one is not card}
    features = [feature for one in (card, *further.values()) for feature in one.features]
    if any(feature.source == SEGMENT for feature in features):
        raise BundleError(say("scorecard.asks_segment"), say("scorecard.attributes_alone"), f"{bundle.name}")
    query = _Query(features, dialect)
    scored = [
        *(_as(_sum(terms), _shap(feature)) for feature, terms in zip(card.features, query.shares(card), strict=True)),
        *(_as(query.raw(one), name) for name, one in further.items()),
    ]
    raw = _sum([_number(card.base), *(exp.column(_shap(feature)) for feature in card.features)])
    sources = dict.fromkeys(feature.source for feature in features)
    named = [exp.column(name, quoted=True) for name in ("prospect_id", *sources)]
    levels = [
        exp.select(*named, *query.bins(), copy=False).from_(_table(table, dialect), copy=False),
        exp.select("*", *scored, copy=False),
        exp.select("*", _as(raw, "raw"), *_effects(card), copy=False),
        *(exp.select("*", _reason(bundle, place), copy=False) for place in range(1, REASONS + 1)),
    ]
    last = exp.select(*_answer(bundle), copy=False).from_(f"step_{len(levels)}", copy=False)
    for number, level in enumerate(levels, 1):
        level = level if number == 1 else level.from_(f"step_{number - 1}", copy=False)
        if dialect == "postgres":  # which else puts one step into the next: what is asked twice is computed twice
            level = level.offset(0, copy=False)
        last = last.with_(f"step_{number}", as_=level, copy=False)
    return last.sql(dialect=dialect, identify=True, copy=False)


def _table(name: str, dialect: str) -> exp.Table:
    """The table to score, quoted part by part."""
    try:
        return exp.to_table(name, dialect=dialect)
    except SqlglotError as problem:
        raise InputError(say("scorecard.no_table", name=name), say("scorecard.a_table"), "--table") from problem


class _Query:
    """The bins of features as columns, each once, and what tables say of them."""

    def __init__(self, features: Sequence[Feature], dialect: str) -> None:
        self.dialect = dialect
        self.codes: dict[tuple[str, Bins], str] = {}
        for feature in features:
            self.codes.setdefault((feature.source, feature.bins), f"bin_{len(self.codes)}")

    def bins(self) -> list[exp.Expr]:
        """The bin of each feature as a column."""
        return [_as(_bin(source, bins), name) for (source, bins), name in self.codes.items()]

    def shares(self, card: Scorecard) -> list[list[exp.Expr]]:
        """What each feature gets from the tables it is in."""
        terms: list[list[exp.Expr]] = [[] for _ in card.features]
        for table in card.tables:
            for place, part in zip(table.features, self._told(card, table, table.contributions), strict=True):
                terms[place].append(part)
        return terms

    def raw(self, card: Scorecard) -> exp.Expr:
        """The raw score."""
        return _sum([_number(card.base), *(self._told(card, table, [table.effect])[0] for table in card.tables)])

    def _told(self, card: Scorecard, table: Table, parts: Sequence[np.ndarray]) -> list[exp.Expr]:
        """Entries of arrays of the table's shape by the bins of its features."""
        groups, parts = _grouped(parts)
        place: exp.Expr | None = None
        for one, group in zip(table.features, groups, strict=True):
            feature = card.features[one]
            code: exp.Expr = exp.column(self.codes[feature.source, feature.bins])
            if (group != np.arange(len(group))).any():
                code = self._entry(group, code, "int")
            width = _whole(int(group.max()) + 1)
            place = code if place is None else _sum([exp.Mul(this=place, expression=width), code])
        assert place is not None
        return [self._entry(part.ravel(), place.copy(), "double") for part in parts]

    def _entry(self, values: np.ndarray, place: exp.Expr, kind: str) -> exp.Expr:
        """`values[place]`."""
        texts = [f"{value:.{DIGITS}f}".rstrip("0").rstrip(".") if kind == "double" else str(value) for value in values]
        array: exp.Expr
        if self.dialect in ARRAYS:
            whole = ARRAYS[self.dialect].format(",".join(texts))
            array = exp.Paren(this=_cast(exp.Literal.string(whole), f"{kind}[]"))
        else:
            array = exp.Array(expressions=[_signed(text) for text in texts])
        first = FIRST[self.dialect]
        index = _sum([place, _whole(first)]) if first else place
        return _cast(exp.Bracket(this=array, expressions=[index], offset=first, safe=False), kind)


def _grouped(parts: Sequence[np.ndarray]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Arrays of one shape with one place for all bins that none of them tells apart; and the place of each bin."""
    stacked, groups = np.round(np.stack(parts), DIGITS) + 0.0, []
    for axis in range(1, stacked.ndim):
        slices = np.moveaxis(stacked, axis, 0)
        flat = slices.reshape(len(slices), -1)
        _, first, group = np.unique(flat, axis=0, return_index=True, return_inverse=True)
        groups.append(np.argsort(np.argsort(first))[group.ravel()])  # in the order of the bins
        stacked = np.take(stacked, np.sort(first), axis=axis)
    return groups, list(stacked)


def _answer(bundle: Bundle) -> list[exp.Expr]:
    """The columns of the answer."""
    card, raw = bundle.rank, exp.column("raw")
    win, value, similar = (raw if getattr(bundle, name) is card else exp.column(f"{name}_raw") for name in PARTS)
    probability = exp.null() if bundle.win is None else _curve(win, bundle)
    money = exp.null() if bundle.value is None else exp.Mul(this=exp.Exp(this=value), expression=_number(bundle.smear))
    likeness = exp.null() if bundle.similarity is None else _scaled(similar, bundle.scales["similarity"])
    sources = dict.fromkeys(feature.source for feature in card.features)
    return [
        *(exp.column(name, quoted=True) for name in ("prospect_id", *sources)),
        raw,
        _as(_scaled(raw, bundle.scales["score"]), "score"),
        _as(likeness, "similarity"),
        _as(probability, "win_probability"),
        _as(money, "deal_value"),
        _as(exp.Mul(this=exp.Paren(this=probability.copy()), expression=money.copy()), "expected_value"),
        *(exp.column(f"reason_{place}") for place in range(1, REASONS + 1)),
        *(exp.column(_shap(feature)) for feature in card.features),
    ]


def _shap(feature: Feature) -> str:
    return f"shap_{feature.name}"


def _as(value: exp.Expr, name: str) -> exp.Expr:
    """Named; none of these copies what it is given, which may be large."""
    return exp.Alias(this=value, alias=exp.to_identifier(name))


def _cast(value: exp.Expr, kind: str) -> exp.Expr:
    return exp.cast(value, kind, copy=False)


def _whole(number: int) -> exp.Expr:
    return exp.Literal.number(number)


def _number(value: float) -> exp.Expr:
    """A double: with an exponent no database reads it as a decimal."""
    text = repr(value)
    return _signed(text if "e" in text else f"{text}e0")


def _signed(text: str) -> exp.Expr:
    literal: exp.Expr = exp.Literal.number(text.removeprefix("-"))
    return exp.Neg(this=literal) if text.startswith("-") else literal


def _sum(terms: Sequence[exp.Expr]) -> exp.Expr:
    total = terms[0] if terms else _number(0.0)
    for term in terms[1:]:
        total = exp.Add(this=total, expression=term)
    return total


def _bin(source: str, bins: Bins) -> exp.Expr:
    """The code of a column's bin."""
    column, missing = exp.column(source, quoted=True), _whole(bins.size - 1)
    if isinstance(bins, NumericBins):
        number = _cast(column.copy(), "double")
        nan = exp.EQ(this=exp.func("LOWER", exp.cast(column, "varchar")), expression=exp.Literal.string("nan"))
        unknown = exp.or_(exp.Is(this=column, expression=exp.null()), nan)
        codes = [_whole(code) for code in range(bins.size - 1)]
        return exp.Case(ifs=[exp.If(this=unknown, true=missing)], default=_steps(number, bins.edges, codes))
    text = exp.func("NULLIF", exp.Trim(this=exp.cast(column, "varchar")), exp.Literal.string(""))
    case = exp.Case().when(exp.Is(this=text, expression=exp.null()), missing)
    if isinstance(bins, CategoryBins):
        for code, value in enumerate(bins.values):
            same = exp.EQ(this=text.copy(), expression=exp.Literal.string(value))
            case.append("ifs", exp.If(this=same, true=_whole(code)))
        case.set("default", _whole(len(bins.values)))
        return case
    ends = exp.Literal.string(";")
    cell = exp.DPipe(this=exp.DPipe(this=ends, expression=exp.cast(column, "varchar")), expression=ends.copy())
    found = exp.GT(this=exp.StrPosition(this=cell, substr=exp.Literal.string(f";{bins.token};")), expression=_whole(0))
    return case.when(found, _whole(1)).else_(_whole(0))


def _steps(value: exp.Expr, cuts: Sequence[float], answers: Sequence[exp.Expr]) -> exp.Expr:
    """The answer number k, where k cuts lie below the value: a balanced tree of comparisons."""
    if not len(cuts):
        return answers[0]
    middle = len(cuts) // 2
    low = _steps(value, cuts[:middle], answers[: middle + 1])
    high = _steps(value, cuts[middle + 1 :], answers[middle + 1 :])
    below = exp.LTE(this=value.copy(), expression=_number(cuts[middle]))
    return exp.Case(ifs=[exp.If(this=below, true=low)], default=high)  # built directly: `when` copies the whole tree


def _scaled(raw: exp.Expr, scale: Scale) -> exp.Expr:
    """The raw score on a scale from 0 to 100."""
    apart = exp.Paren(this=exp.Sub(this=_number(scale.centre), expression=raw.copy()))
    odds = exp.Paren(this=_sum([_number(1.0), exp.Exp(this=exp.Div(this=apart, expression=_number(scale.spread)))]))
    share = exp.Div(this=_number(100.0), expression=odds)
    return exp.Round(this=_cast(share, "decimal(9, 6)"), decimals=_whole(SCORE_DECIMALS))


def _curve(raw: exp.Expr, bundle: Bundle) -> exp.Expr:
    """The calibration: straight lines between its knots."""
    x, y = bundle.calibration.x, bundle.calibration.y
    lines = [_number(y[0])]
    for place in range(len(x) - 1):
        slope = (y[place + 1] - y[place]) / (x[place + 1] - x[place])
        run = exp.Paren(this=exp.Sub(this=raw.copy(), expression=_number(x[place])))
        lines.append(exp.Add(this=_number(y[place]), expression=exp.Mul(this=_number(slope), expression=run)))
    return _steps(raw, x, [*lines, _number(y[-1])])


def _concepts(card: Scorecard) -> dict[str, str]:
    """The column that holds what each concept contributes."""
    names = dict.fromkeys(feature.concept for feature in card.features)
    return {concept: f"effect_{place}" for place, concept in enumerate(names)}


def _effects(card: Scorecard) -> list[exp.Expr]:
    """What each concept contributes: the sum of its features."""
    return [
        _as(_sum([exp.column(_shap(feature)) for feature in card.features if feature.concept == concept]), name)
        for concept, name in _concepts(card).items()
    ]


def _reason(bundle: Bundle, place: int) -> exp.Expr:
    """The concept that counts most among those not named yet, NULL where none counts."""
    sizes: dict[str, exp.Expr] = {}
    for concept, name in _concepts(bundle.rank).items():
        sizes[concept] = exp.column(name)
        if place > 1:
            case = exp.Case()
            for earlier in range(1, place):
                said = exp.EQ(this=exp.column(f"reason_{earlier}"), expression=exp.Literal.string(concept))
                case = case.when(said, _number(LOWEST))
            sizes[concept] = case.else_(sizes[concept])
    if not sizes:
        return _as(exp.null(), f"reason_{place}")
    first, *others = (size.copy() for size in sizes.values())
    largest = exp.Greatest(this=first, expressions=others)
    answer = exp.Case().when(exp.LTE(this=largest, expression=_number(noise(bundle))), exp.null())
    for concept, size in sizes.items():
        answer = answer.when(exp.EQ(this=size, expression=largest.copy()), exp.Literal.string(concept))
    return _as(answer, f"reason_{place}")
