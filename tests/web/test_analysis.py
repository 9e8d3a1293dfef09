"""Marketing and analysts at work: points edited in place, plans tried, lists compared, versions promoted and not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from conftest import DemoRun
from lookalike import workflow
from lookalike.cli import app
from lookalike.companies.notes import Notes
from lookalike.project import load_project
from lookalike.web import create_app
from web.conftest import write_files

pytestmark = pytest.mark.xdist_group("demo")
SEGMENT = "Industri og automasjon"
SIGNED = {"reason": "a rival left", "author": "Kari"}


@pytest.fixture
def home(demo_run: DemoRun, tmp_path: Path) -> Path:
    """A copy of the finished sample run, to change."""
    shutil.copytree(demo_run.project, tmp_path / "demo")
    shutil.copytree(demo_run.home / "models", tmp_path / "models")
    return tmp_path


@pytest.fixture
def client(home: Path) -> TestClient:
    return served(home)


def served(home: Path) -> TestClient:
    return TestClient(create_app(home / "demo", home / "models", home / "mlruns"), base_url="http://127.0.0.1")


def settings(home: Path):
    return load_project(home / "demo").settings


def first_by_rules(home: Path) -> list[str]:
    return [row["prospect_id"] for row in workflow.try_rules(load_project(home / "demo"), home / "models")["rows"]]


def test_the_week_leaves_out_who_is_in_hand(client, home):
    top = client.get("/api/prospects?limit=1").json()["prospects"][0]
    assert top["name"] in client.get("/week").text
    Notes(home / "demo").change(top, "status", "called")
    page = client.get("/week").text
    assert page.count(f"/company/{top['prospect_id']}") == 1  # where it is said what came of it
    assert "<dt>called</dt><dd>1: <a " in page


def test_points_by_hand_move_the_order_and_are_undone(client, home):
    before, text = first_by_rules(home), (home / "demo" / "lookalike.toml").read_text("utf-8")
    given = {"segment": SEGMENT, "criterion": "size", "points": "0", **SIGNED}
    page = client.post("/segments/points", data=given).text
    assert first_by_rules(home) != before
    assert "of the first 100 companies by the rules are others than before" in page
    assert "data: 3" in page
    (row,) = settings(home).criteria.manual
    assert (row.segment, row.criterion, row.points, row.author) == (SEGMENT, "size", 0, "Kari")
    assert "# the companies in the CRM" in (home / "demo" / "lookalike.toml").read_text("utf-8")
    client.post("/undo", data={"back": "/segments"})
    assert first_by_rules(home) == before
    assert (home / "demo" / "lookalike.toml").read_text("utf-8") == text


def test_points_that_nobody_signs_are_refused(client, home):
    answer = client.post("/segments/points", data={"segment": SEGMENT, "criterion": "size", "points": "0"})
    assert answer.status_code == 422
    assert "who gives them, and why" in answer.text
    assert settings(home).criteria.manual == ()


def test_what_the_data_propose_holds_again(client, home):
    given = {"segment": SEGMENT, "criterion": "size"}
    client.post("/segments/points", data=given | {"points": "0"} | SIGNED)
    client.post("/segments/points", data=given | {"points": ""})
    assert settings(home).criteria.manual == ()


def test_weights_count_and_bad_ones_are_refused(client, home):
    client.post("/segments/weights", data={"size": "3", "growth": "1", "fit_employees": "0,5"})
    assert settings(home).criteria.weights == {"size": 3, "growth": 1, "fit_employees": 0.5}
    for wrong in ("much", "-1"):
        assert client.post("/segments/weights", data={"size": wrong}).status_code == 422
    assert settings(home).criteria.weights["size"] == 3


def test_a_segment_keeps_its_points_under_a_new_name(client, home):
    client.post("/segments/points", data={"segment": SEGMENT, "criterion": "size", "points": "1", **SIGNED})
    tried = workflow.try_rules(load_project(home / "demo"), home / "models")
    key = next(one["key"] for one in tried["segments"] if one["name"] == SEGMENT)
    about = {"key": key, "name": "<b>Makers</b>", "promise": "on time", "offer": ""}
    page = client.post("/segments/about", data=about).text
    assert "&lt;b&gt;Makers" in page
    assert "on time" in page
    assert settings(home).criteria.manual[0].segment == "<b>Makers</b>"
    assert not [
        one
        for one in workflow.try_rules(load_project(home / "demo"), home / "models")["grid"]
        if one["segment"] == SEGMENT
    ]
    taken = {"key": key, "name": "IT og rådgivning", "promise": "", "offer": ""}
    assert client.post("/segments/about", data=taken).status_code == 422


def test_a_plan_is_tried_before_it_is_kept(client, home):
    assert "NOK 50M takes about" in client.get("/plan?goal=50000000&capacity=10").text
    assert settings(home).plan.revenue_goal == 20_000_000
    client.post("/plan", data={"goal": "50000000", "capacity": "10"})
    assert (settings(home).plan.revenue_goal, settings(home).score.capacity) == (50_000_000, 10)
    client.post("/undo", data={"back": "/plan"})
    assert (settings(home).plan.revenue_goal, settings(home).score.capacity) == (20_000_000, None)
    for wrong in ("goal=much", "goal=-1", "capacity=0", "goal=inf"):
        assert client.get(f"/plan?{wrong}").status_code == 422


def test_the_plan_by_the_settings_is_that_of_the_run(home):
    project = load_project(home / "demo")
    run, tried = workflow.sections(project), workflow.try_plan(project, home / "models")
    assert tried["sentence"] == run["plan_sentence"]


def test_leaders_lists_are_compared_at_once(client, home):
    names = [
        one["name"]
        for one in workflow.sections(load_project(home / "demo"))["charts"]["portfolio"]["accounts"]
        .head(3)
        .to_dict("records")
    ]
    client.post("/portfolio/lists", data={"leader": "Kari", "names": "\n".join(names)})
    page = client.post("/portfolio/lists", data={"leader": "Ola", "names": f"{names[0]}\nNobody Knows AS"}).text
    assert "Ola: Nobody Knows AS" in page
    assert settings(home).portfolio.lists["Kari"] == tuple(names)
    client.post("/portfolio/lists", data={"leader": "Ola", "names": ""})
    assert set(settings(home).portfolio.lists) == {"Kari"}


def test_the_map_holds_every_company_once(home):
    found = workflow.rank_map(load_project(home / "demo"), 1, 1)
    assert sum(map(sum, found["counts"])) == found["companies"]
    assert found["chosen"] == found["counts"][0][0]
    assert all(row["rank"] <= found["companies"] / 10 + 1 for row in found["rows"])


def test_a_version_is_promoted_and_rolled_back(client, home):
    shutil.copytree(home / "models" / "nordlys" / "v1", home / "models" / "nordlys" / "v2")
    manifest = home / "models" / "nordlys" / "v2" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"version": 1', '"version": 2'), "utf-8")
    assert "nordlys@2" in client.get("/models").text
    page = client.post("/models/promote", data={"version": "2"}).text
    assert "nordlys v2 is the champion" in page
    assert "The last list was made by nordlys@1" in page
    page = client.post("/models/rollback").text
    assert "The last list was made by" not in page
    assert client.post("/models/promote", data={"version": "9"}).status_code == 422


def test_versions_are_held_against_each_other(client, home):
    answer = client.get("/models?before=1&after=1")
    assert answer.status_code == 200
    assert client.get("/models?before=1&after=9").status_code == 200


def test_without_its_model_a_run_still_tells_what_it_found(client, home):
    shutil.rmtree(home / "models")
    for page in ("/week", "/customer", "/segments", "/rankings", "/portfolio", "/plan", "/models"):
        assert client.get(page).status_code == 200, page


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small firm that never lost a deal, and its list."""
    home = tmp_path_factory.mktemp("firm")
    accounts, deals, prospects = write_files(home / "demo")
    won = deals.read_text("utf-8").replace("Closed Lost", "Closed Won")
    deals.write_text(won, "utf-8")
    tables = {"accounts": accounts.name, "deals": deals.name, "prospects": prospects.name}
    inputs = "\n".join(f'{table} = "{name}"' for table, name in tables.items())
    (home / "demo" / "lookalike.toml").write_text(f'name = "firm"\n[inputs]\n{inputs}\n', "utf-8")
    workflow.run(load_project(home / "demo"), home / "models", home / "mlruns")
    return home


