"""What the use cases give back, as lines and tables of the terminal. Plain data in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from lookalike.cli.found import where_found
from lookalike.cli.terminal import complain, line, printable, spoken, table
from lookalike.languages import Message, Words, say
from lookalike.numbers import LEVEL, UNKNOWN, known

if TYPE_CHECKING:
    from lookalike.companies.headings import Proposal
    from lookalike.companies.notes import Change
    from lookalike.ranking.exports import Exported
    from lookalike.ranking.reasons import Explanation, LeftOut
    from lookalike.workflow import Clustered, Removed, Trained, Written

FIRST = 10
NAMED = 3  # companies of each kind of change
DEAREST = 3  # findings that stand in the closing summary: those that cost the user most
MERITS = ("auc", "average_precision", "lift@0.2", "brier")


def show_proposal(proposal: Proposal) -> None:
    """Which file is which, what each column was taken for, and what a person should decide."""
    columns = [say(f"terminal.{name}") for name in ("meaning", "their_heading", "sure", "because")]
    for role in proposal.roles:
        sheet = f" [{', '.join(role.source.sheet)}]" if role.source.sheet else ""
        used = "used_as" if role.table else "not_used"
        line(say(f"terminal.{used}", file=f"{role.source.file}{sheet}", reason=role.reason, table=role.table))
        if role.mapping:
            found = role.mapping.matches
            rows = [(m.canonical, m.heading, spoken().share(m.confidence), m.reason) for m in found]
            table("", columns, rows)
            if role.mapping.unmapped:
                line(say("terminal.kept", columns=list(role.mapping.unmapped)))
        line()
    for question in proposal.questions:
        line(say("terminal.look", question=question))


def show_training(trained: Trained) -> None:
    """What was learned, beside the alternatives, on all held-out deals and on companies never seen."""
    metrics, unseen = trained.metrics, trained.metrics["unseen"]
    likeness = metrics["ladder"]["rung"] == "similarity"
    tested = say("trust.tested_customers" if likeness else "terminal.on_held_out")
    _figures(tested, metrics["candidates"], metrics["champion"])
    if "auc" in unseen:
        others = {name: figures for name, figures in unseen["baselines"].items() if name != metrics["champion"]}
        title = say("models.on_unseen", deals=unseen["deals"])
        _figures(title, {metrics["champion"]: unseen} | others, metrics["champion"])
    line(metrics["reason"])
    if simpler := metrics["simpler"]:
        line(simpler["sentence"])
    line(trained.why)
    if trained.diary:
        complain(trained.diary)


def _figures(title: Words, candidates: dict[str, Any], champion: str) -> None:
    """Candidates as rows, their figures with intervals as columns."""
    from lookalike.learning.metrics import METRICS
    from lookalike.learning.names import name_of

    rows = [
        [
            say("terminal.chosen", name=name_of(name)) if name == champion else name_of(name),
            *(interval(figures.get(merit)) for merit in MERITS),
        ]
        for name, figures in candidates.items()
    ]
    table(_measured(title), (say("models.candidate"), *(METRICS[merit].label for merit in MERITS)), rows)


def _measured(title: Words) -> Message:
    """A heading of figures that stand with their intervals."""
    return say("terminal.with_interval", what=title, level=LEVEL)


def interval(figure: dict[str, Any] | None) -> Words:
    """A figure with its interval."""
    if not figure or figure["value"] is None:
        return UNKNOWN
    return say("alone.interval", **{name: figure[name] for name in ("value", "low", "high")})


def show_clustered(ranked: Clustered) -> None:
    """What was ranked on a cluster, and what was not."""
    for sentence in ranked.sentences:
        line(sentence)


def show_result(written: Written) -> None:
    """The closing summary: what a salesperson needs, and where the report is."""
    from lookalike.project import FILE_NAME
    from lookalike.ranking.follow import to_call

    summary, first = written.documents.records["summary"], to_call(written.documents.prospects).head(FIRST)
    drift = written.documents.records["drift"]
    line()
    show_changes(written.documents.records["difference"], drift["promises"])
    line(summary["headline"])
    for sentence in (*summary["sentences"], *drift["sentences"]):
        line(f"  - {printable(sentence)}")
    findings = [finding for finding in written.documents.records["findings"] if finding["level"] != "info"]
    for place, finding in enumerate(findings):
        if place < DEAREST or finding["file"] == FILE_NAME:  # what the settings say and nothing came of is always told
            where = where_found(finding["file"], finding["column"]) or say("terminal.all_files")
            told = {name: finding[name] for name in ("message", "advice")}
            line(say("terminal.look_at", n=finding["count"], where=where, **told))
    words, rows = spoken(), []
    for row in first.to_dict("records"):
        points = f"{words.halves(row['rule_points'])}/{words.halves(row['rule_max'])}"
        score = words.count(row["score"])
        rows.append((row["rank"], row["name"], score, row["grade"], points, "; ".join(row["reasons_for"])))
    if rows:
        line(summary["shared"])
        columns = [say(f"page.{name}") for name in ("company", "score", "grade", "points")]
        table(say("terminal.call_first"), ("#", *columns, say("first.reasons")), rows)
    line()
    line(say("terminal.report", file=str(written.report)))


def show_changes(difference: dict[str, Any], promises: dict[str, Any]) -> None:
    """What changed since the last run, with the first companies of each kind, and who became a customer."""
    if not difference:
        return
    line(say("terminal.since_last", what=difference["sentence"]))
    for change in ("entered", "up", "down", "left"):
        names = [row["name"] or row["prospect_id"] for row in difference["rows"] if row["change"] == change][:NAMED]
        if names:
            line(f"  - {printable(say('terminal.moved', change=say(f'changes.{change}'), names=names))}")
    if promises.get("became"):
        line(f"  - {printable(promises['became'])}")
    line()


def show_notes(notes: Iterable[object]) -> None:
    """What to know before what follows."""
    for note in notes:
        line(say("terminal.note", note=note))


def show_comparison(comparison: dict[str, Any]) -> None:
    """Model against rules."""
    from lookalike.report.rankings import figure_of

    show_notes(comparison.get("changed", ()))
    line(comparison["verdict"])
    if comparison["model"]:
        sides = ("model", "rules", "difference")
        figures = [
            (figure_of(name), *(interval(comparison[side][name]) for side in sides))
            for name in comparison["model"]
            if name != "curve"
        ]
        columns = (say("terminal.figure"), *(say(f"duel.{side}") for side in sides))
        table(_measured(say("terminal.measured_on", deals=comparison["measured_on"])), columns, figures)
    criteria = [
        (spoken().criterion(one["criterion"]), one["signal"], interval(one["auc"]), interval(one["weight"]))
        for one in comparison["criteria"]
    ]
    columns = (say("page.criterion"), *(say(f"duel.{name}") for name in ("signal", "sorts", "weight")))
    table(say("duel.signals"), columns, criteria)


def show_explanation(one: Explanation) -> None:
    """One company as it is called; below, how its score and points come about."""
    show_notes(one.changed)
    for told in told_of_place(one):
        line(told)
    row, words = one.prospect, spoken()
    for mark, reasons in (("+", row["reasons_for"]), ("-", row["reasons_against"])):
        for reason in reasons:
            line(f"  {mark} {printable(reason)}")
    for told in to_say(one):
        line(told)
    table(
        say("terminal.adds_up", base=one.base),
        [say(f"company.{name}") for name in ("concept", "adds", "fact")],
        [(words.label(p.concept), words.signed(p.contribution), "; ".join(map(printable, p.facts))) for p in one.parts],
    )
    points = [
        ("?" if p.points is None else words.halves(p.points), words.criterion(p.criterion), f"x{p.weight:g}", p.reason)
        for p in one.points
    ]
    columns = ("page.points", "page.criterion", "company.weight", "company.because")
    table(say("company.points"), map(say, columns), points)
    for rule, passed in one.qualified:
        line(say("terminal.rule", rule=rule, passed=say(f"qualified.{passed}")))


def told_of_place(one: Explanation) -> Iterator[Message]:
    """Who they are, where they stand, what a deal promises, and what we had with them."""
    row = one.prospect
    name = row["name"] or row["prospect_id"]
    yield (
        say("call.who", company=name, facts=list(one.call.who)) if one.call.who else say("call.who_alone", company=name)
    )
    place = {name: row[name] for name in ("rank", "score", "grade", "rule_rank")}
    points = {"points": row["rule_points"], "most": row["rule_max"]}
    yield say("call.place", of=one.prospects, model=one.model, **place, **points)
    share, value = row["win_probability"], row["deal_value"]
    if known(share) and known(value):
        yield say("call.chance_worth", share=share, value=value, currency=one.currency)
    elif known(share):
        yield say("call.chance", share=share)
    if known(row["similarity"]):
        yield say("call.similarity", similarity=row["similarity"])
    yield say("call.segment", segment=row["segment"]) if row["segment"] else say("call.no_segment")
    yield say("call.tier", tier=say(f"tiers.{row['tier']}"))
    yield say("call.with_us", sentences=list(one.call.history))


def to_say(one: Explanation) -> Iterator[Message]:
    """What it shares with the others, how to begin, whom to ask for, whom it resembles, and what to find out."""
    if one.unfamiliar:
        yield say("page.unlike", why=list(one.unfamiliar))
    if one.prospect["reasons_shared"]:
        yield say("call.like_all", reasons=list(one.prospect["reasons_shared"]))
    yield say("call.say", opener=one.call.opener)
    if one.call.ask_for:
        yield say("call.ask", who=one.call.ask_for)
    for neighbour in one.nearest:
        if neighbour.shared:
            yield say("call.resembles", customer=neighbour.name, facts=list(neighbour.shared))
    if one.call.unknown:
        yield say("call.find_out", what=list(one.call.unknown))


def show_noted(changes: list[Change]) -> None:
    """What people noted of a company, the last first."""
    if changes:
        line()
        line(say("app.noted"))
    for one in changes:
        what, rest = one.said or say("app.none"), list(filter(None, (one.why, one.author)))
        told = {"day": one.at[:10], "what": what}
        line(say("terminal.noted_with", rest=rest, **told) if rest else say("terminal.noted", **told))


def show_left_out(left: LeftOut) -> None:
    """A company that is known and not on the list: why, and what that asks of the caller."""
    line(left.message)


def show_export(exported: Exported) -> None:
    """What the receiver will not like, then what was written."""
    for note in exported.notes:
        line(f"  - {printable(note)}")
    line(say("terminal.exported", rows=exported.rows, file=str(exported.path)))


def show_forgotten(done: Removed) -> None:
    """What a company was taken out of, and what names it still."""
    for title, told in ((say("forget.removed"), done.removed), (say("forget.left"), done.left)):
        line(title)
        for one in told:
            line(say("forget.line", what=one))
