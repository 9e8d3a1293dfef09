"""Score companies with a bundle: model and rules, with the exact contributions of every row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.knowledge.criteria import SEGMENT
from lookalike.knowledge.profile import Sign, tier
from lookalike.knowledge.segments import Leaf, clearest
from lookalike.schema import CRITERIA, TIERS
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import (
    Columns,
    Scorecard,
    Text,
    Usual,
    compile_rules,
    familiar,
    from_batch,
    from_company,
    from_frame,
    refuse_unknown,
    rules_scorecard,
    usual,
    usual_points,
)

DECIMALS = 5  # of the raw score in ranks and shares: what floats add in another order is noise, and must not rank
NOISE = 0.1  # share of the spread of the known accounts' scores below which a contribution is no reason
CARRIED = ("prospect_id", "name", "country", "org_number", "domain", "city", "industry", "relation")
CARRIED_NUMBERS = ("employees", "revenue")


@dataclass(frozen=True, eq=False)
class Scored:
    """n scored companies.

    Parameters
    ----------
    columns : Columns
        What was read of them, and their segment.
    codes : ndarray of int32, shape (features, n)
        Their bins in the ranking scorecard.
    contributions : ndarray of float64, shape (features, n)
        In log-odds.
    results : dict of name -> ndarray or Text, shape (n,)
        The columns that `score_frame` describes.
    """

    columns: Columns
    codes: np.ndarray
    contributions: np.ndarray
    results: dict[str, np.ndarray | Text]


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a bundle's plain data become once, for all blocks of companies."""

    leaves: tuple[Leaf, ...]
    segments: np.ndarray
    signs: tuple[tuple[Sign, ...], tuple[Sign, ...]]
    usual: Usual
    points: Scorecard
    most: Scorecard
    beyond: Scorecard
    average: tuple[float, float]
    criteria: tuple[tuple[str, np.ndarray], ...]


@lru_cache(maxsize=8)
def prepared(bundle: Bundle) -> Prepared:
    """The bundle's knowledge and rules as objects."""
    segmentation, icp = bundle.segmentation, bundle.icp
    signs, counter_signs = (tuple(map(Sign.from_dict, icp.get(name, ()))) for name in ("traits", "anti_traits"))
    return Prepared(
        tuple(map(Leaf.from_dict, segmentation.get("leaves", ()))),
        np.array([segment["name"] for segment in segmentation.get("segments", ())], dtype=object),
        (signs, counter_signs),
        usual(bundle.rank, bundle.distribution, bundle.ranges),
        *compile_rules(bundle.rules),
        rules_scorecard(bundle.rules),
        usual_points(bundle.rules),
        tuple((f"points_{table.criterion}", np.asarray(table.points, dtype=float)) for table in bundle.rules),
    )


def score_frame(bundle: Bundle, frame: pd.DataFrame) -> pd.DataFrame:
    """Score companies.

    Parameters
    ----------
    bundle : Bundle
    frame : DataFrame of n companies
        With columns of `bundle.attributes`; what is absent or blank is unknown, other columns are ignored. Every cell
        is read as a file's: numbers may be text, countries names, and letters of any case.

    Returns
    -------
    DataFrame of n rows with the index of `frame`
        `raw` (what ranks), `score` and `similarity` (0-100; 50 = as the middle known account, as the middle customer),
        `win_probability` (0-1), `deal_value` (money of a deal if won), `expected_value` (money of a deal opened), each
        NaN where nothing of it was learned, `segment`, `tier`, `rule_points`, `rule_max`,
        `rule_share` (0-1, of the points possible, an unknown criterion counting as usual; NaN where none is answered),
        `points_<criterion>` (0-3 or NaN), `familiar`, `shap_base` and `shap_<feature>` (they add up to `raw`).

    Raises
    ------
    InputError
        None of the columns is there, or a text among numbers is none.
    """
    results = score_columns(bundle, from_frame(frame, bundle.attributes)).results
    return pd.DataFrame({name: objects(column) for name, column in results.items()}, index=frame.index)


