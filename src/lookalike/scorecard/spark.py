"""Score on a Spark cluster: what scores a batch on a laptop, handed to every worker with the bundle's files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa

from lookalike.errors import LookalikeError
from lookalike.languages import say
from lookalike.scorecard.score import CARRIED, score_batch
from lookalike.scorecard.store import Bundle, load
from lookalike.scorecard.tables import INDUSTRY_CODE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Files = tuple[tuple[str, bytes], ...]


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
        from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
    except ImportError as problem:
        raise LookalikeError(say("scorecard.no_spark"), do=say("scorecard.install_spark")) from problem
    opened = load(Path(bundle))
    files = tuple((path.name, path.read_bytes()) for path in sorted(Path(bundle).iterdir()))
    wanted = {*(one.name for one in opened.attributes), *CARRIED, INDUSTRY_CODE}
    read = df.select([column for column in df.columns if column in wanted])
    empty = pa.RecordBatch.from_pylist([], schema=to_arrow_schema(read.schema))
    schema = from_arrow_schema(score_batch(opened, empty).schema)
    return read.mapInArrow(_scorer(files), schema)


def _scorer(files: Files) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
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
