"""What a person says of a file and its columns, written into the settings where it differs from what was understood."""

from __future__ import annotations

from collections.abc import Mapping

from tomlkit import TOMLDocument

from lookalike.amend import section
from lookalike.companies.headings.seen import Seen
from lookalike.errors import InputError
from lookalike.languages import say
from lookalike.settings import SEVERAL


def correct(document: TOMLDocument, file: Seen, table: str, meanings: Mapping[str, str]) -> None:
    """Write down what a file is, or what its columns mean.

    Parameters
    ----------
    document : TOMLDocument
        The settings; changed in place.
    file : Seen
        As it was understood.
    table : str
        What it is; "" = it is not used.
    meanings : dict
        Heading -> canonical column, "" = kept as it stands. Meanings belong to a table: where the file becomes another
        one they are found anew.

    Raises
    ------
    InputError
        Two headings mean the same column.
    """
    if table != (file.table if file.used else ""):
        _place(document, file, table)
    elif file.used:
        _mean(document, file, meanings)


def _place(document: TOMLDocument, file: Seen, table: str) -> None:
    inputs = section(document, "inputs")
    source: object = _as_written(file)
    if file.used and file.table in SEVERAL:
        given = inputs[file.table]
        lists = given if isinstance(given, list) else [given]
        source = next(one for one in lists if _file_of(one) == file.file)
        inputs[file.table] = [one for one in lists if one is not source]
    elif file.used:
        source = inputs.pop(file.table)
    if table in SEVERAL:
        given = inputs.get(table, [])
        inputs[table] = [*(given if isinstance(given, list) else [given]), source]
    elif table:
        inputs[table] = source


def _mean(document: TOMLDocument, file: Seen, meanings: Mapping[str, str]) -> None:
    understood = {column.heading: column.canonical for column in file.columns}
    meant = understood | {heading: name for heading, name in meanings.items() if heading in understood}
    taken: dict[str, str] = {}
    for heading, name in meant.items():
        if name and name in taken:
            raise InputError(say("headings.twice", first=taken[name], second=heading, column=name))
        taken[name] = heading
    for heading, name in meant.items():
        before = understood[heading]
        if name == before:
            continue
        columns = section(document, "columns", file.table)
        if name:
            columns[name] = heading
        if before and before not in taken:
            columns[before] = ""


def _as_written(file: Seen) -> object:
    sheet: object = file.sheet[0] if len(file.sheet) == 1 else list(file.sheet)
    return {"file": file.file, "sheet": sheet} if file.sheet else file.file


def _file_of(source: object) -> str:
    return str(source["file"]) if isinstance(source, Mapping) else str(source)
