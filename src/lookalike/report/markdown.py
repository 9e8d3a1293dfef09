"""The page's plain data as Markdown for wikis, in short. Everything a company wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from lookalike.numbers import UNKNOWN, known, money, number, percent, points

TOP = 15
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


def markdown(page: Mapping[str, Any]) -> str:
    """The report in short: summary, first prospects, profile, segments, verdict, plan and trust.

    Parameters
    ----------
    page : mapping
        As `lookalike.report.page.page` makes it.
    """
    sections = (_short, _prospects, _changes, _profile, _segments, _verdict, _plan, _trust)
    about = [text for text in (page["project"], page["as_of"] and f"data up to {page['as_of']}", page["model"]) if text]
    head = ["# Who to call next, and why", "", plain(" · ".join(about)), "", plain(page["headline"])]
    return "\n".join([*head, *(line for section in sections for line in section(page))]) + "\n"


def plain(text: object) -> str:
    r"""Text that stays text in Markdown: on one line, with every mark escaped.

    Examples
    --------
    >>> print(plain("<b>A|S</b>\n# Åse & Co_"))
    \<b\>A\|S\</b\> \# Åse \& Co\_
    """
    return SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


def _heading(title: str) -> list[str]:
    return ["", f"## {title}", ""]


def _list(texts: Iterable[str]) -> list[str]:
    return [f"- {plain(text)}" for text in texts]


def _table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A table with an empty line before it."""
    heads = list(headings)
    lines = [heads, ["---"] * len(heads), *([plain(cell) for cell in row] for row in rows)]
    return ["", *(f"| {' | '.join(cells)} |" for cells in lines)]


def _span(figure: Mapping[str, Any] | None, write: Any = percent) -> str:
    """A figure with its interval."""
    if not figure or not known(figure["value"]):
        return UNKNOWN
    return f"{write(figure['value'])} ({write(figure['low'])} – {write(figure['high'])})"


def _short(page: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("In short")
    yield from _list(page["sentences"])


def _prospects(page: Mapping[str, Any]) -> Iterator[str]:
    cash = partial(money, currency=page["currency"])
    yield from _heading("Who to call first")
    yield f"The first {min(TOP, len(page['top']))} of {number(page['ranked'])}; the whole list is in prospects.csv."
    yield from _table(
        ("#", "Company", "Grade", "Score", "Points", "For", "Against"),
        (
            (
                row["rank"],
                row["name"] or row["prospect_id"],
                row["grade"],
                f"{row['score']:.0f}",
                f"{points(row['rule_points'])} of {points(row['rule_max'])}",
                "; ".join(row["reasons_for"]),
                "; ".join(filter(None, (*row["reasons_against"], row["unlike"]))),
            )
            for row in page["top"][:TOP]
        ),
    )
    yield from _table(
        ("Grade", "Companies", "Won of deals opened", "Worth of a deal opened"),
        (
            (row["grade"], number(row["companies"]), _span(row["win_rate"], percent), cash(row["expected_value"]))
            for row in page["grades"]
        ),
    )


def _changes(page: Mapping[str, Any]) -> Iterator[str]:
    if page["changes"]:
        yield from _heading("What changed since the last run")
        yield plain(page["changes"]["sentence"])


def _profile(page: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("Your ideal customer")
    yield plain(page["icp"]["sentence"])
    yield ""
    yield plain(page["icp"]["anti_sentence"])


def _segments(page: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("Segments")
    cash = partial(money, currency=page["currency"])
    shares = {row["segment"]: row["share"] for row in page["grid"]["rows"]} if page["grid"] else {}
    rows = (
        (
            one["name"] + ("" if one["stable"] else " (unstable)"),
            one["description"],
            number(one["companies"]),
            _span(one["win_rate"]),
            _span(one["mean_value"], cash),
            percent(shares.get(one["name"])),
            ", ".join(test for test, answer in one["acid"].items() if not answer["passed"]) or "none",
        )
        for one in page["segments"]
    )
    headings = ("Segment", "Rule", "Companies", "Deals won", "A deal", "Criteria points", "Acid tests failed")
    yield from _table(headings, rows)


def _verdict(page: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("Model or rules?")
    yield plain(page["verdict"])
    yield from _table(
        ("On held-out deals", "Model", "Rules"),
        ((row["label"], _span(row["model"]), _span(row["rules"])) for row in page["duel"]),
    )
    if page["suggestion"]:
        yield from ("", plain(page["suggestion"]["sentence"]), "", "```toml", page["suggestion"]["toml"], "```")


def _plan(page: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("How many addresses")
    yield plain(page["plan_sentence"])


def _trust(page: Mapping[str, Any]) -> Iterator[str]:
    yield from _heading("How far to trust it")
    yield plain(page["trust"])
    yield from ("", plain(page["drift"]["sentence"]), "")
    yield from _list(f"{label}: {text}" for label, text in page["card"])
