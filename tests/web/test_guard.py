"""Who may ask: other hosts, other origins and other people are turned away."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from lookalike.errors import InputError
from lookalike.web.guard import COOKIE, Guard, require_token

TOKEN = "a-secret"


def app(token: str = "", hosts: tuple[str, ...] = ()) -> FastAPI:
    made = FastAPI()
    made.add_middleware(Guard, hosts=hosts, token=token)

    @made.get("/api/hello")
    def hello() -> str:
        return "hello"

    @made.post("/api/hello")
    def change() -> str:
        return "changed"

    return made


def asked(host: str = "127.0.0.1:8040", **given: object) -> TestClient:
    return TestClient(app(**given), base_url=f"http://{host}")


@pytest.mark.parametrize("host", ["127.0.0.1:8040", "localhost", "LOCALHOST:1", "[::1]:8040"])
def test_this_machine_is_answered(host):
    assert asked(host).get("/api/hello").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.1:8040"])
def test_a_name_that_was_rebound_to_this_machine_is_not(host):
    answer = asked(host).get("/api/hello")
    assert answer.status_code == 421
    assert "127.0.0.1" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": "http://127.0.0.1:8040"}, 200),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8040"}, 403),
    ],
)
def test_changes_come_from_own_pages_only(headers, status):
    assert asked().post("/api/hello", headers=headers).status_code == status


def test_a_token_is_asked_of_everyone_and_kept_in_a_cookie():
    client = asked(token=TOKEN)
    assert client.get("/api/hello").status_code == 401
    assert client.get("/api/hello", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/api/hello", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    given = client.get(f"/api/hello?token={TOKEN}&q=a", follow_redirects=False)
    assert (given.status_code, given.headers["location"]) == (303, "/api/hello?q=a")
    assert "HttpOnly" in given.headers["set-cookie"]
    assert "SameSite=strict" in given.headers["set-cookie"]
    assert client.cookies[COOKIE] == TOKEN
    assert client.get("/api/hello").status_code == 200


def test_every_answer_forbids_what_comes_from_outside():
    for answer in (asked().get("/api/hello"), asked("evil.example").get("/api/hello")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy.split("style-src")[0]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_others_are_let_in_only_behind_a_token():
    with pytest.raises(InputError, match=r"0\.0\.0\.0 can be reached by others.*--token"):
        require_token("0.0.0.0", "")
    require_token("0.0.0.0", TOKEN)
    assert asked("office-pc:8040", token=TOKEN, hosts=("*",)).get(f"/api/hello?token={TOKEN}").status_code == 200
