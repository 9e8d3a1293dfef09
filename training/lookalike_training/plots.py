"""The plots of a training run, as figures to be logged."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from lookalike.languages import Language, say
from lookalike.numbers import LEVEL

SIZE = (6.0, 4.0)
RANKINGS = (("model", "#1f3b5c"), ("rules", "#e4864a"))


def plots(metrics: dict[str, Any], held_out: pd.DataFrame, words: Language) -> dict[str, Figure]:
    """File name -> figure: candidates, gain, calibration, learning curve; those that the metrics have data for."""
    drawn = {}
    if metrics["candidates"]:
        drawn["candidates.png"] = _candidates(metrics["candidates"], words)
    if len(held_out):
        drawn["gain.png"] = _gain(held_out[held_out["tested"]], words)
    if metrics["calibration"]:
        drawn["calibration.png"] = _calibration(metrics["calibration"], words)
    if metrics["learning_curve"].get("points"):
        drawn["learning_curve.png"] = _curve(metrics["learning_curve"], words)
    return drawn


def _axes(plot: str, words: Language) -> tuple[Figure, Any]:
    """An empty plot with its title and what its axes tell."""
    drawing = Figure(figsize=SIZE, layout="constrained")
    axes = drawing.subplots()
    title, across, up = (words.tell(say(f"plots.{plot}_{part}", level=LEVEL)) for part in ("title", "across", "up"))
    axes.set(title=title, xlabel=across, ylabel=up)
    axes.spines[["top", "right"]].set_visible(False)
    return drawing, axes


def _candidates(figures: dict[str, Any], words: Language) -> Figure:
    drawing, axes = _axes("candidates", words)
    for place, found in enumerate(figures.values()):
        auc = found["auc"]
        if auc["low"] is not None:
            axes.plot([auc["low"], auc["high"]], [place, place], color="#4c78a8", linewidth=2)
        axes.plot([auc["value"]], [place], "o", color="#1f3b5c")
    axes.set_yticks(range(len(figures)), list(figures))
    axes.axvline(0.5, color="#999999", linewidth=1, linestyle=":")
    return drawing


def _gain(held_out: pd.DataFrame, words: Language) -> Figure:
    drawing, axes = _axes("gain", words)
    worked = np.linspace(0, 1, len(held_out) + 1)
    for name, colour in RANKINGS:
        if held_out[name].notna().any():
            won = held_out.sort_values([name, "deal_id"], ascending=[False, True])["won"].to_numpy(float)
            axes.plot(
                worked, np.r_[0, won.cumsum()] / max(won.sum(), 1), label=words.tell(say(f"plots.{name}")), color=colour
            )
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle=":")
    axes.legend(frameon=False)
    return drawing


def _calibration(bands: list[dict[str, Any]], words: Language) -> Figure:
    drawing, axes = _axes("calibration", words)
    promised = np.array([band["promised"] for band in bands])
    low, actual, high = (np.array([band["actual"][k] for band in bands], dtype=float) for k in ("low", "value", "high"))
    axes.vlines(promised, low, high, color="#4c78a8")
    axes.plot(promised, actual, "o", color="#1f3b5c")
    top = float(np.nanmax([promised.max(), np.nanmax(high)]))
    axes.plot([0, top], [0, top], color="#999999", linewidth=1, linestyle=":")
    return drawing


def _curve(curve: dict[str, Any], words: Language) -> Figure:
    drawing, axes = _axes("curve", words)
    points = pd.DataFrame(curve["points"])
    axes.fill_between(points["won"], points["low"], points["high"], color="#4c78a8", alpha=0.2)
    axes.plot(points["won"], points["auc"], "o-", color="#1f3b5c")
    if curve["next"]:
        axes.plot([curve["next"]["won"]], [curve["next"]["auc"]], "o", mfc="none", color="#1f3b5c")
    return drawing
