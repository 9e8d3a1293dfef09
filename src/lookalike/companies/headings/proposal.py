"""From a handful of files to a project: what each file is, how its columns map, and a commented `lookalike.toml`."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import Table

from lookalike.companies.headings.mapping import Mapping
from lookalike.companies.headings.role import Role, understood
from lookalike.companies.headings.roles import find_roles
from lookalike.companies.headings.spoken import language_of
from lookalike.companies.read import RawTable, first_rows, read, tables
from lookalike.companies.registers import recognised
from lookalike.errors import InputError
from lookalike.languages import LANGUAGES, Language, Message, Words, language, say
from lookalike.progress import Progress, silent
from lookalike.project import FILE_NAME
from lookalike.schema import EVIDENCE, TABLES
from lookalike.settings import SEVERAL, Source, quoted

# Without these a table is of little use: `init` says so when it cannot find them.
WANTED = {
    "accounts": ("name",),
    "deals": ("account_id", "outcome", "amount", "closed"),
    "prospects": ("name",),
    "orders": ("account_id", "date", "amount"),
    "activities": ("account_id", "date", "activity"),
    "contacts": ("account_id",),
    "market": (),
    "exclude": ("name",),
}
PROTECTING = ("natural_persons", "advertising_blocks", "dissolved")  # what a register leaves out by default


@dataclass(frozen=True)
class Proposal:
    """What a set of files seems to be.

    Parameters
    ----------
    roles : tuple of Role
        One per file or sheet, in the order given; `table` is "" for those that serve nothing.
    chosen : dict
        Table -> the roles used for it: one, or several exclusion lists.
    questions : tuple of Message
        What could not be decided from the files and should be looked at.
    """

    roles: tuple[Role, ...]
    chosen: dict[str, tuple[Role, ...]]
    questions: tuple[Message, ...]

    @property
    def language(self) -> str:
        """The language of the headings, in which the project is told."""
        return language_of(
            str(heading) for several in self.chosen.values() for one in several for heading in one.raw.frame
        )


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
        progress(say("progress.looking", file=Path(source.file).name), number / max(1, len(sources)))
        inputs.append((source, looked_at(source)))
    progress(say("progress.looked"), 1.0)
    return proposed(inputs)


def proposed(inputs: list[tuple[Source, RawTable]], said: Lookup[str, str] | None = None) -> Proposal:
    """The same of files that were read; `said` is what a person says that some are, by `called`: a table or ""."""
    roles = [_as_said(role, (said or {}).get(called(role.source))) for role in find_roles(inputs)]
    chosen: dict[str, tuple[Role, ...]] = {}
    for table in TABLES:
        found = sorted((role for role in roles if role.table == table), key=_usefulness, reverse=True)
        if found:
            chosen[table] = tuple(found) if table in SEVERAL else (found[0],)
    return Proposal(tuple(roles), chosen, tuple(_questions(roles, chosen)))


def _as_said(role: Role, table: str | None) -> Role:
    if table is None or table == role.table:
        return role
    mapping = understood(role.raw, table, {}) if table else None
    return replace(role, table=table, confidence=1.0, reason=say("headings.chosen"), mapping=mapping)


def looked_at(source: Source, folder: Path = Path()) -> RawTable:
    """A file, or of a large register its first rows: its headings tell what it is."""
    first = first_rows(source, folder)
    return first if first is not None and recognised(first.frame.columns.tolist(), first.file) else read(source, folder)


def _usefulness(role: Role) -> tuple[bool, float, int]:
    known = role.mapping is not None and role.mapping.heading("outcome") is not None
    return known, role.confidence, len(role.raw.frame)


def _questions(roles: list[Role], chosen: dict[str, tuple[Role, ...]]) -> list[Message]:
    """What a person should decide."""
    asked = []
    for role in roles:
        name = called(role.source)
        if not role.table:
            asked.append(say("headings.not_used", name=name, reason=role.reason))
        elif role not in chosen[role.table]:
            used = called(chosen[role.table][0].source)
            asked.append(say("headings.used_too", name=name, table=role.table, used=used))
    for table, found in chosen.items():
        for role in found:
            missing = [name for name in WANTED[table] if role.mapping and not role.mapping.heading(name)]
            asked += [
                say("headings.not_found", name=called(role.source), column=name, meaning=TABLES[table][name].meaning)
                for name in missing
                if not _spared(name, role.mapping)
            ]
    if "accounts" not in chosen and "deals" not in chosen:
        asked.append(say("headings.nothing_to_learn"))
    return asked


def _spared(name: str, mapping: Mapping | None) -> bool:
    """Whether a missing column is made up for: a name by an identifier, the outcome by flags or dates."""
    if mapping is None or name not in ("name", "outcome"):
        return False
    identified = any(mapping.heading(one) for one in ("account_id", "org_number", "domain"))
    return identified if name == "name" else any(mapping.heading(one) for one in EVIDENCE)


def called(source: Source) -> str:
    """How a file or sheet is called in what is said of it."""
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
        found, do = say("headings.settings_there", file=FILE_NAME), say("headings.settings_do")
        raise InputError(found, say("headings.settings_expected"), str(folder), do)
    if "accounts" not in proposal.chosen and "deals" not in proposal.chosen:
        seen = [_seen_as(role) for role in proposal.roles]
        raise InputError(say("headings.no_base", seen=seen), say("headings.base_expected"))
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(settings_text(proposal, folder), encoding="utf-8")
    return target


def _seen_as(role: Role) -> Message:
    if role.table:
        return say("headings.seen_as", name=called(role.source), table=role.table, reason=role.reason)
    return say("headings.seen_as_nothing", name=called(role.source), reason=role.reason)


def settings_text(proposal: Proposal, folder: Path) -> str:
    """The text of `lookalike.toml`: the inputs, and as comments how every column was understood.

    Sections that would be empty are comments too, so that lines which the product advises can be pasted below.
    """
    document, spoken = tomlkit.document(), language(proposal.language)
    _comment(document, spoken, say("headings.written_by"), say("headings.how_to_correct"))
    _comment(document, spoken, *(say("headings.look", question=question) for question in proposal.questions))
    document.add(tomlkit.nl())
    document.add("name", tomlkit.item(project_name(folder)))
    document.add(tomlkit.nl())
    document.add("inputs", _inputs(proposal, folder, spoken))
    for table, roles in proposal.chosen.items():
        document.add(tomlkit.nl())
        _comment(document, spoken, f"[columns.{table}]", *_columns(table, roles[0]))
    if "market" in proposal.chosen:
        document.add(tomlkit.nl())
        _comment(document, spoken, "[exclude]", say("headings.left_out"), *map("{} = false".format, PROTECTING))
    document.add(tomlkit.nl())
    _comment(document, spoken, "[features]", say("headings.features"), say("headings.features_example"))
    document.add(tomlkit.nl())
    document.add("score", _score(spoken))
    return tomlkit.dumps(document)


def _comment(section: TOMLDocument | Table, spoken: Language, *lines: Words) -> None:
    for line in lines:
        section.add(tomlkit.comment(_one_line(spoken.tell(line))))


def _score(spoken: Language) -> Table:
    """The language of what is told, which can be another than that of the headings."""
    section = tomlkit.table()
    _comment(section, spoken, say("headings.language", codes=list(LANGUAGES)))
    section.add("language", spoken.code)
    return section


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


def _inputs(proposal: Proposal, folder: Path, spoken: Language) -> Table:
    section = tomlkit.table()
    for table, roles in proposal.chosen.items():
        for role in roles:
            _comment(
                section, spoken, say("headings.input", table=table, reason=role.reason, confidence=role.confidence)
            )
        values = [_source(role.source, folder) for role in roles]
        section.add(table, values if len(values) > 1 or table == "exclude" else values[0])
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


def _columns(table: str, role: Role) -> Iterator[Message]:
    """How the columns of a table were understood; the same mapping is found again when reading."""
    if role.mapping is None:
        return
    order = [*TABLES[table], *(match.canonical for match in role.mapping.matches)]
    for match in sorted(role.mapping.matches, key=lambda match: order.index(match.canonical)):
        told = {"confidence": match.confidence, "reason": match.reason}
        heading = quoted(match.heading)
        yield say("headings.column_found", canonical=match.canonical, heading=heading, **told)
    for name in WANTED[table]:
        if role.mapping.heading(name) is None:
            yield say("headings.column_not_found", canonical=name, meaning=TABLES[table][name].meaning)
    if role.mapping.unmapped:
        yield say("headings.kept", headings=list(role.mapping.unmapped))


def _one_line(text: str) -> str:
    """Text that stays inside a comment, whatever a heading holds."""
    return "".join(character if character.isprintable() else " " for character in text)
