"""What was found out about the data, as tables of the terminal, and lines that can be pasted into the settings."""

from __future__ import annotations

from dataclasses import asdict
from textwrap import shorten
from typing import TYPE_CHECKING

from lookalike.cli.terminal import as_text, line, marked, printable, raw, spoken, table
from lookalike.languages import Words, say

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.schema import Finding

LONGEST_EXAMPLE = 90  # letters of an example in a table


def show_findings(companies: Companies, *, as_json: bool) -> None:
    """The findings as a table, or as JSON for other programs."""
    if as_json:
        raw(as_text([asdict(one) for one in companies.findings]))
        return
    left_out, unusable = len(companies.excluded), len(companies.rejected)
    tables = {name: len(getattr(companies, name)) for name in ("accounts", "deals", "prospects")}
    line(say("terminal.counted", **tables, left_out=left_out, unusable=unusable))
    labels = [spoken().label(attribute.name, attribute.label) for attribute in companies.attributes]
    line(say("terminal.learned_from", attributes=labels) if labels else say("terminal.learned_from_nothing"))
    findings = [
        (
            marked(one.level),
            where_found(one.file, one.column),
            spoken().count(one.count),
            one.message,
            "; ".join(filter(None, (_for_example(one), _prose_and_lines(one.advice)[0]))),
        )
        for one in companies.findings
    ]
    table(
        say("terminal.findings"), [say(f"data.{name}") for name in ("level", "where", "count", "what", "do")], findings
    )
    for one in companies.findings:
        if lines := _prose_and_lines(one.advice)[1]:
            line()
            line(say("terminal.paste", where=where_found(one.file, one.column)))
            line(lines)
    columns = [say(f"data.{name}") for name in ("column", "rule", "why")]
    table(say("data.refused"), columns, [(one.column, one.rule, one.evidence) for one in companies.refused])


def where_found(file: str, column: str) -> str:
    """The file and the column of a finding, as far as it has them."""
    return ": ".join(filter(None, (file, column)))


def _prose_and_lines(advice: Words) -> tuple[str, str]:
    """Advice, and the lines for the settings at its end: they are told apart, for a table would break them."""
    prose, begun, lines = printable(advice).partition("\n[")
    return prose, f"[{lines}" if begun else ""


def _for_example(finding: Finding) -> str:
    """The first example that the message does not hold already, shortened."""
    message = printable(finding.message)
    new = [example for example in map(printable, finding.examples) if example not in message]
    example = shorten(new[0], LONGEST_EXAMPLE, placeholder=" ...") if new else ""
    return printable(say("data.example", examples=[example])) if new else ""
