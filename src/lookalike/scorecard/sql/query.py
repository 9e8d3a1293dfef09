"""The query: what is read, its bins, the tables, the scores, and the concepts that speak most for a row."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp
from sqlglot.errors import SqlglotError

from lookalike.errors import BundleError, InputError
from lookalike.knowledge.criteria import SEGMENT
from lookalike.languages import say
from lookalike.learning.bins import Feature
from lookalike.scorecard.past import cold
from lookalike.scorecard.score import noise
from lookalike.scorecard.sql.expressions import added, cast, column, named, number, steps, text, times, whole
from lookalike.scorecard.sql.points import UNIT, Points
from lookalike.scorecard.sql.prepared import ID, prepared
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import SCORE_DECIMALS, Scale, Scorecard, mix

REASONS = 3
LOWEST = -1e300
PARTS = ("win", "value", "similarity")
RANK = "rank"
CURVE_DIGITS = 12


def to_sql(
    bundle: Bundle, dialect: str = "duckdb", table: str = "prospects", headings: Mapping[str, str] | None = None
) -> str:
    """The query that scores every row of a table.

    Parameters
    ----------
    bundle : Bundle
        Its scorecards may not depend on the segment. Every row is taken for cold: a warehouse does not know our past.
    dialect : {"duckdb", "postgres", "bigquery", "snowflake"}
    table : str
        The table, with `prospect_id` and the columns the model reads, under their names or by `headings`.
    headings : mapping of column to heading, optional
        What the table calls them.

    Returns
    -------
    str
        A SELECT of `prospect_id`, the columns the ranking scorecard reads, `raw`, `score`, `similarity`,
        `win_probability`, `deal_value`, `expected_value`, `reason_1` to `reason_3` (the concepts that speak most for
        the row, as `reasons_for` orders them; NULL when there are fewer) and `shap_<feature>`. Its first step,
        `prepared`, is the table as the model reads it.

    Raises
    ------
    BundleError
        The model asks for the segment.
    InputError
        `table` cannot be the name of a table.
    """
    bundle = cold(bundle)
    cards, weights = _cards(bundle)
    points = Points(cards, dialect)
    if any(feature.source == SEGMENT for feature in points.features):
        raise BundleError(say("scorecard.asks_segment"), say("scorecard.attributes_alone"), f"{bundle.name}")
    raws = {name: points.raw(name) for name in cards if name != RANK}
    shap = [named(_share(points, weights, feature), _shap(feature)) for feature in bundle.rank.features]
    raw = added([number(bundle.rank.base), *(column(_shap(feature)) for feature in bundle.rank.features)])
    levels = [
        points.bins(),
        points.places(),
        points.points(),
        [*shap, *(named(value, f"{name}_raw") for name, value in raws.items())],
        [named(raw, "raw"), *_effects(bundle.rank)],
        _scores(bundle),
        *_reasons(bundle),
    ]
    names = ["prepared", *(f"step_{place}" for place in range(1, len(levels) + 1))]
    query = exp.select(*_answer(bundle), copy=False).from_(names[-1], copy=False)
    first = exp.select(*prepared(points.features, headings or {}), copy=False).from_(_table(table, dialect), copy=False)
    further = (
        exp.select("*", *level, copy=False).from_(before, copy=False)
        for before, level in zip(names, levels, strict=False)
    )
    for name, step in zip(names, (first, *further), strict=True):
        if dialect == "postgres":  # which else puts one step into the next: what is asked twice is computed twice
            step = step.offset(0, copy=False)
        query = query.with_(name, as_=step, copy=False)
    return query.sql(dialect=dialect, identify=True, copy=False)


def _cards(bundle: Bundle) -> tuple[dict[str, Scorecard], dict[str, float]]:
    """The scorecards to look up, and by which weights they make up the ranking: itself, where it is no sum of them."""
    parts = {name: card for name in PARTS if (card := getattr(bundle, name)) is not None}
    weights = mix(bundle.rank, list(parts.values()))
    if weights is None:
        return {RANK: bundle.rank} | {n: one for n, one in parts.items() if one is not bundle.rank}, {RANK: 1.0}
    return parts, dict(zip(parts, weights, strict=True))


def _share(points: Points, weights: Mapping[str, float], feature: Feature) -> exp.Expr:
    """What a feature adds to the ranking."""
    terms = ((points.of(name, feature.name), weight) for name, weight in weights.items())
    return added([times(number(UNIT * weight), told) for told, weight in terms if told is not None and weight])


def _table(name: str, dialect: str) -> exp.Table:
    """The table to score, quoted part by part."""
    try:
        return exp.to_table(name, dialect=dialect)
    except SqlglotError as problem:
        raise InputError(say("scorecard.no_table", name=name), say("scorecard.a_table"), "--table") from problem


def _scores(bundle: Bundle) -> list[exp.Expr]:
    """What the raw scores promise."""
    raw = {name: column("raw" if getattr(bundle, name) is bundle.rank else f"{name}_raw") for name in PARTS}
    money = exp.null() if bundle.value is None else times(exp.Exp(this=raw["value"]), number(bundle.smear))
    if bundle.value is not None and bundle.ceiling is not None:
        money = exp.Least(this=money, expressions=[number(bundle.ceiling)])
    likeness = exp.null() if bundle.similarity is None else _scaled(raw["similarity"], bundle.scales["similarity"])
    return [
        named(_scaled(column("raw"), bundle.scales["score"]), "score"),
        named(likeness, "similarity"),
        named(exp.null() if bundle.win is None else _curve(raw["win"], bundle), "win_probability"),
        named(money, "deal_value"),
    ]


def _answer(bundle: Bundle) -> list[exp.Expr]:
    """The columns of the answer."""
    sources = dict.fromkeys(feature.source for feature in bundle.rank.features)
    scores = ("raw", "score", "similarity", "win_probability", "deal_value")
    expected = exp.null() if bundle.win is None else times(column("win_probability"), column("deal_value"))
    return [
        *map(column, (ID, *sources, *scores)),
        named(expected, "expected_value"),
        *(column(f"reason_{place}") for place in range(1, REASONS + 1)),
        *(column(_shap(feature)) for feature in bundle.rank.features),
    ]


def _shap(feature: Feature) -> str:
    return f"shap_{feature.name}"


def _scaled(raw: exp.Expr, scale: Scale) -> exp.Expr:
    """The raw score on a scale from 0 to 100."""
    apart = exp.Paren(this=exp.Sub(this=number(scale.centre), expression=raw))
    odds = exp.Paren(this=added([number(1.0), exp.Exp(this=exp.Div(this=apart, expression=number(scale.spread)))]))
    share = exp.Div(this=number(100.0), expression=odds)
    return exp.Round(this=cast(share, "decimal(9, 6)"), decimals=whole(SCORE_DECIMALS))


def _curve(raw: exp.Expr, bundle: Bundle) -> exp.Expr:
    """The calibration: straight lines between its knots."""
    x, y = bundle.calibration.x, bundle.calibration.y
    lines = [number(y[0], CURVE_DIGITS)]
    for place in range(len(x) - 1):
        slope = (y[place + 1] - y[place]) / (x[place + 1] - x[place])
        start = y[place] - slope * x[place]
        lines.append(added([number(start, CURVE_DIGITS), times(number(slope, CURVE_DIGITS), raw.copy())]))
    return steps(raw, x, [*lines, number(y[-1], CURVE_DIGITS)], CURVE_DIGITS)


def _concepts(card: Scorecard) -> dict[str, str]:
    """The column that holds what each concept contributes."""
    names = dict.fromkeys(feature.concept for feature in card.features)
    return {concept: f"effect_{place}" for place, concept in enumerate(names)}


def _effects(card: Scorecard) -> list[exp.Expr]:
    """What each concept contributes: the sum of its features."""
    return [
        named(added([column(_shap(feature)) for feature in card.features if feature.concept == concept]), name)
        for concept, name in _concepts(card).items()
    ]


def _reasons(bundle: Bundle) -> list[list[exp.Expr]]:
    """Step by step the largest effect not named yet, and the concept that it is of; NULL where it does not count."""
    concepts = {concept: column(name) for concept, name in _concepts(bundle.rank).items()}
    levels: list[list[exp.Expr]] = []
    for place in range(1, REASONS + 1):
        left = {concept: _unless_named(concept, size, place) for concept, size in concepts.items()}
        sizes, top = list(left.values()), column(f"top_{place}")
        largest = exp.Greatest(this=sizes[0], expressions=sizes[1:]) if sizes else number(LOWEST)
        small = exp.LTE(this=top, expression=number(noise(bundle)))
        said = exp.Case(ifs=[exp.If(this=small, true=exp.null())])
        for concept, size in left.items():
            same = exp.EQ(this=size.copy(), expression=top.copy())
            said.append("ifs", exp.If(this=same, true=text(concept)))
        levels += [[named(largest, f"top_{place}")], [named(said, f"reason_{place}")]]
    return levels


def _unless_named(concept: str, size: exp.Expr, place: int) -> exp.Expr:
    """What a concept contributes, or less than anything where an earlier reason is of it."""
    said = [exp.EQ(this=column(f"reason_{one}"), expression=text(concept)) for one in range(1, place)]
    return (
        exp.Case(ifs=[exp.If(this=one, true=number(LOWEST)) for one in said], default=size.copy())
        if said
        else size.copy()
    )
