"""A company taken out of all that was written: the run, the notes, the models and MLflow's copies of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from lookalike.errors import BundleError, InputError
from lookalike.languages import Message, language, say

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    from lookalike.project import Project
    from lookalike.runs import Forgotten, Run

FRAMES = ("reference", "best", "held_out")  # of a bundle: what it holds of companies


@dataclass(frozen=True)
class Removed:
    """What `forget` did.

    Parameters
    ----------
    removed : tuple of Message
        What was taken out, place by place.
    left : tuple of Message
        What still names the company, to be put right by hand.
    """

    removed: tuple[Message, ...]
    left: tuple[Message, ...]


def forget(project: Project, company: str, models: Path, mlruns: Path) -> Removed:
    """Take a company out of everything that was written; the user's own files are named and never changed.

    Every folder is written whole or not at all, the run last: what is broken off is finished by forgetting again.

    Parameters
    ----------
    project : Project
    company : str
        Its id, organisation number, domain or whole name.
    models, mlruns : Path

    Raises
    ------
    InputError
        There is no finished run, or not exactly one company is called so.
    """
    from lookalike.companies.notes import Notes
    from lookalike.runs import NAMES, opened, reserved

    one = _found(opened(project.out), company)
    with reserved(project.out, NAMES) as folder:
        noted = Notes(project.folder).forget(one.ids, one.numbers, one.names)
        removed = [say("forget.notes", n=noted)] if noted else []
        removed += _without_trial(project)
        renewed, told, left = _out_of_models(project.settings.name, models, mlruns, one)
        kept_out = _kept_out(project, one)
        removed += [*told, *kept_out, _out_of_run(project, folder, one, renewed)]
        listed = opened(folder).about["prospects"]
    left += [*_named_in_files(project, models, mlruns, one), *_named_in_inputs(project, listed, one)]
    if os.environ.get("MLFLOW_TRACKING_URI"):
        left.append(say("forget.server"))
    return Removed(tuple(removed), (*left, say("forget.exports")))


def _found(run: Run, company: str) -> Forgotten:
    """The one company that is called so, on the list, in the CRM or among those left out."""
    from lookalike.ranking.reasons import FINDABLE, find
    from lookalike.runs import Forgotten, known_as

    listed, known, merges = run.companies(), run.table("known"), run.table("merges")
    out = [run.table(name).rename(columns={"id": "prospect_id"}) for name in ("excluded", "rejected")]
    parts = [listed, known.assign(prospect_id=known["account_id"]), out[0]]
    everybody = pd.concat(
        [part.reindex(columns=[*FINDABLE]).assign(account=part is parts[1]) for part in parts if len(part)]
    ).drop_duplicates(["prospect_id", "name"], ignore_index=True)
    row = everybody.iloc[find(everybody, company)]
    told = {key: str(row[key]) for key in FINDABLE if pd.notna(row[key])}
    if company.strip().casefold() not in {one.casefold() for one in told.values()}:  # what is only like it is not it
        offered = [f"{told.get('name', '')} ({told['prospect_id']})"]
        do = say("explain.perhaps", companies=offered)
        raise InputError(say("explain.unknown", company=company), say("forget.exactly"), do=do)
    values = {key: frozenset({told[key]} if key in told else ()) for key in FINDABLE}
    place = "accounts" if row["account"] else "listed"
    start = Forgotten(values["name"], values["org_number"], values["domain"], **{place: values["prospect_id"]})
    return known_as(start, [listed, known, merges, *out])


def _out_of_run(project: Project, folder: Path, one: Forgotten, renewed: dict[str, str]) -> Message:
    """The run written again without it, and its report told again."""
    from lookalike.runs import opened, without, write_run
    from lookalike.workflow.telling import pages

    documents, gone = without(opened(folder).documents(), one)
    about = documents.records["run"]
    about["fingerprint"] = renewed.get(about["fingerprint"], about["fingerprint"])
    spoken = language(about["language"])
    write_run(documents, documents.told(spoken), folder, pages(documents, spoken))
    rows = [say("forget.rows", table=name, n=n) for name, n in gone.items()]
    return say("forget.run", folder=str(folder), rows=rows)


def _kept_out(project: Project, one: Forgotten) -> list[Message]:
    """The settings keep it off later lists: by the number that every list has, else by its id."""
    from lookalike.amend import amend, amendments, section

    keys = sorted(one.numbers or one.listed or one.accounts)

    def change(document: TOMLDocument) -> None:
        place = section(document, "exclude")
        place["forgotten"] = sorted({*place.get("forgotten", ()), *keys})

    undoable = bool(amendments(project.folder))
    changed = amend(project.folder, change, None)
    told = [say("forget.kept_out", keys=keys)] if changed else []
    return [*told, say("forget.history")] if undoable else told


def _without_trial(project: Project) -> list[Message]:
    """The list by another goal, if one was tried, is deleted: it can be tried again."""
    from lookalike.workflow.running import TRIED

    folder = project.folder / TRIED
    if not folder.is_dir():
        return []
    shutil.rmtree(folder)
    return [say("forget.trial", folder=str(folder))]


def _out_of_models(
    name: str, models: Path, mlruns: Path, one: Forgotten
) -> tuple[dict[str, str], list[Message], list[Message]]:
    """All versions of the model, and MLflow's copies: former fingerprints to new, what was removed, what is left."""
    from lookalike.scorecard.versions import locked, numbers, version_folder
    from lookalike.workflow.learning import renew

    renewed: dict[int, tuple[str, str]] = {}
    told: list[Message] = []
    left: list[Message] = []
    if numbers(models, name):
        with locked(models, name):
            for version in numbers(models, name):
                found = _out_of_bundle(version_folder(models, name, version), one, told, left)
                if found:
                    renewed[version] = found
    for folder in _copies(mlruns, name):
        _out_of_bundle(folder, one, told, left)
    if renewed:
        trouble = renew(models, name, renewed, mlruns)
        left += [trouble] if trouble else []
    return dict(renewed.values()), told, left


