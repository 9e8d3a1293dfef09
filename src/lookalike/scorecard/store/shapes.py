"""Whether what was read of a model fits together: files can be whole and yet hold what no model is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pandas.api.types import is_numeric_dtype

from lookalike.knowledge.criteria import SEGMENT, PointTable
from lookalike.knowledge.profile import Sign
from lookalike.knowledge.segments import Leaf
from lookalike.languages import Message, say
from lookalike.learning.bins import Bins, CategoryBins, NumericBins
from lookalike.schema import RELATION, Kind
from lookalike.scorecard.store.bundle import CARDS, Bundle
from lookalike.scorecard.store.figures import wrong_figures
from lookalike.scorecard.tables import Scorecard, compile_rules

SCORES = ("amount", "model", "win", "rules", "probability", "worth")
COLUMNS = {
    "reference": ("account_id", "name", "raw", "best"),
    "best": ("account_id", "name"),
    "held_out": ("deal_id", "account_id", "won", "when", "seen", "tested", *SCORES),
}
NUMBERS = {"reference": ("raw",), "held_out": SCORES}
RULES = {"number", "category", "token"}


def misshapen(bundle: Bundle) -> Iterator[Message]:
    """What does not fit, one after the other.

    Raises
    ------
    ValueError, LookupError, TypeError, AttributeError
        A part is of another kind altogether.
    """
    names = [segment["name"] for segment in bundle.segmentation.get("segments", ())]
    if any(len(leaf.counts) != len(names) for leaf in map(Leaf.from_dict, bundle.segmentation.get("leaves", ()))):
        yield say("bundle.part", part="segmentation")
    for place in wrong_figures(bundle.metrics):
        yield say("bundle.part", part=f"metrics.{place}")
    signs = [Sign.from_dict(one) for part in ("traits", "anti_traits") for one in bundle.icp.get(part, ())]
    if not all(isinstance(sign.concept, str) for sign in signs):
        yield say("bundle.part", part="icp")
    read = {SEGMENT, RELATION, *(attribute.name for attribute in bundle.attributes)}
    for name in CARDS:
        card = getattr(bundle, name)
        if card is not None and not _sound(card, read):
            yield say("bundle.part", part=name)
    points, most = compile_rules(bundle.rules)
    if not (_sound(points, read) and _sound(most, read) and all(map(_fits, bundle.rules))):
        yield say("bundle.part", part="rules")
    x, y = bundle.calibration.x, bundle.calibration.y
    if not len(x) == len(y) > 0 or any(np.diff(x) < 0):
        yield say("bundle.part", part="calibration")
    scales = {"score"} | ({"similarity"} if bundle.similarity is not None else set())
    steep = all(np.isfinite(one.centre) and one.spread > 0 for one in bundle.scales.values())
    if not (steep and scales <= set(bundle.scales)):
        yield say("bundle.part", part="scales")
    yield from _of_frames(bundle)
    yield from _of_bins(bundle)


def _of_frames(bundle: Bundle) -> Iterator[Message]:
    """Tables that lack a column, or have text where numbers are read; a table without columns holds nothing."""
    read = [one.name for one in bundle.attributes if one.kind is Kind.NUMBER]
    for name, columns in COLUMNS.items():
        frame = getattr(bundle, name)
        lacking = [column for column in columns if column not in frame]
        if lacking and frame.shape[1]:
            yield say("bundle.columns", file=f"{name}.parquet", columns=lacking)
        numbers = NUMBERS.get(name, [one for one in read if one in frame])
        if frame.shape[1] and not all(is_numeric_dtype(frame[column]) for column in numbers):
            yield say("bundle.part", part=name)
    if bundle.best.shape[1] and not bundle.best["account_id"].is_unique:
        yield say("bundle.part", part="best")


def _sound(card: Scorecard, read: set[str]) -> bool:
    """Whether a scorecard reads columns that the model reads, and its tables stand over features that it has."""
    places = set(range(len(card.features)))
    return (
        np.isfinite(card.base)
        and all(one.source in read and _cuts(one.bins) for one in card.features)
        and all(0 < len(set(one.features)) == len(one.features) <= 2 for one in card.tables)
        and all(set(one.features) <= places for one in card.tables)
    )


def _cuts(bins: Bins) -> bool:
    """Whether numbers are cut at rising edges, and everything else is text."""
    if isinstance(bins, NumericBins):
        return bool((np.diff(bins.cuts) > 0).all())
    return all(isinstance(one, str) for one in (bins.values if isinstance(bins, CategoryBins) else (bins.token,)))


def _fits(table: PointTable) -> bool:
    """Whether the points of a criterion are as many as its bins."""
    bins = 3 if table.kind == "token" else len(table.cuts) + 2
    points = np.asarray(table.points, dtype=float)
    told = table.kind in RULES and len(points) == len(table.reasons) == bins
    return told and float(table.weight) >= 0 and bool(np.isfinite(float(table.usual)))


def _of_bins(bundle: Bundle) -> Iterator[Message]:
    """What is told bin by bin of the features that rank, where it is not told of every bin."""
    lived = {
        f"experience.{part}": {name: told[part] for name, told in bundle.experience.get("features", {}).items()}
        for part in (("won", "closed", "cases") if bundle.experience else ())
    }
    listed = {"listed": bundle.listed} if bundle.listed else {}
    for part, told in ({"distribution": bundle.distribution} | listed | lived).items():
        for feature in bundle.rank.features:
            if part == "listed" and feature.is_past:  # of the list its traits alone are counted
                continue
            counts = np.asarray(told[feature.name], dtype=float)
            if counts.shape != (feature.bins.size,) or not (counts >= 0).all():
                yield say("bundle.part", part=part)
