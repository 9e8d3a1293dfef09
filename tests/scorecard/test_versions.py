"""The folder of models: who is champion, who was, and the way back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookalike.errors import BundleError
from lookalike.scorecard.versions import (
    ROLLBACK,
    TRAINING,
    challenger,
    champion,
    find,
    history,
    numbers,
    only_name,
    roll_back,
    set_champion,
    succession,
    version_folder,
    versions,
)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """Three versions of a model, as far as the folder of models looks into them."""
    for number in (1, 2, 3):
        folder = version_folder(tmp_path, "demo", number)
        folder.mkdir(parents=True)
        head = {"name": "demo", "version": number, "rank_by": "win"}
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


def test_damage_is_said_with_its_place(models: Path) -> None:
    (models / "demo" / "v3" / "manifest.json").unlink()
    with pytest.raises(BundleError, match=r"v3: no manifest\.json"):
        versions(models)
    (models / "demo" / "v3" / "manifest.json").write_text("[]")
    with pytest.raises(BundleError, match=r"v3: manifest\.json is damaged"):
        versions(models)
    (models / "demo" / "champion.json").write_text("{")
    with pytest.raises(BundleError, match=r"champion\.json is damaged.*delete it and promote a version by hand"):
        find(models, "demo")


def test_rolling_back_goes_one_further_each_time_and_keeps_the_record(models: Path) -> None:
    for number, by in ((1, TRAINING), (2, TRAINING), (3, "hand")):
        set_champion(models, "demo", number, by)
    assert roll_back(models, "demo") == (2, 3)
    assert roll_back(models, "demo") == (1, 2)
    with pytest.raises(BundleError, match="v1 is the first champion of 'demo'"):
        roll_back(models, "demo")
    reigns = history(models, "demo")
    assert [(one["version"], one["by"]) for one in reigns] == [
        (1, TRAINING), (2, TRAINING), (3, "hand"), (2, ROLLBACK), (1, ROLLBACK),
    ]  # fmt: skip
    assert [one["since"] for one in reigns] == sorted(one["since"] for one in reigns)


def test_the_way_back_may_be_gone(models: Path) -> None:
    with pytest.raises(BundleError, match="'demo' has no champion"):
        roll_back(models, "demo")
    set_champion(models, "demo", 1)
    set_champion(models, "demo", 2)
    shutil.rmtree(models / "demo" / "v1")
    with pytest.raises(BundleError, match="no version 1 of 'demo'"):
        roll_back(models, "demo")
    assert champion(models, "demo") == models / "demo" / "v2"


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
