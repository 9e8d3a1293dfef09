"""Results show themselves in a notebook."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from lookalike_training.run import Trained
from pydantic import ValidationError

import lookalike
from conftest import DemoRun
from lookalike.languages import say
from lookalike.ranking.reasons import LeftOut
from lookalike.runs import Documents, Run, opened
from lookalike.workflow import Written


def test_a_notebook_shows_the_report_and_the_list_is_a_frame(tmp_path: Path) -> None:
    page = '<h1 class="a">Who & why</h1>'
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    written = Written(Documents(pd.DataFrame({"name": ["Acme"]})), tmp_path)
    shown = written._repr_html_()
    assert page not in shown
    assert page in unescape(shown)
    assert written.prospects["name"].tolist() == ["Acme"]


@pytest.mark.xdist_group("demo")
def test_a_comparison_shows_its_section_of_the_report_and_gives_frames(demo_run: DemoRun) -> None:
    compared = lookalike.compare(demo_run.project)
    report = (demo_run.out / "report.html").read_text("utf-8")
    section = report[report.index('<section id="comparison">') : report.index('<section id="portfolio">')]
    assert section.strip() in unescape(compared._repr_html_())
    assert compared.figures.loc["auc", ("model", "value")] == compared["model"]["auc"]["value"]
    assert set(compared.figures.columns.get_level_values(0)) == {"model", "rules", "difference"}
    assert compared.criteria["criterion"].tolist() == [one["criterion"] for one in compared["criteria"]]
    assert len(compared.differing) == sum(
        len(compared["swap"][side]["companies"]) for side in ("model_only", "rules_only")
    )


@pytest.mark.xdist_group("demo")
def test_an_explanation_shows_its_page_and_its_contributions_add_up(demo_run: DemoRun) -> None:
    one = lookalike.explain(demo_run.project, "P00001", demo_run.home / "models")
    assert str(one.call.opener) in unescape(unescape(one._repr_html_()))
    raw = one.base + one.contributions["contribution"].sum()
    assert raw == pytest.approx(one.base + sum(part.contribution for part in one.parts))
    assert one.criteria["points"].mul(one.criteria["weight"]).sum() == pytest.approx(one.prospect["rule_points"])


@pytest.mark.xdist_group("demo")
def test_other_weights_are_tried_without_being_kept(demo_run: DemoRun) -> None:
    settings, models = (demo_run.project / "lookalike.toml").read_bytes(), demo_run.home / "models"
    same = lookalike.try_weights(demo_run.project, {}, models)
    other = lookalike.try_weights(demo_run.project, {"fit_technologies=SAP": 4.0, "growth": 0}, models)
    assert same["changed"] == 0
    assert same["past"]["difference"]["value"] == 0
    assert other["changed"] > 0
    assert (demo_run.project / "lookalike.toml").read_bytes() == settings
    with pytest.raises(ValidationError, match="grwth"):
        lookalike.try_weights(demo_run.project, {"grwth": 1.0}, models)


def test_what_was_trained_shows_the_candidates_and_why_it_ranks() -> None:
    metrics = {"reason": "Chosen: <b>it</b>.", "candidates": {"rules": {"auc": {"value": 0.61}, "brier": None}}}
    trained = Trained(None, Path(), 2, True, say("plan.record"), "rules", metrics, "no")  # type: ignore[arg-type]
    assert trained.candidates.loc["kriteriepoengene", "auc"] == 0.61
    shown = trained._repr_html_()
    assert "Chosen: &lt;b&gt;it&lt;/b&gt;." in shown
    assert "<table" in shown


@pytest.mark.xdist_group("demo")
def test_who_is_known_by_id_is_told_without_reading_the_list(
    demo_run: DemoRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, asked = opened(demo_run.out), []
    listed, left_out = run.ids().iloc[-1], run.table("excluded")["id"].iloc[0]
    read = Run.companies
    monkeypatch.setattr(Run, "companies", lambda self, columns=None: asked.append(columns) or read(self, columns))
    assert lookalike.explain(demo_run.project, listed, demo_run.home / "models").prospect["prospect_id"] == listed
    with pytest.raises(LeftOut, match="is not on the list"):
        lookalike.explain(demo_run.project, left_out, demo_run.home / "models")
    assert asked == [[]]
