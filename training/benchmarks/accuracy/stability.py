"""Is it one list? The same prospects ranked from many samples of one world, by other seeds, and with files left out.

The sample company knows the truth: what share of the deals with each prospect would be won, and for how much.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
from lookalike_training.assemble import assemble
from lookalike_training.experiment import experiment as experiments

from lookalike.companies import Companies, read_companies
from lookalike.knowledge.understand import understand
from lookalike.project import load_project
from lookalike.ranking.order import of_grades, rank
from lookalike.sample import Truth, write_sample
from lookalike.schema import GRADES
from lookalike.scorecard.score import score_frame
from lookalike.settings import Settings

WORLDS, SEEDS = 9, 5
LISTED, FIRST_WORLD = 7, 101  # seed of the list, and of the first accounts and deals
PROSPECTS = "prospekter.csv"
OPTIONAL = ("orders", "activities", "contacts")
HUNDRED = 100


def run(worlds: int = WORLDS, seeds: int = SEEDS) -> pd.DataFrame:
    """One row per figure: `check`, `figure`, `value`, and the worst of what it is the mean of."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        truth = write_sample(home / "listed", seed=LISTED)
        settings = load_project(home / "listed").settings
        samples = [world(home, FIRST_WORLD + number) for number in range(worlds)]
        lists = [ranked(one, settings) for one in samples]
        rows = [*_overlap("samples of one world", lists), *_of_truth(lists, truth)]
        few = min(3, worlds)
        for name in ("without orders, activities, contacts",):
            bare = [ranked(without_files(one), settings) for one in samples[:few]]
            rows += _pairs(name, list(zip(lists, bare, strict=False)))
        reseeded = [ranked(samples[0], _seeded(settings, seed)) for seed in range(seeds)]
        rows += _overlap("learning seeds", reseeded) if seeds > 1 else []
    return pd.DataFrame(rows)


def world(home: Path, seed: int) -> Companies:
    """Accounts and deals of this seed beside the one list."""
    folder = home / str(seed)
    write_sample(folder, seed=seed)
    shutil.copy(home / "listed" / PROSPECTS, folder / PROSPECTS)
    return read_companies(load_project(folder))


def without_files(companies: Companies) -> Companies:
    """The same base as if orders, activities and contacts had not been exported."""
    empty = {name: getattr(companies, name).head(0) for name in OPTIONAL}
    return replace(companies, **empty)


def ranked(companies: Companies, settings: Settings) -> pd.DataFrame:
    """The list by `prospect_id`: `rank`, `grade`, `tier`, `win_rate` (of the grade, as told) and `raw`."""
    known = understand(companies, settings)
    found = experiments.run(companies, known.segmentation, settings)
    scored = score_frame(assemble(found, companies, known, settings), companies.prospects)
    listed = scored.assign(prospect_id=companies.prospects["prospect_id"].to_numpy())
    table = rank(listed, settings.score)
    told = {one["grade"]: one["win_rate"]["value"] for one in of_grades(table, found.held_out)}
    return table.assign(win_rate=table["grade"].map(told)).set_index("prospect_id")


def _first(table: pd.DataFrame) -> set[str]:
    return set(table.index[table["grade"] == "A"])


def _pairs(check: str, pairs: list[tuple[pd.DataFrame, pd.DataFrame]]) -> list[dict[str, object]]:
    found = [len(_first(one) & _first(two)) / len(_first(one)) for one, two in pairs]
    return [{"check": check, "figure": "overlap of grade A", "value": np.mean(found), "worst": min(found)}]


def _overlap(check: str, lists: list[pd.DataFrame]) -> list[dict[str, object]]:
    return _pairs(check, list(combinations(lists, 2)))


def _of_truth(lists: list[pd.DataFrame], truth: Truth) -> Iterator[dict[str, object]]:
    """What grade A is truly worth beside the best that could be, and promised against true wins per grade."""
    check, worth, fit = "truth", [], []
    kept: dict[str, list[float]] = {grade: [] for grade in GRADES}
    for table in lists:
        true = (truth.win_probability * truth.deal_value).loc[table.index]
        first = table["grade"] == "A"
        worth.append(true[first].mean() / true.nlargest(int(first.sum())).mean())
        fit.append((table.sort_values("rank")["tier"].head(HUNDRED) == "do-or-die").mean())
        for grade, part in table.groupby("grade"):
            kept[str(grade)].append(part["win_rate"].iloc[0] / truth.win_probability.loc[part.index].mean())
    yield {"check": check, "figure": "true value of grade A of the best possible", "value": np.mean(worth)} | {
        "worst": min(worth)
    }
    yield {"check": check, "figure": "do-or-die among the first hundred", "value": np.mean(fit), "worst": min(fit)}
    for grade, found in kept.items():
        inside = np.mean([0.85 <= one <= 1.15 for one in found])
        yield {"check": check, "figure": f"promised of true wins, grade {grade}", "value": np.mean(found)} | {
            "worst": inside
        }


def _seeded(settings: Settings, seed: int) -> Settings:
    return settings.model_copy(update={"learning": settings.learning.model_copy(update={"seed": 100 + seed})})
