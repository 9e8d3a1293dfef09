"""What a person sees in the terminal: progress, tables, the closing summary. Plain data in, text out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from lookalike.languages import Words, language
from lookalike.numbers import LEVEL

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.companies.headings import Proposal
    from lookalike.progress import Progress as Tell
    from lookalike.ranking.exports import Exported
    from lookalike.ranking.reasons import Explanation
    from lookalike.schema import Finding
    from lookalike.workflow import Listed, Trained, Written

WIDE = 120  # characters a line where no terminal tells its width
OUT = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else WIDE)
ERR = Console(stderr=True, highlight=False, markup=False)
FIRST = 10
DEAREST = 3  # findings that stand in the closing summary: those that cost the user most
LONGEST_EXAMPLE = 90  # letters of an example in a table
HEADINGS = {
    "auc": "AUC",
    "average_precision": "average precision",
    "lift@0.2": "lift in the top 20%",
    "brier": "Brier",
}
LOOK: dict[str, Any] = {"title_justify": "left", "title_style": "bold", "header_style": "bold", "pad_edge": False}
CONTROL = {code: None for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
MARKS = {"error": "red", "warning": "yellow", "info": "cyan"}


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar on standard error that follows the steps of the work; the finished steps stay readable in a log."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task("starting", total=1.0)

        def tell(doing: Words, share: float) -> None:
            bar.update(task, description=str(doing), completed=share)

        yield tell


def printable(cell: object) -> str:
    """Text without control characters: no name of a company may colour the screen or move the cursor."""
    return ("" if cell is None else str(cell)).translate(CONTROL)


def say(text: object) -> None:
    """A line for the user."""
    OUT.print(printable(text), soft_wrap=True)


def raw(text: str) -> None:
    """Text exactly as it is, for a file or a pipe."""
    OUT.out(text, highlight=False)


def complain(text: object) -> None:
    """A problem, on standard error."""
    ERR.print(printable(f"lookalike: {text}"), soft_wrap=True)


def next_step(text: str) -> None:
    """What to do next; every command ends with it."""
    OUT.print(printable(f"\nNext: {text}"), soft_wrap=True)


def table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A table with the given cells as plain text, after an empty line."""
    OUT.print()
    drawn = Table(title=title or None, box=None, **LOOK)
    for column in columns:
        drawn.add_column(column, overflow="fold")
    for row in rows:
        drawn.add_row(*(cell if isinstance(cell, Text) else Text(printable(cell)) for cell in row))
    OUT.print(drawn)


def show_proposal(proposal: Proposal) -> None:
    """Which file is which, what each column was taken for, and what a person should decide."""
    for role in proposal.roles:
        sheet = f" [{', '.join(role.source.sheet)}]" if role.source.sheet else ""
        say(f"{role.source.file}{sheet}: {role.table or 'not used'} ({role.reason})")
        if role.mapping:
            rows = [(m.canonical, m.heading, f"{m.confidence:.0%}", m.reason) for m in role.mapping.matches]
            table("", ("meaning", "their heading", "sure", "because"), rows)
            if role.mapping.unmapped:
                say(f"kept as attributes: {', '.join(role.mapping.unmapped)}")
        say("")
    for question in proposal.questions:
        say(f"Please look: {question}")


def show_findings(companies: Companies, *, as_json: bool) -> None:
    """The findings as a table, or as JSON for other programs."""
    if as_json:
        raw(json.dumps([asdict(one) for one in language("en").told(companies.findings)], ensure_ascii=False, indent=2))
        return
    say(
        f"{len(companies.accounts):,} companies, {len(companies.deals):,} deals, {len(companies.prospects):,} "
        f"prospects to rank ({len(companies.excluded):,} left out, {len(companies.rejected):,} unusable)."
    )
    say(f"To learn from: {', '.join(attribute.label for attribute in companies.attributes) or 'nothing'}.")
    findings = [
        (
            Text(one.level, MARKS[one.level]),
            ": ".join(filter(None, (one.file, one.column))),
            f"{one.count:,}",
            one.message,
            "; ".join(filter(None, (str(one.advice), _for_example(one)))),
        )
        for one in companies.findings
    ]
    table("Findings", ("level", "where", "count", "what", "what to do"), findings)
    table(
        "Columns not used", ("column", "rule", "evidence"), [(r.column, r.rule, r.evidence) for r in companies.refused]
    )


def _for_example(finding: Finding) -> str:
    """The first example that the message does not hold already, shortened."""
    new = [example for example in finding.examples if example not in str(finding.message)]
    return f"e.g. {shorten(new[0], LONGEST_EXAMPLE, placeholder=' ...')}" if new else ""


def show_training(trained: Trained) -> None:
    """What was learned, beside the alternatives, on all held-out deals and on companies never seen."""
    metrics, unseen = trained.metrics, trained.metrics["unseen"]
    likeness = metrics["ladder"]["rung"] == "similarity"
    tested = "Customers against the list, companies not seen" if likeness else "On held-out deals"
    _figures(tested, metrics["candidates"], metrics["champion"])
    if "auc" in unseen:
        others = {name: figures for name, figures in unseen["baselines"].items() if name != metrics["champion"]}
        title = f"On {unseen['deals']:,} held-out deals of companies never seen before"
        _figures(title, {metrics["champion"]: unseen} | others, metrics["champion"])
    say(metrics["reason"])
    say(trained.why)
    if trained.diary:
        complain(trained.diary)


