"""The model card: what the model is, what it was made from, how good it is and what it cannot do."""

from __future__ import annotations

from typing import Any

from lookalike.numbers import LEVEL
from lookalike.scorecard.store import Bundle


def model_card(bundle: Bundle) -> str:
    """Markdown for people, from the bundle alone."""
    metrics = bundle.metrics
    lines = [
        f"# {bundle.name} v{bundle.version}",
        "",
        metrics["ladder"]["sentence"],
        metrics["split"]["sentence"],
        metrics["reason"],
        metrics["rank_by"]["sentence"],
        metrics["value"]["sentence"],
        metrics["similarity"]["sentence"],
        metrics["past"]["sentence"],
        metrics["pairs"].get("sentence", ""),
        metrics["learning_curve"].get("sentence", ""),
        "",
        "## Intended use",
        "Ranking companies that are not customers yet by how promising they are for this seller; not people, nor for "
        "decisions with legal effect. The reasons tell association, not cause.",
        "",
        f"## Figures on what was held out ({LEVEL:.0%} interval over companies)",
        *_table(metrics),
        "",
        "## Read from a company",
        ", ".join(metrics["features"]) or "nothing",
        "",
        "## Leaks, refused or to be looked at",
        *_leaks(metrics["leaks"]),
        "",
    ]
    return "\n".join(map(str, lines))


def _table(metrics: dict[str, Any]) -> list[str]:
    shown = ("auc", "lift@0.2", "won_revenue@0.2", "ece")
    rows = [f"| candidate | {' | '.join(shown)} |", "|---|" + "---|" * len(shown)]
    for name, figures in metrics["candidates"].items():
        rows.append(f"| {name} | " + " | ".join(_cell(figures[metric]) for metric in shown) + " |")
    parts = [(part, metrics[part]) for part in ("unseen", "seen") if "auc" in metrics[part]]
    rows += [f"| champion, companies {part} | " + " | ".join(_cell(f[m]) for m in shown) + " |" for part, f in parts]
    return rows


def _leaks(leaks: list[dict[str, Any]]) -> list[str]:
    """A line per suspicion with the AUC of the attribute alone, of all without it and of all: what if it is removed?"""
    if not leaks:
        return ["none found"]
    lines = ["| column | rule | refused | evidence | alone | without | together |", "|---|---|---|---|---|---|---|"]
    for leak in leaks:
        aucs = " | ".join(
            "-" if leak.get(key) is None else f"{leak[key]:.3f}" for key in ("auc", "without", "together")
        )
        refused = "yes" if leak["refuse"] else "no"
        lines.append(f"| {leak['column']} | {leak['rule']} | {refused} | {leak['evidence']} | {aucs} |")
    return lines


def _cell(figure: dict[str, float | None]) -> str:
    if figure["value"] is None:
        return "-"
    interval = "" if figure["low"] is None else f" ({figure['low']:.3f} to {figure['high']:.3f})"
    return f"{figure['value']:.3f}{interval}"
