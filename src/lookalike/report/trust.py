"""How far the model can be trusted: its figures beside those of the alternatives, in words and as rows."""

from __future__ import annotations

from typing import Any

from lookalike.languages import Message, Words, called, say
from lookalike.learning.metrics import METRICS, PARTS
from lookalike.learning.names import BASELINES, name_of
from lookalike.numbers import known

SHOWN = {  # figure of merit -> how it is written
    "auc": "thousandths",
    "average_precision": "thousandths",
    "lift@0.2": "hundredths",
    "won_revenue@0.2": "share",
    "brier": "thousandths",
    "ece": "thousandths",
}
AHEAD = {"name": say("trust.ahead"), "kind": "signed_finely"}
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
        "calibrated": calibrated(metrics["calibration"]),
        "card": _card(metrics, run),
    }


def calibrated(bands: list[dict[str, Any]]) -> Message | None:
    """Whether the chance can be taken at its word; else the band that is furthest off by more than chance.

    Parameters
    ----------
    bands : list of dict
        `promised` (mean chance), `actual` (share won, with `low` and `high`) and `deals`.
    """
    if not bands:
        return None
    off = [band for band in bands if not band["actual"]["low"] <= band["promised"] <= band["actual"]["high"]]
    if not off:
        return say("trust.holds")
    worst = max(off, key=lambda band: abs(band["promised"] - band["actual"]["value"]))
    kind = "too_high" if worst["promised"] > worst["actual"]["value"] else "too_low"
    return say(f"trust.{kind}", said=worst["promised"], won=worst["actual"]["value"], deals=worst["deals"])


def trust_sentence(metrics: dict[str, Any]) -> Words:
    """What the held-out deals say of the champion, in one sentence."""
    if metrics["champion"] in BASELINES:
        return metrics["reason"]
    if not _of_deals(metrics):
        return say("trust.similarity", **metrics["candidates"][metrics["champion"]]["auc"])
    for part, figures in (
        ("unseen", metrics["unseen"]),
        ("deals", metrics["candidates"].get(metrics["champion"], {})),
    ):
        auc = figures.get("auc")
        if auc and auc["value"] is not None and auc["low"] is not None:
            return say(f"trust.on_{part}", **auc)
    return metrics["reason"]


def _of_deals(metrics: dict[str, Any]) -> bool:
    """Whether the figures are of deals won and lost, not of customers among companies of which nothing is known."""
    return bool(metrics["ladder"]["rung"] != "similarity")


def better_than_chance(model: dict[str, Any]) -> bool:
    """Whether the ranking sorts held-out deals better than chance, by the comparison; true where unmeasured."""
    auc = model.get("auc")
    return not auc or auc["low"] is None or auc["low"] > CHANCE


def _tested(metrics: dict[str, Any]) -> Message:
    """What the figures of the candidates are of."""
    if not _of_deals(metrics):
        return say("trust.tested_customers")
    if "auc" in metrics["unseen"] or "auc" not in metrics.get("seen", {}):
        return say("trust.tested_deals")
    return say("trust.tested_hardly", unseen=metrics["unseen"]["deals"])


def _candidates(metrics: dict[str, Any]) -> dict[str, Any]:
    """Every candidate on all that was held out, and by how much the chosen one is ahead of it."""
    found, chosen, ahead = metrics["candidates"], metrics["champion"], metrics.get("differences", {})
    table = _table([(name_of(name), name == chosen, figures) for name, figures in found.items()])
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
    name, others = name_of(chosen), unseen.get("baselines", {})
    rows: list[tuple[Words, bool, dict[str, Any]]] = [(name, True, unseen)]
    rows += [(name_of(other), False, figures) for other, figures in others.items() if other != chosen]
    if "auc" in seen:
        rows.append((say("trust.on_seen", name=name, deals=seen["deals"]), False, seen))
    return _table(rows)


def _table(found: list[tuple[Words, bool, dict[str, Any]]]) -> dict[str, Any]:
    """Names with their figures; a figure of merit that is known of none has no column."""
    shown = [name for name in SHOWN if any(_known(figures.get(name)) for _, _, figures in found)]
    return {
        "columns": [{"name": METRICS[name].label, "kind": SHOWN[name]} for name in shown],
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
        {"part": part, "lift": figures.get(f"lift@{part}"), "won_revenue": figures.get(f"won_revenue@{part}")}
        for part in PARTS
    ]
    return [row for row in rows if _known(row["lift"])]


def _known(figure: dict[str, Any] | None) -> bool:
    return figure is not None and known(figure["value"])


def _card(metrics: dict[str, Any], run: dict[str, Any]) -> list[tuple[Words, Words]]:
    """What the model is, in lines that are all there is to know of it at a glance."""
    split = metrics["split"]
    lines: dict[str, Words] = {
        "model": run["model"],
        "learned_from": _learned_from(metrics),
        "how": metrics["ladder"]["sentence"],
        "tested_on": split["sentence"],
        "chosen": metrics["reason"],
        "simpler": metrics.get("simpler", {}).get("sentence", ""),
        "ranked_by": metrics["rank_by"]["sentence"],
        "value": metrics["value"]["sentence"],
        "pairs": metrics.get("pairs", {}).get("sentence", ""),
        "past": metrics.get("past", {}).get("sentence", ""),
        "reads": _read(metrics["features"]),
        "meant_for": say("model_card.purpose"),
    }
    return [(say(f"model_card.{name}"), text) for name, text in lines.items() if text]


def _read(features: list[str]) -> Message:
    """The attributes that the model looks at, as people call them."""
    return say("alone.row", values=[called(name) for name in features]) if features else say("model_card.nothing")


def _learned_from(metrics: dict[str, Any]) -> Message:
    split = metrics["split"]
    if "train_deals" not in split:
        return say("model_card.from_nothing")
    companies = split["train_companies"]
    if not _of_deals(metrics):
        customers = split["train_won"]
        return say("model_card.from_customers", customers=customers, listed=companies - customers)
    return say("model_card.from_deals", deals=split["train_deals"], companies=companies)
