"""Model against rules as the page shows it: the duel on held-out deals, the swap list, the criteria, the grades."""

from __future__ import annotations

from typing import Any

from lookalike.languages import language
from lookalike.numbers import known, number

SWAPPED = 5
DUEL = (
    ("auc", "ranks a later winner above a later loser"),
    ("goal@20", "what the goal asks for in its first 20%"),
    ("wins@20", "won deals in its first 20%"),
    ("won_revenue@20", "won revenue in its first 20%"),
    ("wins@capacity", "won deals within grade A"),
)


def expected(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """What deals opened with each grade bring: the grades of `comparison.json` that hold companies."""
    return [row for row in comparison["grades"] if row["companies"]]


def duel(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """Held-out figures of both rankings beside each other, with the difference."""
    sides = {name: comparison[name] for name in ("model", "rules", "difference")}
    return [
        {"label": label, **{side: figures.get(name) for side, figures in sides.items()}}
        for name, label in DUEL
        if name in sides["model"] and known(sides["model"][name]["value"])
    ]


def agreement(comparison: dict[str, Any]) -> str:
    """How alike the two place the prospects, in words."""
    if not known(comparison["spearman"]):
        return "The rules place no prospect, so the two lists cannot be compared."
    both = comparison["agreement"]["both high"]
    return (
        f"On the prospects the two rankings agree to {comparison['spearman']:.2f} (Spearman; 1 = the same order). "
        f"{number(both)} companies are high in both."
    )


def swap(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """Companies that one ranking would call and the other not, with why they differ."""
    return [
        {**row, "why": _why(row)}
        for side in ("model_only", "rules_only")
        for row in comparison["swap"].get(side, {}).get("companies", [])[:SWAPPED]
    ]


def _why(row: dict[str, Any]) -> str:
    says = f"The model: {'; '.join(row['model_says'])}." if row["model_says"] else ""
    if row["criterion"] is None:
        return says
    return f"{says} The rules: {row['points']:g} of 3 points for {language('en').criterion(row['criterion'])}.".strip()


def signals(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """Which criteria carry signal; the strongest first, those that cannot be judged last."""
    label = language("en").criterion
    rows = [{**row, "criterion": label(row["criterion"])} for row in comparison["criteria"]]
    return sorted(rows, key=lambda row: -row["auc"]["value"] if row["auc"] else 1)


def suggestion(comparison: dict[str, Any]) -> dict[str, Any] | None:
    """The weights that the deals suggest, as TOML to paste, and whether they would have ranked better."""
    found = comparison.get("suggestion")
    if not found:
        return None
    verdict = "They rank better than yours" if found["better"] else "No gain over yours is shown"
    sentence = f"{verdict}: {_gain(found['gain'])} on companies they were not learned from."
    return {"toml": found["toml"], "better": found["better"], "sentence": sentence}


def blended(comparison: dict[str, Any]) -> str:
    """What a blend of the two would gain, said only when it beats both on companies it was not learned from."""
    found = comparison.get("blend", {"offered": False})
    if not found["offered"]:
        return ""
    return (
        f"A blend of the two beats both on companies it was not learned from: {_gain(found['over_model'])} over the "
        f"model, {_gain(found['over_rules'])} over the rules."
    )


def _gain(gain: dict[str, Any]) -> str:
    """A difference of AUC in points of hundred, with its interval."""
    value, low, high = ("?" if gain[end] is None else f"{100 * gain[end]:+.1f}" for end in ("value", "low", "high"))
    return f"{value} points of AUC ({low} to {high})"
