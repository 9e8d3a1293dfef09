"""The page's data as Markdown for wikis, in short and in a language. Everything a company wrote is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lookalike.languages import Language, Words, say
from lookalike.numbers import UNKNOWN, known

TOP = 15
SEGMENT_HEADINGS = (
    "segment_cards.rule",
    "page.companies",
    *(f"segment_cards.{name}" for name in ("deals_won", "a_deal", "criteria_points", "failed")),
)
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")


def markdown(page: Mapping[str, Any], language: Language) -> str:
    """The report in short: summary, first prospects, profile, segments, verdict, plan and trust.

    Parameters
    ----------
    page : mapping
        As `lookalike.report.page.page` makes it.
    language : Language
    """
    return "\n".join(_Markdown(language.told(page), language).lines()) + "\n"


def plain(text: object) -> str:
    r"""Text that stays text in Markdown: on one line, with every mark escaped.

    Examples
    --------
    >>> print(plain("<b>A|S</b>\n# Åse & Co_"))
    \<b\>A\|S\</b\> \# Åse \& Co\_
    """
    return SPECIAL.sub(r"\\\1", " ".join(str(text).split()))


class _Markdown:
    """The lines of one page in one language."""

    def __init__(self, page: Mapping[str, Any], language: Language) -> None:
        self.page, self.language = page, language
        self.titles = {anchor: title for anchor, _, title in page["contents"]}

    def say(self, key: str, **values: Any) -> str:
        """A sentence in the language."""
        return self.language.tell(say(key, **values))

    def written(self, value: Any, kind: str) -> str:
        """A figure in the language."""
        return self.language.written(value, kind, {"currency": self.page["currency"]})

    def lines(self) -> Iterator[str]:
        """All of them."""
        page = self.page
        about = [
            page["project"],
            self.say("page.data_until", day=page["as_of"]) if page["as_of"] else "",
            page["model"],
        ]
        yield from (f"# {self.say('page.heading')}", "", plain(" · ".join(filter(None, about))), "")
        yield plain(page["headline"])
        for anchor, section in (
            ("short", self._short),
            ("prospects", self._prospects),
            ("changes", self._changes),
            ("icp", self._profile),
            ("segments", self._segments),
            ("comparison", self._verdict),
            ("plan", self._plan),
            ("trust", self._trust),
        ):
            if anchor in self.titles:
                yield from ("", f"## {self.titles[anchor]}", "")
                yield from section()

    def _table(self, headings: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
        """A table with an empty line before it; headings are keys."""
        heads = [self.say(key) if key != "#" else key for key in headings]
        lines = [heads, ["---"] * len(heads), *([plain(cell) for cell in row] for row in rows)]
        return ["", *(f"| {' | '.join(cells)} |" for cells in lines)]

    def _span(self, figure: Mapping[str, Any] | None, kind: str = "share") -> str:
        """A figure with its interval."""
        if not figure or not known(figure["value"]):
            return UNKNOWN
        low, high = (self.written(figure[end], "short" if kind == "money" else kind) for end in ("low", "high"))
        return f"{self.written(figure['value'], kind)} ({low} – {high})"

    def _short(self) -> list[str]:
        return _list(self.page["sentences"])

    def _prospects(self) -> Iterator[str]:
        page = self.page
        yield self.say("first.in_short", shown=min(TOP, len(page["top"])), ranked=page["ranked"])
        yield from self._table(
            ("#", "page.company", "page.grade", "page.score", "page.points", "first.for", "first.against"),
            (
                (
                    row["rank"],
                    row["name"] or row["prospect_id"],
                    row["grade"],
                    self.written(row["score"], "count"),
                    self.say("first.of_points", points=row["rule_points"], most=row["rule_max"]),
                    "; ".join(row["reasons_for"]),
                    "; ".join(filter(None, (*row["reasons_against"], row["unlike"]))),
                )
                for row in page["top"][:TOP]
            ),
        )
        yield from self._table(
            ("page.grade", "page.companies", "first.won", "first.deal_worth"),
            (
                (
                    row["grade"],
                    self.written(row["companies"], "count"),
                    self._span(row["win_rate"]),
                    self.written(row["expected_value"], "money"),
                )
                for row in page["grades"]
            ),
        )

    def _changes(self) -> Iterator[str]:
        yield plain(self.page["changes"]["sentence"])

    def _profile(self) -> Iterator[str]:
        yield from (plain(self.page["icp"]["sentence"]), "", plain(self.page["icp"]["anti_sentence"]))

    def _segments(self) -> Iterator[str]:
        page = self.page
        shares = {row["segment"]: row["share"] for row in page["grid"]["rows"]} if page["grid"] else {}
        yield from self._table(
            ("page.segment", *SEGMENT_HEADINGS),
            (
                (
                    one["name"] if one["stable"] else self.say("segment_cards.name_unstable", name=one["name"]),
                    one["description"],
                    self.written(one["companies"], "count"),
                    self._span(one["win_rate"]),
                    self._span(one["mean_value"], "money"),
                    self.written(shares.get(one["name"]), "share"),
                    self._failed(one["acid"]),
                )
                for one in page["segments"]
            ),
        )

    def _failed(self, acid: Mapping[str, Mapping[str, Any]]) -> str:
        failed = [self.say(f"acid_tests.{test}") for test, answer in acid.items() if not answer["passed"]]
        return ", ".join(failed) or self.say("segment_cards.no_failure")

    def _verdict(self) -> Iterator[str]:
        page = self.page
        yield plain(page["verdict"])
        yield from self._table(
            ("duel.on_deals", "duel.model", "duel.rules"),
            ((row["label"], self._span(row["model"]), self._span(row["rules"])) for row in page["duel"]),
        )
        if found := page["suggestion"]:
            yield from ("", plain(found["sentence"]))
            yield from ("", "```toml", found["toml"], "```") if found["toml"] else ()

    def _plan(self) -> Iterator[str]:
        yield plain(self.page["plan_sentence"])

    def _trust(self) -> Iterator[str]:
        yield from (plain(self.page["trust"]), "", plain(self.page["drift"]["sentence"]), "")
        yield from _list(self.say("models.card_line", label=label, text=text) for label, text in self.page["card"])


def _list(texts: Iterable[Words]) -> list[str]:
    return [f"- {plain(text)}" for text in texts]
