"""What users would pick instead: every data set with outcomes, the same deals held out, the same attributes.

Ours is what the product does: candidates and rules compared inside the training part, the choice refitted. Where each
part of a set is held out in turn, that is done again with other parts, and the figures are means over the repeats; slow
contenders get fewer of the same repeats, and the table says how many.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from lookalike_training.experiment.backtest import backtest, outcomes
from lookalike_training.experiment.experiment import rules_for
from lookalike_training.experiment.ladder import climb
from lookalike_training.experiment.rows import Rows, Split, deal_rows, split_rows

from lookalike.companies import read_companies
from lookalike.knowledge.segments import find_segments
from lookalike.learning.candidates import yardsticks
from lookalike.learning.folds import group_folds
from lookalike.learning.metrics import measure
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.project import load_project
from training.benchmarks.accuracy.contenders import SEED, Case, Contender, contenders, missing
from training.recipes import prepare

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DATA = Path(__file__).parents[4] / "shared" / "data"
SETS = ("coil2000", "maven_crm", "olist", "salesforce_opportunities", "win_loss_78k")
# At the opening of an opportunity this much is known of the wholesaler's deal beside its company.
DEAL_FACTS = (
    *("Supplies Subgroup", "Supplies Group", "Route To Market", "Revenue From Client Past Two Years"),
    *("Competitor Type", "Deal Size Category"),
)
MORE_FACTS = {"win_loss_78k with deal facts": ("win_loss_78k", DEAL_FACTS)}
SHOWN = ("auc", "average_precision", "lift@0.2", "won_revenue@0.2")
HEADINGS = {"lift@0.2": "hits@0.2"}  # share of the won deals in the top 20 %: a fifth of the lift
BUDGET = 60.0  # seconds of FLAML per fit
REPEATS = 10
PATIENCE = 480.0  # seconds after which no further repeat of one contender on one set begins
Judged = Callable[[Case, Rows, Split], np.ndarray]  # scores of the deals held out, in the order of the rows


def run(
    data: Path = DATA,
    sets: tuple[str, ...] = (*SETS, *MORE_FACTS),
    budget: float = BUDGET,
    repeats: int = REPEATS,
    told: Callable[[str], None] = print,
) -> Iterator[pd.DataFrame]:
    """Fit and test all on each data set under `data`.

    Parameters
    ----------
    data : Path
        A folder per data set, as the recipes expect them.
    sets : tuple of str
    budget : float
        Seconds that FLAML may take per fit; the table says which budget was given.
    repeats : int
        How often the sets without dates are divided anew.
    told : callable
        Is told each row as it comes.

    Yields
    ------
    DataFrame
        The table whenever it has grown. One row per set and contender: `set`, `contender`, `run` (when this run
        began, UTC), `repeats` made, `deals` held out, `seconds` to fit once, and value, low, high (90 % interval over
        companies) of AUC, average precision, hits and won revenue in the top 20 %.
    """
    began = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    rows: list[dict[str, Any]] = []
    for who, library in missing().items():
        told(f"{who} is missing: {library} is not installed (extra `peers`)")
    with tempfile.TemporaryDirectory() as folder:
        for name in sets:
            case, deals, split = load(name, data, Path(folder) / name)
            divisions = partings(deals, split, repeats)
            everyone = {"lookalike": product} | {who: in_parts(one) for who, one in contenders(budget).items()}
            for who, contender in everyone.items():
                found = judge(contender, case, deals, divisions)
                label = f"{who} ({budget:g} s)" if who == "FLAML" else who
                rows.append({"set": name, "contender": label, "run": began, **found})
                told(f"{name}, {label}: AUC {found['auc value']:.3f}, {found['seconds']} s")
                yield pd.DataFrame(rows)


def load(name: str, data: Path, folder: Path) -> tuple[Case, Rows, Split]:
    """A data set as its recipe reads it, or with the facts of the deal added to the attributes."""
    recipe, facts = MORE_FACTS.get(name, (name, ()))
    project = load_project(prepare(recipe, data, folder))
    settings = project.settings
    if facts:
        included = (*(settings.features.include or ()), *facts)
        features = settings.features.model_copy(update={"include": included})
        settings = settings.model_copy(update={"features": features})
        project = type(project)(project.folder, settings)
    companies = read_companies(project)
    rows = deal_rows(companies)
    return Case(companies, settings), rows, split_rows(rows, settings.learning)


def partings(rows: Rows, split: Split, repeats: int) -> list[Split]:
    """The split itself; where each part is held out in turn, as many divisions into five parts as asked for."""
    if split.kind != "cross":
        return [split]
    seeds = range(SEED, SEED + repeats)
    return [replace(split, parts=tuple(group_folds(rows.won, rows.groups, 5, seed))) for seed in seeds]


def product(case: Case, rows: Rows, split: Split) -> np.ndarray:
    """What the product says of the deals held out: candidates and rules compared without them, the choice refitted."""
    rung = climb(case.companies, case.settings.learning)
    models = {name: model for name, model in rung.models.items() if name not in yardsticks()}
    segmentation = find_segments(case.companies, case.settings)
    ruled = rules_for(case.companies, segmentation, case.settings, rung, split)
    return backtest(models, rows, split, ruled, SEED).scores["champion"].to_numpy()


def in_parts(contender: Contender) -> Judged:
    """A contender that learns from each training part and scores the deals held out."""

    def scores(case: Case, rows: Rows, split: Split) -> np.ndarray:
        made = np.full(len(rows), np.nan)
        for train, test in split.parts:
            made[test] = contender(case, rows.take(train))(rows.frame.iloc[test])
        return made[np.sort(split.tested)]

    return scores


def judge(judged: Judged, case: Case, rows: Rows, divisions: list[Split]) -> dict[str, Any]:
    """Score the deals held out, measure with intervals over companies; means over as many divisions as time allows."""
    seconds: list[float] = []
    draws: list[dict[str, np.ndarray]] = []
    began = time.perf_counter()
    for split in divisions:
        if draws and time.perf_counter() - began > PATIENCE:
            break
        start = time.perf_counter()
        score = judged(case, rows, split)
        seconds.append((time.perf_counter() - start) / len(split.parts))
        held = rows.take(np.sort(split.tested))
        weights = bootstrap_weights(held.groups, seed=SEED)
        draws.append(measure(outcomes(held, score), weights, SHOWN))
    told: dict[str, Any] = {"repeats": len(draws), "deals": len(held), "seconds": round(float(np.mean(seconds)), 1)}
    for metric in SHOWN:
        share = 0.2 if metric in HEADINGS else 1.0
        found = figure(share * np.mean([one[metric] for one in draws], axis=0), level=0.9).to_dict()
        told |= {f"{HEADINGS.get(metric, metric)} {key}": number for key, number in found.items()}
    return told


def draw(table: pd.DataFrame) -> Figure:
    """AUC with 90 % interval of each contender, a panel per set."""
    from matplotlib.figure import Figure

    names = list(dict.fromkeys(table["set"]))
    drawing = Figure(figsize=(11, 2.6 * -(-len(names) // 2)), layout="constrained")
    for axes, name in zip(drawing.subplots(-(-len(names) // 2), 2).flat, names, strict=False):
        found = table[table["set"] == name].iloc[::-1]
        colours = ["#e4864a" if who == "lookalike" else "#4c78a8" for who in found["contender"]]
        axes.hlines(found["contender"], found["auc low"], found["auc high"], colors=colours, linewidth=2)
        axes.scatter(found["auc value"], found["contender"], c=colours, zorder=3)
        axes.set_title(name, fontsize=10)
        axes.set_xlabel("AUC on deals not seen, 90 % interval", fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    for axes in drawing.axes[len(names) :]:
        axes.remove()
    return drawing
