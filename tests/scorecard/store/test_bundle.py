"""A bundle is written whole, comes back as it was, and is refused when something is wrong with it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lookalike.errors import BundleError
from lookalike.knowledge.criteria.points import PointTable
from lookalike.learning.calibration import Calibration
from lookalike.learning.candidates import BinnedLogistic, PairBoost
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.compile import compile_model
from lookalike.scorecard.files import MANIFEST
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle, add, load, save
from lookalike.scorecard.store.bundle import FILES
from lookalike.scorecard.tables.familiarity import describe
from lookalike.scorecard.tables.scale import Scale
from toys import METRICS

ATTRIBUTES = (
    Attribute("heads", Kind.NUMBER, "size", "Employees", "heads"),
    Attribute("sector", Kind.CATEGORY, "industry", "Industry"),
    Attribute("tech", Kind.SET, "technology", "Technology"),
)


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "account_id": [f"K{n:03}" for n in range(300)],
            "name": [f"Company \u00c5 '{n}'" for n in range(300)],
            "heads": rng.lognormal(3, 1, 300).round(),
            "sector": rng.choice(["IT", "Farm", "O'Law", None], 300),
            "tech": rng.choice(["Azure;SAP", "SAP", "AWS"], 300),
        }
    )
    return frame.astype({"sector": object, "tech": object})


@pytest.fixture(scope="module")
def bundle(known: pd.DataFrame) -> Bundle:
    won = ((known.heads > 20) & (known.sector == "IT") | (known.heads > 60)).astype(float)
    win = compile_model(PairBoost(ATTRIBUTES, bags=2, rounds=40).fit(known, won))
    value = compile_model(BinnedLogistic(ATTRIBUTES, objective="regression").fit(known, np.log(known.heads + 1)))
    distribution, ranges = describe(win, known)
    rules = (
        PointTable("fit_heads", 1.0, "heads", "number", (50.0,), (1.0, 2.0, np.nan), ("few", "many", "")),
        PointTable("size", 2.0, "segment", "category", ("A",), (3.0, np.nan, np.nan), ("", "", "")),
    )
    return Bundle(
        name="demo",
        version=1,
        manifest={"currency": "NOK"},
        attributes=ATTRIBUTES,
        rank=win,
        win=win,
        value=value,
        rank_by="win",
        scales={"score": Scale(0.5, 2.0), "similarity": Scale(-1.0, 0.5)},
        similarity=value,
        calibration=Calibration((-2.0, 2.0), (0.1, 0.9)),
        smear=1.1,
        ceiling=20.0,
        metrics=METRICS,
        rules=rules,
        reference=known[["account_id", "name"]].assign(raw=win.raw(known), best=won > 0),
        best=known.head(20),
        distribution=distribution,
        ranges=ranges,
    )


@pytest.fixture
def folder(bundle: Bundle, tmp_path: Path) -> Path:
    return save(bundle, tmp_path / "models" / "demo" / "v1")


def test_it_comes_back_as_it_was(bundle: Bundle, folder: Path, known: pd.DataFrame) -> None:
    back = load(folder)
    pd.testing.assert_frame_equal(score_frame(back, known), score_frame(bundle, known), check_exact=True)
    assert (back.attributes, back.ranges, back.manifest) == (ATTRIBUTES, bundle.ranges, {"currency": "NOK"})
    assert back.rules[0].reasons == ("few", "many", "")
    pd.testing.assert_frame_equal(back.reference, bundle.reference)


def test_the_same_bundle_gives_the_same_bytes(bundle: Bundle, folder: Path, tmp_path: Path) -> None:
    again = save(load(folder), tmp_path / "again")
    assert sorted(p.name for p in again.iterdir()) == sorted(p.name for p in folder.iterdir())
    assert all((again / path.name).read_bytes() == path.read_bytes() for path in folder.iterdir())


def test_a_damaged_file_is_named(folder: Path) -> None:
    path = folder / "tables.parquet"
    path.write_bytes(path.read_bytes()[:-9] + b"x" * 9)
    with pytest.raises(BundleError, match=r"tables.parquet is damaged.*train"):
        load(folder)


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "best.parquet").unlink()
    with pytest.raises(BundleError, match=r"there is no best\.parquet"):
        load(folder)


def test_a_file_without_checksum_is_named(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["files"]["model.json"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleError, match=r"model\.json is damaged"):
        load(folder)


EXECUTES = ("exec", "compile", "pickle.find_class", "marshal.loads", "ctypes.dlopen", "subprocess.Popen", "os.system")
WATCHED = """
import sys
from pathlib import Path
from lookalike.scorecard.store import load
load(Path(sys.argv[1]))  # everything is imported

def watch(event, told):
    if event in sys.argv[2:]:
        raise SystemExit(f"{event} while loading")

sys.addaudithook(watch)
load(Path(sys.argv[1]))
"""


def test_loading_executes_nothing(folder: Path) -> None:
    command = [sys.executable, "-c", WATCHED, str(folder), *EXECUTES]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.suffix for path in folder.iterdir()} == {".json", ".parquet"}


def test_a_newer_format_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["head"]["format"] = 99
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleError, match=r"bundle format 99\. Expected: bundle format \d+\. To do: train again"):
        load(folder)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff\xfe"])
def test_a_broken_manifest_is_refused(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    with pytest.raises(BundleError, match=r"manifest.json is damaged"):
        load(folder)


def test_what_is_no_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"there is no manifest.json.*check the path"):
        load(tmp_path)


def test_a_version_is_never_overwritten_and_a_failure_leaves_nothing(bundle: Bundle, folder: Path) -> None:
    with pytest.raises(BundleError, match="next version number"):
        save(bundle, folder)
    unwritable = replace(bundle, version=2, metrics={"oops": object()})
    with pytest.raises(TypeError, match="not JSON serializable"):
        save(unwritable, folder.parent / "v2")
    assert [path.name for path in folder.parent.iterdir()] == ["v1"]


def test_versions_written_at_once_get_a_number_each(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "demo" / ".draft-killed").mkdir(parents=True)
    with ThreadPoolExecutor(4) as pool:
        folders = list(pool.map(lambda _: add(bundle, tmp_path), range(6)))
    assert sorted(folder.name for folder in folders) == [f"v{number}" for number in range(1, 7)]
    assert {load(folder).version for folder in folders} == set(range(1, 7))
    assert {path.name for path in (tmp_path / "demo").iterdir()} == {*(f"v{number}" for number in range(1, 7)), ".lock"}


def test_the_page_tells_every_file() -> None:
    page = (Path(__file__).parents[3] / "docs" / "scorecard.md").read_text(encoding="utf-8")
    told = page.split("## On disk")[1].split("## From Python")[0]
    assert set(re.findall(r"`(\w+\.(?:json|parquet))`", told)) == {MANIFEST, *FILES}
