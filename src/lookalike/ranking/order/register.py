"""Rank a register of any size: the stream of the scorecard with the words, grades and order of this room."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from lookalike.languages import language
from lookalike.progress import Progress, silent
from lookalike.ranking.order.grades import grades, seats
from lookalike.ranking.order.ordering import TOP_SHARE, agreement
from lookalike.ranking.order.ranked import LEADING, MIDDLE, TRAILING
from lookalike.ranking.reasons import Spoken, Teller
from lookalike.schema import AGREEMENT, GRADES
from lookalike.scorecard.score import point_columns
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.streaming import Streamed, rank_files
from lookalike.settings import Score


def rank_register(
    bundle: Bundle,
    source: Path | str,
    out: Path,
    settings: Score | None = None,
    progress: Progress = silent,
    shap: bool = True,
) -> Streamed:
    """Rank the companies of Parquet or CSV files and write one Parquet file, in memory that does not grow with them.

    Parameters
    ----------
    bundle : Bundle
    source : Path or str
        A file (.parquet, .csv, .csv.gz, .csv.zst), a folder of them, or a pattern. The columns are those the model
        reads, clean; `prospect_id`, `name`, `country` and `relation` are carried along where they are there.
    out : Path
        The file to write; its columns are those of `prospects.parquet`.
    settings : Score, optional
        Capacity, grades, language.
    progress : Progress
    shap : bool
        Whether to write the contribution of every feature.
    """
    settings = settings or Score()
    contributions = ["shap_base", *(f"shap_{feature.name}" for feature in bundle.rank.features)] if shap else []
    layout = [*LEADING, *MIDDLE, *point_columns(bundle), *TRAILING, *contributions]

    def standing(familiar: np.ndarray, rule_rank: np.ndarray) -> dict[str, tuple[np.ndarray, Sequence[str]]]:
        total = len(familiar)
        high = seats(total, settings) if settings.capacity else round(TOP_SHARE * total)
        ranks, rules = pd.Series(np.arange(1, total + 1)), pd.Series(rule_rank)
        stands = agreement(ranks, rules.where(rules > 0), high)
        return {
            "grade": (pd.Index(GRADES).get_indexer(pd.Index(grades(familiar, settings))), GRADES),
            "agreement": (pd.Index(AGREEMENT).get_indexer(pd.Index(stands)), AGREEMENT),
        }

    return rank_files(
        bundle, source, out, layout, Spoken(Teller(bundle), language(settings.language)), standing, progress
    )
