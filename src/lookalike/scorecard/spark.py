"""The door to Spark: what works on a batch is handed to every worker; and places in an order of any size."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from lookalike.errors import LookalikeError
from lookalike.languages import say
from lookalike.scorecard.score import CARRIED, score_batch
from lookalike.scorecard.store import Bundle, load
from lookalike.scorecard.tables import INDUSTRY_CODE

if TYPE_CHECKING:
    from pyspark.sql import Column
    from pyspark.sql import DataFrame as DataFrame
    from pyspark.sql import SparkSession as SparkSession

Files = tuple[tuple[str, bytes], ...]
Work = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]
"""What a worker does with its batches."""

REMOTE = "SPARK_REMOTE"  # where the cluster is, for a driver that needs no Java
BATCH = 50_000  # rows that a worker is handed at a time
RANGE = 250_000  # rows that are sorted in one place
DRAWN = 100  # rows that are drawn for each range, to find where it ends


def session() -> SparkSession:
    """The session that is there, or that `spark-submit`, `SPARK_REMOTE` or Spark's own settings ask for; else one on
    all cores of this machine.

    Raises
    ------
    LookalikeError
        pyspark or Java is not there, or Spark does not start; what to do.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise LookalikeError(say("scorecard.no_spark"), do=say("scorecard.install_spark")) from problem
    if REMOTE not in os.environ and not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise LookalikeError(say("scorecard.no_java"), do=say("scorecard.install_java"))
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        started = SparkSession.getActiveSession() or _builder(SparkSession).getOrCreate()
        started.conf.set("spark.sql.caseSensitive", "true")  # as headings are
        started.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
    except PySparkException as problem:
        raise LookalikeError(
            say("scorecard.no_session", reason=str(problem)), do=say("scorecard.see_spark")
        ) from problem
    return started


def _builder(session: Any) -> Any:
    """How a session is begun; one that nobody submitted says nothing beside us, and opens no page."""
    quiet = {"spark.ui.showConsoleProgress": "false", "spark.ui.enabled": "false", "spark.log.level": "ERROR"}
    submitted = {"PYSPARK_GATEWAY_PORT", REMOTE} & os.environ.keys()
    return session.builder.appName("lookalike").config(map={} if submitted else quiet)


@contextmanager
def troubles_told() -> Iterator[None]:
    """What a worker finds wrong with the data is said as on one machine.

    Raises
    ------
    LookalikeError
        Of the first worker that raised one; what else goes wrong is Spark's to say.
    """
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as problem:
        ours = re.search(rf"^{LookalikeError.__module__}\.\w+: (.*)", str(problem), re.MULTILINE)
        if ours is None:
            raise
        raise LookalikeError(say("scorecard.on_a_worker", reason=ours[1])) from problem


