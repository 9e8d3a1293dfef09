"""A bundle as one plain SQL query, for scoring inside a warehouse: bins, look-ups, score, probability and top reasons.

The query is built as a tree and printed by sqlglot in the warehouse's dialect, so names and values are quoted by it.
Bins are balanced trees of CASE; tables are array literals, whose numbers are put in after printing, as they are many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

import numpy as np
from sqlglot import exp

from lookalike.errors import BundleError
from lookalike.knowledge.points import SEGMENT
from lookalike.learning.bins import CategoryBins, Feature, NumericBins
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.score import DECIMALS
from lookalike.scorecard.tables import Scorecard

REASONS = 3
LOWEST = -1e300
FIRST = {"duckdb": 1, "postgres": 1, "bigquery": 0, "snowflake": 0}  # the place of the first entry of an array
HALF_STEP = 0.5 * 10.0**-DECIMALS


def to_sql(bundle: Bundle, dialect: str = "duckdb", table: str = "prospects") -> str:
    """The query that scores every row of a table.

    Parameters
    ----------
    bundle : Bundle
        Its ranking scorecard may not depend on the segment.
    dialect : {"duckdb", "postgres", "bigquery", "snowflake"}
    table : str
        The table, with the columns the model reads under their names.

    Returns
    -------
    str
        A SELECT of `prospect_id`, the columns the model reads, `raw`, `score`, `win_probability`, `reason_1` to
        `reason_3` (the concepts that count most for the row, NULL when there are fewer) and `shap_<feature>`.
    """
    card = bundle.rank
    if any(feature.source == SEGMENT for feature in card.features):
        raise BundleError("this model ranks by segment criteria", "a model that ranks by attributes", f"{bundle.name}")
    writer = _Writer(bundle, dialect)
    binned = _select(table, writer.bins(card, "b"), writer.win_bins())
    scored = _select("binned", writer.contributions(card, "b"), writer.win_raw())
    shap = [exp.column(_shap(feature)) for feature in card.features]
    raw = _sum([_number(card.base), *shap])
    levels = [("binned", binned), ("scored", scored), ("totals", _select("scored", [raw.as_("raw")]))]
    levels += [
        (f"reasons_{place}", _select(levels[-1][0] if place == 1 else f"reasons_{place - 1}", [_reason(card, place)]))
        for place in range(1, REASONS + 1)
    ]
    last = exp.select(*_kept(card, writer), copy=False).from_(f"reasons_{REASONS}")
    for name, query in levels:
        last = last.with_(name, as_=query, copy=False)
    return writer.fill(last.sql(dialect=dialect, identify=True, copy=False))


class _Writer:
    """Builds expressions and remembers the numbers of their arrays."""

    def __init__(self, bundle: Bundle, dialect: str) -> None:
        self.first = FIRST[dialect]
        self.bundle, self.names = bundle, count()
        self.arrays: dict[str, str] = {}
        self.own_win = bundle.win is not None and bundle.win is not bundle.rank

    def bins(self, card: Scorecard, prefix: str) -> list[exp.Expr]:
        """The bin of each feature as a column."""
        return [_bin(feature).as_(f"{prefix}{place}") for place, feature in enumerate(card.features)]

    def contributions(self, card: Scorecard, prefix: str) -> list[exp.Expr]:
        """Each feature's contribution as a column."""
        terms: list[list[exp.Expr]] = [[] for _ in card.features]
        for table in card.tables:
            for place, part in zip(table.features, table.contributions, strict=True):
                terms[place].append(self._looked_up(part, [f"{prefix}{one}" for one in table.features]))
        return [_sum(own).as_(_shap(feature)) for feature, own in zip(card.features, terms, strict=True)]

    def win_bins(self) -> list[exp.Expr]:
        """The bins of the model of winning, where another one ranks."""
        return self.bins(self.bundle.win, "w") if self.own_win and self.bundle.win else []

    def win_raw(self) -> list[exp.Expr]:
        """Its raw score."""
        win = self.bundle.win
        if not self.own_win or win is None:
            return []
        looked_up = [self._looked_up(one.effect, [f"w{place}" for place in one.features]) for one in win.tables]
        return [_sum([_number(win.base), *looked_up]).as_("win_raw")]

    def _looked_up(self, values: np.ndarray, codes: Sequence[str]) -> exp.Expr:
        place: exp.Expr = exp.column(codes[0])
        if len(codes) == 2:
            place = place * exp.Literal.number(values.shape[1]) + exp.column(codes[1])
        name = f"numbers_{next(self.names)}"
        self.arrays[name] = ", ".join(f"{value:.17e}" for value in values.ravel())
        array = exp.Array(expressions=[exp.column(name)])
        found = exp.Bracket(this=array, expressions=[place + exp.Literal.number(self.first)], offset=0, safe=False)
        return exp.cast(found, "double")

    def fill(self, text: str) -> str:
        """The printed query with the numbers in their arrays."""
        return re.sub('["`](numbers_[0-9]+)["`]', lambda found: self.arrays[found[1]], text)


def _select(source: str, columns: list[exp.Expr], more: Sequence[exp.Expr] = ()) -> exp.Select:
    return exp.select("*", *columns, *more, copy=False).from_(exp.to_table(source))


def _kept(card: Scorecard, writer: _Writer) -> list[exp.Expr]:
    """The columns of the answer."""
    raw = exp.column("raw")
    win = exp.column("win_raw") if writer.own_win else raw
    probability = _curve(win, writer.bundle) if writer.bundle.win is not None else exp.null()
    sources = dict.fromkeys(feature.source for feature in card.features)
    return [
        *(exp.column(name) for name in ("prospect_id", *sources)),
        raw,
        _beaten(raw, writer.bundle).as_("score"),
        probability.as_("win_probability"),
        *(exp.column(f"reason_{place}") for place in range(1, REASONS + 1)),
        *(exp.column(_shap(feature)) for feature in card.features),
    ]


