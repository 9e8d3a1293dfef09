"""The ranked list for other programs: spreadsheets, the CRM, the ad platform."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lookalike.errors import InputError, did_you_mean
from lookalike.languages import Language, Message, Words, language, say
from lookalike.progress import Progress, silent
from lookalike.ranking.exports import crm, linkedin
from lookalike.ranking.exports.cells import safe_file_name, to_cells, write_csv
from lookalike.schema import CRITERIA, GRADES

CONTACT = (
    *("domain", "email_domain", "linkedin_url", "org_number", "industry", "industry_code", "city", "region"),
    *("postcode", "employees", "revenue", "account_id", "owner"),
)
SPLIT = ("owner", "region")
CRMS = {"hubspot": crm.HUBSPOT, "salesforce": crm.SALESFORCE}
# What a person reads first stands first; criteria come last.
READABLE = (
    *("rank", "name", "grade", "control", "score", "win_probability", "expected_value", "segment", "tier"),
    *("reasons_for", "reasons_against", "reasons_shared", "nearest_customers", "relation", "agreement", "familiar"),
    *("owner", "country", "region", "city", "domain", "employees", "revenue", "rule_rank", "rule_points", "rule_max"),
    *(f"points_{name}" for name in CRITERIA),
    "prospect_id",
)


PLACES = {"win_probability": 2, "score": 1, "similarity": 1, "rule_points": 1, "rule_max": 1, "rule_share": 2}
PLACES |= dict.fromkeys(("deal_value", "expected_value", "revenue", "employees"), 0)


@dataclass(frozen=True)
class Exported:
    """A written file and what to know before using it."""

    path: Path
    rows: int
    notes: tuple[Words, ...] = ()


def export(
    ranked: pd.DataFrame,
    target: str,
    path: Path,
    *,
    details: pd.DataFrame | None = None,
    segment: str | None = None,
    grade: str | None = None,
    top: int | None = None,
    model: str = "",
    scored_on: str = "",
    currency: str = "",
    spoken: Language | None = None,
    local: bool = False,
    split: str = "",
    progress: Progress = silent,
) -> Exported:
    """Write the ranked list, or part of it, for another program.

    Text is made harmless for spreadsheets: a cell that would start a formula gets an apostrophe in front.

    Parameters
    ----------
    ranked : DataFrame
        The columns of `prospects.parquet`, in rank order.
    target : {"csv", "xlsx", "hubspot", "salesforce", "linkedin"}
    path : Path
        Where to; replaced when it is there.
    details : DataFrame, optional
        What else is known of the prospects, by `prospect_id`: domain, place, industry, organisation number.
    segment, grade, top : optional
        Only this segment; only these grades, as in "AB"; only the first of what is left.
    model, scored_on, currency : str, optional
        Name and version of the model, ISO date of the data, and currency, for the files that carry them.
    spoken : Language, optional
        Of the headings of a workbook; default: English.
    local : bool, default False
        A CSV file as Excel expects it where the language writes numbers with commas.
    split : {"", "owner", "region"}
        One file for each of them, its name behind that of the file; those without one have a file too.
    progress : callable, optional

    Returns
    -------
    Exported
        Its notes are the preflight: what the receiving program will refuse or not recognise; where the list was split
        `path` is the folder of the files.

    Raises
    ------
    InputError
        No such target, segment or grade, nothing left to write, or more rows than the format can hold.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> ranked = pd.DataFrame({"prospect_id": ["7", "8"], "name": ["=HYPERLINK()", "Nordlys"], "rank": [1, 2]})
    >>> with TemporaryDirectory() as folder:
    ...     done = export(ranked, "csv", Path(folder) / "best.csv", top=1)
    ...     print(done.path.read_text(encoding="utf-8-sig").strip())
    "prospect_id","name","rank"
    "7","'=HYPERLINK()",1
    """
    writer = _WRITERS.get(target)
    if writer is None:
        raise InputError(say("exports.no_target", target=target), did_you_mean(target, list(_WRITERS)), "--to")
    chosen = _with_details(_chosen(ranked, segment, grade, top), details)
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = _Facts(target, model, scored_on, currency, spoken or language("en"), local, progress)
    if split:
        return _one_each(chosen, split, path, facts)
    return Exported(path, len(chosen), _whole_or_not(writer, chosen, path, facts))


def _one_each(chosen: pd.DataFrame, split: str, path: Path, facts: _Facts) -> Exported:
    """A file for each owner or region."""
    if split not in SPLIT or split not in chosen or not chosen[split].notna().any():
        raise InputError(say("exports.no_split", split=split), say("exports.splits", names=list(SPLIT)), "--split")
    names = chosen[split].astype(object).where(chosen[split].notna(), "").map(lambda one: safe_file_name(str(one)))
    notes: list[Words] = []
    for name, rows in chosen.groupby(names, sort=True):
        file = path.with_name(f"{path.stem}-{name if name != '-' else 'none'}{path.suffix}")
        told = _whole_or_not(_WRITERS[facts.target], rows.reset_index(drop=True), file, facts)
        notes += [say("exports.part", file=file.name, rows=len(rows)), *told]
    return Exported(path.parent, len(chosen), tuple(notes))


def _whole_or_not(writer: Writer, rows: pd.DataFrame, path: Path, facts: _Facts) -> tuple[Message, ...]:
    """Write a file under another name and give it its own when it is whole."""
    written = path.with_name(path.name + ".part")
    try:
        notes = writer(rows, written, facts)
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
    return notes


@dataclass(frozen=True)
class _Facts:
    target: str
    model: str
    scored_on: str
    currency: str
    language: Language
    local: bool
    progress: Progress


Writer = Callable[[pd.DataFrame, Path, _Facts], tuple[Message, ...]]


def _chosen(ranked: pd.DataFrame, segment: str | None, grade: str | None, top: int | None) -> pd.DataFrame:
    """The rows that were asked for, without the contributions."""
    rows = ranked.drop(columns=[name for name in ranked if str(name).startswith("shap_")])
    if segment is not None:
        known = sorted(rows["segment"].dropna().unique())
        if segment not in known:
            found = say("exports.no_segment", segment=segment)
            raise InputError(found, did_you_mean(segment, known), "--segment")
        rows = rows[rows["segment"] == segment]
    if grade is not None:
        wanted = [letter for letter in grade.upper() if letter.isalnum()]
        if not wanted or set(wanted) - set(GRADES):
            raise InputError(say("exports.no_grade", grade=grade), say("exports.grades"), "--grade")
        rows = rows[rows["grade"].isin(wanted)]
    if top is not None and top < 1:
        raise InputError(say("exports.first", top=top), say("exports.one_or_more"), "--top")
    rows = rows.head(top) if top is not None else rows
    if rows.empty:
        raise InputError(say("exports.nobody"), say("exports.somebody"), do=say("exports.widen"))
    return rows.reset_index(drop=True)


def _with_details(rows: pd.DataFrame, details: pd.DataFrame | None) -> pd.DataFrame:
    """The rows with what else is known of the companies."""
    if details is None:
        return rows
    new = [name for name in CONTACT if name in details and name not in rows]
    known = details.drop_duplicates("prospect_id").set_index("prospect_id")[new]
    return rows.join(known, on="prospect_id")


def rounded(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures as people write them: money whole, a chance in whole percent, scores and points with one decimal.

    Examples
    --------
    >>> rounded(pd.DataFrame({"win_probability": [0.71749], "deal_value": [927081.23]})).iloc[0].tolist()
    [0.72, 927081.0]
    """
    return rows.round({name: places for name, places in PLACES.items() if name in rows})


