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
from matplotlib.ticker import FuncFormatter

from lookalike.languages import Language, say
from lookalike.numbers import LEVEL

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
MOST_MARKS = 1500  # of companies of a segment that are drawn beside the first ones
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


def draw(chart: Mapping[str, Any], language: Language) -> str:
    """A chart from its plain data (`lookalike.report.drawings`), with the words and figures of a language."""
    kinds: dict[str, Callable[..., str]] = {
        "lift": lift_chart,
        "gain": gain_chart,
        "bars": bar_chart,
        "map": map_chart,
        "portfolio": portfolio_chart,
        "calibration": calibration_chart,
    }
    values = {name: value for name, value in chart.items() if name != "kind"}
    return kinds[chart["kind"]](**values, language=language)


def lift_chart(traits: Sequence[Mapping[str, Any]], language: Language) -> str:
    """How many times as common each trait is among the best, with its interval, on a log scale.

    Parameters
    ----------
    traits : sequence of mappings with said, lift, low, high
    language : Language
    """

    def times(value: float) -> str:
        return f"{language.round(value)}×"

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
        axes.set_yticks(where, [row["said"][:60] for row in rows])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: times(x)))
        axes.xaxis.set_minor_formatter(FuncFormatter(lambda x, _: times(x) if x in {0.5, 2, 3, 5} else ""))
        axes.set_xlabel(language.tell(say("charts.lift", level=LEVEL)))
        axes.grid(axis="y", visible=False)
    return done[0]


def gain_chart(curves: Mapping[str, Sequence[float]], share: Sequence[float], language: Language) -> str:
    """What share of the won deals lies in the first x % of each ranking.

    Parameters
    ----------
    curves : mapping
        "model" and "rules", each of shape (n_points,), shares 0-1.
    share : sequence of shape (n_points,), shares 0-1 of the list worked through
    language : Language
    """
    with _figure(5.6, 3.6) as (axes, done):
        axes.plot([0, 1], [0, 1], color=MUTE, linewidth=1, linestyle=":", label=language.tell(say("charts.by_chance")))
        for name, colour, dash in (("rules", RULES, "--"), ("model", MODEL, "-")):
            if name in curves:
                label = language.tell(say(f"charts.by_{name}"))
                axes.plot(share, curves[name], color=colour, linestyle=dash, linewidth=2.2, label=label)
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        axes.set_xlabel(language.tell(say("charts.worked_through")))
        axes.set_ylabel(language.tell(say("charts.won_found")))
        _in_percent(axes, language)
        axes.legend(loc="lower right")
    return done[0]


def _in_percent(axes: Axes, language: Language) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda x, _: language.share(x)))


def bar_chart(labels: Sequence[str], values: Sequence[float], axis: str, written: str, language: Language) -> str:
    """One horizontal bar per label with its value at the end, written as that kind of figure."""

    def write(value: float) -> str:
        return language.written(float(value), written)

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


def portfolio_chart(accounts: pd.DataFrame, language: Language, named: int = 8) -> str:
    """The account matrix: strength across, attractiveness up, one mark per account.

    Parameters
    ----------
    accounts : DataFrame with name, attractiveness, strength (0-10), type
    language : Language
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
                label=language.tell(say("charts.group", name=say(f"portfolio_types.{kind}"), accounts=len(rows))),
                linewidth=1,
            )
        axes.axhline(5, color=LINE), axes.axvline(5, color=LINE)
        for row in _apart(accounts.assign(total=accounts["attractiveness"] + accounts["strength"]), named).itertuples():
            text = str(row.name)[:22]
            axes.annotate(text, (row.strength, row.attractiveness), (4, 3), textcoords="offset points", fontsize=7.5)
        axes.set(xlim=(-0.3, 10.3), ylim=(-0.3, 10.3))
        axes.set_xlabel(language.tell(say("charts.strength")))
        axes.set_ylabel(language.tell(say("charts.attractiveness")))
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.18), ncols=2, fontsize=8.5, handletextpad=0.3)
    return done[0]


def map_chart(companies: pd.DataFrame, first: int, currency: str, language: Language) -> str:
    """Similarity across, worth of a deal upwards on a log scale, segments by mark and colour, the first ones ringed.

    Parameters
    ----------
    companies : DataFrame with rank, name, segment, similarity (0-100), deal_value (money, above 0)
    first : int
        How many companies are ringed; they lie above all others.
    currency : str
    language : Language
    """
    segment = companies["segment"].fillna("")
    looks = [*MARKERS.values(), ("D", BAD), ("v", "#6a4c93"), ("P", "#2a7f9e")]
    names = [name for name in segment.value_counts().index if name]
    marks = dict(zip(names, looks[: len(names)], strict=False)) | {"": (".", MUTE)}
    with _figure(7.4, 5.0) as (axes, done):
        top = companies[companies["rank"] <= first]
        for name, (marker, colour) in marks.items():
            rows = companies[segment == name]
            thin = rows.iloc[:: len(rows) // MOST_MARKS + 1]
            key = (
                say("charts.group", name=name, accounts=len(rows))
                if name
                else say("charts.no_segment", accounts=len(rows))
            )
            look: dict[str, Any] = {"marker": marker, "color": colour, "linewidth": 1}
            axes.scatter(thin["similarity"], thin["deal_value"], s=12, alpha=0.35, rasterized=True, **look)
            axes.scatter([], [], s=26, label=language.tell(key), **look)
            ours = top[segment[top.index] == name]
            axes.scatter(ours["similarity"], ours["deal_value"], s=30, zorder=3, **look)
        ring: dict[str, Any] = {"marker": "o", "facecolor": "none", "edgecolor": INK, "linewidth": 1.1}
        axes.scatter(top["similarity"], top["deal_value"], s=95, zorder=4, **ring)
        axes.scatter([], [], s=95, label=language.tell(say("charts.first_fifty")), **ring)
        axes.set_yscale("log")
        axes.set_xlim(-2, 102)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: language.money(value, currency)))
        between = FuncFormatter(lambda value, _: language.money(value, currency) if f"{value:e}"[0] in "25" else "")
        axes.yaxis.set_minor_formatter(between)
        axes.set_xlabel(language.tell(say("charts.similarity")))
        axes.set_ylabel(language.tell(say("charts.deal_value")))
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), ncols=2, fontsize=8.5, handletextpad=0.3)
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


def calibration_chart(predicted: Sequence[float], actual: Mapping[str, Sequence[float]], language: Language) -> str:
    """Stated against actual win rate on held-out deals; on the diagonal the probability can be taken at its word.

    Parameters
    ----------
    predicted : sequence of shape (n_bands,)
    actual : mapping
        "value", "low" and "high", each of shape (n_bands,).
    language : Language
    """
    value, low, high = (actual[name] for name in ("value", "low", "high"))
    with _figure(4.6, 3.6) as (axes, done):
        error = [np.subtract(value, low).clip(0), np.subtract(high, value).clip(0)]
        axes.plot([0, 1], [0, 1], color=MUTE, linewidth=1, linestyle=":")
        axes.errorbar(predicted, value, yerr=error, fmt="o", color=MODEL, ecolor=MODEL, capsize=3, linewidth=1.3)
        top = min(1.0, max([*high, *predicted, 0.1]) * 1.1)
        axes.set(xlim=(0, top), ylim=(0, top))
        axes.set_xlabel(language.tell(say("charts.stated")))
        axes.set_ylabel(language.tell(say("charts.actual")))
        _in_percent(axes, language)
    return done[0]
