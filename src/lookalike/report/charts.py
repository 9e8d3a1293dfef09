"""Plain figures in, SVG text out: readable in print, safe for colour-blind eyes, no script."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter

from lookalike.numbers import LEVEL, percent

INK, SOFT, LINE = "#1c2530", "#5a6775", "#dfe4ea"
MODEL, RULES, GOOD, BAD, MUTE = "#0b5c8f", "#c46a00", "#1b7f5c", "#a8432f", "#8a95a1"
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "lookalike",
    "text.parse_math": False,
    "font.family": ["sans-serif"],
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": SOFT,
    "axes.edgecolor": LINE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.grid": True,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "axes.axisbelow": True,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
# Each type has its own marker too, so that the matrix reads without colour.
MARKERS = {"key": ("o", MODEL), "development": ("^", RULES), "maintenance": ("s", GOOD), "now-and-then": ("x", MUTE)}


@contextmanager
def _figure(width: float, height: float) -> Iterator[tuple[Axes, list[str]]]:
    """Axes to draw on; when the block ends the finished SVG is in the list."""
    done: list[str] = []
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        yield figure.subplots(), done
        buffer = io.StringIO()
        with warnings.catch_warnings():
            # The texts stay texts that the reader's own fonts draw; ours only measure them.
            warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
            figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    done.append(text[text.index("<svg") :])


def lift_chart(traits: Sequence[Mapping[str, Any]]) -> str:
    """How many times as common each trait is among the best, with its interval, on a log scale.

    Parameters
    ----------
    traits : sequence of mappings with label, value, lift, low, high
    """
    rows = list(reversed(traits))
    with _figure(7.4, 0.9 + 0.36 * len(rows)) as (axes, done):
        lift, low, high = (
            np.array([float(row[key]) for row in rows]).clip(0.05, 50) for key in ("lift", "low", "high")
        )
        colours = [MODEL if row["lift"] >= 1 else BAD for row in rows]
        where = np.arange(len(rows))
        axes.hlines(where, low, high, color=colours, linewidth=2.2)
        axes.scatter(lift, where, color=colours, s=42, zorder=3)
        axes.axvline(1, color=SOFT, linewidth=1)
        axes.set_xscale("log")
        axes.set_yticks(where, [f"{row['label']}: {row['value']}"[:60] for row in rows])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}×"))
        axes.xaxis.set_minor_formatter(FuncFormatter(lambda x, _: f"{x:g}×" if x in {0.5, 2, 3, 5} else ""))
        axes.set_xlabel(f"times as common among your best customers (line: {percent(LEVEL)} interval)")
        axes.grid(axis="y", visible=False)
    return done[0]


def gain_chart(curves: Mapping[str, Sequence[float]], share: Sequence[float], what: str) -> str:
    """What share of the won deals or revenue lies in the first x % of each ranking.

    Parameters
    ----------
    curves : mapping
        "model" and "rules", each of shape (n_points,), shares 0-1.
    share : sequence of shape (n_points,), shares 0-1 of the list worked through
    what : str
        What the shares are of, for the axis.
    """
    with _figure(5.6, 3.6) as (axes, done):
        axes.plot([0, 1], [0, 1], color=MUTE, linewidth=1, linestyle=":", label="by chance")
        for name, colour, dash in (("rules", RULES, "--"), ("model", MODEL, "-")):
            if name in curves:
                axes.plot(share, curves[name], color=colour, linestyle=dash, linewidth=2.2, label=name)
        axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="share of the list worked through", ylabel=what)
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.legend(loc="lower right")
    return done[0]


def bar_chart(labels: Sequence[str], values: Sequence[float], axis: str, write: Callable[[float], str]) -> str:
    """One horizontal bar per label with its value written at the end."""
    with _figure(5.6, 0.7 + 0.42 * len(labels)) as (axes, done):
        where = np.arange(len(labels))[::-1]
        bars = axes.barh(where, values, color=MODEL, height=0.62)
        axes.bar_label(bars, [write(v) for v in values], padding=4)
        axes.set_yticks(where, [str(label)[:48] for label in labels])
        axes.set_xlim(0, max([*values, 1e-9]) * 1.18)
        axes.set_xlabel(axis)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: write(x)))
        axes.grid(axis="y", visible=False)
    return done[0]


def portfolio_chart(accounts: pd.DataFrame, named: int = 8) -> str:
    """The account matrix: strength across, attractiveness up, one mark per account.

    Parameters
    ----------
    accounts : DataFrame with name, attractiveness, strength (0-10), type
    named : int, default 8
        How many of the accounts with the highest sum carry their name.
    """
    with _figure(6.4, 4.6) as (axes, done):
        for kind, (marker, colour) in MARKERS.items():
            rows = accounts[accounts["type"] == kind]
            axes.scatter(
                rows["strength"],
                rows["attractiveness"],
                marker=marker,
                color=colour,
                s=26,
                alpha=0.75,
                label=f"{kind} ({len(rows)})",
                linewidth=1,
            )
        axes.axhline(5, color=LINE), axes.axvline(5, color=LINE)
        for row in _apart(accounts.assign(total=accounts["attractiveness"] + accounts["strength"]), named).itertuples():
            text = str(row.name)[:22]
            axes.annotate(text, (row.strength, row.attractiveness), (4, 3), textcoords="offset points", fontsize=7.5)
        axes.set(
            xlim=(-0.3, 10.3),
            ylim=(-0.3, 10.3),
            xlabel="relative strength: how strong you are with them (0-10)",
            ylabel="attractiveness (0-10)",
        )
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=4, fontsize=8.5, handletextpad=0.3)
    return done[0]


def _apart(accounts: pd.DataFrame, most: int) -> pd.DataFrame:
    """The accounts with the highest total whose names have room beside each other."""
    chosen: list[int] = []
    at = accounts[["strength", "attractiveness"]]
    for place in accounts["total"].sort_values(ascending=False, kind="stable").index:
        near = (at.loc[chosen] - at.loc[place]).abs()
        if not ((near["strength"] < 3) & (near["attractiveness"] < 0.35)).any():
            chosen.append(place)
        if len(chosen) == most:
            break
    return accounts.loc[chosen]


def calibration_chart(
    predicted: Sequence[float], actual: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> str:
    """Stated against actual win rate on held-out deals; on the diagonal the probability can be taken at its word."""
    with _figure(4.6, 3.6) as (axes, done):
        error = [np.subtract(actual, low).clip(0), np.subtract(high, actual).clip(0)]
        axes.plot([0, 1], [0, 1], color=MUTE, linewidth=1, linestyle=":")
        axes.errorbar(predicted, actual, yerr=error, fmt="o", color=MODEL, ecolor=MODEL, capsize=3, linewidth=1.3)
        top = min(1.0, max([*high, *predicted, 0.1]) * 1.1)
        axes.set(xlim=(0, top), ylim=(0, top), xlabel="stated win probability", ylabel="actual win rate")
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return done[0]
