"""Rank registers of any size in flat memory: score block by block into rank buckets on disk, then write them sorted.

A small sample cuts the scores into buckets. Scored blocks go to the buckets' files; only id, score and share of points
of each row stay together, for DuckDB to number both rankings (it spills to disk beyond its limit). Then one bucket
after the other is put in order and written. Reasons are numbers until the end: a sentence is stored once.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lookalike.progress import Progress, part, silent
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.columns import Text, from_batch
from lookalike.scorecard.score import CARRIED, DECIMALS, Scored, arrow, plain_text, score_columns
from lookalike.scorecard.sources import Register, find_files

BUCKET_ROWS = 250_000
MOST_BUCKETS = 100
SORT_MEMORY = "800MB"


class Explainer(Protocol):
    """Tells why: reasons and nearest customers as numbers into lists of words that grow."""

    def tell(self, scored: Scored) -> dict[str, np.ndarray]:
        """Per output column int32 of shape (n, 3), -1 = none; called from several threads."""
        ...

    def words(self, column: str) -> Sequence[str]:
        """What the numbers of a column mean."""
        ...


Standing = Callable[[np.ndarray, np.ndarray], dict[str, tuple[np.ndarray, Sequence[str]]]]
"""From `familiar` and `rule_rank` (0 = unknown), in rank order, to further columns: codes in rank order, and words."""


@dataclass
class Streamed:
    """What was done: rows, and seconds per stage."""

    rows: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


def rank_files(
    bundle: Bundle,
    source: Path | str,
    out: Path,
    layout: Sequence[str],
    explainer: Explainer,
    standing: Standing,
    progress: Progress = silent,
) -> Streamed:
    """Score and rank files, and write one Parquet file in rank order.

    Parameters
    ----------
    bundle : Bundle
    source : Path or str
        Parquet or CSV (also .gz, .zst), a folder or a pattern.
    out : Path
        The Parquet file; written whole or not at all.
    layout : sequence of str
        The columns to write, in order.
    explainer, standing
        What the ranking room adds.
    progress : Progress
    """
    files, done, clock = find_files(source), Streamed(), time.perf_counter()
    with TemporaryDirectory(prefix=".ranking-", dir=out.parent) as folder:
        spill = _Spill(Path(folder), bundle, Register(files, bundle.attributes, CARRIED), explainer)
        spill.score(part(progress, 0.0, 0.6))
        done.seconds["score"] = -clock + (clock := time.perf_counter())
        progress("ranking", 0.6)
        ranks, rule_ranks = spill.ranks()
        done.seconds["rank"] = -clock + (clock := time.perf_counter())
        draft = Path(folder) / "draft.parquet"
        spill.write(draft, layout, ranks, rule_ranks, standing, part(progress, 0.65, 1.0))
        os.replace(draft, out)
        done.seconds["write"] = time.perf_counter() - clock
    done.rows = len(ranks)
    return done


class _Spill:
    """The scored rows on disk in buckets, best scores first, and the narrow columns in memory."""

    def __init__(self, folder: Path, bundle: Bundle, register: Register, explainer: Explainer) -> None:
        self.folder, self.bundle, self.register, self.explainer = folder, bundle, register, explainer
        self.words: dict[str, list[str]] = {}
        self.narrow: list[pa.RecordBatch] = []
        self.cuts = self._cuts()

    def _cuts(self) -> np.ndarray:
        """Scores between the buckets, falling."""
        buckets = min(MOST_BUCKETS, self.register.rows() // BUCKET_ROWS + 1)
        scores = [np.empty(0)]
        for batch in self.register.sample() if buckets > 1 else ():
            scored = score_columns(self.bundle, from_batch(batch, self.bundle.attributes))
            scores.append(_rounded(scored))
        known = np.concatenate(scores)
        return np.quantile(known, np.arange(1, buckets)[::-1] / buckets) if len(known) else known

    def score(self, progress: Progress) -> None:
        """Score all blocks in parallel and append each to the buckets, in the order of the files."""
        writers: dict[int, pa.ipc.RecordBatchStreamWriter] = {}
        start, clock, total = 0, time.perf_counter(), max(self.register.rows(), 1)
        for rows, block in _in_order(self._block, self._numbered()):
            self.narrow.append(block.select(["row", "prospect_id", "raw", "share", "familiar"]))
            ends = np.searchsorted(-block.column("raw").to_numpy(), -self.cuts, side="right")
            wide = block.drop_columns(["share"])
            for bucket, (first, last) in enumerate(zip([0, *ends], [*ends, rows], strict=True)):
                if last > first:
                    if bucket not in writers:
                        writers[bucket] = pa.ipc.new_stream(str(self._file(bucket)), wide.schema)
                    writers[bucket].write_batch(wide.slice(first, last - first))
            start += rows
            speed = start / (time.perf_counter() - clock)
            progress(f"scored {start:,} rows, {speed:,.0f} a second", min(start / total, 1.0))
        for writer in writers.values():
            writer.close()

    def _file(self, bucket: int) -> Path:
        return self.folder / f"bucket-{bucket}.arrows"

    def _numbered(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        start = 0
        for batch in self.register.batches():
            yield start, batch
            start += batch.num_rows

    def _block(self, numbered: tuple[int, pa.RecordBatch]) -> tuple[int, pa.RecordBatch]:
        """A scored block, best first, text as numbers where it recurs."""
        start, batch = numbered
        scored = score_columns(self.bundle, from_batch(batch, self.bundle.attributes))
        raw = _rounded(scored)
        points, most = (np.asarray(scored.results[name]) for name in ("rule_points", "rule_max"))
        share = np.divide(points, most, out=np.full(len(raw), np.nan), where=most > 0)
        rows = np.arange(start, start + batch.num_rows)
        columns: dict[str, pa.Array] = {
            **{name: _carried(batch, name, rows) for name in CARRIED},
            **{name: arrow(column) for name, column in scored.results.items()},
            "row": pa.array(rows),
            "raw": pa.array(raw),
            "share": pa.array(np.round(share, DECIMALS), from_pandas=True),
        }
        for name, codes in self.explainer.tell(scored).items():
            columns |= {f"{name}#{slot}": pa.array(codes[:, slot]) for slot in range(codes.shape[1])}
        block = pa.RecordBatch.from_pydict({name: plain_text(column) for name, column in columns.items()})
        return len(raw), block.take(pa.array(np.argsort(-raw, kind="stable")))

    def ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """Rank and rule rank (0 = unknown) of each row, from 1, ties by id."""
        ranks = np.zeros(sum(batch.num_rows for batch in self.narrow), dtype=np.int32)
        rule_ranks = np.zeros_like(ranks)
        if not self.narrow:
            return ranks, rule_ranks
        with duckdb.connect(config={"memory_limit": SORT_MEMORY, "temp_directory": str(self.folder)}) as database:
            database.execute("set enable_progress_bar = false")
            database.register("narrow", pa.Table.from_batches(self.narrow))
            query = (
                'select "row", row_number() over (order by raw desc, prospect_id) as rank, '
                "row_number() over (order by share desc nulls last, prospect_id) as rule_rank from narrow"
            )
            for batch in database.sql(query).to_arrow_reader(1_000_000):
                rows = batch.column("row").to_numpy()
                ranks[rows], rule_ranks[rows] = batch.column("rank").to_numpy(), batch.column("rule_rank").to_numpy()
        return ranks, rule_ranks

    def write(
        self,
        file: Path,
        layout: Sequence[str],
        ranks: np.ndarray,
        rule_ranks: np.ndarray,
        standing: Standing,
        progress: Progress,
    ) -> None:
        """One bucket after the other, in rank order."""
        familiar, unknown = np.empty(len(ranks), dtype=bool), np.zeros(len(ranks), dtype=bool)
        for batch in self.narrow:
            places = ranks[batch.column("row").to_numpy()] - 1
            familiar[places] = batch.column("familiar").to_numpy(zero_copy_only=False)
            unknown[places] = batch.column("share").is_null().to_numpy(zero_copy_only=False)
        self.narrow.clear()
        by_rank = np.empty_like(rule_ranks)
        by_rank[ranks - 1] = rule_ranks
        further = standing(familiar, np.where(unknown, 0, by_rank))

        def finished(bucket: int) -> pa.Table:
            return self._finished(bucket, layout, ranks, by_rank, further)

        writer, written = None, 0
        for table in _in_order(finished, (b for b in range(len(self.cuts) + 1) if self._file(b).exists())):
            writer = writer or pq.ParquetWriter(file, table.schema, store_schema=False, **_encoding(table.schema))
            writer.write_table(table, row_group_size=100_000)
            written += table.num_rows
            progress(f"written {written:,} rows", written / len(ranks))
        if writer is None:
            empty = pa.table({name: pa.array([], pa.string()) for name in layout})
            writer = pq.ParquetWriter(file, empty.schema)
        writer.close()

    def _finished(
        self, bucket: int, layout: Sequence[str], ranks: np.ndarray, rule_ranks: np.ndarray, further: dict
    ) -> pa.Table:
        """A bucket in rank order, with the columns of the output."""
        with pa.ipc.open_stream(pa.memory_map(str(self._file(bucket)))) as stream:
            table = stream.read_all().combine_chunks()
        rank = ranks[table["row"].to_numpy()]
        table = table.take(pa.array(np.argsort(rank)))
        rank = np.sort(rank)
        columns = {name: table[name] for name in table.column_names if "#" not in name}
        columns |= {"rank": pa.array(rank), "rule_rank": pa.array(rule_ranks[rank - 1])}
        for name, (codes, words) in further.items():
            columns[name] = pa.DictionaryArray.from_arrays(pa.array(codes[rank - 1]), pa.array(words, pa.string()))
        for name in {name.split("#")[0] for name in table.column_names if "#" in name}:
            slots = [slot for slot in table.column_names if slot.split("#")[0] == name]
            codes = np.column_stack([table[slot].to_numpy() for slot in slots])
            columns[name] = coded_lists(codes, self.explainer.words(name))
        os.unlink(self._file(bucket))
        return pa.table({name: columns[name] for name in layout})


def coded_lists(codes: np.ndarray, words: Sequence[str]) -> pa.ListArray:
    """Rows of numbers into `words` (-1 = none) as lists of dictionary-coded text."""
    kept = codes >= 0
    ends = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)
    coded = pa.DictionaryArray.from_arrays(pa.array(codes[kept], pa.int32()), pa.array(words, pa.string()))
    return pa.ListArray.from_arrays(pa.array(ends), coded)


def _rounded(scored: Scored) -> np.ndarray:
    raw = scored.results["raw"]
    assert not isinstance(raw, Text)
    return np.round(raw, DECIMALS) + 0.0


def _carried(batch: pa.RecordBatch, name: str, rows: np.ndarray) -> pa.Array:
    """A column taken along; without an id the number of the row, from 1, is the id."""
    if name in batch.schema.names:
        return batch.column(name)
    return pa.array((rows + 1).astype(str)) if name == "prospect_id" else pa.nulls(batch.num_rows, pa.string())


def _encoding(schema: pa.Schema) -> dict:
    """Dictionaries for text that recurs; numbers and ids as they are, which is what they cost least as."""
    once = ("prospect_id", "name")
    text = [one.name for one in schema if not pa.types.is_floating(one.type) and one.name not in once]
    return {"use_dictionary": text, "compression": "snappy", "write_statistics": ["rank", "grade", "segment", "score"]}


def _in_order(work: Callable, items: Iterator) -> Iterator:
    """Results of `work` on items, in their order, by one thread per core, a few ahead."""
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:
        ahead: deque[Future] = deque()
        for item in items:
            ahead.append(pool.submit(work, item))
            if len(ahead) > workers:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