def worked(rows: DataFrame, work: Work, schema: pa.Schema) -> DataFrame:
    """What workers make of the batches of a frame, lazily; within a partition in the same order."""
    from pyspark.sql.pandas.types import from_arrow_schema

    names = rows.columns

    def work_under_names(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from work(batch.rename_columns(names) for batch in batches)

    numbered = rows.toDF(*map(str, range(len(names))))  # a point in a heading means something to Spark
    return numbered.mapInArrow(work_under_names, from_arrow_schema(schema))


def each(
    spark: SparkSession, tasks: int, work: Callable[[int], Iterator[pa.RecordBatch]], schema: pa.Schema
) -> DataFrame:
    """What workers make of numbered tasks, each of them one partition, lazily."""

    def work_all(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from work(number)

    return worked(spark.range(0, tasks, 1, tasks).toDF("task"), work_all, schema)


def numbered(rows: DataFrame, stored: DataFrame, by: str, name: str, falling: str = "") -> DataFrame:
    """Rows with their places in an order, from 1, as another column: highest first, ties by id, unknown last.

    No machine ever sorts more than a range of the order: where ranges end is told by rows drawn at random, a row's
    place by how many rows lie in the ranges before. The ends change how the work is shared, never a place.

    Parameters
    ----------
    rows : DataFrame
    stored : DataFrame
        The same rows as they lie in files: it is gone through three times.
    by : str
        A column of numbers; `prospect_id` decides between equal ones.
    name : str
        Of the column of places.
    falling : str, optional
        Another column of numbers, of which each row gets the lowest up to its place.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    value = f.coalesce(f.nanvl(f.col(by), f.lit(None)), f.lit(float("-inf")))
    lowest = f.min(falling or by)
    ends = _ends(stored.select(value.alias("value"), f.col("prospect_id").alias("id")))
    counted = stored.groupBy(_range(value, ends).alias("range")).agg(f.count("*").alias("n"), lowest.alias("low"))
    found = {one["range"]: one for one in counted.collect()}
    sizes = [found[place]["n"] if place in found else 0 for place in range(len(ends) + 1)]
    inside = Window.partitionBy("range").orderBy(value.desc(), f.col("prospect_id"))
    before = _of_range([0, *accumulate(sizes)][:-1], "bigint")
    told = {name: before + f.row_number().over(inside)}
    if falling:
        lows = [found[place]["low"] if place in found else None for place in range(len(ends) + 1)]
        floor = [None, *accumulate(lows, _lower)][:-1]
        so_far = f.min(falling).over(inside.rowsBetween(Window.unboundedPreceding, Window.currentRow))
        told[falling] = f.least(so_far, _of_range(floor, "double"))
    return rows.withColumn("range", _range(value, ends)).withColumns(told).drop("range")


def _lower(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else min(one, other)


def _ends(keys: DataFrame) -> list[tuple[float, str]]:
    """The last value and id of every range but the last."""
    total = keys.count()
    ranges = -(-total // RANGE)
    if ranges < 2:
        return []
    drawn = keys.sample(fraction=min(1.0, DRAWN * ranges / total), seed=7).collect()
    order = sorted(((one["value"], one["id"]) for one in drawn), key=lambda one: (-one[0], one[1]))
    return list(dict.fromkeys(order[place * len(order) // ranges] for place in range(1, ranges) if order))


def _range(value: Column, ends: Sequence[tuple[float, str]]) -> Column:
    """The number of the range that a row lies in: how many ends come before it."""
    from pyspark.sql import functions as f

    behind = [((value < end) | ((value == end) & (f.col("prospect_id") > last))).cast("int") for end, last in ends]
    return sum(behind, f.lit(0))


def _of_range(values: Sequence[float | None], kind: str) -> Column:
    from pyspark.sql import functions as f

    return f.element_at(f.array(*(f.lit(one).cast(kind) for one in values)), f.col("range") + 1)


def score(df: DataFrame, bundle: Path | str) -> DataFrame:
    """Score a Spark frame with a bundle.

    The bundle's files travel to the workers with the job, so they need no shared disk; `lookalike[spark]` must be
    installed there. Rows keep their partitions; order them by `raw` (falling) and `prospect_id` to rank.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
        With the columns the model reads; `prospect_id`, `name`, `country`, `org_number`, `domain`, `city`, `industry`
        and `relation` are carried along.
    bundle : Path or str
        The folder of a bundle on the driver.

    Returns
    -------
    pyspark.sql.DataFrame
        The columns of `lookalike.score`, lazily.
    """
    try:
        from pyspark.sql.pandas.types import to_arrow_schema
    except ImportError as problem:
        raise LookalikeError(say("scorecard.no_spark"), do=say("scorecard.install_spark")) from problem
    opened = load(Path(bundle))
    files = tuple((path.name, path.read_bytes()) for path in sorted(Path(bundle).iterdir()))
    wanted = {*(one.name for one in opened.attributes), *CARRIED, INDUSTRY_CODE}
    read = df.select([_quoted(column) for column in df.columns if column in wanted])
    others = [pa.field(column, pa.null()) for column in df.columns if column not in wanted]  # that may be misspelt
    known = pa.schema([*to_arrow_schema(read.schema), *others])
    empty = pa.RecordBatch.from_pylist([], schema=known)
    return worked(read, _scorer(files), score_batch(opened, empty).schema)


def _quoted(name: str) -> str:
    """A column by its very name, points and all."""
    escaped = name.replace("`", "``")
    return f"`{escaped}`"


def _scorer(files: Files) -> Work:
    def score_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        bundle = unpacked(files)
        for batch in batches:
            yield score_batch(bundle, batch)

    return score_batches


@lru_cache(maxsize=4)
def unpacked(files: Files) -> Bundle:
    """The bundle of the files, checked as on disk; once per worker process."""
    with TemporaryDirectory() as folder:
        for name, content in files:
            (Path(folder) / name).write_bytes(content)
        return load(Path(folder))
