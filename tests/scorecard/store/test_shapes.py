"""Files that are as they were written and yet hold no model are refused in one way, and never break the scoring."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lookalike.errors import BundleError, LookalikeError
from lookalike.learning.calibration import Calibration
from lookalike.learning.candidates import BinnedLogistic
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.compile import compile_model
from lookalike.scorecard.files import MANIFEST
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle, load, save
from lookalike.scorecard.tables import describe, experience
from toys import toy_bundle

ATTRIBUTES = (
    Attribute("heads", Kind.NUMBER, "size", "Employees", "heads"),
    Attribute("sector", Kind.CATEGORY, "industry", "Industry"),
    Attribute("tech", Kind.SET, "technology", "Technology"),
)
INSTEAD: tuple[Any, ...] = (None, [], {}, "x", -1, [[1]], 1e9)


@pytest.fixture(scope="module")
def known() -> pd.DataFrame:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "heads": rng.lognormal(3, 1, 60).round(),
            "sector": rng.choice(["IT", "Farm", None], 60),
            "tech": rng.choice(["Azure;SAP", "SAP"], 60),
            "won": rng.integers(0, 2, 60),
            "lost": 1,
        }
    )
    return frame.astype({"sector": object, "tech": object})


@pytest.fixture(scope="module")
def bundle(known: pd.DataFrame) -> Bundle:
    card = compile_model(BinnedLogistic(ATTRIBUTES).fit(known, (known.heads > 20).astype(float)))
    distribution, ranges = describe(card, known)
    leaves = [{"conditions": ["heads > 20"], "counts": [30, 0]}, {"conditions": ["heads <= 20"], "counts": [0, 30]}]
    trait = {"concept": "size", "condition": "heads > 20"}
    return replace(
        toy_bundle(card, known, calibration=Calibration((-1.0, 1.0), (0.1, 0.9))),
        segmentation={"segments": [{"name": "Large"}, {"name": "Small"}], "leaves": leaves},
        icp={"traits": [trait], "anti_traits": []},
        experience=experience(card, known),
        listed={feature.name: [1] * feature.bins.size for feature in card.features},
        distribution=distribution,
        ranges=ranges,
    )


@pytest.fixture
def folder(bundle: Bundle, tmp_path: Path) -> Path:
    return save(bundle, tmp_path / "v1")


def change(folder: Path, name: str, content: bytes) -> None:
    """Another content with the right checksum."""
    (folder / name).write_bytes(content)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["files"][name] = sha256(content).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))


def places(data: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in plain data, of lists the first two."""
    yield here
    for place in data if isinstance(data, dict) else range(min(len(data), 2)) if isinstance(data, list) else ():
        yield from places(data[place], (*here, place))


def changed(data: Any, place: tuple[Any, ...], into: Any) -> Any:
    """A copy with another value at a place."""
    if not place:
        return into
    whole = holder = copy.deepcopy(data)
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = into
    return whole


def test_whatever_stands_in_its_files_a_model_is_refused_or_scores(folder: Path, known: pd.DataFrame) -> None:
    rng, said = np.random.default_rng(1), []
    for path in sorted(folder.glob("*.json")):
        if path.name == MANIFEST:
            continue
        whole = path.read_bytes()
        data = json.loads(whole)
        for place in places(data):
            change(folder, path.name, json.dumps(changed(data, place, INSTEAD[rng.integers(len(INSTEAD))])).encode())
            try:
                assert len(score_frame(load(folder), known.head(3))) == 3
            except LookalikeError as problem:
                said.append(str(problem))
        change(folder, path.name, whole)
    assert len(said) > 100
    assert all("the files are as they were written, but hold no model" in one for one in said)


def without(column: str) -> Callable[[pa.Table], pa.Table]:
    return lambda table: table.drop_columns([column])


@pytest.mark.parametrize(
    ("file", "alter"),
    [
        ("reference.parquet", without("raw")),
        ("reference.parquet", without("best")),
        ("reference.parquet", lambda table: table.set_column(2, "raw", pa.array(["x"] * len(table)))),
        ("best.parquet", without("name")),
        ("best.parquet", lambda table: pa.concat_tables([table, table])),
        ("best.parquet", lambda table: table.set_column(0, "heads", pa.array(["x"] * len(table)))),
        ("tables.parquet", lambda table: table.slice(0, 1)),
        ("tables.parquet", without("contributions")),
        ("tables.parquet", lambda table: pa.concat_tables([table, table])),
        ("tables.parquet", lambda table: table.take([0] * len(table))),
        ("held_out.parquet", lambda table: pa.table({"won": [True]})),
    ],
)
def test_tables_that_lack_something_are_refused(
    folder: Path, file: str, alter: Callable[[pa.Table], pa.Table], tmp_path: Path
) -> None:
    pq.write_table(alter(pq.read_table(folder / file)), tmp_path / "other")
    change(folder, file, (tmp_path / "other").read_bytes())
    with pytest.raises(BundleError, match="the files are as they were written, but hold no model"):
        load(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[" * 100_000, b"PAR1"])
@pytest.mark.parametrize("file", ["model.json", "icp.json", "tables.parquet", "best.parquet"])
def test_files_of_another_kind_are_refused(folder: Path, file: str, content: bytes) -> None:
    change(folder, file, content)
    with pytest.raises(BundleError, match="the files are as they were written, but hold no model"):
        load(folder)


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        ("champion", None),
        ("candidates", {"logistic": {"auc": 0.7}}),
        ("unseen", {"deals": 3, "auc": {"value": "high"}}),
        ("leaks", [{"column": "status"}]),
        ("worth", {}),
        ("split", []),
    ],
)
def test_figures_that_cannot_be_told_are_refused_with_their_place(folder: Path, part: str, instead: Any) -> None:
    told = json.loads((folder / "metrics.json").read_bytes()) | {part: instead}
    change(folder, "metrics.json", json.dumps(told).encode())
    with pytest.raises(BundleError, match=rf"metrics\.{part}"):
        load(folder)
