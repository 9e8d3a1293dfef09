"""How the app comes up: one project, several, none yet; its address, its starter, and who else is on the port."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from firm import write_project
from lookalike import web
from lookalike.errors import InputError
from lookalike.languages import has
from lookalike.schema import TABLES


@pytest.fixture
def two(tmp_path) -> TestClient:
    for name in ("north", "south"):
        write_project(tmp_path / name)
    return TestClient(web.create_app(tmp_path, tmp_path / "models", tmp_path / "mlruns"), base_url="http://127.0.0.1")


def test_several_projects_are_listed_and_each_is_whole_below_its_name(two):
    listed = two.get("/").text
    assert 'href="/projects/north/"' in listed
    assert 'href="/projects/south/"' in listed
    inside = two.get("/projects/north/")
    assert inside.url.path == "/projects/north/data"
    assert 'action="/projects/north/data/learn"' in inside.text
    assert 'href="/projects/north/static/app.css"' in inside.text
    assert two.get("/projects/north/static/app.css").status_code == 200
    assert two.get("/projects/south/api/health").json()["status"] == "ok"
    assert two.post("/projects/north/data/learn", headers={"origin": "http://evil.example"}).status_code == 403


def test_a_project_that_is_made_later_is_there_at_once_and_moves_no_other(two, tmp_path):
    assert two.get("/projects/east/").status_code == 404
    write_project(tmp_path / "east")
    assert 'href="/projects/east/"' in two.get("/").text
    assert two.get("/projects/east/").url.path == "/projects/east/data"
    assert two.get("/projects/north/").status_code == 200
    (tmp_path / "east" / "lookalike.toml").unlink()
    assert "/projects/east/" not in two.get("/").text
    assert two.get("/projects/east/").status_code == 404


def test_projects_that_are_called_alike_have_addresses_of_their_own(tmp_path):
    for name in ("a b", "a-b"):
        write_project(tmp_path / name)
    client = TestClient(web.create_app(tmp_path, tmp_path, tmp_path), base_url="http://127.0.0.1")
    assert [client.get(f"/projects/{one}/").status_code for one in ("a-b", "a-b-2")] == [200, 200]


def test_an_empty_folder_begins_with_its_files(tmp_path):
    client = TestClient(web.create_app(tmp_path / "new", tmp_path, tmp_path), base_url="http://127.0.0.1")
    assert client.get("/").url.path == "/data"


def test_every_table_can_be_chosen_for_a_file():
    assert all(has(f"start.table_{name}") for name in TABLES)


def test_what_is_served_says_where_and_ends(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"port {port} cannot be had.*another --port"):
            web.serve(tmp_path, tmp_path, tmp_path, port=port)


@pytest.mark.parametrize(("system", "name"), [("win32", "bat"), ("darwin", "command"), ("linux", "desktop")])
def test_a_starter_is_written_for_the_system(tmp_path, system, name):
    folder = write_project(tmp_path / 'Kari\'s "best" $100% firms')
    file = web.shortcut(folder, tmp_path / "models", tmp_path / "mlruns", 8040, system)
    assert file.name == f"lookalike.{name}"
    assert sys.executable in file.read_text("utf-8")


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_a_starter_runs_what_it_says_whatever_the_folder_is_called(tmp_path, monkeypatch):
    folder = tmp_path / 'Kari\'s "best" $100% `firms`'
    monkeypatch.setattr(sys, "executable", shutil.which("printf"))
    file = web.shortcut(folder, tmp_path / "models", tmp_path / "mlruns", 8040, "darwin")
    text = file.read_text("utf-8").replace(" -m lookalike ", " '%s|' ")
    told = subprocess.run(["sh", "-c", text], capture_output=True, text=True, check=True).stdout.split("|")
    assert told[1] == str(folder.resolve())
