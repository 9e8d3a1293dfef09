"""The model card: what the model is, what it was made from, how good it is and what it cannot do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lookalike.languages import Language, say
from lookalike.numbers import LEVEL
from lookalike.scorecard.store import Bundle

SHOWN = ("auc", "lift@0.2", "won_revenue@0.2", "ece")
SENTENCES = ("rank_by", "value", "similarity", "past", "simpler", "pairs", "learning_curve")
LEAK = ("column", "rule", "refused", "evidence", "alone", "without", "together")
UNKNOWN = "-"

Card = Callable[..., str]
"""Puts one of the card's own sentences to words."""


def model_card(bundle: Bundle, words: Language) -> str:
    """Markdown for people, from the bundle alone."""
    tell, metrics = words.tell, bundle.metrics

    def said(key: str, **values: Any) -> str:
        return tell(say(f"card.{key}", **values))

    told = [metrics["ladder"]["sentence"], metrics["split"]["sentence"], metrics["reason"]]
    told += [metrics[part].get("sentence", "") for part in SENTENCES]
    lines = [
        f"# {bundle.name} v{bundle.version}",
        "",
        *(tell(one) for one in told if one),
        "",
        f"## {said('use_title')}",
        said("use"),
        "",
        f"## {said('figures_title', level=LEVEL)}",
        *_table(metrics, said),
        "",
        f"## {said('reads_title')}",
        ", ".join(metrics["features"]) or said("nothing"),
        "",
        f"## {said('leaks_title')}",
        *_leaks(metrics["leaks"], said, tell),
        "",
    ]
    return "\n".join(lines)


def _table(metrics: dict[str, Any], said: Card) -> list[str]:
    """A line per candidate, and of the champion one for companies seen before and one for others."""
    rows = dict(metrics["candidates"])
    rows |= {said(part): metrics[part] for part in ("unseen", "seen") if "auc" in metrics[part]}
    return [
        *_head([said("candidate"), *SHOWN]),
        *(_row([name, *(_figure(figures[metric], said) for metric in SHOWN)]) for name, figures in rows.items()),
    ]


def _leaks(leaks: list[dict[str, Any]], said: Card, tell: Callable[[Any], str]) -> list[str]:
    """A line per suspicion with the AUC of the attribute alone, of all without it and of all: what if it is removed?"""
    if not leaks:
        return [said("no_leaks")]
    lines = _head([said(f"leak_{name}") for name in LEAK])
    for leak in leaks:
        aucs = [_number(leak.get(key), said) for key in ("auc", "without", "together")]
        refused = said("yes" if leak["refuse"] else "no")
        lines.append(_row([leak["column"], tell(leak["rule"]), refused, tell(leak["evidence"]), *aucs]))
    return lines


def _head(cells: Sequence[str]) -> list[str]:
    return [_row(cells), "|---" * len(cells) + "|"]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(figure: dict[str, float | None], said: Card) -> str:
    if figure["value"] is None or figure["low"] is None:
        return _number(figure["value"], said)
    return said("interval", **figure)


def _number(value: float | None, said: Card) -> str:
    return UNKNOWN if value is None else said("number", value=value)
