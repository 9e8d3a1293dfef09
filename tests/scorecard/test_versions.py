"""The folder of models: who is champion, who was, and the way back."""

from __future__ import annotations

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookalike.errors import BundleError
from lookalike.scorecard import versions as room
from lookalike.scorecard.files import FORMAT
from lookalike.scorecard.versions import (
    ROLLBACK,
    TRAINING,
    challenger,
    champion,
    find,
    history,
    locked,
    numbers,
    only_name,
    reigning,
    set_champion,
    succession,
    version_folder,
    versions,
    way_back,
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Three versions of a model, as far as the folder of models looks into them."""
    for number in (1, 2, 3):
        folder = version_folder(tmp_path, "demo", number)
        folder.mkdir(parents=True)
        head = {"format": FORMAT, "name": "demo", "version": number, "rank_by": "win"}
        (folder / "manifest.json").write_text(json.dumps({"head": head, "about": {"currency": "NOK"}, "files": {}}))
    return tmp_path


def test_the_champion_is_a_pointer(models: Path) -> None:
    assert champion(models, "demo") is None
    with pytest.raises(BundleError, match=r"'demo' has no champion.*v1"):
        find(models, "demo")
    set_champion(models, "demo", 2)
    assert champion(models, "demo") == find(models, "demo") == models / "demo" / "v2"
    assert find(models, "demo@1") == find(models, "demo@v1") == models / "demo" / "v1"
    assert numbers(models, "demo") == [1, 2, 3]
    listed = [(one["version"], one["role"], one["currency"]) for one in versions(models)]
    assert listed == [(1, "", "NOK"), (2, "champion", "NOK"), (3, "challenger", "NOK")]


def test_the_challenger_is_the_newest_that_is_not_champion(models: Path) -> None:
    assert challenger(models, "demo") == 3
    set_champion(models, "demo", 3)
    assert challenger(models, "demo") is None
    assert challenger(models, "other") is None


def test_an_unknown_model_is_refused_with_a_hint(models: Path) -> None:
    with pytest.raises(BundleError, match=r"did you mean 'demo'"):
        find(models, "demmo")
    with pytest.raises(BundleError, match=r"no version 7 of 'demo'.*one of: v1"):
        set_champion(models, "demo", 7)


@pytest.mark.parametrize("version", ["²", "1e3", "-1", "9" * 30])
def test_what_is_no_number_of_a_version_is_refused(models: Path, version: str) -> None:
    with pytest.raises(BundleError, match=f"no version {version} of 'demo'.*one of: v1, v2, v3"):
        find(models, f"demo@{version}")


def problems(models: Path) -> dict[int | None, str]:
    return {one["version"]: str(one["problem"]) for one in versions(models)}


def test_a_damaged_version_hides_none_of_the_others(models: Path) -> None:
    set_champion(models, "demo", 1)
    manifest = models / "demo" / "v3" / "manifest.json"
    manifest.unlink()
    found = problems(models)
    assert (found[1], found[2]) == ("", "")
    assert re.search(r"v3: there is no manifest\.json.*train again", found[3])
    heads = ("[]", "{", '{"head": {}, "about": {}, "files": {}}', '{"head": [1], "about": {}, "files": {}}', "[" * 9999)
    for content in heads:
        manifest.write_text(content)
        assert re.search(r"v3: manifest\.json is damaged", problems(models)[3]), content
    manifest.write_text(json.dumps({"head": {"format": 1}, "about": {}, "files": {}}))
    assert re.search(f"bundle format 1. Expected: bundle format {FORMAT}. To do: train again", problems(models)[3])
    assert [one["role"] for one in versions(models)] == ["champion", "", "challenger"]


BROKEN = [
    "{",
    "[]",
    "3",
    '{"history": 3}',
    '{"history": [3]}',
    '{"history": [{}]}',
    '{"history": [{"version": "1", "since": "2026-01-01", "by": "hand"}]}',
    '{"history": [{"version": 1, "since": 3, "by": "hand"}]}',
    '{"history": [{"version": 1, "since": "2026-01-01", "by": "rollback"}]}',
    "[" * 9999,
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_damaged_pointer_is_one_clear_error_and_the_versions_are_still_listed(models: Path, content: str) -> None:
    (models / "demo" / "champion.json").write_text(content)
    said = r"champion\.json is damaged\. Expected: one of: v1, v2, v3\. To do: delete it, then promote a version: look"
    for ask in (find, champion, history, reigning, way_back, challenger):
        with pytest.raises(BundleError, match=said):
            ask(models, "demo")
    found = problems(models)
    assert list(found) == [None, 1, 2, 3]
    assert "champion.json is damaged" in found[None]
    (models / "demo" / "champion.json").unlink()
    set_champion(models, "demo", 2)
    assert champion(models, "demo") == models / "demo" / "v2"


def test_a_champion_that_is_gone_is_said_and_the_one_before_it_can_come_back(models: Path) -> None:
    for number in (1, 2, 3):
        set_champion(models, "demo", number)
    for number in (2, 3):
        shutil.rmtree(models / "demo" / f"v{number}")
    said = (
        "v3, the champion of 'demo', is gone. Expected: one of: v1. To do: bring the folder back, or .* rollback demo"
    )
    with pytest.raises(BundleError, match=said):
        find(models, "demo")
    found = problems(models)
    assert list(found) == [None, 1]
    assert "v3, the champion of 'demo', is gone" in found[None]
    assert (reigning(models, "demo"), challenger(models, "demo")) == (3, 1)
    assert way_back(models, "demo") == (1, 3)
    set_champion(models, "demo", 1, ROLLBACK)
    assert champion(models, "demo") == models / "demo" / "v1"
    assert succession(history(models, "demo")) == [1]
    with pytest.raises(BundleError, match="v1 is the first champion of 'demo'"):
        way_back(models, "demo")


def test_rolling_back_goes_one_further_each_time_and_keeps_the_record(models: Path) -> None:
    for number, by in ((1, TRAINING), (2, TRAINING), (3, "hand")):
        set_champion(models, "demo", number, by)
    for expected in ((2, 3), (1, 2)):
        assert way_back(models, "demo") == expected
        set_champion(models, "demo", expected[0], ROLLBACK)
    with pytest.raises(BundleError, match="v1 is the first champion of 'demo'"):
        way_back(models, "demo")
    reigns = history(models, "demo")
    assert [(one["version"], one["by"]) for one in reigns] == [
        (1, TRAINING), (2, TRAINING), (3, "hand"), (2, ROLLBACK), (1, ROLLBACK),
    ]  # fmt: skip
    assert [one["since"] for one in reigns] == sorted(one["since"] for one in reigns)


def test_the_way_back_may_be_gone(models: Path) -> None:
    with pytest.raises(BundleError, match="'demo' has no champion"):
        way_back(models, "demo")
    set_champion(models, "demo", 1)
    set_champion(models, "demo", 2)
    shutil.rmtree(models / "demo" / "v1")
    said = r"no champion before v2 of 'demo' is there any more\. Expected: a champion before it"
    with pytest.raises(BundleError, match=said):
        way_back(models, "demo")
    assert champion(models, "demo") == models / "demo" / "v2"


def test_champions_named_at_once_are_all_kept(models: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: set_champion(models, "demo", number % 3 + 1), range(24)))
    assert sorted(one["version"] for one in history(models, "demo")) == sorted([1, 2, 3] * 8)


def test_who_waits_too_long_is_told(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.05)
    with (
        locked(models, "demo"),
        ThreadPoolExecutor(1) as pool,
        pytest.raises(BundleError, match=r"demo: another program is writing to this model\. To do: wait"),
    ):
        pool.submit(set_champion, models, "demo", 1).result()
    set_champion(models, "demo", 1)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.data())
def test_going_back_retraces_the_promotions(promoted: list[int], data: st.DataObject) -> None:
    reigns = [{"version": version, "by": "hand"} for version in promoted]
    line = succession(reigns)
    assert line[-1] == promoted[-1]
    for _ in range(data.draw(st.integers(0, len(line) - 1))):
        reigns.append({"version": succession(reigns)[-2], "by": ROLLBACK})
        line = line[:-1]
        assert succession(reigns) == line


def test_the_only_model_needs_no_name(models: Path, tmp_path: Path) -> None:
    assert only_name(models) == "demo"
    shutil.copytree(models / "demo", models / "other")
    with pytest.raises(BundleError, match=r"2 models.*demo, other"):
        only_name(models)
    with pytest.raises(BundleError, match="no model"):
        only_name(tmp_path / "nowhere")
