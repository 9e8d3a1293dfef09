"""Score a frame of companies with a bundle: model and rules, with the exact contributions of every row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.errors import InputError
from lookalike.knowledge.icp import Icp
from lookalike.knowledge.points import SEGMENT
from lookalike.knowledge.tiers import tier
from lookalike.schema import TIERS
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.compile import compile_rules
from lookalike.scorecard.familiar import familiar
from lookalike.scorecard.tables import Scorecard


def score_frame(bundle: Bundle, frame: pd.DataFrame) -> pd.DataFrame:
    """Score companies.

    Parameters
    ----------
    bundle : Bundle
    frame : DataFrame of n companies
        With the columns of `bundle.attributes`, clean as `read_companies` makes them; others are ignored.

    Returns
    -------
    DataFrame of n rows with the index of `frame`
        `raw` (log-odds), `score` (0-100, share of the known accounts beaten), `win_probability` (0-1),
        `expected_value` (money, NaN without a value model), `segment`, `tier`, `rule_points`, `rule_max`,
        `points_<criterion>` (0-3 or NaN), `familiar`, `shap_base` and `shap_<feature>` (they add up to `raw`).

    Raises
    ------
    InputError
        When columns are missing.
    """
    frame = with_segment(bundle, frame)
    card = bundle.rank
    contributions = card.contributions(frame)
    raw = card.base + contributions.sum(axis=1)
    columns = {
        "raw": raw,
        "score": share_beaten(bundle, raw),
        "win_probability": (probability := win_probability(bundle, frame, raw)),
        "expected_value": expected_value(bundle, frame, probability),
        SEGMENT: frame[SEGMENT].to_numpy(),
        "tier": tiers(bundle, frame),
        **rule_columns(bundle, frame),
        "familiar": familiar(card, bundle.distribution, bundle.ranges, frame, card.codes(frame)),
        "shap_base": np.full(len(frame), card.base),
        **{f"shap_{feature.name}": contributions[:, place] for place, feature in enumerate(card.features)},
    }
    return pd.DataFrame(columns, index=frame.index)


def with_segment(bundle: Bundle, frame: pd.DataFrame) -> pd.DataFrame:
    """The columns the bundle reads, and the segment of each row."""
    wanted = [attribute.name for attribute in bundle.attributes]
    missing = [name for name in wanted if name not in frame]
    if missing:
        named = ", ".join(map(repr, missing))
        raise InputError(f"no column {named}", "every column the model reads", do="add it, empty where unknown")
    if not bundle.segmentation:
        return frame[wanted].assign(**{SEGMENT: np.full(len(frame), None, dtype=object)})
    from lookalike.knowledge.segments import Segmentation

    segments = Segmentation.from_dict(bundle.segmentation).assign(frame[wanted])[SEGMENT]
    return frame[wanted].assign(**{SEGMENT: segments.to_numpy()})


def share_beaten(bundle: Bundle, raw: np.ndarray) -> np.ndarray:
    """Share of the known accounts with a lower raw score, ties half, 0-100."""
    known = np.sort(bundle.reference["raw"].to_numpy(float))
    below, upto = np.searchsorted(known, raw, side="left"), np.searchsorted(known, raw, side="right")
    return 50.0 * (below + upto) / max(len(known), 1)


def win_probability(bundle: Bundle, frame: pd.DataFrame, raw: np.ndarray) -> np.ndarray:
    """Calibrated probability of winning, NaN without a model of winning."""
    if bundle.win is None:
        return np.full(len(frame), np.nan)
    return bundle.calibration.apply(raw if bundle.win is bundle.rank else bundle.win.raw(frame))


def expected_value(bundle: Bundle, frame: pd.DataFrame, probability: np.ndarray) -> np.ndarray:
    """Probability times the expected money given won."""
    if bundle.value is None:
        return np.full(len(frame), np.nan)
    return probability * np.exp(bundle.value.raw(frame)) * bundle.smear


def tiers(bundle: Bundle, frame: pd.DataFrame) -> np.ndarray:
    """Do-or-die, neutral or don't per row."""
    return tier(Icp.from_dict(bundle.icp), frame) if bundle.icp else np.full(len(frame), TIERS[1], dtype=object)


def rule_columns(bundle: Bundle, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """`rule_points`, `rule_max` and the points of each criterion."""
    earned, possible = compile_rules(bundle.rules)
    codes = earned.codes(frame)
    columns = {"rule_points": _total(earned, codes), "rule_max": _total(possible, codes)}
    for place, table in enumerate(bundle.rules):
        columns[f"points_{table.criterion}"] = np.asarray(table.points, dtype=float)[codes[:, place]]
    return columns


def _total(card: Scorecard, codes: np.ndarray) -> np.ndarray:
    parts = (table.contributions[0][codes[:, table.features[0]]] for table in card.tables)
    return np.sum([np.zeros(len(codes)), *parts], axis=0)
