"""The pages on the sample: whole, valid, in the project's language, and harmless whatever a company is called."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from conftest import DemoRun
from lookalike.companies.notes import Notes
from lookalike.languages import say
from lookalike.runs import opened
from lookalike.web import create_app

pytestmark = pytest.mark.xdist_group("demo")
VOID = {"meta", "link", "input", "br", "line", "rect", "img", "polyline", "circle", "option"}


class Checked(HTMLParser):
    """A page read strictly: every tag closed in order, ids once, labels of every field."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.fields: set[str] = set()
        self.language = self.title = ""
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"
        assert not [one for one, times in self.ids.items() if times > 1]
        assert self.fields <= self.labelled, self.fields - self.labelled
        assert self.language
        assert self.title.strip(" ·") != "lookalike"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        assert not [name for name in given if name.startswith("on")], f"a script in {tag}"
        if "id" in given:
            self.ids[str(given["id"])] += 1
        if tag == "html":
            self.language = str(given.get("lang"))
        if tag == "label" and "for" in given:
            self.labelled.add(str(given["for"]))
        hidden = given.get("type") in ("hidden", "checkbox", "radio", "submit", "file")
        if tag in ("input", "select", "textarea") and not hidden and "aria-label" not in given:
            self.fields.add(str(given.get("id")))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "title":
            self.title += data


@pytest.fixture(scope="module")
def client(demo_run: DemoRun) -> TestClient:
    app = create_app(demo_run.project, demo_run.home / "models", demo_run.home / "mlruns")
    return TestClient(app, base_url="http://127.0.0.1")


def first(client: TestClient) -> dict:
    return client.get("/api/prospects?limit=1").json()["prospects"][0]


PAGES = [
    "/",
    "/docs",
    "/data",
    "/prospects",
    "/prospects?grade=A&sort=-score&q=as",
    "/prospects?q=nobody-is-called-so",
    "/company/FIRST",
    "/week",
    "/customer",
    "/segments",
    "/segments?segment=IT+og+r%C3%A5dgivning&criterion=size",
    "/rankings",
    "/rankings?model=1&rules=3",
    "/portfolio",
    "/portfolio?type=key&q=as",
    "/portfolio?q=nobody-is-called-so",
    "/plan",
    "/plan?goal=50000000&capacity=10",
    "/models",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole(client, address):
    answer = client.get(address.replace("FIRST", first(client)["prospect_id"]))
    assert answer.status_code == 200
    Checked(answer.text)


def test_the_files_of_a_project_that_has_a_list_are_not_called_missing(client):
    page = client.get("/data").text
    assert str(say("start.not_looked")) in page
    assert str(say("start.nothing_yet")) not in page


NOT_THERE = [
    ("/nowhere", 404),
    ("/rankings?model=11", 422),
    ("/plan?goal=much", 422),
    ("/company/nobody", 422),
    ("/prospects?sort=x", 422),
]


@pytest.mark.parametrize(("address", "status"), NOT_THERE)
def test_what_is_not_there_is_said_on_a_page(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    Checked(answer.text)


def test_a_part_of_a_page_is_that_part_alone(client):
    whole, part = client.get("/prospects"), client.get("/prospects", headers={"x-part": "results"})
    assert "<html" not in part.text
    assert part.text.strip() in whole.text


def test_a_filter_is_kept_by_sorting_and_paging(client):
    text = client.get("/prospects?grade=A&q=as").text
    assert "grade=A&amp;q=as&amp;sort=" in text
    assert "grade=A&amp;q=as&amp;after=" in text


def test_notes_are_kept_and_taken_back(client, demo_run):
    company = first(client)
    given = {"prospect_id": company["prospect_id"], "what": "status", "value": "not a fit", "why": "<b>too small</b>"}
    page = client.post("/notes", data=given, headers={"origin": "http://127.0.0.1"})
    assert page.status_code == 200
    assert "&lt;b&gt;too small" in page.text
    notes = Notes(demo_run.project)
    ((keys, change),) = notes.holding()
    assert keys["name"] == company["name"]
    assert change.value == "not a fit"
    client.post(f"/notes/{change.id}/undo", data={"prospect_id": company["prospect_id"]})
    assert notes.holding() == []


def test_a_company_that_was_left_out_is_told_of_and_its_note_can_be_taken_back(client, demo_run):
    out = opened(demo_run.out).table("excluded").iloc[0]
    address = f"/company/{out['id']}"
    Checked(client.get(address).text)
    assert str(say(f"left_out.{out['reason']}")) in client.get(address).text
    client.post("/notes", data={"prospect_id": out["id"], "what": "status", "value": "never", "why": "they asked"})
    ((keys, change),) = (notes := Notes(demo_run.project)).holding()
    assert keys["name"] == out["name"]
    assert "they asked" in client.get(address).text
    client.post(f"/notes/{change.id}/undo", data={"prospect_id": out["id"]})
    assert notes.holding() == []


def former(out: Path) -> None:
    told = json.loads((out / "run.json").read_text("utf-8"))
    (out / "run.json").write_text(json.dumps(told | {"format": 0}), "utf-8")


BROKEN = {
    "former": (former, "by a former version", "/data"),
    "no record": (lambda out: (out / "run.json").unlink(), "no finished run", "/data"),
    "half a record": (lambda out: (out / "run.json").write_text("{"), "no finished run", "/data"),
    "no words": (lambda out: (out / "run" / "records.json").unlink(), "missing or damaged", "/"),
    "half a list": (lambda out: (out / "prospects.parquet").write_bytes(b"PAR1"), "missing or damaged", "/"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_list_that_cannot_be_shown_is_said_with_the_way_to_a_new_one(demo_run, tmp_path, how):
    shutil.copytree(demo_run.project, tmp_path / "demo")
    break_it, said, start = BROKEN[how]
    break_it(tmp_path / "demo" / "out")
    app = create_app(tmp_path / "demo", demo_run.home / "models", demo_run.home / "mlruns")
    client = TestClient(app, base_url="http://127.0.0.1")
    answer = client.get("/week")
    assert answer.status_code == 422
    Checked(answer.text)
    assert said in answer.text
    assert f'href="/data">{say("app.make_anew")}' in answer.text
    assert client.get("/").url.path == ("/data" if start == "/data" else "/week")
    for page in (*PAGES, "/api/health", "/api/prospects"):
        assert client.get(page.replace("FIRST", "P1")).status_code in (200, 422), page
    assert ("by a former version" in client.get("/data").text) == (how == "former")


def test_a_note_from_elsewhere_is_refused(client):
    given = {"prospect_id": "x", "what": "status", "value": "never"}
    assert client.post("/notes", data=given, headers={"origin": "http://evil.example"}).status_code == 403
