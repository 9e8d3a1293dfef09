"""Who would be called under one ranking and not under the other, and why the two differ."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SHOWN = 25
PAIRS = 10


def swap_list(ranked: pd.DataFrame, calls: int) -> dict[str, Any]:
    """Compare the first `calls` prospects of the two rankings.

    Parameters
    ----------
    ranked : DataFrame
        From `rank`: `prospect_id`, `name`, `rank`, `rule_rank`, `shap_<feature>`, `points_<criterion>`;
        `reasons_for` and `reasons_against` where they are known.
    calls : int
        How many companies the team calls.

    Returns
    -------
    dict
        `calls`; `model_only` and `rules_only`: `count` and up to 25 `companies`, each with its ranks, the feature
        that set the model's view most apart from the average prospect and the criterion that set the rules' view
        apart; `features` and `criteria`: means of both sides beside that of all; `pairs`: which feature stood
        against which criterion, and how often.
    """
    features = ranked.filter(regex="^shap_(?!base$)")
    points = ranked.filter(regex="^points_")
    by_model, by_rules = ranked["rank"].to_numpy() <= calls, ranked["rule_rank"].to_numpy() <= calls
    sides = {"model_only": (by_model & ~by_rules, 1), "rules_only": (~by_model & by_rules, -1)}
    told: dict[str, Any] = {"calls": int(calls)}
    causes = []
    for name, (chosen, sign) in sides.items():
        swapped = ranked[chosen]
        feature = _most_apart(features[chosen] - features.mean(), sign)
        criterion = _most_apart(points[chosen] - points.mean(), -sign)
        causes.append(pd.DataFrame({"side": name, "feature": feature, "criterion": criterion}))
        told[name] = {"count": len(swapped), "companies": _companies(swapped, feature, criterion, sign)}
    told["features"] = _means(features, {name: chosen for name, (chosen, _) in sides.items()}, "shap_")
    told["criteria"] = _means(points, {name: chosen for name, (chosen, _) in sides.items()}, "points_")
    told["pairs"] = _pairs(pd.concat(causes))
    return told


def _most_apart(distance: pd.DataFrame, sign: int) -> np.ndarray:
    """The column of each row that lies furthest from the average in the direction of `sign`; None where none does."""
    apart = (sign * distance).fillna(0.0).to_numpy(float)
    if not apart.size:
        return np.full(len(distance), None, dtype=object)
    names = np.array([str(column).split("_", 1)[1] for column in distance], dtype=object)
    return np.asarray(np.where(apart.max(axis=1) > 1e-9, names[apart.argmax(axis=1)], None))


def _companies(swapped: pd.DataFrame, feature: np.ndarray, criterion: np.ndarray, sign: int) -> list[dict[str, Any]]:
    told = "reasons_for" if sign > 0 else "reasons_against"
    shown = swapped.assign(feature=feature, criterion=criterion)
    shown = shown.nsmallest(SHOWN, "rank" if sign > 0 else "rule_rank")
    return [
        {
            "prospect_id": row["prospect_id"],
            "name": row.get("name"),
            "rank": int(row["rank"]),
            "rule_rank": int(row["rule_rank"]),
            "feature": row["feature"],
            "criterion": row["criterion"],
            "points": row[f"points_{row['criterion']}"] if row["criterion"] else None,
            "model_says": list(row[told]) if told in row else [],
        }
        for row in shown.to_dict("records")
    ]


def _means(values: pd.DataFrame, sides: dict[str, np.ndarray], prefix: str) -> list[dict[str, Any]]:
    """Mean of each column over all prospects and over the two sides, widest apart first."""
    table = pd.DataFrame({"all": values.mean()} | {name: values[chosen].mean() for name, chosen in sides.items()})
    apart = (table["model_only"] - table["rules_only"]).abs().sort_values(ascending=False, kind="stable")
    named = table.loc[apart.index].rename_axis("name").reset_index()
    return _records(named.assign(name=named["name"].str.removeprefix(prefix)))


def _pairs(causes: pd.DataFrame) -> list[dict[str, Any]]:
    counted = causes.dropna().value_counts().reset_index(name="companies")
    counted = counted.sort_values(["companies", "side", "feature", "criterion"], ascending=[False, True, True, True])
    return _records(counted.head(PAIRS))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
