"""How long a large base takes from files to all that is known of good customers: 100,000 accounts with 1 M orders."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from lookalike.companies import read_companies
from lookalike.knowledge.understand import understand
from lookalike.project import Project
from lookalike.settings import Settings

ACCOUNTS, ORDERS, DEALS, PROSPECTS = 100_000, 1_000_000, 200_000, 50_000
INDUSTRIES = ("Transport", "Manufacturing", "Consulting", "Restaurants")
STAFF = np.array([80, 200, 15, 6])


def companies(rows: int, prefix: str, rng: np.random.Generator) -> pd.DataFrame:
    """Four kinds of companies told by industry, size and technology, beside columns of noise."""
    kind = rng.integers(0, 4, rows)
    heads = np.round(STAFF[kind] * rng.lognormal(0, 0.5, rows)) + 1
    technologies = np.array(["Azure;SAP", "SAP", "AWS", ""])[np.where(rng.random(rows) < 0.7, kind, 3 - kind)]
    return pd.DataFrame(
        {
            "Account ID": [f"{prefix}{at:06d}" for at in range(rows)],
            "Account Name": [f"{INDUSTRIES[of]} {prefix}{at:06d}" for at, of in enumerate(kind)],
            "Industry": np.array(INDUSTRIES)[kind],
            "Employees": heads.astype(int),
            "Annual Revenue": np.round(heads * rng.lognormal(14, 0.4, rows)),
            "Technologies": technologies,
            "City": [f"City {at}" for at in rng.integers(0, 300, rows)],
            "Year Started": rng.integers(1950, 2022, rows),
        }
    )


def write(folder: Path, accounts: int, orders: int, deals: int, prospects: int, seed: int = 7) -> Project:
    """A project of that size: accounts, deals, orders, prospects as CSV."""
    rng = np.random.default_rng(seed)
    base = companies(accounts, "A", rng)
    days = pd.date_range("2019-01-01", "2025-12-31").strftime("%Y-%m-%d").to_numpy()
    who, opened = rng.integers(0, accounts, deals), rng.integers(0, len(days) - 200, deals)
    won = rng.random(deals) < np.where(base["Employees"].to_numpy()[who] > 50, 0.5, 0.2)
    sold = pd.DataFrame(
        {
            "Opportunity ID": np.arange(deals),
            "Account ID": base["Account ID"].to_numpy()[who],
            "Stage": np.where(won, "Closed Won", "Closed Lost"),
            "Amount": np.round(rng.lognormal(9, 1, deals)),
            "Created Date": days[opened],
            "Close Date": days[opened + rng.integers(1, 199, deals)],
        }
    )
    buyers = np.unique(who[won])[rng.integers(0, len(np.unique(who[won])), orders)]
    bought = pd.DataFrame(
        {
            "Order Number": np.arange(orders),
            "Account ID": base["Account ID"].to_numpy()[buyers],
            "Order Date": days[rng.integers(0, len(days), orders)],
            "Amount": np.round(rng.lognormal(7, 1, orders)),
            "Product": rng.choice(["one", "two", "three", "four"], orders),
        }
    )
    listed = companies(prospects, "P", rng).rename(columns={"Account ID": "Lead ID", "Account Name": "Company"})
    for name, table in {"accounts": base, "deals": sold, "orders": bought, "prospects": listed}.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    inputs = {name: f"{name}.csv" for name in ("accounts", "deals", "orders", "prospects")}
    return Project(folder, Settings.model_validate({"name": "large", "inputs": inputs}))


def run(accounts: int = ACCOUNTS, orders: int = ORDERS, deals: int = DEALS, prospects: int = PROSPECTS) -> list[dict]:
    """Seconds of reading and cleaning, and of working out labels, profile, segments, criteria, portfolio and plan.

    Returns
    -------
    list of dict
        One row: `accounts`, `orders`, `read_seconds`, `knowledge_seconds`, `processor_seconds` (of both: what
        they take where nothing else runs), `segments`, `traits`.
    """
    with TemporaryDirectory() as folder:
        project = write(Path(folder), accounts, orders, deals, prospects)
        start, busy = time.perf_counter(), time.process_time()
        read = read_companies(project)
        middle = time.perf_counter()
        known = understand(read, project.settings)
        end, busy = time.perf_counter(), time.process_time() - busy
    return [
        {
            "accounts": len(read.accounts),
            "orders": len(read.orders),
            "read_seconds": round(middle - start, 1),
            "knowledge_seconds": round(end - middle, 1),
            "processor_seconds": round(busy, 1),
            "segments": len(known.segmentation.segments),
            "traits": len(known.icp.traits),
        }
    ]
