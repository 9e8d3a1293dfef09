"""The use case: what one machine does with a list, on as many as there are."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from lookalike.companies import Companies
from lookalike.companies.accounts import conform
from lookalike.companies.assemble import Gathered, gather, in_places, put_together
from lookalike.companies.attributes import coding_of
from lookalike.companies.clean import Files, read_files
from lookalike.companies.market import matched
from lookalike.errors import InputError
from lookalike.languages import Message, language, say, told_table
from lookalike.progress import Progress, part, silent
from lookalike.project import Project
from lookalike.ranking.reasons import SHOWN, left_out_for
from lookalike.report.gather import run_record
from lookalike.runs import Inputs, as_json, replaced, reserved, table_of
from lookalike.scorecard.spark import each, numbered, session, troubles_told, worked
from lookalike.scorecard.store import Bundle, load, refuse_strangers
from lookalike.scorecard.versions import find
from lookalike.workflow.cluster.cleaning import ASIDE, PLACE, clean_schema, cleaner
from lookalike.workflow.cluster.sorting import (
    NUMBER,
    Identified,
    identified,
    in_order,
    rows_at,
    sort_list,
    write_kept,
)
from lookalike.workflow.cluster.telling import DROPPED, ORDERING, Finishing, Telling, told_list
from lookalike.workflow.listing import qualified
from lookalike.workflow.reading import check_rules
from lookalike.workflow.scoring import of_today

if TYPE_CHECKING:
    from lookalike.scorecard.spark import DataFrame, SparkSession

STEPS = "steps"  # what lies between the steps, inside the folder that is being written
CLEANED, KEPT, SCORED = "cleaned", "kept", "scored"
LISTS = ("prospects.parquet", "excluded.parquet", "rejected.parquet")  # folders of parts
RECORD = "run.json"
PART = 250_000  # rows of a file
SAMPLE = 1000  # prospects that show which columns the list has


@dataclass(frozen=True)
class Clustered:
    """A list ranked on a cluster: where it lies, the model, and how many rows are where; `excluded` by reason."""

    folder: Path
    model: str
    prospects: int
    excluded: dict[str, int]
    rejected: int

    @property
    def sentences(self) -> tuple[Message, ...]:
        """What became of the list."""
        left = [say("cluster.reason", reason=left_out_for(one), n=count) for one, count in self.excluded.items()]
        return (
            say("cluster.done", n=self.prospects, model=self.model, folder=f"{self.folder}/"),
            *([say("cluster.left_out", reasons=left)] if left else []),
            *([say("cluster.rejected", n=self.rejected)] if self.rejected else []),
        )


def score_on_cluster(
    project: Project,
    models: Path,
    model: str = "",
    prospects: Path | None = None,
    out: Path | None = None,
    progress: Progress = silent,
) -> Clustered:
    """Rank the project's prospects, or others, on Spark, and write the list in parts.

    The list is read by the workers where it lies, under the same path on all machines, and cleaned in blocks; what its
    columns mean is told by its beginning. The CRM's files, and of the list what identifies its rows, are looked at
    here: one function decides, as on one machine, who is a customer, who is left out and who stands there twice.

    Parameters
    ----------
    project, models, model, prospects
        As for `lookalike.workflow.score`.
    out : Path, optional
        A folder that all machines see; default: `out-spark` in the project.

    Returns
    -------
    Clustered

    Raises
    ------
    LookalikeError
        Spark is not there, or the data or settings cannot be used.
    """
    spark = session()
    bundle = load(find(models, model or project.settings.name))
    place = out or project.out.with_name(f"{project.out.name}-spark")
    with troubles_told(), reserved(place, (*LISTS, RECORD)) as folder, replaced(folder) as new:
        inputs = Inputs.of(project, prospects)
        (new / STEPS).mkdir()
        known = _known(spark, inputs, bundle, new / STEPS, part(progress, 0.0, 0.5))
        places = sort_list(known.found, known.gathered.known, project.settings.exclude)
        progress(say("progress.scoring"), 0.5)
        total, dropped = _rank(spark, known.telling, places.kept, new, part(progress, 0.5, 0.95))
        excluded = in_order(places.excluded, dropped)
        for name, table in zip(LISTS[1:], (excluded, places.rejected), strict=True):
            _write(told_table(table, language(project.settings.score.language)), new / name)
        shutil.rmtree(new / STEPS)
        about = run_record(inputs, known.companies, bundle)
        _write_record(about | {"engine": "spark", "prospects": total}, new)
    reasons = {str(reason): int(count) for reason, count in excluded["reason"].value_counts().items()}
    return Clustered(folder, about["model"], total, reasons, len(places.rejected))


@dataclass(frozen=True, eq=False)
class _Known:
    """What is known once the list has been read."""

    companies: Companies
    gathered: Gathered
    found: Identified
    telling: Telling


def _known(spark: SparkSession, inputs: Inputs, bundle: Bundle, steps: Path, progress: Progress) -> _Known:
    """Let the workers clean the list; put the CRM's side together, and the model as the settings of today have it."""
    project = inputs.project
    files = read_files(project, inputs.prospects, part(progress, 0.0, 0.2), begin=True)
    _clean(spark, files, steps, part(progress, 0.2, 0.6))
    found = identified(steps / CLEANED)
    gathered = _gathered(project, files, found, steps)
    places = in_places(project, gathered)
    companies = put_together(project, gathered, places)
    progress(say("progress.companies"), 0.7)
    check_rules(companies, project.settings)
    refuse_strangers(bundle, project, companies.accounts)
    bundle, _ = of_today(inputs, companies, bundle, part(progress, 0.7, 1.0))
    coding = coding_of(gathered.known.accounts, places.prospects)
    attributes = (*companies.attributes, *companies.untraceable)
    first = qualified(companies, project.settings)[0].head(SAMPLE)
    return _Known(companies, gathered, found, Telling.of(bundle, project.settings, attributes, coding, first))