def _shap(feature: Feature) -> str:
    return f"shap_{feature.name}"


def _number(value: float) -> exp.Expr:
    """A double: with an exponent no database reads it as a decimal."""
    literal: exp.Expr = exp.Literal.number(f"{abs(value):.17e}")
    return exp.Neg(this=literal) if value < 0 else literal


def _sum(terms: Sequence[exp.Expr]) -> exp.Expr:
    total = terms[0] if terms else _number(0.0)
    for term in terms[1:]:
        total = exp.Add(this=total, expression=term)
    return total


def _bin(feature: Feature) -> exp.Expr:
    """The code of a column's bin."""
    column, bins = exp.column(feature.source, quoted=True), feature.bins
    missing, last = exp.Literal.number(bins.size - 1), bins.size - 1
    if isinstance(bins, NumericBins):
        number = exp.cast(column, "double")
        nan = exp.EQ(this=exp.func("LOWER", exp.cast(column, "varchar")), expression=exp.Literal.string("nan"))
        unknown = exp.or_(exp.Is(this=column, expression=exp.null()), nan)
        codes = [exp.Literal.number(code) for code in range(last)]
        return exp.Case().when(unknown, missing).else_(_steps(number, bins.edges, codes), copy=False)
    text = exp.func("NULLIF", exp.Trim(this=exp.cast(column, "varchar")), exp.Literal.string(""))
    case = exp.Case().when(exp.Is(this=text, expression=exp.null()), missing)
    if isinstance(bins, CategoryBins):
        for code, value in enumerate(bins.values):
            same = exp.EQ(this=text.copy(), expression=exp.Literal.string(value))
            case.append("ifs", exp.If(this=same, true=exp.Literal.number(code)))
        return case.else_(exp.Literal.number(len(bins.values)), copy=False)
    ends = exp.Literal.string(";")
    cell = exp.DPipe(this=exp.DPipe(this=ends, expression=exp.cast(column, "varchar")), expression=ends.copy())
    found = exp.GT(
        this=exp.StrPosition(this=cell, substr=exp.Literal.string(f";{bins.token};")), expression=exp.Literal.number(0)
    )
    return case.when(found, exp.Literal.number(1)).else_(exp.Literal.number(0))


def _steps(value: exp.Expr, cuts: Sequence[float], answers: Sequence[exp.Expr]) -> exp.Expr:
    """The answer number k, where k cuts lie below the value: a balanced tree of comparisons."""
    if not len(cuts):
        return answers[0]
    middle = len(cuts) // 2
    low = _steps(value, cuts[:middle], answers[: middle + 1])
    high = _steps(value, cuts[middle + 1 :], answers[middle + 1 :])
    below = exp.LTE(this=value.copy(), expression=_number(cuts[middle]))
    return exp.Case(ifs=[exp.If(this=below, true=low)], default=high)  # built directly: `when` copies the whole tree


def _beaten(raw: exp.Expr, bundle: Bundle) -> exp.Expr:
    """Share of the known accounts with a lower score, ties half, 0-100."""
    known, ties = np.unique(np.round(bundle.reference["raw"].to_numpy(float), DECIMALS), return_counts=True)
    below = np.concatenate([[0], np.cumsum(ties)])
    levels = np.empty(2 * len(known) + 1)
    levels[0::2], levels[1::2] = below, (below[:-1] + below[1:]) / 2
    cuts = np.column_stack([known - HALF_STEP, known + HALF_STEP]).ravel().tolist()
    return _steps(raw, cuts, [_number(100.0 * level / max(len(bundle.reference), 1)) for level in levels])


def _curve(raw: exp.Expr, bundle: Bundle) -> exp.Expr:
    """The calibration: straight lines between its knots."""
    x, y = bundle.calibration.x, bundle.calibration.y
    lines = [_number(y[0])]
    for place in range(len(x) - 1):
        slope = (y[place + 1] - y[place]) / (x[place + 1] - x[place])
        run = exp.Paren(this=exp.Sub(this=raw.copy(), expression=_number(x[place])))
        lines.append(exp.Add(this=_number(y[place]), expression=exp.Mul(this=_number(slope), expression=run)))
    return _steps(raw, x, [*lines, _number(y[-1])])


def _reason(card: Scorecard, place: int) -> exp.Expr:
    """The concept that counts most among those not named yet."""
    concepts: dict[str, list[exp.Expr]] = {}
    for feature in card.features:
        concepts.setdefault(feature.concept, []).append(exp.column(_shap(feature)))
    named = [exp.column(f"reason_{earlier}") for earlier in range(1, place)]
    sizes: dict[str, exp.Expr] = {}
    for concept, terms in concepts.items():
        case = exp.Case()
        for earlier in named:
            case = case.when(exp.EQ(this=earlier.copy(), expression=exp.Literal.string(concept)), _number(LOWEST))
        sizes[concept] = case.else_(exp.Paren(this=_sum(terms))) if named else exp.Paren(this=_sum(terms))
    if not sizes:
        return exp.null().as_(f"reason_{place}")
    largest = exp.Greatest(
        this=next(iter(sizes.values())), expressions=[size.copy() for size in list(sizes.values())[1:]]
    )
    answer = exp.Case().when(exp.LTE(this=largest, expression=_number(0.0)), exp.null())
    for concept, size in sizes.items():
        answer = answer.when(exp.EQ(this=size.copy(), expression=largest.copy()), exp.Literal.string(concept))
    return answer.as_(f"reason_{place}")
