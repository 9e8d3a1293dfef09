"""Find the companies that look like your best customers, and see why.

`train(project)` learns from a CRM export; `score(bundle, frame)` ranks a frame of companies.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from lookalike.project import Project
    from lookalike.scorecard.store import Bundle
    from training.run import Trained

__version__ = "0.1.0"
__all__ = ["score", "train"]


def train(project: str | Path | Project, models: str | Path = "models", mlruns: str | Path = "mlruns") -> Trained:
    """Learn from a project's data, track the run in MLflow and export the model to `models`.

    Parameters
    ----------
    project : str, Path or Project
        A folder with `lookalike.toml`.
    models, mlruns : str or Path
        Where bundles and MLflow's diary go.

    Returns
    -------
    Trained
        With `bundle` (ready for `score`), `folder`, `promoted` and `why`.

    Raises
    ------
    LookalikeError
        The data or settings cannot be used; the message says what to do.
    """
    from lookalike.project import load_project
    from lookalike.workflow import jobs as workflow
    from training.run import train as learn

    opened = load_project(project) if isinstance(project, str | Path) else project
    companies = workflow.check(opened)
    knowledge = workflow.understand(opened, companies, Path(models))
    return learn(opened, companies, knowledge, Path(models), Path(mlruns))


def score(bundle: str | Path | Bundle, frame: pd.DataFrame) -> pd.DataFrame:
    """Rank and explain companies with a stored model.

    Parameters
    ----------
    bundle : str, Path or Bundle
        A folder such as `models/nordlys/v1`, or what `load` made of it.
    frame : DataFrame of n rows
        The attributes that the model knows, under their names; others are ignored, absent ones count as missing.
        `prospect_id` and `name` are carried along where they are there.

    Returns
    -------
    DataFrame of n rows
        In rank order, with the columns of `prospects.parquet` (docs/outputs.md).
    """
    from lookalike.ranking.order import ranked_prospects
    from lookalike.scorecard.store import load

    loaded = load(Path(bundle)) if isinstance(bundle, str | Path) else bundle
    rows = frame.reset_index(drop=True)
    if "prospect_id" not in rows:
        rows = rows.assign(prospect_id=[str(number) for number in range(1, len(rows) + 1)])
    if "relation" not in rows:
        rows = rows.assign(relation="cold")
    return ranked_prospects(loaded, rows)