def _clean(spark: SparkSession, files: Files, steps: Path, progress: Progress) -> None:
    reading = files.reading
    if reading is None:
        raise InputError(say("cluster.no_list"), say("cluster.a_list"), "[inputs]")
    if files.market is not None and files.market is not files.tables["prospects"]:
        raise InputError(say("cluster.two_lists"), say("cluster.one_list"), "[inputs]", say("cluster.local"))
    progress(say("progress.cleaning", file=reading.opened.raw.file), 0.0)
    schema = clean_schema(conform(files.frame("prospects"), "prospects"))
    cleaned = each(spark, len(reading.pieces()), cleaner(reading, schema), schema)
    cleaned.write.parquet(_uri(steps / CLEANED))


def _gathered(project: Project, files: Files, found: Identified, steps: Path) -> Gathered:
    """What is known of companies; of the list, its beginning and the rows that are companies of the CRM tell more."""
    gathered = gather(project, files)
    listed = files.tables["prospects"]
    reading = files.reading
    assert reading is not None
    theirs = matched(gathered.known.accounts, found.rows, found.keys).dropna().astype("int64")
    numbers = found.rows["row"].to_numpy()[theirs.unique()]
    begun = found.numbers(listed.frame["row"].to_numpy(), reading.beginning.starts)
    more = rows_at(steps / CLEANED, found, np.setdiff1d(numbers, begun))
    if not len(more):
        return gathered
    longer = replace(listed, frame=pd.concat([listed.frame.assign(row=begun), more], ignore_index=True))
    market = longer if files.market is listed else files.market
    return gather(project, replace(files, tables=files.tables | {"prospects": longer}, market=market))


def _rank(
    spark: SparkSession, telling: Telling, kept: pd.DataFrame, new: Path, progress: Progress
) -> tuple[int, pd.DataFrame]:
    """Let the workers score and write the list in rank order; how long it is, and whom the rules leave out."""
    steps = new / STEPS
    write_kept(kept, steps / KEPT)
    listed = spark.read.parquet(_uri(steps / KEPT))
    cleaned = spark.read.parquet(_uri(steps / CLEANED))
    cleaned = cleaned.filter(cleaned[ASIDE].isNull())
    told = [name for name in listed.columns if name not in PLACE]
    rows = cleaned.drop(*told).join(listed, list(PLACE))
    worked(rows, telling.score, telling.scored_schema).write.parquet(_uri(steps / SCORED))
    progress(say("progress.ranking"), 0.6)
    every = spark.read.parquet(_uri(steps / SCORED))
    scored = every.filter(every[DROPPED].isNull())
    total = scored.count()
    ranked = numbered(numbered(scored, scored, "rule_share", "rule_rank"), scored, ORDERING, "rank", "score")
    finishing = Finishing(telling, total, _unfamiliar(ranked, telling), _first(rows, scored, telling))
    parts = max(1, -(-total // PART))
    placed = ranked.repartitionById(parts, ((ranked["rank"] - 1) / PART).cast("int")).sortWithinPartitions("rank")
    worked(placed, finishing.finish, telling.schema).write.parquet(_uri(new / LISTS[0]))
    dropped = every.filter(every[DROPPED].isNotNull()).select(NUMBER, "prospect_id", "name", DROPPED).toPandas()
    dropped = dropped.rename(columns={NUMBER: "row", "prospect_id": "id", DROPPED: "detail"})
    return total, dropped.assign(reason="disqualified")


def _unfamiliar(ranked: DataFrame, telling: Telling) -> np.ndarray:
    """The ranks of companies outside what was learned from, where some of them are to be called."""
    if not telling.settings.score.exploration:
        return np.empty(0, dtype=np.int64)
    return np.sort(ranked.filter(~ranked["familiar"]).select("rank").toArrow()["rank"].to_numpy())


def _first(rows: DataFrame, scored: DataFrame, telling: Telling) -> pd.DataFrame:
    """The first companies of the list as one machine tells them: side by side."""
    order = scored.orderBy(scored[ORDERING].desc(), scored["prospect_id"]).limit(SHOWN).select("prospect_id")
    found = rows.join(order, "prospect_id", "left_semi").toArrow()
    return told_list(telling.bundle, telling.prospects(found), telling.settings)


def _write(table: pd.DataFrame, folder: Path) -> None:
    """A table in parts."""
    folder.mkdir()
    for number, start in enumerate(range(0, max(len(table), 1), PART)):
        pq.write_table(table_of(table.iloc[start : start + PART]), folder / f"part-{number:05}.parquet")


def _write_record(about: dict[str, Any], new: Path) -> None:
    """The record, which names what was written."""
    files = [path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()]
    (new / RECORD).write_text(as_json(about | {"files": sorted([*files, RECORD])}), encoding="utf-8")


def _uri(path: Path) -> str:
    """A path of this machine, wherever Spark looks else."""
    return f"file://{path}"
