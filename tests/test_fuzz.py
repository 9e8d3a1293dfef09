"""Whatever bytes are handed over, they are read, or refused in a sentence: files, settings, rules, models.

`make fuzz` tries them for minutes. What it found is among the examples, so that it is tried every time.
"""

from __future__ import annotations

import copy
import gzip
import io
import json
import os
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.read.table import read
from lookalike.errors import BundleError, LookalikeError, SettingsError
from lookalike.knowledge.rules import parse
from lookalike.project import settings_in
from lookalike.runs import opened
from lookalike.scorecard.files import MANIFEST
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import load
from lookalike.settings import Source

EXAMPLES = int(os.environ.get("EXAMPLES", "5"))  # as for the API: some thousands take minutes
fuzzed = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=EXAMPLES < 100
)

FRAME = pd.DataFrame({"Org.nr": ["950000007", "950000015"], "Navn": ["Åse AS", 'Bø, "Bygg"; & Co'], "Ansatte": [5, 12]})
CSV = FRAME.to_csv(index=False, sep=";").encode()
SETTINGS = re.search(r"```toml\n(.*?)```", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.S)[
    1
].encode()
WORDS = (
    *(
        "and",
        "or",
        "not",
        "(",
        ")",
        "in",
        "is",
        "between",
        "=",
        "!=",
        ">",
        ">=",
        "<",
        ",",
        '"',
        "'",
        "known",
        "unknown",
    ),
    *("employees", "industry", "Bank & finance", "IT", "50", "1e999", "-", "2024-01-01", "\u202e", "\0", " "),
)
GOLDEN = max((ROOT / "tests" / "golden").glob("*/project")).parent
MODEL = GOLDEN / "models" / "golden" / "v1"


def _written(write: Callable[[io.BytesIO], object]) -> bytes:
    held = io.BytesIO()
    write(held)
    return held.getvalue()


def _zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


FILES = {
    "a.csv": CSV,
    "a.csv.gz": gzip.compress(CSV, mtime=0),
    "a.zip": _zipped({"a.csv": CSV, "b/c.csv": CSV}),
    "a.xlsx": _written(lambda held: FRAME.to_excel(held, index=False)),
    "a.parquet": _written(lambda held: FRAME.to_parquet(held)),
    "a.json": FRAME.to_json(orient="records").encode(),
    "a.jsonl": FRAME.to_json(orient="records", lines=True).encode(),
    "a.xml": b"<list><firm><name>A</name><n>1</n></firm><firm><name>B</name></firm></list>",
    "a.html": FRAME.to_html().encode(),
}
changes = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.binary(max_size=6)), max_size=8)


def changed(data: bytes, how: list[tuple[float, int, bytes]]) -> bytes:
    """A file in which some bytes are others, are gone, are there twice, or are cut off."""
    for share, kind, new in how:
        at = int(share * len(data))
        data = [
            data[:at] + new + data[at + len(new) :],
            data[:at] + new + data[at:],
            data[:at] + data[at + 1 + len(new) * 7 :],
            data[:at] + data[at // 2 : at] + data[at:],
            data[:at] if len(data) > 40 else data,
        ][kind]
    return data


@pytest.mark.parametrize("name", FILES)
@fuzzed
@given(how=changes)
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, name: str, how: list[tuple[float, int, bytes]]) -> None:
    read_or_refused(tmp_path / name, changed(FILES[name], how))


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.xlsx", "a.xml", "a"])
@fuzzed
@given(data=st.one_of(st.binary(max_size=300), st.text('ab1;,\t"\n\r|€å\u202e\ufeff\0', max_size=200).map(str.encode)))
def test_any_bytes_are_a_table_or_refused(tmp_path: Path, name: str, data: bytes) -> None:
    read_or_refused(tmp_path / name, data)


def read_or_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        table = read(Source(file=path.name), path.parent)
    except LookalikeError:
        return
    map_columns(table, "accounts")
    assert len(table.rows) == len(table.frame)


@fuzzed
@given(how=changes)
def test_damaged_settings_are_read_or_refused(how: list[tuple[float, int, bytes]]) -> None:
    with suppress(SettingsError):
        assert settings_in(changed(SETTINGS, how), "lookalike.toml")


@fuzzed
@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_any_words_are_a_rule_or_refused(words: list[str]) -> None:
    with suppress(SettingsError):
        rule = parse(" ".join(words))
        assert parse(str(rule)) == rule


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


@pytest.mark.parametrize("name", sorted(one.name for one in MODEL.glob("*.json")))
@fuzzed
@given(value=anything, seed=st.integers(0, 2**32))
def test_a_model_with_another_value_in_it_scores_or_is_refused(
    tmp_path: Path, name: str, value: Any, seed: int
) -> None:
    told = json.loads((MODEL / name).read_text(encoding="utf-8"))
    resealed(tmp_path, name, json.dumps(another(told, value, random.Random(seed))).encode())


@pytest.mark.parametrize("name", sorted(one.name for one in MODEL.glob("*.parquet")))
@fuzzed
@given(how=changes)
def test_a_model_with_a_damaged_table_scores_or_is_refused(
    tmp_path: Path, name: str, how: list[tuple[float, int, bytes]]
) -> None:
    resealed(tmp_path, name, changed((MODEL / name).read_bytes(), how))


LISTED = opened(GOLDEN / "project" / "out").first_companies(5)


def resealed(folder: Path, name: str, data: bytes) -> None:
    """Load and use a model of which one file is another, under a checksum that fits."""
    model = folder / "v1"
    shutil.rmtree(model, ignore_errors=True)
    shutil.copytree(MODEL, model)
    (model / name).write_bytes(data)
    if name != MANIFEST:
        told = json.loads((model / MANIFEST).read_text(encoding="utf-8"))
        told["files"][name] = sha256(data).hexdigest()
        (model / MANIFEST).write_text(json.dumps(told), encoding="utf-8")
    with suppress(BundleError):
        assert len(score_frame(load(model), LISTED)) == len(LISTED)


def another(told: Any, value: Any, chance: random.Random) -> Any:
    """The same with one value replaced, anywhere in it."""
    new = copy.deepcopy(told)
    place, key = None, None
    inside = new
    while isinstance(inside, dict | list) and inside and (place is None or chance.random() < 0.9):
        place, key = inside, chance.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
        inside = place[key]
    if place is None:
        return value
    place[key] = value
    return new