def test_a_base_that_lost_nothing_has_every_page(firm):
    client = served(firm)
    for page in ("/week", "/customer", "/segments", "/rankings", "/portfolio", "/plan", "/models"):
        assert client.get(page).status_code == 200, page


def test_another_goal_is_tried_beside_the_present_one(firm):
    client, project = served(firm), load_project(firm / "demo")
    before = (firm / "demo" / "out" / "run.json").read_bytes()
    assert workflow.tried_goal(project) is None
    told = CliRunner().invoke(app, ["run", str(firm / "demo"), "--try-goal", "loyalty"], catch_exceptions=False).stdout
    assert (firm / "demo" / "out" / "run.json").read_bytes() == before
    assert settings(firm).goal.best_by == "revenue"
    tried = workflow.tried_goal(project)
    assert (tried["best_by"], len(tried["rows"]), tried["entered"]) == ("loyalty", 30, 0)
    page = client.get("/customer").text
    for said in ("With the goal loyalty", tried["icp_short"]):
        assert said in page
        assert said in told
    client.post("/customer/goal", data={"best_by": "loyalty"})
    assert settings(firm).goal.best_by == "loyalty"
    assert "With the goal loyalty" not in client.get("/customer").text
    client.post("/undo", data={"back": "/customer"})
    assert settings(firm).goal.best_by == "revenue"
    assert client.post("/customer/goal", data={"best_by": "luck"}).status_code == 422
