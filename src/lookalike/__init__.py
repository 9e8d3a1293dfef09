"""Find the companies that look like your best customers, and see why.

`run(project)` does the main job on a CRM export, `train(project)` only learns from it, `score(bundle, frame)` ranks a
frame of companies; `compare(project)` and `explain(project, company)` ask the last run, and `try_weights(project,
weights)` says what other weights would have found. What they give is plain data, and shows itself in a notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from lookalike.progress import Progress
    from lookalike.project import Project
    from lookalike.scorecard.store import Bundle
    from lookalike.settings import Score
    from lookalike.workflow import Compared, Explained, Ran, Trained

__version__ = "0.1.0"
__all__ = ["compare", "explain", "run", "score", "train", "try_weights"]


def run(
    project: str | Path | Project,
    models: str | Path = "models",
    mlruns: str | Path = "mlruns",
    progress: Progress | None = None,
) -> Ran:
    """The main job: read the data, learn, rank the prospects with the champion and write the output folder.

    Parameters
    ----------
    project : str, Path or Project
        A folder with `lookalike.toml`.
    models, mlruns : str or Path
        Where bundles and MLflow's diary are.
    progress : callable, optional
        Called with what is being done and the share done, 0-1. Whatever it raises stops the work, and what earlier
        runs wrote stays whole.

    Returns
    -------
    Ran
        `trained` (see `train`) and `written`: the `documents` of the run and its `folder`.

    Raises
    ------
    LookalikeError
        The data or settings cannot be used; the message says what to do.
    """
    from lookalike import workflow
    from lookalike.progress import silent

    return workflow.run(_opened(project), Path(models), Path(mlruns), progress or silent)


def train(
    project: str | Path | Project,
    models: str | Path = "models",
    mlruns: str | Path = "mlruns",
    progress: Progress | None = None,
) -> Trained:
    """Learn from a project's data, track the run in MLflow and export the model to `models`.

    Parameters
    ----------
    project, models, mlruns, progress
        As of `run`.

    Returns
    -------
    Trained
        With `bundle` (ready for `score`), `folder`, `promoted` and `why`.

    Raises
    ------
    LookalikeError
        The data or settings cannot be used; the message says what to do.
    """
    from lookalike import workflow
    from lookalike.progress import silent

    return workflow.train(_opened(project), Path(models), Path(mlruns), progress or silent)


def score(bundle: str | Path | Bundle, frame: pd.DataFrame, settings: Score | None = None) -> pd.DataFrame:
    """Rank and explain companies with a stored model.

    Parameters
    ----------
    bundle : str, Path or Bundle
        A folder such as `models/nordlys/v1`, or what `load` made of it.
    frame : DataFrame of n rows
        The attributes that the model knows, under their names; absent ones count as missing. Every cell is read as in
        a file: numbers may be text, countries names, letters of any case.
        Columns of a prospect list that the model does not read, such as `prospect_id` and `name`, are taken too.
    settings : Score, optional
        Capacity, grades, language.

    Returns
    -------
    DataFrame of n rows
        In rank order under the index of `frame`, with the columns of `prospects.parquet` (docs/outputs.md).

    Raises
    ------
    InputError
        A column that nobody knows, or values that are not of their column's kind.
    """
    from lookalike.languages import language, told_table
    from lookalike.ranking.order import given, ranked_prospects
    from lookalike.scorecard.store import load

    loaded = load(Path(bundle)) if isinstance(bundle, str | Path) else bundle
    ranked = ranked_prospects(loaded, given(frame, loaded.attributes), settings)
    return told_table(ranked, language(settings.language if settings else "en"))


def compare(project: str | Path | Project) -> Compared:
    """The model against the rules, as the last run found it.

    Returns
    -------
    Compared
        A dict of what `comparison.json` holds (docs/outputs.md), with the frames `figures`, `criteria` and `differing`.

    Raises
    ------
    InputError
        There is no finished run.
    """
    from lookalike import workflow

    return workflow.compare(_opened(project))


def explain(project: str | Path | Project, company: str, models: str | Path = "models") -> Explained:
    """One prospect of the last run: both scores with their reasons, and the customers it resembles.

    Parameters
    ----------
    project : str, Path or Project
    company : str
        Its id, organisation number, domain or name.
    models : str or Path
        Where the bundle is that ranked it.

    Returns
    -------
    Explained
        With the frames `contributions` and `criteria`.

    Raises
    ------
    InputError
        There is no finished run, or no such company on its list.
    BundleError
        The model that ranked it is gone.
    """
    from lookalike import workflow

    return workflow.explain(_opened(project), company, Path(models))


def try_weights(
    project: str | Path | Project, weights: Mapping[str, float], models: str | Path = "models"
) -> dict[str, Any]:
    """What the rules would have found on past deals with other weights of criteria, and what the list would become.

    Nothing is written. The deals are those that taught neither the model nor the rules that are judged on them.

    Parameters
    ----------
    project : str, Path or Project
    weights : mapping
        Criterion -> how often its points count, at least 0; the others keep those of the settings.
    models : str or Path
        Where the bundle is that ranked the list.

    Returns
    -------
    dict
        `past`: `before`, `after` and `difference` (value, low, high) of the goal found in the first fifth of past
        deals, and its `sentence`; `sentence`, `first` and `changed` say how the list by rules would change, and `rows`
        are its first companies.

    Raises
    ------
    InputError
        There is no finished run.
    BundleError
        The model that ranked it is gone.
    ValidationError
        There is no such criterion.
    """
    from lookalike import workflow

    return workflow.try_weights(_opened(project), weights, Path(models))


def _opened(project: str | Path | Project) -> Project:
    from lookalike.project import load_project

    return load_project(project) if isinstance(project, str | Path) else project
