"""How long training takes: candidates, rules, selection, value, learning curve and refit, on simulated deals."""

from __future__ import annotations

import os
import time

import numpy as np
import pandas as pd
from lookalike_training.experiment.experiment import run as train

from lookalike.companies import Companies
from lookalike.knowledge.segments import find_segments
from lookalike.settings import Settings

SIZES = (10_000, 55_000)
NUMBERS, CATEGORIES = 12, 8
DEALS_PER_COMPANY = 2
SETTINGS = Settings.model_validate({"name": "benchmark", "inputs": {"deals": "deals.csv"}})


def run(sizes: tuple[int, ...] = SIZES) -> pd.DataFrame:
    """One row per number of deals: seconds by the clock, CPU seconds, cores, and the load of the machine before."""
    told = []
    for deals in sizes:
        companies = market(deals, seed=1)
        segmentation = find_segments(companies, SETTINGS)
        load, clock, cpu = os.getloadavg()[0], time.perf_counter(), time.process_time()
        found = train(companies, segmentation, SETTINGS)
        told.append(
            {
                "deals": deals,
                "features": NUMBERS + CATEGORIES,
                "seconds": round(time.perf_counter() - clock, 1),
                "cpu_seconds": round(time.process_time() - cpu, 1),
                "cores": os.cpu_count(),
                "load_before": round(load, 1),
                "champion": found.champion,
            }
        )
    return pd.DataFrame(told)


def market(deals: int, seed: int) -> Companies:
    """Companies with twenty attributes; six of them and one pair tell who buys, one tells for how much."""
    rng = np.random.default_rng(seed)
    accounts = _companies(rng, deals // DEALS_PER_COMPANY, "account_id", "a")
    odds = 0.6 * accounts["number00"] + 0.4 * np.abs(accounts["number01"]) + 0.5 * (accounts["category0"] == "a")
    odds += 0.7 * (accounts["number02"] > 0) * (accounts["category1"] == "b") + 0.3 * accounts["number03"] - 1.2
    rows = np.sort(rng.integers(0, len(accounts), deals))
    won = rng.random(deals) < 1 / (1 + np.exp(-odds.to_numpy()[rows]))
    table = pd.DataFrame(
        {
            "account_id": accounts["account_id"].to_numpy()[rows],
            "outcome": np.where(won, "won", "lost"),
            "amount": np.exp(9 + 0.5 * accounts["number04"].to_numpy()[rows] + rng.normal(0, 0.7, deals)),
            "closed": pd.Timestamp("2021-01-01") + pd.to_timedelta(rng.integers(0, 1400, deals), unit="D"),
        }
    )
    return Companies.of(accounts, table, _companies(rng, 2000, "prospect_id", "p"))


def _companies(rng: np.random.Generator, count: int, column: str, letter: str) -> pd.DataFrame:
    levels = np.array(list("abcdefghijklmnopqrst"), dtype=object)
    ids = {column: [f"{letter}{number:06d}" for number in range(count)]}
    numbers = {f"number{place:02d}": rng.normal(size=count) for place in range(NUMBERS)}
    categories = {f"category{place}": rng.choice(levels[: 3 + 2 * place], count) for place in range(CATEGORIES)}
    return pd.DataFrame(ids | numbers | categories)
