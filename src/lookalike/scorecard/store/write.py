"""A model put on disk: Parquet and JSON with checksums, written whole or not at all, under a number of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lookalike.errors import BundleError
from lookalike.languages import say
from lookalike.scorecard.files import FORMAT, MANIFEST, flush, write_json
from lookalike.scorecard.store.bundle import CARDS, FRAMES, PLAIN, Bundle
from lookalike.scorecard.store.storage import pack_tables
from lookalike.scorecard.tables import Scorecard
from lookalike.scorecard.versions import history, locked, numbers, version_folder

DRAFT = ".draft-"


def add(bundle: Bundle, models: Path) -> Path:
    """Write a bundle as the next version of its name; of two that are written at once each gets a number of its own.

    The number of a champion is never given again, though its folder be gone: the record speaks of that one.
    """
    with locked(models, bundle.name) as home:
        for leftover in home.glob(f"{DRAFT}*"):  # of a training that was killed: nobody else is writing now
            shutil.rmtree(leftover, ignore_errors=True)
        reigned = [reign["version"] for reign in history(models, bundle.name)]
        version = max((*numbers(models, bundle.name), *reigned), default=0) + 1
        return save(replace(bundle, version=version), version_folder(models, bundle.name, version))


def save(bundle: Bundle, folder: Path) -> Path:
    """Write a bundle, whole or not at all; the same bundle gives the same bytes.

    Raises
    ------
    BundleError
        When the folder exists already: a version is never overwritten.
    """
    if folder.exists():
        raise BundleError(say("bundle.exists"), where=str(folder), do=say("bundle.next_number"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(mkdtemp(prefix=DRAFT, dir=folder.parent))
    try:
        _write(bundle, draft)
        draft.chmod(0o755)
        for path in (*draft.iterdir(), draft):
            flush(path)
        os.replace(draft, folder)
        flush(folder.parent)
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
        "ceiling": bundle.ceiling,
        "scales": {name: vars(scale) for name, scale in bundle.scales.items()},
        "rules": [vars(table) for table in bundle.rules],
    }
