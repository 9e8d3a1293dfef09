"""From a handful of files to a project: what each file is, how its columns map, and a commented `lookalike.toml`."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from lookalike.companies.headings.mapping import Mapping
from lookalike.companies.headings.roles import Role, find_roles
from lookalike.companies.read import read, tables
from lookalike.errors import InputError
from lookalike.progress import Progress, silent
from lookalike.project import FILE_NAME
from lookalike.schema import EVIDENCE, TABLES
from lookalike.settings import Source

# Without these a table is of little use: `init` says so when it cannot find them.
WANTED = {
    "accounts": ("name",),
    "deals": ("account_id", "outcome", "amount", "closed"),
    "prospects": ("name",),
    "orders": ("account_id", "date", "amount"),
    "activities": ("account_id", "date", "activity"),
    "contacts": ("account_id",),
    "exclude": ("name",),
}


@dataclass(frozen=True)
class Proposal:
    """What a set of files seems to be.

    Parameters
    ----------
    roles : tuple of Role
        One per file or sheet, in the order given; `table` is "" for those that serve nothing.
    chosen : dict
        Table -> the roles used for it: one, or several exclusion lists.
    questions : tuple of str
        What could not be decided from the files and should be looked at.
    """

    roles: tuple[Role, ...]
    chosen: dict[str, tuple[Role, ...]]
    questions: tuple[str, ...]


def propose(files: list[Path], progress: Progress = silent) -> Proposal:
    """Look at files and say which is which table and what its columns mean.

    Parameters
    ----------
    files : list of Path
    progress : Progress

    Raises
    ------
    InputError
        A file cannot be read, or no file holds deals or known accounts.
    """
    sources = [source for file in files for source in tables(file.resolve())]
    inputs = []
    for number, source in enumerate(sources):
        progress(f"looking at {Path(source.file).name}", number / max(1, len(sources)))
        inputs.append((source, read(source, Path())))
    roles = find_roles(inputs)
    chosen: dict[str, tuple[Role, ...]] = {}
    for table in TABLES:
        found = sorted((role for role in roles if role.table == table), key=_usefulness, reverse=True)
        if found:
            chosen[table] = tuple(found) if table == "exclude" else (found[0],)
    progress("looked at all files", 1.0)
    return Proposal(tuple(roles), chosen, tuple(_questions(roles, chosen)))


def _usefulness(role: Role) -> tuple[bool, float, int]:
    known = role.mapping is not None and role.mapping.heading("outcome") is not None
    return known, role.confidence, len(role.raw.frame)


def _questions(roles: list[Role], chosen: dict[str, tuple[Role, ...]]) -> list[str]:
    """What a person should decide."""
    asked = []
    for role in roles:
        name = _label(role.source)
        if not role.table:
            asked.append(f"{name} is not used: {role.reason}")
        elif role not in chosen[role.table]:
            used = _label(chosen[role.table][0].source)
            asked.append(f"{name} looks like {role.table} too; {used} is used for that")
    for table, found in chosen.items():
        for role in found:
            missing = [name for name in WANTED[table] if role.mapping and not role.mapping.heading(name)]
            missing = [name for name in missing if not _spared(name, role.mapping)]
            asked += [
                f"{_label(role.source)}: no column found for {name} ({TABLES[table][name].meaning})" for name in missing
            ]
    if "accounts" not in chosen and "deals" not in chosen:
        asked.append("no file holds accounts or deals: there is nothing to learn from yet")
    return asked


def _spared(name: str, mapping: Mapping | None) -> bool:
    """Whether a missing column is made up for: a name by an identifier, the outcome by flags or dates."""
    if mapping is None or name not in ("name", "outcome"):
        return False
    identified = any(mapping.heading(one) for one in ("account_id", "org_number", "domain"))
    return identified if name == "name" else any(mapping.heading(one) for one in EVIDENCE)


def _label(source: Source) -> str:
    return Path(source.file).name + (f" [{', '.join(source.sheet)}]" if source.sheet else "")


def write_settings(proposal: Proposal, folder: Path) -> Path:
    """Write a commented `lookalike.toml` for a proposal; an existing one is never overwritten.

    Raises
    ------
    InputError
        The folder has settings already, or the proposal has neither accounts nor deals.
    """
    target = folder / FILE_NAME
    if target.exists():
        raise InputError(f"there is a {FILE_NAME} already", "a new folder", str(folder), "edit it, or remove it first")
    if "accounts" not in proposal.chosen and "deals" not in proposal.chosen:
        seen = "; ".join(f"{_label(role.source)}: {role.table or 'nothing'}, {role.reason}" for role in proposal.roles)
        raise InputError(
            f"no file holds accounts or deals to learn from ({seen})",
            "an export of won and lost deals, or of customers, beside the list of companies to score",
        )
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(settings_text(proposal, folder), encoding="utf-8")
    return target


def settings_text(proposal: Proposal, folder: Path) -> str:
    """The text of `lookalike.toml`: the inputs, and as comments how every column was understood."""
    document = tomlkit.document()
    for line in (
        "Written by `lookalike init`. Review the comments, then: lookalike check .",
        'A column that was understood wrongly is set under [columns.<table>] as  canonical = "Their heading".',
    ):
        document.add(tomlkit.comment(line))
    for question in proposal.questions:
        document.add(tomlkit.comment(f"LOOK: {_one_line(question)}"))
    document.add(tomlkit.nl())
    document.add("name", tomlkit.item(project_name(folder)))
    document.add(tomlkit.nl())
    document.add("inputs", _inputs(proposal, folder))
    columns = tomlkit.table(is_super_table=True)
    for table, roles in proposal.chosen.items():
        columns.add(table, _columns(table, roles[0]))
    document.add("columns", columns)
    features = tomlkit.table()
    features.add(
        tomlkit.comment("Default: every usable column that accounts and prospects share. Narrow it like this:")
    )
    features.add(tomlkit.comment('include = ["industry", "employees"]'))
    document.add("features", features)
    return tomlkit.dumps(document)


def project_name(folder: Path) -> str:
    """A project's name from its folder: plain letters, digits, "-" and "_".

    Examples
    --------
    >>> project_name(Path("Våre kunder 2024")), project_name(Path("ß"))
    ('Vare-kunder-2024', 'ss')
    """
    plain = folder.resolve().name.replace("ß", "ss").replace("æ", "ae").replace("ø", "o").replace("Ø", "O")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "-", ascii_only).strip("-_")[:64] or "project"


def _inputs(proposal: Proposal, folder: Path) -> Table:
    section = tomlkit.table()
    for table, roles in proposal.chosen.items():
        for role in roles:
            section.add(tomlkit.comment(f"{table}: {_one_line(role.reason)} (confidence {role.confidence:.2f})"))
        values = [_source(role.source, folder) for role in roles]
        section.add(table, values if table == "exclude" else values[0])
    return section


def _source(source: Source, folder: Path) -> object:
    """The file as seen from the project folder; with its sheet when it has several."""
    path = Path(source.file)
    try:
        shown = Path(os.path.relpath(path, folder.resolve())).as_posix()
    except ValueError:  # another drive
        shown = path.as_posix()
    if not source.sheet:
        return shown
    inline = tomlkit.inline_table()
    inline.update({"file": shown, "sheet": source.sheet[0] if len(source.sheet) == 1 else list(source.sheet)})
    return inline


def _columns(table: str, role: Role) -> Table:
    """How the columns of a table were understood, all as comments: the same mapping is found again when reading."""
    section = tomlkit.table()
    if role.mapping is None:
        return section
    order = list(TABLES[table])
    for match in sorted(role.mapping.matches, key=lambda m: order.index(m.canonical) if m.canonical in order else 99):
        value = tomlkit.string(match.heading).as_string()
        section.add(
            tomlkit.comment(f"{match.canonical} = {value}   # {match.confidence:.2f}: {_one_line(str(match.reason))}")
        )
    for name in WANTED[table]:
        if role.mapping.heading(name) is None:
            section.add(tomlkit.comment(f'{name} = ""   # not found: {TABLES[table][name].meaning}'))
    if role.mapping.unmapped:
        kept = ", ".join(map(_one_line, role.mapping.unmapped))
        section.add(tomlkit.comment(f"kept under their own headings: {kept}"))
    return section


def _one_line(text: str) -> str:
    """Text that stays inside a comment, whatever a heading holds."""
    return "".join(character if character.isprintable() else " " for character in text)
