"""Results show themselves in a notebook."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pandas as pd

from lookalike.runs import Documents
from lookalike.workflow import Written


def test_a_notebook_shows_the_report_and_the_list_is_a_frame(tmp_path: Path) -> None:
    page = '<h1 class="a">Who & why</h1>'
    (tmp_path / "report.html").write_text(page, encoding="utf-8")
    written = Written(Documents(pd.DataFrame({"name": ["Acme"]})), tmp_path)
    shown = written._repr_html_()
    assert page not in shown
    assert page in unescape(shown)
    assert written.prospects["name"].tolist() == ["Acme"]