def score_batch(bundle: Bundle, batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same for an Arrow batch, whose id, name, country and relation are carried along."""
    results = score_columns(bundle, from_batch(batch, bundle.attributes)).results
    columns = {name: batch.column(name) for name in CARRIED if name in batch.schema.names}
    columns |= {name: arrow(column) for name, column in results.items()}
    return pa.RecordBatch.from_pydict({name: plain_text(column) for name, column in columns.items()})


def score_one(bundle: Bundle, company: dict[str, Any]) -> dict[str, Any]:
    """The same for one company as a dict, in which there is nothing but attributes and columns of a prospect list."""
    refuse_unknown(company, bundle.attributes)
    results = score_columns(bundle, from_company(company, bundle.attributes)).results
    return {name: objects(column)[0] for name, column in results.items()}


def score_columns(bundle: Bundle, columns: Columns) -> Scored:
    """Score a block of companies: the one function behind frames, streams and Spark."""
    ready, card = prepared(bundle), bundle.rank
    segment, tier = _knowledge(ready, columns)
    columns = columns.with_text(SEGMENT, segment)
    codes = columns.codes(card.features)
    parts = card.explain(codes)
    raw = card.total(parts)
    probability, value = _win_probability(bundle, columns, raw), _deal_value(bundle, columns)
    results: dict[str, np.ndarray | Text] = {
        "raw": raw,
        "score": bundle.scales["score"].apply(raw),
        "similarity": _similarity(bundle, columns),
        "win_probability": probability,
        "deal_value": value,
        "expected_value": probability * value,
        SEGMENT: segment,
        "tier": tier,
        **_rule_columns(bundle, ready, columns),
        "familiar": familiar(ready.usual, columns, codes),
        "shap_base": np.full(columns.rows, card.base),
        **{f"shap_{feature.name}": part for feature, part in zip(card.features, parts, strict=True)},
    }
    return Scored(columns, codes, parts, results)


def objects(column: np.ndarray | Text) -> np.ndarray:
    """A column with text as objects, None where missing."""
    if not isinstance(column, Text):
        return column
    return np.array([*column.values, None], dtype=object)[column.places]


def arrow(column: np.ndarray | Text) -> pa.Array:
    """A column as Arrow holds it: NaN becomes null, text is dictionary coded."""
    if isinstance(column, Text):
        places = pa.array(column.places.astype(np.int32), mask=column.places < 0)
        return pa.DictionaryArray.from_arrays(places, pa.array(column.values, pa.string()))
    return pa.array(column, from_pandas=True)


def noise(bundle: Bundle) -> float:
    """The contribution up to which a concept is no reason: a tenth of the spread of the known accounts' scores."""
    raw = bundle.reference["raw"].to_numpy(float)
    return max(NOISE * float(np.std(raw)), 1e-9) if len(raw) else 1e-9


def point_columns(bundle: Bundle) -> list[str]:
    """The columns of criteria points: the nine standard ones, whether the rules have them or not, then the others."""
    return list(dict.fromkeys(f"points_{one}" for one in (*CRITERIA, *(table.criterion for table in bundle.rules))))


def plain_text(column: pa.Array) -> pa.Array:
    """Text without dictionary, which differs from block to block."""
    return pc.cast(column, pa.string()) if pa.types.is_dictionary(column.type) else column


def _knowledge(ready: Prepared, columns: Columns) -> tuple[Text, Text]:
    """Segment and tier: none and neutral where the bundle knows neither segments nor a profile."""
    asked = cast(pd.DataFrame, columns)
    segment = clearest(ready.leaves, asked)[0] if ready.leaves else np.full(columns.rows, -1)
    return Text(segment, ready.segments), Text(tier(*ready.signs, asked), np.array(TIERS, dtype=object))


def _similarity(bundle: Bundle, columns: Columns) -> np.ndarray:
    """Similarity to the best customers among the customers, 0-100, NaN where there are too few of them."""
    if bundle.similarity is None:
        return np.full(columns.rows, np.nan)
    return bundle.scales["similarity"].apply(_raw(bundle.similarity, columns))


def _win_probability(bundle: Bundle, columns: Columns, raw: np.ndarray) -> np.ndarray:
    """Calibrated probability of winning, NaN without a model of winning."""
    if bundle.win is None:
        return np.full(columns.rows, np.nan)
    return bundle.calibration.apply(raw if bundle.win is bundle.rank else _raw(bundle.win, columns))


def _deal_value(bundle: Bundle, columns: Columns) -> np.ndarray:
    """The expected money of a deal given that it is won, NaN without a model of value."""
    if bundle.value is None:
        return np.full(columns.rows, np.nan)
    return np.minimum(np.exp(_raw(bundle.value, columns)) * bundle.smear, bundle.ceiling or np.inf)


def _raw(card: Scorecard, columns: Columns) -> np.ndarray:
    return card.total(card.explain(columns.codes(card.features)))


def _rule_columns(bundle: Bundle, ready: Prepared, columns: Columns) -> dict[str, np.ndarray | Text]:
    """`rule_points`, `rule_max`, `rule_share` and the points of each criterion."""
    codes = columns.codes(ready.points.features)
    points: dict[str, np.ndarray | Text] = {name: np.full(columns.rows, np.nan) for name in point_columns(bundle)}
    points |= {name: values[code] for (name, values), code in zip(ready.criteria, codes, strict=True)}
    earned, most, beyond = (card.total(card.explain(codes)) for card in (ready.points, ready.most, ready.beyond))
    usual, possible = ready.average
    share = np.where(most > 0, np.round((usual + beyond) / max(possible, 1e-9), DECIMALS), np.nan)
    return {"rule_points": earned, "rule_max": most, "rule_share": share} | points
