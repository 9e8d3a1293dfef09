"""What changed between two runs: who entered, left or moved grade, and whether data, model or rules did it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, Words, say

SAME = 0.5  # points of score (0-100) below which a company's own score has not moved
REASONS = ("reasons_for", "reasons_against", "reasons_shared")
KEPT = ("name", "grade", "rank", "score", "rule_points", "rule_max", "agreement", *REASONS)
COLUMNS = ("prospect_id", "name", "change", "cause", "detail", "grade_before", "grade", "rank_before", "rank")
CHANGES = ("entered", "left", "up", "down", "agreement")
CAUSES = ("input", "qualify", "data", "model", "rules", "list")
BY_RULE = "disqualified"  # the code of what `[[qualify]]` rules leave out


@dataclass(frozen=True)
class Difference:
    """What changed: one row per change, counts by change and cause, and a sentence.

    `table` has the columns `prospect_id`, `name`, `change` (entered, left, up, down, agreement), `cause` (input,
    qualify, data, model, rules, list), `detail`, `grade_before`, `grade`, `rank_before`, `rank`; in the order of the
    new ranks, those who left last.
    """

    table: pd.DataFrame
    counts: dict[str, dict[str, int]]
    sentence: Message

    def to_dict(self, most: int = 100) -> dict[str, Any]:
        """Plain data for JSON, with the first `most` rows."""
        rows = self.table.head(most).to_dict("records")
        return {"sentence": self.sentence, "counts": self.counts, "rows": rows}


def difference(
    old: pd.DataFrame,
    new: pd.DataFrame,
    excluded: pd.DataFrame,
    between: pd.Series | None = None,
    formerly: pd.DataFrame | None = None,
) -> Difference:
    """Compare two ranked lists of the same project.

    A company moves because its own facts changed (data), because it is judged otherwise (model), or because the
    companies around it changed while its own score did not (list). The former model on today's data stands between
    the two runs and tells the first two apart.

    Parameters
    ----------
    old, new : DataFrame
        Finished lists, as in `prospects.parquet`.
    excluded : DataFrame
        Excluded rows of the new run: `id`, `reason`, `detail`.
    between : Series, optional
        Score 0-100 that the *former* model gives today's data, by `prospect_id`; None when the model is the same.
    formerly : DataFrame, optional
        Excluded rows of the former run.
    """
    both = _side_by_side(old, new)
    between = both["score"] if between is None else both.index.to_series().map(between).fillna(both["score"])
    parts = [
        _entered(both[both["rank_before"].isna()], excluded.head(0) if formerly is None else formerly),
        _moved(both.dropna(subset=["rank", "rank_before"]), between),
        _left(both[both["rank"].isna()], excluded),
    ]
    table = pd.concat([part for part in parts if len(part)] or [_table([])], ignore_index=True)
    table = table.sort_values(["rank", "rank_before"], kind="stable", ignore_index=True)
    counts = {change: _counts(table[table["change"] == change]) for change in CHANGES}
    totals = {change: sum(count.values()) for change, count in counts.items()}
    return Difference(table, counts, say("difference.summary", **totals))


def _side_by_side(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    before, now = (table.set_index("prospect_id").reindex(columns=list(KEPT)) for table in (old, new))
    return now.join(before.add_suffix("_before"), how="outer")


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _entered(rows: pd.DataFrame, formerly: pd.DataFrame) -> pd.DataFrame:
    by_rule = _left_out_by_rule(formerly, rows.index)
    details = [say("difference.qualified" if ruled else "difference.entered") for ruled in by_rule]
    return _rows(rows, "entered", np.where(by_rule, "qualify", "input"), details)


def _left(rows: pd.DataFrame, excluded: pd.DataFrame) -> pd.DataFrame:
    why = excluded.drop_duplicates("id").set_index("id")["detail"].reindex(rows.index)
    details = [say("difference.gone") if pd.isna(one) else say("difference.excluded", why=one) for one in why]
    named = rows.assign(name=rows["name_before"])
    return _rows(named, "left", np.where(_left_out_by_rule(excluded, rows.index), "qualify", "input"), details)


def _left_out_by_rule(excluded: pd.DataFrame, ids: pd.Index) -> np.ndarray:
    """Which companies our own `[[qualify]]` rules left out: no change of what was put in."""
    return np.asarray(ids.isin(excluded.loc[excluded["reason"] == BY_RULE, "id"]))


def _moved(rows: pd.DataFrame, between: pd.Series) -> pd.DataFrame:
    regraded, up = rows["grade"] != rows["grade_before"], rows["grade"] < rows["grade_before"]
    today = between.reindex(rows.index)
    cause = _cause(today - rows["score_before"], rows["score"] - today, np.where(up, 1, -1))
    before, now = (rows[[f"rule_points{when}", f"rule_max{when}"]].fillna(-1).to_numpy() for when in ("_before", ""))
    by_rules = (now != before).any(axis=1)
    changes = {
        "up": (regraded & up, cause),
        "down": (regraded & ~up, cause),
        "agreement": (
            ~regraded & (rows["agreement"] != rows["agreement_before"]),
            np.where(by_rules, "rules", cause),
        ),
    }
    parts = []
    for change, (chosen, causes) in changes.items():
        found = rows[chosen]
        why = np.asarray(causes)[chosen.to_numpy()]
        details = [_detail(row, one) for row, one in zip(found.to_dict("records"), why, strict=True)]
        parts.append(_rows(found, change, why, details))
    return pd.concat(parts, ignore_index=True)


def _cause(by_data: pd.Series, by_model: pd.Series, direction: np.ndarray) -> np.ndarray:
    """What moved a company most in the direction that it went."""
    data, model = direction * by_data.to_numpy(), direction * by_model.to_numpy()
    own = np.where(data >= model, "data", "model").astype(object)
    return np.where(np.maximum(data, model) >= SAME, own, "list")


def _detail(row: dict[Hashable, Any], cause: str) -> Message:
    """The cause in words; for data and model with the first reason that is new."""
    told = (row[f"{name}_before"] for name in REASONS)
    before = {one for reasons in told if isinstance(reasons, list) for one in reasons}  # earlier versions shared none
    fresh = [one for one in (*row["reasons_for"], *row["reasons_against"]) if one not in before]
    if cause not in ("data", "model"):
        return say(f"difference.{cause}")
    what = say(f"difference.{cause}", before=row["score_before"], now=row["score"])
    return say("difference.with_reason", what=what, reason=fresh[0]) if fresh else what


def _rows(rows: pd.DataFrame, change: str, cause: Any, details: Sequence[Words]) -> pd.DataFrame:
    detail = pd.Series(list(details), index=rows.index, dtype=object)
    told = rows.assign(change=change, cause=cause, detail=detail).rename_axis("prospect_id").reset_index()
    return told[list(COLUMNS)]


def _counts(rows: pd.DataFrame) -> dict[str, int]:
    found = rows["cause"].value_counts()
    return {cause: int(found[cause]) for cause in CAUSES if cause in found}
