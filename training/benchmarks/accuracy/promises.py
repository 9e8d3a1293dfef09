"""Does what the list promises come true? Small worlds of the sample company, whose truth is known, each learned anew.

`grade X`: how often the 90 % interval of the share won holds the true share of the grade's companies. `plan`: how often
the plan's range holds the deals that a world needs to reach the goal, worked from the top of the list. Each world is
learned from all its accounts and from a quarter of them, drawn at random.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from lookalike_training.assemble import assemble
from lookalike_training.experiment import experiment as experiments

from lookalike.companies import Companies
from lookalike.knowledge.sales import Rate, plan_by
from lookalike.knowledge.statistics import wilson
from lookalike.knowledge.understand import understand
from lookalike.knowledge.value import closed_deals
from lookalike.project import load_project
from lookalike.ranking.order import of_grades, rank
from lookalike.sample import Truth, write_sample
from lookalike.scorecard.score import score_frame
from lookalike.settings import Settings
from training.benchmarks.accuracy.stability import LISTED, world

WORLDS = 20
FIRST_WORLD = 501  # others than those that `model_error` was measured on
WALKS = 40  # how often each world is worked
UNEVEN = 0.55  # sigma of a deal's amount about its mean in the sample company
SIZES = {"all accounts": 1.0, "a quarter of them": 0.25}
OF_ACCOUNTS = ("deals", "orders", "activities", "contacts")


def run(worlds: int = WORLDS) -> Iterator[pd.DataFrame]:
    """One row per size of base and figure: `base`, `figure`, `held` (share) and the `worlds` it is of; it grows."""
    found: list[dict[str, Any]] = []
    with TemporaryDirectory() as folder:
        home = Path(folder)
        truth = write_sample(home / "listed", seed=LISTED)
        settings = load_project(home / "listed").settings
        for seed in range(FIRST_WORLD, FIRST_WORLD + worlds):
            whole = world(home, seed)
            for name, share in SIZES.items():
                held = promised(part(whole, share, seed), settings, truth, seed)
                found += [{"base": name, "figure": figure, "held": value} for figure, value in held.items()]
            yield _counted(found)


def _counted(found: list[dict[str, Any]]) -> pd.DataFrame:
    each = pd.DataFrame(found).groupby(["base", "figure"], sort=False)["held"]
    return each.agg(held="mean", worlds="size").reset_index()


def part(companies: Companies, share: float, seed: int) -> Companies:
    """The same base with this share of its accounts and what belongs to them."""
    accounts = companies.accounts.sample(frac=share, random_state=seed).sort_index()
    ids = set(accounts["account_id"])
    kept = {name: getattr(companies, name) for name in OF_ACCOUNTS}
    return replace(
        companies, accounts=accounts, **{name: one[one["account_id"].isin(ids)] for name, one in kept.items()}
    )


def promised(companies: Companies, settings: Settings, truth: Truth, seed: int) -> dict[str, float]:
    """Which promises of the list learned from these companies hold: 0 or 1 for a grade, a share for the plan."""
    known = understand(companies, settings)
    found = experiments.run(companies, known.segmentation, settings)
    scored = score_frame(assemble(found, companies, known, settings), companies.prospects)
    listed = rank(scored.assign(prospect_id=companies.prospects["prospect_id"].to_numpy()), settings.score)
    listed = listed.sort_values("rank").set_index("prospect_id")
    chance = truth.win_probability.loc[listed.index]
    held: dict[str, float] = {}
    for told in of_grades(listed, found.held_out):
        rate, true = told["win_rate"], chance[(listed["grade"] == told["grade"]).to_numpy()].mean()
        held[f"grade {told['grade']}"] = float(rate["low"] <= true <= rate["high"])
    return held | {"plan": _plan_held(listed, companies, found.held_out, settings, truth, seed)}


def _plan_held(
    listed: pd.DataFrame, companies: Companies, held_out: pd.DataFrame, settings: Settings, truth: Truth, seed: int
) -> float:
    """In which share of walks down the list the goal is reached after as many deals as the plan's range holds."""
    deals = closed_deals(companies)
    tried, reached = len(deals), int(deals["won"].sum())
    rate = Rate("deal", "order", reached / tried, *wilson(reached, tried), tried, reached, "data")
    plan = plan_by((rate,), deals, companies.currency, listed, held_out, settings)
    rng = np.random.default_rng(seed)
    size = (WALKS, len(listed))
    won = rng.random(size) < truth.win_probability.loc[listed.index].to_numpy()
    money = truth.deal_value.loc[listed.index].to_numpy() * rng.lognormal(-(UNEVEN**2) / 2, UNEVEN, size)
    reached = np.cumsum(won * money, axis=1) >= plan["goal"]
    needed = np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, np.inf)
    low, high = plan["addresses"]["low"], plan["addresses"]["high"]
    return float(((needed >= low) & (needed <= high)).mean())