def _copies(mlruns: Path, name: str) -> Iterator[Path]:
    """The bundles of a model among MLflow's artifacts."""
    for file in sorted((mlruns / "artifacts" / name).rglob("manifest.json")):
        if (file.parent / "reference.parquet").is_file():
            yield file.parent


def _out_of_bundle(folder: Path, one: Forgotten, told: list[Message], left: list[Message]) -> tuple[str, str] | None:
    """A bundle written again without it: its former fingerprint and the new one; None where it was not in it."""
    from lookalike.runs import swap
    from lookalike.scorecard.files import fingerprint
    from lookalike.scorecard.store import load, save

    try:
        bundle = load(folder)
    except BundleError as damaged:
        left.append(damaged.message)
        return None
    own = {name: one.rows(getattr(bundle, name)) for name in FRAMES}
    rows = sum(int(mask.sum()) for mask in own.values())
    if not rows:
        return None
    kept = {name: getattr(bundle, name)[~mask].reset_index(drop=True) for name, mask in own.items()}
    draft, former = (folder.with_name(f".draft-{folder.name}-{part}") for part in ("new", "former"))
    shutil.rmtree(draft, ignore_errors=True)
    save(replace(bundle, **kept), draft)
    if not swap(draft, folder):
        os.replace(folder, former)
        os.replace(draft, folder)
    for place in (draft, former):
        shutil.rmtree(place, ignore_errors=True)
    told.append(say("forget.model", folder=str(folder), n=rows))
    return bundle.fingerprint, fingerprint(folder)


def _named_in_files(project: Project, models: Path, mlruns: Path, one: Forgotten) -> Iterator[Message]:
    """The files of the product that name it still."""
    from lookalike.companies.notes import Notes
    from lookalike.project import FILE_NAME

    folders = (project.out, models / project.settings.name, mlruns, project.folder / ".lookalike")
    files = [
        file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".png"
    ]
    for file in (*files, Notes(project.folder).file):
        if file.is_file() and _names(file, one):
            yield say("forget.left_file", file=str(file))
    lines = (project.folder / FILE_NAME).read_text(encoding="utf-8-sig").splitlines()
    if any(one.is_named(line) for line in lines if not line.strip().startswith("forgotten")):
        yield say("forget.left_file", file=str(project.folder / FILE_NAME))


def _names(file: Path, one: Forgotten) -> bool:
    if file.suffix != ".parquet":
        return one.is_named(file.read_bytes().decode("utf-8", errors="ignore"))
    table = pd.read_parquet(file)
    texts = table.select_dtypes(exclude=["number", "bool", "datetime"])
    return bool(one.rows(table).any()) or any(one.is_named(str(cell)) for name in texts for cell in texts[name])


def _named_in_inputs(project: Project, listed: str | None, one: Forgotten) -> Iterator[Message]:
    """The rows of the user's own files that name it."""
    from lookalike.companies.read import read

    for table, sources in project.inputs(Path(listed) if listed else None).items():
        for source in sources:
            if not source.file:
                yield say("forget.query", table=table)
            elif project.path(source.file).is_file():
                raw = read(source, project.folder)
                cells = raw.frame.astype(object)
                named = cells.apply(lambda column: column.map(lambda cell: one.is_named(str(cell)))).any(axis=1)
                if named.any():
                    rows = [int(row) for row in raw.rows[named.to_numpy(dtype=bool)]]
                    yield say("forget.left_rows", file=source.file, rows=rows, n=len(rows))
            else:
                yield say("forget.gone", file=source.file)
