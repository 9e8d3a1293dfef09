"""Whose model it is: a project that grows or is copied keeps its models, another of its name is told so."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lookalike.errors import BundleError
from lookalike.learning.bins import Feature, NumericBins
from lookalike.project import Project
from lookalike.schema import Kind
from lookalike.scorecard.store import Bundle, add, present, refuse_strangers
from lookalike.scorecard.store.kinship import shared
from lookalike.scorecard.tables import Scorecard, Table
from lookalike.scorecard.versions import set_champion
from lookalike.settings import Settings
from toys import toy_bundle

PROJECT = Project(Path("/projects/toy"), Settings.model_validate({"name": "toy", "inputs": {"deals": "deals.csv"}}))


def base(names: list[str], first: int = 1) -> pd.DataFrame:
    return pd.DataFrame({"account_id": [str(first + at) for at in range(len(names))], "name": names})


def firms(count: int, kind: str = "Firm") -> list[str]:
    return [f"{kind} {number} AS" for number in range(count)]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    heads = Feature("heads", "heads", "size", "Employees", Kind.NUMBER, "", NumericBins((10.0,)))
    card = Scorecard((heads,), (Table((0,), (np.array([0.0, 1.0, 0.0]),)),), 0.0)
    known = pd.DataFrame({"heads": np.arange(40.0)})
    return replace(toy_bundle(card, known), reference=base(firms(40)).assign(raw=0.0, best=False))


SAME = {
    "a copy": base(firms(40)),
    "next month": base([*firms(40), *firms(30, "New")]),
    "a part of it": base(firms(9)),
    "numbered anew": base(firms(40), first=500),
    "written otherwise": base([name.upper().replace(" ", "  ") for name in firms(40)]),
    "some renamed": base([*firms(28), *firms(12, "Renamed")]),
    "names not read": base(firms(40)).drop(columns="name"),
    "nobody known": base([]),
}
OTHERS = {
    "others with the same numbers": base(firms(40, "Other")),
    "a few in common": base([*firms(15), *firms(25, "Other")]),
    "many more, a few in common": base([*firms(15), *firms(900, "Other")]),
}


@pytest.mark.parametrize("accounts", SAME.values(), ids=SAME)
def test_the_same_project_some_time_apart_is_the_same(bundle: Bundle, accounts: pd.DataFrame) -> None:
    assert shared(bundle.reference, accounts) == shared(accounts, bundle.reference) >= 0.7
    refuse_strangers(bundle, PROJECT, accounts)


@pytest.mark.parametrize("accounts", OTHERS.values(), ids=OTHERS)
def test_another_project_of_the_name_is_told_both_and_what_to_do(bundle: Bundle, accounts: pd.DataFrame) -> None:
    said = (
        r"/projects/toy: toy@1 learned from 40 other companies \(Firm 0 AS, Firm 1 AS, Firm 2 AS \.\.\.\)"
        r".*another project of this name.*another name in /projects/toy/lookalike\.toml.*--models DIR"
    )
    with pytest.raises(BundleError, match=said):
        refuse_strangers(bundle, PROJECT, accounts)


def test_the_champion_is_given_to_its_own_project_alone(bundle: Bundle, tmp_path: Path) -> None:
    own, other = SAME["next month"], OTHERS["others with the same numbers"]
    assert present(tmp_path, PROJECT, other) == (None, None)
    folders = [add(bundle, tmp_path) for _ in range(2)]
    set_champion(tmp_path, "toy", 2)
    found, problem = present(tmp_path, PROJECT, own)
    assert found is not None
    assert (found.version, problem) == (2, None)
    with pytest.raises(BundleError, match="toy@2 learned from 40 other companies"):
        present(tmp_path, PROJECT, other)
    shutil.rmtree(folders[1])
    found, problem = present(tmp_path, PROJECT, own)
    assert found is None
    assert "v2, the champion of 'toy', is gone" in str(problem)
    with pytest.raises(BundleError, match="toy@1 learned from 40 other companies"):
        present(tmp_path, PROJECT, other)


def test_a_champion_that_cannot_be_read_is_said(bundle: Bundle, tmp_path: Path) -> None:
    folder = add(bundle, tmp_path)
    set_champion(tmp_path, "toy", 1)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["head"]["format"] = 1
    (folder / "manifest.json").write_text(json.dumps(manifest))
    found, problem = present(tmp_path, PROJECT, SAME["a copy"])
    assert found is None
    assert "bundle format 1" in str(problem)
    (tmp_path / "toy" / "champion.json").write_text("[]")
    with pytest.raises(BundleError, match=r"champion\.json is damaged"):
        present(tmp_path, PROJECT, SAME["a copy"])
