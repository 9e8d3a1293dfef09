"""How far the model can be trusted: its figures beside those of the alternatives, in words and as rows."""

from __future__ import annotations

from typing import Any

from lookalike.learning.metrics import METRICS, PARTS
from lookalike.learning.names import BASELINES, NAMES
from lookalike.numbers import known, number, percent

SHOWN = {  # figure of merit -> how it is written, and its digits
    "auc": ("plain", 3),
    "average_precision": ("plain", 3),
    "lift@0.2": ("plain", 2),
    "won_revenue@0.2": ("share", 0),
    "brier": ("plain", 3),
    "ece": ("plain", 3),
}
AHEAD = {"name": "chosen ahead by (AUC)", "kind": "signed", "digits": 3}
CHANCE = 0.5  # AUC


def trust(metrics: dict[str, Any], run: dict[str, Any]) -> dict[str, Any]:
    """The trust section: sentence, table of candidates, the same for companies never seen, depths, model card."""
    return {
        "trust": trust_sentence(metrics),
        "tested": _tested(metrics),
        "candidates": _candidates(metrics),
        "in_turn": metrics["split"].get("kind") == "cross",
        "parts": _parts(metrics),
        "unseen_deals": metrics["unseen"]["deals"],
        "depths": _depths(metrics),
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
            f"The list is ranked by similarity, which is no chance of winning: among companies it had never seen it "
            f"put a customer above a company of the list in {value} of 100 cases ({low} to {high}; 50 is chance)."
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


def _tested(metrics: dict[str, Any]) -> str:
    """What the figures of the candidates are of."""
    if not _of_deals(metrics):
        return "Customers against the list, companies not seen"
    if "auc" in metrics["unseen"] or "auc" not in metrics.get("seen", {}):
        return "On all held-out deals"
    return f"On all held-out deals: {number(metrics['unseen']['deals'])} of them of companies never seen before"


def _candidates(metrics: dict[str, Any]) -> dict[str, Any]:
    """Every candidate on all that was held out, and by how much the chosen one is ahead of it."""
    found, chosen, ahead = metrics["candidates"], metrics["champion"], metrics.get("differences", {})
    table = _table([(NAMES.get(name, name), name == chosen, figures) for name, figures in found.items()])
    gaps = [None if name == chosen else ahead.get(name, {}).get("auc") for name in found]
    if any(gaps):
        table["columns"].insert(1, AHEAD)
        for row, gap in zip(table["rows"], gaps, strict=True):
            row["figures"].insert(1, gap)
    return table


def _parts(metrics: dict[str, Any]) -> dict[str, Any] | None:
    """The chosen one on companies never seen, beside the alternatives there, and on companies seen before."""
    chosen, unseen, seen = metrics["champion"], metrics["unseen"], metrics.get("seen", {})
    if "auc" not in unseen:
        return None
    name, others = NAMES.get(chosen, chosen), unseen.get("baselines", {})
    rows = [(name, True, unseen)]
    rows += [(NAMES.get(other, other), False, figures) for other, figures in others.items() if other != chosen]
    if "auc" in seen:
        rows.append((f"{name}, on companies seen before ({number(seen['deals'])} deals)", False, seen))
    return _table(rows)


def _table(found: list[tuple[str, bool, dict[str, Any]]]) -> dict[str, Any]:
    """Names with their figures; a figure of merit that is known of none has no column."""
    shown = [name for name in SHOWN if any(_known(figures.get(name)) for _, _, figures in found)]
    return {
        "columns": [
            {"name": METRICS[name].label, **dict(zip(("kind", "digits"), SHOWN[name], strict=True))} for name in shown
        ],
        "rows": [
            {"name": name, "champion": champion, "figures": [figures.get(one) for one in shown]}
            for name, champion, figures in found
        ],
    }


def _depths(metrics: dict[str, Any]) -> list[dict[str, Any]]:
    """What the first 10, 20 and 30 % of the held-out deals hold, as the chosen one ranks them; a constant does not."""
    ranks = _of_deals(metrics) and metrics["champion"] != "constant"
    figures = metrics["candidates"].get(metrics["champion"], {}) if ranks else {}
    rows: list[dict[str, Any]] = [
        {"part": percent(part), "lift": figures.get(f"lift@{part}"), "won_revenue": figures.get(f"won_revenue@{part}")}
        for part in PARTS
    ]
    return [row for row in rows if _known(row["lift"])]


def _known(figure: dict[str, Any] | None) -> bool:
    return figure is not None and known(figure["value"])


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
        ("a past with us", metrics.get("past", {}).get("sentence", "")),
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