def _csv(rows: pd.DataFrame, path: Path, facts: _Facts) -> tuple[Message, ...]:
    write_csv(rounded(rows), path, mark=True, local=facts.local)
    return ()


def _xlsx(rows: pd.DataFrame, path: Path, facts: _Facts) -> tuple[Message, ...]:
    from lookalike.ranking.exports.workbook import write_workbook

    shown = to_cells(rounded(rows)[[name for name in READABLE if name in rows and rows[name].notna().any()]])
    count = say("exports.count", count=len(rows))
    about: dict[str, Words] = {"companies": count, "model": facts.model, "as_of": facts.scored_on}
    told = {say(f"exports.about_{name}"): said for name, said in about.items() if said}
    write_workbook(shown, path, told, facts.currency, facts.language, facts.progress)
    return ()


def _crm(rows: pd.DataFrame, path: Path, facts: _Facts) -> tuple[Message, ...]:
    system = CRMS[facts.target]
    table = crm.update_file(rounded(rows), system, facts.model, facts.scored_on)
    write_csv(table, path)
    return tuple(crm.preflight(table, system, path))


def _linkedin(rows: pd.DataFrame, path: Path, facts: _Facts) -> tuple[Message, ...]:
    table = linkedin.company_list(rows)
    write_csv(table, path)
    return tuple(linkedin.preflight(table, path))


_WRITERS: dict[str, Writer] = {"csv": _csv, "xlsx": _xlsx, "hubspot": _crm, "salesforce": _crm, "linkedin": _linkedin}
