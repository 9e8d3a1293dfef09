"""The page is plain data first: what it says is asserted here, and that nothing a company wrote can break it."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest

from lookalike.languages import LANGUAGES, language, say
from lookalike.learning.leak_rules import CHANGES
from lookalike.report import html as html_page
from lookalike.report import markdown as wiki_page
from lookalike.report.headline import summarise
from lookalike.report.page import CONTENTS
from lookalike.report.page import page as data
from lookalike.report.suspicions import of_outcome
from lookalike.report.trust import calibrated
from lookalike.runs import Documents
from lookalike.schema import CRITERIA

ENGLISH = language("en")


def page(documents: Documents) -> dict[str, Any]:
    """The page in words, its charts as data."""
    return dict(ENGLISH.told(data(documents)))


def render(shown: dict[str, Any]) -> str:
    return html_page.render(shown, ENGLISH)


def markdown(shown: dict[str, Any]) -> str:
    return wiki_page.markdown(shown, ENGLISH)


class Tags(HTMLParser):
    """The tags of a page with their attributes, its text, and whether every tag is closed in its turn."""

    void = frozenset({"meta", "br", "col", "path", "use", "link", "img"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_prospects_are_shown_in_rank_order_with_their_lists(small: Documents) -> None:
    shown = page(small)
    assert [row["rank"] for row in shown["top"]] == [1, 2, 3]
    assert shown["top"][0]["reasons_for"][1] == "34 employees"
    assert shown["top"][1]["expected_value"] is None
    assert shown["ranked"] == 3


def test_what_makes_a_company_unfamiliar_is_no_reason_against_it(small: Documents) -> None:
    shown = page(small)
    assert [row["unlike"] for row in shown["top"]] == ["", "90,000 employees; those known have 5–800", ""]
    assert shown["top"][1]["reasons_against"] == ["no web shop"]
    assert "treat the score with care: 90,000 employees; those known have 5–800." in Tags(render(shown)).text
    assert "no web shop; 90,000 employees" in markdown(shown)


def test_grades_come_from_the_comparison_with_intervals_and_without_empty_ones(small: Documents) -> None:
    (only,) = page(small)["grades"]
    assert (only["grade"], only["win_rate"]["value"], only["opened"]) == ("A", 0.5, 4)
    labels = {one["label"]: one for one in page(small)["figures"]}
    assert labels["of deals opened with grade A are won"]["value"] == "50%"
    assert labels["of deals opened with grade A are won"]["span"] == "20% to 90%"
    assert labels["a deal opened with grade A is worth"]["value"] == "NOK 1K"


def headline(of: Documents) -> str:
    return str(summarise(of.prospects, of.tables, of.records, "NOK")["headline"])


def test_the_headline_promises_no_more_than_the_list_can_keep(small: Documents) -> None:
    assert "worth calling first" in headline(small)
    chance = {"auc": {"value": 0.53, "low": 0.49, "high": 0.57}}
    comparison = small.records["comparison"] | {"model": chance}
    doubtful = headline(replace(small, records=small.records | {"comparison": comparison}))
    assert "worth calling" not in doubtful
    assert doubtful.endswith("but the order is not shown to beat chance on deals it had not seen.")
    alike = headline(replace(small, prospects=small.prospects.assign(score=50.0)))
    assert alike == "3 companies are listed, but nothing known of them tells them apart: the order says nothing."


def test_charts_take_names_of_any_script(small: Documents) -> None:
    portfolio = small.tables["portfolio"].assign(name="株式会社 日本")
    shown = page(replace(small, tables=small.tables | {"portfolio": portfolio}))
    assert "株式会社 日本" in render(shown)


def test_segments_say_why_they_fail_and_whom_to_talk_to(small: Documents) -> None:
    good, bad = page(small)["segments"]
    assert good["failed"] == []
    assert good["stable"]
    assert good["win_rate"] == {"value": 0.5, "low": 0.4, "high": 0.6}
    assert good["mean_value"] is None
    assert not bad["stable"]
    assert bad["failed"] == [f"{test} says why." for test in bad["acid"]]
    assert good["easy"] == ["Takes 20 days to close, others 60."]
    assert good["interview"][0].startswith("<script>")
    assert good["micro"][0]["win_rate"] == 0.6


def test_history_leaves_out_what_is_not_known_of_any_segment(small: Documents) -> None:
    shown = page(small)["history"]
    assert shown["columns"] == ["Customers of all that could be", "Room to sell more"]
    first, second, total = shown["rows"]
    assert first["cells"][0] == {"value": "20%", "index": 1.33, "low": "10%", "high": "30%"}
    assert second["cells"][1]["value"] is None
    assert total["total"]
    assert not first["total"]


def test_the_grid_weighs_points_over_answered_criteria(small: Documents) -> None:
    shown = page(small)["grid"]
    assert shown["criteria"] == [language("en").criterion(name) for name in CRITERIA]
    assert [row["segment"] for row in shown["rows"]] == ["IT", "Shops"]
    assert [row["share"] for row in shown["rows"]] == pytest.approx([1.0, 1 / 3])
    assert shown["rows"][0]["points"][list(CRITERIA).index("virality")] is None


def test_criteria_are_called_what_people_call_them(small: Documents) -> None:
    shown = page(small)
    assert [row["criterion"] for row in shown["signals"]] == ["fit: size", "growth"]
    assert "1 of 3 points for fit: technology Azure" in shown["swap"][0]["why"]


def test_the_suggestion_says_what_it_gains_and_can_be_pasted(small: Documents) -> None:
    shown = page(small)["suggestion"]
    told = str(shown["sentence"])
    assert told.startswith("They rank better than yours: +2.0 points of AUC (+1.0 to +3.0)")
    assert "They weigh growth, which your rules have; the deals also tell of fit: size, which is missing" in told
    assert told.endswith("To use them, paste this into lookalike.toml:")
    assert shown["toml"] in render(page(small))


def test_weights_that_are_not_proven_cannot_be_pasted(small: Documents) -> None:
    unproven = {"gain": {"value": 0.0, "low": -0.01, "high": 0.01}, "better": False, "has": ["growth"], "lacks": []}
    comparison = small.records["comparison"] | {"suggestion": unproven | {"toml": ""}}
    told = page(replace(small, records=small.records | {"comparison": comparison}))
    assert str(told["suggestion"]["sentence"]).startswith("No gain over yours is shown")
    assert "paste" not in str(told["suggestion"]["sentence"])
    assert "[criteria.weights]" not in render(told)


def test_a_blend_is_spoken_of_only_when_it_is_offered(small: Documents) -> None:
    assert page(small)["blended"] == ""
    over = {"value": 0.03, "low": 0.01, "high": 0.05}
    blend = {"offered": True, "over_model": over, "over_rules": over}
    comparison = small.records["comparison"] | {"blend": blend}
    told = page(replace(small, records=small.records | {"comparison": comparison}))["blended"]
    assert "+3.0 points of AUC (+1.0 to +5.0) over the model" in told


def test_lists_and_rules_are_told(small: Documents) -> None:
    shown = page(small)
    assert shown["lists"]["agreed"][0].startswith("<script>")
    assert shown["narrowing"][0]["remaining"] == 3
    assert shown["ladder"] == "enough"
    assert shown["left_out"] == [{"reason": "not to be approached", "companies": 1}]


def test_a_suspicious_column_that_is_used_is_not_told_among_the_refused(small: Documents) -> None:
    shown = page(small)
    refused, named = shown["suspicions"]["refused"], shown["suspicions"]["named"]
    (leak,) = refused["rows"]
    assert leak["rule"] == "filled only after the outcome"
    assert not refused["measured"]
    assert [(row["column"], row["what_if"]) for row in named["rows"]] == [("Rating", [0.83, 0.63, None])]
    assert named["measured"]
    before, _, after = Tags(render(shown)).text.partition("Columns to look at: they are used")
    assert "far too well" not in before
    assert re.search(r"Rating\s*knows the outcome\s*far too well\s*0.83\s*0.63\s*–", after)
    assert any(one.endswith("as they are used: Rating (knows the outcome).") for one in shown["sentences"])
    innocent = replace(small, records=small.records | {"metrics": small.records["metrics"] | {"leaks": []}})
    assert "they are used" not in Tags(render(page(innocent))).text.partition("The data")[2]


def test_changes_are_shown_only_when_there_was_a_last_run(small: Documents) -> None:
    assert page(small)["changes"] is None
    assert "changes" not in [name for name, *_ in page(small)["contents"]]
    moved = {
        "prospect_id": "1", "name": "Åse AS", "change": "up", "cause": "model", "detail": "the new model",
        "grade_before": "B", "grade": "A", "rank_before": 9.0, "rank": 1.0,
    }  # fmt: skip
    told = {"former": "small@0", "sentence": "1 rose.", "counts": {"up": {"model": 1}, "left": {}}, "rows": [moved]}
    after = page(replace(small, records=small.records | {"difference": told}))
    assert after["changes"]["counts"] == [{"change": "up", "companies": 1, "causes": {"model": 1}}]
    assert "the new model" in Tags(render(after)).text
    same = told | {"counts": {"up": {}}, "rows": []}
    assert page(replace(small, records=small.records | {"difference": same}))["changes"]["sentence"].startswith(
        "Nothing changed"
    )


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_same_page_is_told_in_any_language(small: Documents, code: str) -> None:
    shown, spoken = data(small), language(code)
    read = Tags(html_page.render(shown, spoken))
    assert read.open == []
    assert ("html", {"lang": spoken.locale.language}) in read.tags
    assert spoken.criterion("growth") in read.text
    assert spoken.money(1000, "NOK") in read.text
    assert "say(" not in read.text + wiki_page.markdown(shown, spoken)


def test_hostile_text_stays_text_in_html(small: Documents) -> None:
    html = render(page(small))
    read = Tags(html)
    assert read.open == []
    assert "script" not in {tag for tag, _ in read.tags}
    assert "{{ 7*7 }}" in read.text
    assert "<script>alert" not in html
    assert not [name for _, attributes in read.tags for name in attributes if name.startswith("on")]


def test_the_page_loads_nothing(small: Documents) -> None:
    for tag, attributes in Tags(render(page(small))).tags:
        assert tag not in {"link", "img", "iframe", "object"}
        for name in ("src", "href", "xlink:href", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:image/png;base64,"))


def test_hostile_text_stays_text_in_markdown(small: Documents) -> None:
    text = markdown(page(small))
    assert "<script>" not in text
    assert "\\<script\\>" in text
    assert not re.search(r"(?<!\\)\[c\]", text)
    rows = [line for line in text.splitlines() if line.startswith("| 1 |")]
    assert len(re.findall(r"(?<!\\)\|", rows[0])) == 8  # seven cells, whatever the name holds


def test_markdown_tells_the_same_in_short(small: Documents) -> None:
    text = markdown(page(small))
    for title in ("What to do on Monday", "Who to call first", "Segments", "Model or rules?", "How far to trust it"):
        assert f"\n## {title}\n" in text
    assert "```toml\n[criteria.weights]\ngrowth = 1.20\n```" in text
    assert "(unstable)" in text.replace("\\", "")


def test_a_run_with_nothing_to_say_still_has_a_page(bare: Documents) -> None:
    shown = page(bare)
    assert shown["headline"].startswith("There are no prospects to rank yet")
    assert shown["segments"] == []
    assert shown["grid"] is None
    assert shown["history"] is None
    assert shown["suggestion"] is None
    assert shown["lists"] is None
    assert set(shown["charts"].values()) == {None}
    read = Tags(render(shown))
    assert read.open == []
    for anchor in CONTENTS:
        assert ENGLISH.tell(say(f"titles.{anchor}")) in read.text or anchor == "changes"
    assert "## Segments" in markdown(shown)


@pytest.mark.parametrize("champion", ["rules", "constant"])
def test_a_baseline_as_champion_is_said_plainly(small: Documents, champion: str) -> None:
    metrics = small.records["metrics"] | {"champion": champion, "reason": "No model did better."}
    assert page(replace(small, records=small.records | {"metrics": metrics}))["trust"] == "No model did better."


def test_a_missing_name_is_replaced_by_the_id(small: Documents) -> None:
    nameless = small.prospects.assign(name=None)
    assert pd.isna(nameless["name"]).all()
    assert "<b>3</b>" in render(page(replace(small, prospects=nameless)))


def test_the_first_screen_says_whom_why_how_many_and_what_to_expect(small: Documents) -> None:
    shown = page(small)
    monday = shown["monday"]
    assert str(monday["begin"]) in (
        "Call the one company of grade A first.",
        "Call the 2 companies of grade A, from the top down.",
    )
    assert "Of ten deals that you open with grade A" in monday["expect"] or "not known yet" in monday["expect"]
    assert [row["rank"] for row in monday["first"]] == list(range(1, len(monday["first"]) + 1))
    assert sum(row["companies"] for row in monday["tiers"]) == len(small.prospects)
    text = Tags(render(shown)).text
    assert text.index(monday["begin"]) < text.index("How this was found")


def test_the_page_calls_attributes_as_people_do_and_countries_by_name(small: Documents) -> None:
    metrics = small.records["metrics"]
    leak = {"column": "reference", "rule": CHANGES, "evidence": "", "refuse": True}
    told = replace(
        small,
        prospects=small.prospects.assign(country="NO"),
        records=small.records | {"metrics": metrics | {"features": ["employees", "industry_code_2"], "leaks": [leak]}},
    )
    text = Tags(html_page.render(data(told), language("no"))).text
    assert "antall ansatte, nærings" in text
    assert "industry_code" not in text
    assert "Norge" in text
    assert of_outcome([leak]) == say("suspicions.after_outcome", columns=[say("labels.reference")])


@pytest.mark.parametrize(
    ("promised", "said"),
    [(0.5, "can be taken at its word"), (0.8, "Take high chances for less"), (0.2, "says too little")],
)
def test_a_calibration_that_is_off_is_said_in_words(promised: float, said: str) -> None:
    band = {"deals": 40, "promised": promised, "actual": {"value": 0.5, "low": 0.4, "high": 0.6}}
    assert said in str(calibrated([band]))
    assert calibrated([]) is None
