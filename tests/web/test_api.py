"""The HTTP API on the sample: what a CRM sends and gets back."""

from __future__ import annotations

import json
import re

import pytest
from fastapi.testclient import TestClient

import lookalike
from conftest import ROOT, DemoRun
from lookalike.runs import opened, plain
from lookalike.web import create_app

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def client(demo_run: DemoRun) -> TestClient:
    app = create_app(demo_run.project, demo_run.home / "models", demo_run.home / "mlruns")
    return TestClient(app, base_url="http://127.0.0.1")


def test_health_and_model(client):
    health = client.get("/api/health").json()
    assert health["status"] == "ok"
    assert health["model"] == "nordlys@1"
    model = client.get("/api/model").json()
    assert model["name"] == "nordlys"
    assert {"employees"} <= {one["name"] for one in model["attributes"]}


def test_a_company_of_the_list_scores_as_on_the_list(client, demo_run):
    run = opened(demo_run.out)
    attributes = {one["name"] for one in client.get("/api/model").json()["attributes"]}
    cleaned, listed = run.company(0).iloc[0], run.row(0).iloc[0]
    known = {
        name: value for name, value in plain(cleaned.to_dict()).items() if name in attributes and value is not None
    }
    answer = client.post("/api/score", json={"companies": [{"prospect_id": "1", **known}]})
    assert answer.status_code == 200
    (scored,) = answer.json()["companies"]
    assert scored["score"] == listed["score"]
    assert scored["rule_points"] == listed["rule_points"]
    assert scored["reasons_for"]


def test_what_is_written_otherwise_scores_alike(client):
    plain = {"industry": "Transport", "employees": 1200, "technologies": ["Azure", "SAP"]}
    otherwise = {"industry": "  Transport ", "employees": "1,200", "technologies": "SAP; Azure", "region": ""}
    answer = client.post("/api/score", json={"companies": [plain, otherwise]}).json()["companies"]
    assert answer[0]["score"] == answer[1]["score"]


@pytest.mark.parametrize(
    ("companies", "said"),
    [
        ([{"employes": 3}], "did you mean 'employees'"),
        ([{"employees": "many"}], 'employees = "many"'),
        ([{"relation": "friend"}], 'relation "friend"'),
        ([], "at least 1"),
        ([{"employees": {"deep": 1}}], "companies"),
    ],
)
def test_what_cannot_be_scored_is_named(client, companies, said):
    answer = client.post("/api/score", json={"companies": companies})
    assert answer.status_code == 422
    assert said in answer.text.replace('\\"', '"')


def test_the_list_is_filtered_sorted_and_paged(client):
    page = client.get("/api/prospects", params={"grade": "A", "sort": "-rule_points", "limit": 5}).json()
    assert len(page["prospects"]) == 5
    assert {row["grade"] for row in page["prospects"]} == {"A"}
    points = [row["rule_points"] for row in page["prospects"]]
    assert points == sorted(points, reverse=True)
    following = {"grade": "A", "sort": "-rule_points", "limit": 5, "after": page["next"]}
    more = client.get("/api/prospects", params=following).json()["prospects"]
    assert not {row["prospect_id"] for row in more} & {row["prospect_id"] for row in page["prospects"]}
    assert client.get("/api/prospects?sort=scor").status_code == 422


def test_everything_is_described(client):
    described = client.get("/openapi.json").json()
    assert {"/api/health", "/api/model", "/api/score", "/api/prospects"} <= set(described["paths"])
    assert described["info"]["version"] == lookalike.__version__


PAGE = (ROOT / "docs" / "app.md").read_text(encoding="utf-8")
REQUESTS = [json.loads(found) for found in re.findall(r"```json\n(.*?)```", PAGE, re.S)]


@pytest.mark.parametrize("request_", REQUESTS, ids=["hubspot", "salesforce"])
def test_what_the_page_tells_crms_to_send_is_answered_to_who_has_the_token(demo_run, request_):
    app = create_app(demo_run.project, demo_run.home / "models", demo_run.home / "mlruns", ["*"], "a-secret")
    client = TestClient(app, base_url="https://your-proxy.example")
    assert client.post("/api/score", json=request_).status_code == 401
    answer = client.post("/api/score", json=request_, headers={"authorization": "Bearer a-secret"})
    assert answer.status_code == 200, answer.text
    (company,) = answer.json()["companies"]
    (sent,) = request_["companies"]
    assert company["prospect_id"] == sent["prospect_id"]
    assert {"score", "grade", "win_probability", "reasons_for"} <= set(company)
    assert isinstance(company["reasons_for"], list)


NAMES = [
    '<script>alert("x")</script>',
    "'; drop table list; --",
    "\u202eevil\u202c",
    "=HYPERLINK(1)",
    "x" * 10_000,
    "\x00\n",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_hostile_names_are_scored_and_given_back_as_text(client, name):
    answer = client.post("/api/score", json={"companies": [{"prospect_id": "1", "name": name, "employees": 10}]})
    assert answer.status_code == 200
    given = answer.json()["companies"][0]["name"]
    assert given is None or given in name  # signs that cannot be seen are taken off
    assert client.get("/api/prospects", params={"q": name[:200]}).json()["prospects"] == []
