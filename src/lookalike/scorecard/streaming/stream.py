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
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lookalike.languages import say
from lookalike.progress import Progress, part, silent
from lookalike.scorecard.score import CARRIED, CARRIED_NUMBERS, DECIMALS, Scored, arrow, plain_text, score_columns
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.streaming.carried import carried_numbers, carried_text
from lookalike.scorecard.streaming.explainer import Explainer, Standing
from lookalike.scorecard.streaming.sources import Register, find_files
from lookalike.scorecard.tables import Text, from_batch

BUCKET_ROWS = 125_000
MOST_BUCKETS = 100
SORT_MEMORY = "800MB"


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
        spill = _Spill(
            Path(folder), bundle, Register(files, bundle.attributes, (*CARRIED, *CARRIED_NUMBERS)), layout, explainer
        )
        spill.score(part(progress, 0.0, 0.6))
        done.seconds["score"] = -clock + (clock := time.perf_counter())
        progress(say("progress.ranking"), 0.6)
        ranks, rule_ranks = spill.ranks()
        done.seconds["rank"] = -clock + (clock := time.perf_counter())
        draft = Path(folder) / "draft.parquet"
        spill.write(draft, ranks, rule_ranks, standing, part(progress, 0.65, 1.0))
        os.replace(draft, out)
        done.seconds["write"] = time.perf_counter() - clock
    done.rows = len(ranks)
    return done