def _figures(title: str, candidates: dict[str, Any], champion: str) -> None:
    """Candidates as rows, their figures with intervals as columns."""
    rows = [
        [f"{name} (chosen)" if name == champion else name, *(interval(figures.get(key)) for key in HEADINGS)]
        for name, figures in candidates.items()
    ]
    table(f"{title} ({LEVEL:.0%} interval)", ("candidate", *HEADINGS.values()), rows)


def interval(figure: dict[str, Any] | None) -> str:
    """A figure with its interval."""
    if not figure or figure["value"] is None:
        return "-"
    return f"{figure['value']:.3f} ({figure['low']:.3f}-{figure['high']:.3f})"


def show_result(written: Written) -> None:
    """The closing summary: what a salesperson needs, and where the report is."""
    from lookalike.project import FILE_NAME

    summary, first = written.documents.records["summary"], written.documents.prospects.head(FIRST)
    say("")
    say(summary["headline"])
    for sentence in (*summary["sentences"], *written.documents.records["drift"]["sentences"]):
        say(f"  - {sentence}")
    findings = [finding for finding in written.documents.records["findings"] if finding["level"] != "info"]
    for place, finding in enumerate(findings):
        if place < DEAREST or finding["file"] == FILE_NAME:  # what the settings say and nothing came of is always told
            say(f"Please look: {finding['file']}: {finding['message']}; {finding['advice']}")
    rows = []
    for row in first.to_dict("records"):
        points, reasons = f"{row['rule_points']:.3g}/{row['rule_max']:.3g}", "; ".join(row["reasons_for"])
        rows.append((row["rank"], row["name"], f"{row['score']:.0f}", row["grade"], points, reasons))
    if rows:
        table("Call these first", ("#", "company", "score", "grade", "points", "reasons"), rows)
    say(f"\nReport: {written.report}")


def show_register(listed: Listed) -> None:
    """Where the ranked register is, and what was not done to it."""
    say(f"{listed.rows:,} companies of a register are ranked as they are: {listed.file}")
    say("Nothing was cleaned, and your customers and do-not-contact lists were not taken out. There is no report.")


def show_notes(notes: Iterable[object]) -> None:
    """What to know before what follows."""
    for note in notes:
        say(f"Please note: {note}.")


def show_comparison(comparison: dict[str, Any]) -> None:
    """Model against rules."""
    show_notes(comparison.get("changed", ()))
    say(comparison["verdict"])
    if comparison["model"]:
        sides = ("model", "rules", "difference")
        figures = [
            [_called(name), *(interval(comparison[side][name]) for side in sides)]
            for name in comparison["model"]
            if name != "curve"
        ]
        table(f"On {comparison['measured_on']} ({LEVEL:.0%} interval)", ("figure", *sides), figures)
    criteria = [
        (c["criterion"], c["signal"], interval(c["auc"]), interval(c["weight"])) for c in comparison["criteria"]
    ]
    table("Criteria", ("criterion", "signal", "AUC alone", "suggested weight"), criteria)


def _called(figure: str) -> str:
    """A figure of the comparison in words."""
    name, _, among = figure.partition("@")
    share = "" if not among else " within grade A" if among == "capacity" else f" in the first {among}%"
    return HEADINGS.get(name, name.replace("_", " ")) + share


def show_explanation(one: Explanation) -> None:
    """One company: both scores, the reasons, the points and the customers it resembles."""
    show_notes(one.changed)
    row = one.prospect
    place = f"rank {row['rank']:,} of {one.prospects:,}, score {row['score']:.0f}, grade {row['grade']}"
    say(f"{row['name'] or row['prospect_id']}: {place} (model {one.model}).")
    say(f"By the criteria: {row['rule_points']:.3g} of {row['rule_max']:.3g} points, rank {row['rule_rank']:,}.")
    for mark, reasons in (("+", row["reasons_for"]), ("-", row["reasons_against"])):
        for reason in reasons:
            say(f"  {mark} {reason}")
    if one.unfamiliar:
        say(f"Unlike the companies you know, so treat the score with care: {'; '.join(map(str, one.unfamiliar))}")
    table(
        f"What adds up to the raw score, which is 0 for an average company you know (starting at {one.base:+.2f})",
        ("concept", "adds", "fact"),
        [(part.concept, f"{part.contribution:+.2f}", "; ".join(map(str, part.facts))) for part in one.parts],
    )
    points = [
        ("?" if p.points is None else f"{p.points:g}", p.criterion, f"x{p.weight:g}", p.reason) for p in one.points
    ]
    table("Criteria points", ("points", "criterion", "weight", "because"), points)
    for neighbour in one.nearest:
        say(f"\nResembles {neighbour.name}: {'; '.join(map(str, neighbour.shared))}")
        for ours, theirs in neighbour.different:
            say(f"  but {ours} (they: {theirs})")
    for rule, passed in one.qualified:
        say(f"Rule {rule}: {passed}")


def show_export(exported: Exported) -> None:
    """What was written, and what the receiver will not like."""
    say(f"{exported.rows:,} companies written to {exported.path}.")
    for note in exported.notes:
        say(f"  - {note}")
