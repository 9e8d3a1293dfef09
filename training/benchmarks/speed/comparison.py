"""How long the two rankings of a million prospects take to compare, held-out deals and all."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from lookalike.ranking.compare import compare, criteria_worth
from lookalike.ranking.order import rank

PROSPECTS, DEALS, CRITERIA = 1_000_000, 5_000, 12


def scored(rows: int, seed: int = 7) -> pd.DataFrame:
    """Prospects with contributions of eight features and points of twelve criteria."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 4, (rows, CRITERIA)).astype(float)
    points[rng.random(points.shape) < 0.1] = np.nan
    table = pd.DataFrame(points, columns=[f"points_fit_{at}" for at in range(CRITERIA)])
    for at in range(8):
        table[f"shap_{at}"] = rng.normal(0, 0.3, rows) + 0.1 * np.nan_to_num(points[:, at])
    reasons = pd.Series([["34 employees", "Azure"], ["Transport"], []])
    return table.assign(
        prospect_id=[f"P{at:07d}" for at in range(rows)],
        name="Company",
        shap_base=-1.0,
        rule_points=np.nansum(points, axis=1),
        rule_max=3.0 * (~np.isnan(points)).sum(axis=1),
        rule_share=np.nan_to_num(points, nan=1.5).mean(axis=1) / 3,
        familiar=True,
        win_probability=rng.random(rows) * 0.3,
        expected_value=rng.lognormal(8, 1, rows),
        reasons_for=reasons.to_numpy()[rng.integers(0, 3, rows)],
        reasons_against=reasons.to_numpy()[rng.integers(0, 3, rows)],
    )


def held_out(rows: int, seed: int = 8) -> pd.DataFrame:
    """Closed deals that neither ranking has seen; two in three of companies never seen."""
    rng = np.random.default_rng(seed)
    drive = rng.normal(size=rows)
    points = np.clip(np.round(1.5 + drive[:, None] + rng.normal(0, 1, (rows, CRITERIA))), 0, 3)
    won = rng.random(rows) < 1 / (1 + np.exp(1 - drive))
    return pd.DataFrame(points, columns=[f"points_fit_{at}" for at in range(CRITERIA)]).assign(
        account_id=[f"A{at}" for at in rng.integers(0, rows // 2, rows)],
        won=won,
        amount=np.where(won, rng.lognormal(9, 1, rows), np.nan),
        model=drive + rng.normal(0, 1, rows),
        rules=points.mean(axis=1) / 3,
        probability=0.3,
        seen=rng.random(rows) < 1 / 3,
    )


def run(prospects: int = PROSPECTS, deals: int = DEALS) -> list[dict[str, object]]:
    """Seconds of `compare`, after the prospects are ranked and the training has looked what the criteria are worth.

    Returns
    -------
    list of dict
        One row: `prospects`, `held_out_deals`, `rank_seconds`, `compare_seconds`, `compare_processor_seconds`
        (what it takes where nothing else runs), `worth_processor_seconds` (in the training), `winner`.
    """
    evaluation, busy = held_out(deals), time.process_time()
    worth, worth_busy = criteria_worth(evaluation, [f"fit_{at}" for at in range(CRITERIA)]), time.process_time() - busy
    start = time.perf_counter()
    ranked = rank(scored(prospects))
    middle, busy = time.perf_counter(), time.process_time()
    found = compare(evaluation, ranked, worth)
    end, busy = time.perf_counter(), time.process_time() - busy
    return [
        {
            "prospects": prospects,
            "held_out_deals": deals,
            "rank_seconds": round(middle - start, 1),
            "compare_seconds": round(end - middle, 1),
            "compare_processor_seconds": round(busy, 1),
            "worth_processor_seconds": round(worth_busy, 1),
            "winner": found["winner"],
        }
    ]
