"""How far the model can be trusted: its figures beside those of the alternatives, in words and as rows."""

from __future__ import annotations

from typing import Any

from lookalike.learning.names import BASELINES, NAMES
from lookalike.numbers import number

SHOWN = {
    "auc": "AUC",
    "average_precision": "average precision",
    "lift@0.2": "lift in the top 20%",
    "brier": "Brier score",
}
CHANCE = 0.5  # AUC


def trust(metrics: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The trust section: sentence, table of candidates, the same for companies never seen, model card."""
    unseen = metrics["unseen"]
    others = {name: figures for name, figures in unseen.get("baselines", {}).items() if name != metrics["champion"]}
    return {
        "trust": trust_sentence(metrics),
        "tested": "On all held-out deals" if _of_deals(metrics) else "Customers against the list, companies not seen",
        "candidates": _table(metrics["candidates"], metrics["champion"]),
        "unseen": _table({metrics["champion"]: unseen} | others, metrics["champion"]) if "auc" in unseen else None,
        "unseen_deals": unseen["deals"],
        "curve": metrics["learning_curve"].get("sentence", ""),
        "card": _card(metrics, run),
    }


def trust_sentence(metrics: dict[str, Any]) -> str:
    """What the held-out deals say of the champion, in one sentence."""
    if metrics["champion"] in BASELINES:
        return metrics["reason"]
    if not _of_deals(metrics):
        low, value, high = _in_hundred(metrics["candidates"][metrics["champion"]]["auc"])
        return (
            f"The list is ranked by likeness, which is no chance of winning: among companies it had never seen it put "
            f"a customer above a company of the list in {value} of 100 cases ({low} to {high}; 50 is chance)."
        )
    for part, whose in (("unseen", "companies it had never seen"), ("candidates", "deals it had not seen")):
        figures = metrics[part] if part == "unseen" else metrics["candidates"].get(metrics["champion"], {})
        auc = figures.get("auc")
        if auc and auc["value"] is not None and auc["low"] is not None:
            low, value, high = _in_hundred(auc)
            return (
                f"On {whose}, the probability of winning put a later winner above a later loser in {value} of 100 "
                f"cases ({low} to {high}; 50 is chance, 100 perfect)."
            )
    return metrics["reason"]


def _of_deals(metrics: dict[str, Any]) -> bool:
    """Whether the figures are of deals won and lost, not of customers among companies of which nothing is known."""
    return bool(metrics["ladder"]["rung"] != "similarity")


def _in_hundred(auc: dict[str, float]) -> tuple[str, ...]:
    """Lower end, value and upper end in cases of 100."""
    return tuple(f"{100 * auc[name]:.0f}" for name in ("low", "value", "high"))


def better_than_chance(model: dict[str, Any]) -> bool:
    """Whether the ranking sorts held-out deals better than chance, by the comparison; true where unmeasured."""
    auc = model.get("auc")
    return not auc or auc["low"] is None or auc["low"] > CHANCE


def _table(candidates: dict[str, Any], champion: str) -> dict[str, Any]:
    rows = [
        {
            "name": NAMES.get(name, name),
            "champion": name == champion,
            "figures": [figures.get(metric) for metric in SHOWN],
        }
        for name, figures in candidates.items()
    ]
    return {"metrics": list(SHOWN.values()), "rows": rows}


def _card(metrics: dict[str, Any], run: dict[str, Any]) -> list[tuple[str, str]]:
    """What the model is, in lines that are all there is to know of it at a glance."""
    split = metrics["split"]
    lines = [
        ("model", run["model"]),
        ("learned from", _learned_from(metrics)),
        ("how", metrics["ladder"]["sentence"]),
        ("tested on", split["sentence"]),
        ("chosen", metrics["reason"]),
        ("ranked by", metrics["rank_by"]["sentence"]),
        ("value", metrics["value"]["sentence"]),
        ("pairs", metrics.get("pairs", {}).get("sentence", "")),
        ("reads", ", ".join(metrics["features"]) or "nothing"),
        ("meant for", "ranking companies that are no customers yet; not people, and no decisions with legal effect"),
    ]
    return [(label, text) for label, text in lines if text]


def _learned_from(metrics: dict[str, Any]) -> str:
    split = metrics["split"]
    if "train_deals" not in split:
        return "nothing that could be tested"
    companies = split["train_companies"]
    if not _of_deals(metrics):
        return f"{number(split['train_won'])} customers and {number(companies - split['train_won'])} of the list"
    return f"{number(split['train_deals'])} deals of {number(companies)} companies"
