"""Model against rules as the page shows it: the duel on held-out deals, the swap list, the criteria, the grades."""

from __future__ import annotations

from typing import Any

from lookalike.languages import Message, Words, say
from lookalike.numbers import known

SWAPPED = 5
CAPACITY = "capacity"  # as many as can be called: grade A
DUEL = ("auc", "goal@20", "wins@20", "won_revenue@20", "wins@capacity")


def figure_of(name: str) -> Message:
    """What a held-out figure of a ranking is, in words: `auc`, `wins@20`, `goal@capacity`.

    Examples
    --------
    >>> print(figure_of("wins@20"))
    won deals in its first 20%
    """
    figure, _, among = name.partition("@")
    if not among:
        return say(f"duel.{figure}")
    return say(f"duel.{figure}_in_grade_a") if among == CAPACITY else say(f"duel.{figure}", part=int(among) / 100)


def expected(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """What deals opened with each grade bring: the grades of `comparison.json` that hold companies."""
    return [row for row in comparison["grades"] if row["companies"]]


def duel(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """Held-out figures of both rankings beside each other, with the difference."""
    sides = {name: comparison[name] for name in ("model", "rules", "difference")}
    return [
        {"label": figure_of(name), **{side: figures.get(name) for side, figures in sides.items()}}
        for name in DUEL
        if name in sides["model"] and known(sides["model"][name]["value"])
    ]


def agreement(comparison: dict[str, Any]) -> Message:
    """How alike the two place the prospects, in words."""
    if not known(comparison["spearman"]):
        return say("duel.no_points")
    both = comparison["agreement"]["both high"]
    return say("duel.agreement", spearman=comparison["spearman"], both=both)


def swap(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """Companies that one ranking would call and the other not, with why they differ."""
    return [
        {**row, "why": _why(row)}
        for side in ("model_only", "rules_only")
        for row in comparison["swap"].get(side, {}).get("companies", [])[:SWAPPED]
    ]


def _why(row: dict[str, Any]) -> Words:
    told: list[Words] = [say("duel.model_says", reasons=row["model_says"])] if row["model_says"] else []
    if row["criterion"] is not None:
        told.append(say("duel.rules_say", points=row["points"], criterion=row["criterion"]))
    return say("duel.why", parts=told) if told else ""


def signals(comparison: dict[str, Any]) -> list[dict[str, Any]]:
    """Which criteria carry signal; the strongest first, those that cannot be judged last."""
    rows = [{**row, "criterion": say("alone.criterion", name=row["criterion"])} for row in comparison["criteria"]]
    return sorted(rows, key=lambda row: -row["auc"]["value"] if row["auc"] else 1)


def suggestion(comparison: dict[str, Any]) -> dict[str, Any] | None:
    """The weights that the deals suggest: whether they would have ranked better, and only then lines to paste."""
    found = comparison.get("suggestion")
    if not found:
        return None
    sentence = say("duel.weights_better" if found["better"] else "duel.weights_no_better", gain=_gain(found["gain"]))
    has, lacks = ([say("alone.criterion", name=name) for name in found[side]] for side in ("has", "lacks"))
    told = [sentence]
    if lacks:
        told.append(
            say("duel.weights_lack", has=has, lacks=lacks) if has else say("duel.weights_lack_all", lacks=lacks)
        )
    if found["toml"]:
        told.append(say("duel.use"))
    return {"toml": found["toml"], "sentence": say("duel.weights_told", parts=told)}


def blended(comparison: dict[str, Any]) -> Words:
    """What a blend of the two would gain, said only when it beats both on companies it was not learned from."""
    found = comparison.get("blend", {"offered": False})
    if not found["offered"]:
        return ""
    return say("duel.blend", model=_gain(found["over_model"]), rules=_gain(found["over_rules"]))


def _gain(gain: dict[str, Any]) -> Message:
    """A difference of AUC in points of hundred, with its interval."""
    return say("duel.gain", **{end: gain[end] for end in ("value", "low", "high")})
