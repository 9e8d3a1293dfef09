"""Whose model it is: one that learned from other companies than a project's own is not used or replaced in silence."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pandas as pd

from lookalike.errors import BundleError
from lookalike.languages import Message, say
from lookalike.project import FILE_NAME, Project
from lookalike.scorecard.store.bundle import Bundle
from lookalike.scorecard.store.read import load
from lookalike.scorecard.versions import champion, numbers, reigning, version_folder

SAME = 0.5  # share of the companies of the smaller of two bases from which on they are one base, some months apart
SHOWN = 3


def present(models: Path, project: Project, accounts: pd.DataFrame) -> tuple[Bundle | None, Message | None]:
    """The champion of a project, and what keeps it from being one.

    Parameters
    ----------
    models : Path
    project : Project
    accounts : DataFrame
        The companies that the project knows: `account_id`, `name` where there are names.

    Returns
    -------
    bundle : Bundle or None
        None before the first version, and where the champion is gone or cannot be read.
    problem : Message or None
        Why it cannot be read.

    Raises
    ------
    BundleError
        The models of this name are another project's, or the file that names the champion is damaged.
    """
    name = project.settings.name
    bundle, problem = _readable(models, name)
    witness = bundle or _witness(models, name)
    if witness is not None:
        refuse_strangers(witness, project, accounts)
    return bundle, problem


def refuse_strangers(bundle: Bundle, project: Project, accounts: pd.DataFrame) -> None:
    """Nothing, when a model learned from the companies that this project knows, in whatever state they were then.

    A model of another name was asked for by that name, whoever's it is.

    Raises
    ------
    BundleError
        They are others: the smaller of the two bases shares less than half of its companies with the other.
    """
    if bundle.name != project.settings.name:
        return
    common = shared(bundle.reference, accounts)
    if common >= SAME:
        return
    found = say(
        "bundle.stranger",
        model=f"{bundle.name}@{bundle.version}",
        theirs=_examples(bundle.reference),
        known=len(bundle.reference),
        ours=_examples(accounts),
        accounts=len(accounts),
        common=common,
    )
    do = say("bundle.another_name", file=str(project.folder / FILE_NAME))
    raise BundleError(found, say("bundle.own_name"), str(project.folder), do)


def shared(first: pd.DataFrame, second: pd.DataFrame) -> float:
    """Share of the companies of the smaller base that the other one has, 0-1; 1 where a base is empty.

    The same company is told by its name, and by its id where one of the two has no name for it: ids may be numbers from
    1 in any base.

    Examples
    --------
    >>> now = pd.DataFrame({"account_id": ["1", "2", "3"], "name": ["Ås AS", "Bo AS", "New AS"]})
    >>> then = pd.DataFrame({"account_id": ["1", "2"], "name": ["ÅS  AS", None]})
    >>> shared(now, then), shared(now, then.assign(name=["Other AS", "Another AS"]))
    (1.0, 0.0)
    """
    smaller, larger = sorted((_named(first), _named(second)), key=len)
    names, by_id = {name for _, name in larger if name}, dict(larger)
    same = [name in names or (by_id.get(one) is not None and not (name and by_id[one])) for one, name in smaller]
    return sum(same) / len(same) if same else 1.0


def _named(base: pd.DataFrame) -> list[tuple[str, str]]:
    """Id and name of each company, the name in one spelling; "" where it has none but its id."""
    names = base["name"] if "name" in base else base["account_id"]
    told = ["" if pd.isna(name) else " ".join(str(name).casefold().split()) for name in names]
    ids = [str(one) for one in base["account_id"]]
    return [(one, "" if name == one.casefold() else name) for one, name in zip(ids, told, strict=True)]


def _examples(base: pd.DataFrame) -> list[str]:
    names = base["name"] if "name" in base else base["account_id"]
    return [str(name) for name in names.dropna().head(SHOWN)]


def _readable(models: Path, name: str) -> tuple[Bundle | None, Message | None]:
    """The champion, or why it cannot be read."""
    if reigning(models, name) is None:
        return None, None
    try:
        folder = champion(models, name)
        return load(folder) if folder else None, None
    except BundleError as wrong:
        return None, wrong.message


def _witness(models: Path, name: str) -> Bundle | None:
    """The newest version that can be read."""
    for version in reversed(numbers(models, name)):
        with suppress(BundleError):  # what is wrong with it matters to whoever asks for it
            return load(version_folder(models, name, version))
    return None
