"""A model taken from disk: refused when it is damaged or holds what no model is. Loading executes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lookalike.errors import BundleError, LookalikeError
from lookalike.languages import Words, say
from lookalike.learning.calibration import Calibration
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.files import MISSHAPEN, damaged, fingerprint, manifest, read_json
from lookalike.scorecard.store.bundle import FILES, FRAMES, PLAIN, Bundle
from lookalike.scorecard.store.shapes import misshapen
from lookalike.scorecard.store.storage import unpack_cards, unpack_numbers, unpack_points
from lookalike.scorecard.tables import Scale


def load(folder: Path) -> Bundle:
    """Read a bundle after checking format, checksums and shapes.

    Raises
    ------
    BundleError
        When it is missing, incomplete, damaged, of another format, or holds what no model is.
    """
    told = _checked(folder)
    try:
        bundle = _read(folder, told)
        wrong = next(misshapen(bundle), None)
    except (*MISSHAPEN, OSError, AssertionError, pa.ArrowException, LookalikeError) as problem:  # all was just read
        raise _refused(folder, f"{type(problem).__name__}: {problem}") from problem
    if wrong:
        raise _refused(folder, wrong)
    return bundle


def _refused(folder: Path, detail: Words) -> BundleError:
    return BundleError(say("bundle.misshapen", detail=detail), where=str(folder), do=say("bundle.from_backup"))


def _read(folder: Path, told: Mapping[str, Any]) -> Bundle:
    model = read_json(folder / "model.json")
    cards = unpack_cards(model["cards"], pq.read_table(folder / "tables.parquet", use_threads=False))
    frames = {name: pq.read_table(folder / f"{name}.parquet", use_threads=False).to_pandas() for name in FRAMES}
    plain = {name: read_json(folder / f"{name}.json") for name in PLAIN}
    plain["ranges"] = {name: (float(low), float(high)) for name, (low, high) in plain["ranges"].items()}
    head = told["head"]
    return Bundle(
        name=head["name"],
        version=head["version"],
        rank_by=head["rank_by"],
        manifest=told["about"],
        attributes=tuple(Attribute(**one | {"kind": Kind(one["kind"])}) for one in model["attributes"]),
        rank=cards["rank"],
        win=cards["rank"] if model["win_ranks"] else cards.get("win"),
        value=cards.get("value"),
        similarity=cards.get("similarity"),
        scales={name: Scale(float(one["centre"]), float(one["spread"])) for name, one in model["scales"].items()},
        calibration=Calibration(*(unpack_numbers(model["calibration"][axis]) for axis in "xy")),
        smear=float(model["smear"]),
        ceiling=None if model.get("ceiling") is None else float(model["ceiling"]),
        fingerprint=fingerprint(folder),
        rules=tuple(unpack_points(one) for one in model["rules"]),
        **frames,
        **plain,
    )


def _checked(folder: Path) -> dict[str, Any]:
    """The manifest, when every file is as it was written."""
    told = manifest(folder)
    for name in sorted({*FILES, *told["files"]}):
        path = folder / name
        if not path.is_file():
            raise BundleError(say("bundle.lacks", file=name), where=str(folder), do=say("bundle.from_backup"))
        if sha256(path.read_bytes()).hexdigest() != told["files"].get(name):
            raise damaged(folder, name)
    return told