class _Spill:
    """The scored rows on disk in buckets, best scores first, and the narrow columns in memory."""

    def __init__(
        self, folder: Path, bundle: Bundle, register: Register, layout: Sequence[str], explainer: Explainer
    ) -> None:
        self.folder, self.bundle, self.register = folder, bundle, register
        self.layout, self.explainer = layout, explainer
        scored = self._scored(pa.RecordBatch.from_pydict({one.name: [] for one in bundle.attributes}))
        kept = {name: column for name, column in scored.results.items() if name in layout and name != "familiar"}
        self.texts = [*CARRIED, *(name for name, column in kept.items() if isinstance(column, Text))]
        self.numbers = [*CARRIED_NUMBERS, *(name for name, column in kept.items() if not isinstance(column, Text))]
        self.told = {name: numbers.shape[1] for name, numbers in explainer.tell(scored).items()}
        self.narrow: list[pa.RecordBatch] = []
        self.cuts = self._cuts()

    def _scored(self, batch: pa.RecordBatch) -> Scored:
        return score_columns(self.bundle, from_batch(batch, self.bundle.attributes))

    def _cuts(self) -> np.ndarray:
        """Scores between the buckets, falling."""
        buckets = min(MOST_BUCKETS, self.register.rows() // BUCKET_ROWS + 1)
        batches = self.register.sample() if buckets > 1 else ()
        known = np.concatenate([np.empty(0), *(_rounded(self._scored(batch)) for batch in batches)])
        return np.quantile(known, np.arange(1, buckets)[::-1] / buckets) if len(known) else known

    def score(self, progress: Progress) -> None:
        """Score all blocks in parallel and append each to the buckets, in the order of the files."""
        writers: dict[int, pa.ipc.RecordBatchStreamWriter] = {}
        start, clock, total = 0, time.perf_counter(), max(self.register.rows(), 1)
        for narrow, wide, ends in _in_order(self._block, self._numbered()):
            self.narrow.append(narrow)
            for bucket, (first, last) in enumerate(pairwise([0, *ends])):
                if last > first:
                    if bucket not in writers:
                        writers[bucket] = pa.ipc.new_stream(str(self._file(bucket)), wide.schema)
                    writers[bucket].write_batch(wide.slice(first, last - first))
            start += len(narrow)
            speed = start / (time.perf_counter() - clock)
            progress(say("progress.scored", rows=start, speed=speed), min(start / total, 1.0))
        for writer in writers.values():
            writer.close()

    def _file(self, bucket: int) -> Path:
        return self.folder / f"bucket-{bucket}.arrows"

    def _numbered(self) -> Iterator[tuple[int, pa.RecordBatch]]:
        start = 0
        for batch in self.register.batches():
            yield start, batch
            start += batch.num_rows

    def _block(self, numbered: tuple[int, pa.RecordBatch]) -> tuple[pa.RecordBatch, pa.RecordBatch, list[int]]:
        """A block's narrow columns; all of it, bucket after bucket; and where each bucket ends.

        What is moved together lies together: a row's numbers are one cell, and so are those of its reasons.
        """
        start, batch = numbered
        scored = self._scored(batch)
        raw, told = _rounded(scored), self.explainer.tell(scored)
        rows = np.arange(start, start + len(raw))
        carried = {name: carried_text(batch, name, rows) for name in CARRIED}
        texts = {name: arrow(scored.results[name]) for name in self.texts if name not in carried}
        numbers = scored.results | {name: carried_numbers(batch, name) for name in CARRIED_NUMBERS}
        wide = {
            **{name: plain_text(column) for name, column in (carried | texts).items()},
            "row": pa.array(rows),
            "numbers": _cells(np.array([numbers[name] for name in self.numbers], dtype=float).T),
            "told": _cells(np.concatenate([told[name] for name in self.told], axis=1)),
        }
        narrow = {"prospect_id": carried["prospect_id"], "raw": raw, "share": scored.results["rule_share"]}
        bucket = np.searchsorted(-self.cuts, -raw, side="left").astype(np.int16)
        ends = np.cumsum(np.bincount(bucket, minlength=len(self.cuts) + 1)).tolist()
        by_bucket = pa.RecordBatch.from_pydict(wide).take(pa.array(np.argsort(bucket, kind="stable")))
        return pa.RecordBatch.from_pydict(narrow | {"familiar": scored.results["familiar"]}), by_bucket, ends

    def ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """Rank and rule rank of each row, from 1, ties by id; where no rule could be answered they come last."""
        if not self.narrow:
            return np.empty(0, dtype=np.int32), np.empty(0, dtype=np.int32)
        ids = pa.chunked_array([batch.column("prospect_id") for batch in self.narrow])
        with duckdb.connect(config={"memory_limit": SORT_MEMORY, "temp_directory": str(self.folder)}) as database:
            database.execute("set enable_progress_bar = false")
            database.register("narrow", pa.table({"id": ids, "row": np.arange(len(ids))}))
            by_id = database.sql('select "row" from narrow order by id, "row"').fetchnumpy()["row"]
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(lambda name: _places(by_id, -self._whole(name)), ("raw", "share"))
        return first, second

    def _whole(self, name: str) -> np.ndarray:
        """A narrow column of all rows."""
        return np.concatenate([batch.column(name).to_numpy(zero_copy_only=False) for batch in self.narrow])

    def write(self, file: Path, ranks: np.ndarray, rule_ranks: np.ndarray, standing: Standing, tell: Progress) -> None:
        """One bucket after the other, in rank order."""
        further: dict[str, pa.Array] = {}
        if len(ranks):
            by_rank, unknown = np.empty_like(ranks), np.isnan(self._whole("share"))
            by_rank[ranks - 1] = np.arange(len(ranks))
            familiar, rule_rank = self._whole("familiar")[by_rank], rule_ranks[by_rank]
            coded = standing(familiar, np.where(unknown[by_rank], 0, rule_rank))
            further = {name: _coded(codes, words) for name, (codes, words) in coded.items()}
            further |= {"familiar": pa.array(familiar), "rule_rank": pa.array(rule_rank)}
        self.narrow.clear()
        writer, written = None, 0
        full = [bucket for bucket in range(len(self.cuts) + 1) if self._file(bucket).exists()]
        for bucket in full[:1]:
            self.explainer.compare(self._told(self._in_order(bucket, ranks)[0]))
        for table in _in_order(lambda bucket: self._finished(bucket, ranks, further), iter(full)):
            writer = writer or pq.ParquetWriter(file, table.schema, store_schema=False, **_encoding(table.schema))
            writer.write_table(table, row_group_size=BUCKET_ROWS)
            written += table.num_rows
            tell(say("progress.written", rows=written), written / len(ranks))
        if writer is None:
            empty = pa.table({name: pa.array([], pa.string()) for name in self.layout})
            writer = pq.ParquetWriter(file, empty.schema)
        writer.close()

    def _finished(self, bucket: int, ranks: np.ndarray, further: dict[str, pa.Array]) -> pa.Table:
        """A bucket in rank order, with the columns of the output."""
        table, rank = self._in_order(bucket, ranks)
        numbers, settled = _matrix(table["numbers"]), self.explainer.settle(self._told(table), rank)
        columns = {
            **{name: table[name] for name in self.texts},
            **{name: arrow(column) for name, column in zip(self.numbers, numbers.T.copy(), strict=True)},
            **{name: column.slice(rank[0] - 1, len(rank)) for name, column in further.items()},
            **{name: coded_lists(one, self.explainer.words(name)) for name, one in settled.items()},
            "rank": pa.array(rank),
        }
        os.unlink(self._file(bucket))
        return pa.table({name: columns[name] for name in self.layout})

    def _in_order(self, bucket: int, ranks: np.ndarray) -> tuple[pa.Table, np.ndarray]:
        """A bucket in rank order, and its ranks."""
        with pa.ipc.open_stream(pa.memory_map(str(self._file(bucket)))) as stream:
            table = stream.read_all().combine_chunks()
        rank = ranks[table["row"].to_numpy()]
        return table.take(pa.array(np.argsort(rank))), np.sort(rank)

    def _told(self, table: pa.Table) -> dict[str, np.ndarray]:
        """What may be told of rows, by name."""
        ends = np.cumsum(list(self.told.values()))[:-1]
        return dict(zip(self.told, np.split(_matrix(table["told"]), ends, axis=1), strict=True))


def _cells(rows: np.ndarray) -> pa.FixedSizeListArray:
    """A matrix as a column, whose cells are its rows; `_matrix` takes it back."""
    return pa.FixedSizeListArray.from_arrays(pa.array(np.ascontiguousarray(rows).ravel()), rows.shape[1])


def _matrix(cells: pa.ChunkedArray) -> np.ndarray:
    whole = cells.combine_chunks()
    return np.asarray(whole.flatten().to_numpy().reshape(len(whole), whole.type.list_size))


def _places(order: np.ndarray, key: np.ndarray) -> np.ndarray:
    """The place of each row from the smallest key to the largest and then NaN, from 1; ties in the order given."""
    places = np.empty(len(order), dtype=np.int32)
    places[order[np.argsort(key[order], kind="stable")]] = np.arange(1, len(order) + 1)
    return places


def coded_lists(codes: np.ndarray, words: Sequence[str]) -> pa.ListArray:
    """Rows of numbers into `words` (-1 = none) as lists of dictionary-coded text, without words of no row."""
    kept = codes >= 0
    ends = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)
    numbers = codes[kept]
    used = np.flatnonzero(np.bincount(numbers, minlength=len(words)))
    place = np.empty(len(words), dtype=np.int32)
    place[used] = np.arange(len(used))
    return pa.ListArray.from_arrays(pa.array(ends), _coded(place[numbers], [words[one] for one in used.tolist()]))


def _coded(codes: np.ndarray, words: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(words, pa.string()))


def _rounded(scored: Scored) -> np.ndarray:
    raw = scored.results["raw"]
    assert not isinstance(raw, Text)
    return np.round(raw, DECIMALS) + 0.0


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
