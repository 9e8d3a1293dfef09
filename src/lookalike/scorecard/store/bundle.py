"""A model on disk: Parquet and JSON with checksums, written whole, refused when damaged. Loading executes nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lookalike.errors import BundleError
from lookalike.knowledge.criteria import PointTable
from lookalike.learning.calibration import Calibration
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.store.storage import pack_tables, read_json, unpack_cards, unpack_points, write_json
from lookalike.scorecard.tables import Scorecard

FORMAT = 2
CARDS = ("rank", "win", "value")
FRAMES = ("reference", "best", "held_out")
PLAIN = ("segmentation", "icp", "distribution", "ranges", "listed", "experience", "metrics")
MANIFEST = "manifest.json"
RETRAIN = "take the folder from a backup, or run `lookalike train` again"
FILES = ("model.json", "tables.parquet", *(f"{name}.parquet" for name in FRAMES), *(f"{name}.json" for name in PLAIN))


@dataclass(frozen=True, eq=False)
class Bundle:
    """All that scoring, explaining and comparing need of a trained model.

    Parameters
    ----------
    name, version : str, int
    manifest : dict
        What the caller says of it: `currency`, provenance (fingerprints, run id, dates). Kept as given.
    attributes : tuple of Attribute
        The columns that the model reads.
    rank : Scorecard
        The one that sets rank, score and contributions.
    win, value : Scorecard or None
        Log-odds of won; log money given won.
    rank_by : {"best", "win", "value", "likeness", "rules"}
    calibration : Calibration
        Raw score of `win` to probability.
    smear : float
        Expected money given won = exp(value) x smear.
    rules : tuple of PointTable
    segmentation, icp, metrics : dict
        Plain data of their rooms.
    reference : DataFrame
        The known accounts: `account_id`, `name`, `raw`, `best`.
    best : DataFrame
        The best customers with their attributes.
    held_out : DataFrame
        Deals that the evaluated model had not seen, with the scores of model and rules.
    distribution, ranges : dict
        The training companies per feature of `rank`: share of each bin; lowest and highest number.
    listed : dict
        The prospects at the time of training per feature of `rank`: how many in each bin; empty without prospects.
    experience : dict
        Deals won and closed per feature of `rank`, as `scorecard.tables.experience` counts them; empty without.
    fingerprint : str
        SHA-256 of the manifest, which holds those of all files: tells this bundle from others of its name and version.
        Empty until it is saved and loaded.
    """

    name: str
    version: int
    manifest: dict[str, Any]
    attributes: tuple[Attribute, ...]
    rank: Scorecard
    win: Scorecard | None
    value: Scorecard | None
    rank_by: str
    calibration: Calibration
    reference: pd.DataFrame
    best: pd.DataFrame
    distribution: Mapping[str, list[float]]
    ranges: Mapping[str, tuple[float, float]]
    smear: float = 1.0
    rules: tuple[PointTable, ...] = ()
    segmentation: dict[str, Any] = field(default_factory=dict)
    icp: dict[str, Any] = field(default_factory=dict)
    held_out: pd.DataFrame = field(default_factory=pd.DataFrame)
    metrics: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, list[int]] = field(default_factory=dict)
    experience: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""


def save(bundle: Bundle, folder: Path) -> Path:
    """Write a bundle, whole or not at all; the same bundle gives the same bytes.

    Raises
    ------
    BundleError
        When the folder exists already: a version is never overwritten.
    """
    if folder.exists():
        raise BundleError(f"{folder} exists", "a new version", do="give it the next version number")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        _write(bundle, draft)
        draft.chmod(0o755)
        os.replace(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _write(bundle: Bundle, folder: Path) -> None:
    cards = {name: card for name in CARDS if (card := getattr(bundle, name)) is not None}
    if bundle.win is bundle.rank:
        del cards["win"]
    pq.write_table(pack_tables(cards), folder / "tables.parquet")
    for name in FRAMES:
        frame = getattr(bundle, name)
        pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), folder / f"{name}.parquet")
    write_json(folder / "model.json", _model(bundle, cards))
    for name in PLAIN:
        write_json(folder / f"{name}.json", getattr(bundle, name))
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}
    head = {"format": FORMAT, "name": bundle.name, "version": bundle.version, "rank_by": bundle.rank_by}
    write_json(folder / MANIFEST, {"head": head, "about": bundle.manifest, "files": files})


def _model(bundle: Bundle, cards: Mapping[str, Scorecard]) -> dict[str, Any]:
    return {
        "attributes": [vars(attribute) | {"kind": str(attribute.kind)} for attribute in bundle.attributes],
        "cards": {
            name: {
                "base": card.base,
                "features": [feature.to_dict() for feature in card.features],
                "tables": [list(table.features) for table in card.tables],
            }
            for name, card in cards.items()
        },
        "win_ranks": bundle.win is bundle.rank,
        "calibration": {"x": list(bundle.calibration.x), "y": list(bundle.calibration.y)},
        "smear": bundle.smear,
        "rules": [vars(table) for table in bundle.rules],
    }


def load(folder: Path) -> Bundle:
    """Read a bundle after checking format and checksums.

    Raises
    ------
    BundleError
        When it is missing, incomplete, damaged or written by a newer version.
    """
    told = _checked(folder)
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
        calibration=Calibration(*(tuple(model["calibration"][axis]) for axis in "xy")),
        smear=model["smear"],
        fingerprint=fingerprint(folder),
        rules=tuple(unpack_points(one) for one in model["rules"]),
        **frames,
        **plain,
    )


def fingerprint(folder: Path) -> str:
    """SHA-256 of a version's manifest, which holds those of all its files."""
    return sha256((folder / MANIFEST).read_bytes()).hexdigest()


def manifest(folder: Path) -> dict[str, Any]:
    """What a version says of itself: `head` (name, version, format), `about` (provenance) and `files` (checksums).

    Raises
    ------
    BundleError
        When it is missing or damaged.
    """
    if not (folder / MANIFEST).is_file():
        raise BundleError(f"no {MANIFEST}", "a model folder", where=str(folder), do="check the path, or " + RETRAIN)
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        return {part: dict(told[part]) for part in ("head", "about", "files")}
    except (ValueError, KeyError, TypeError) as problem:
        raise BundleError(f"{MANIFEST} is damaged", "valid JSON", where=str(folder), do=RETRAIN) from problem


def _checked(folder: Path) -> dict[str, Any]:
    """The manifest, when every file is as it was written."""
    told = manifest(folder)
    form, files = told["head"].get("format"), told["files"]
    if form != FORMAT:
        newer = f"bundle format {form}, this version of lookalike reads {FORMAT}"
        raise BundleError(newer, where=str(folder), do="update lookalike, or train again with this version")
    for name in sorted({*FILES, *files}):
        path, wanted = folder / name, files.get(name, "")
        if not path.is_file():
            raise BundleError(f"{name} is missing", "all files of the bundle", where=str(folder), do=RETRAIN)
        if sha256(path.read_bytes()).hexdigest() != wanted:
            raise BundleError(
                f"{name} is damaged", f"sha256 {wanted[:12] or 'in ' + MANIFEST}", where=str(folder), do=RETRAIN
            )
    return told
