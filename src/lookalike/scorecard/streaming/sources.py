"""Registers as a stream: Parquet or CSV (plain, gz, zst), one file, a folder or a pattern, in Arrow batches."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from lookalike.errors import InputError
from lookalike.languages import say
from lookalike.schema import Attribute, Kind

BATCH = 100_000
BLOCK_BYTES = 16 << 20
PARQUET = (".parquet", ".pq")
CSV = (".csv", ".tsv", ".txt")
PACKED = (".gz", ".zst")
SAMPLE_GROUPS = 8
PACKING = 3  # how much longer packed text is when unpacked, about
HEAD_BYTES = 1 << 16  # of a CSV, enough to see how it is written
LARGE = 200_000  # rows from which a single clean file is a register


@dataclass(frozen=True)
class Register:
    """Files with the same columns, read in the order of their names.

    Parameters
    ----------
    files : tuple of Path
    attributes : tuple of Attribute
        Columns that must be there.
    carried : tuple of str
        Columns taken along where they are there.
    """

    files: tuple[Path, ...]
    attributes: tuple[Attribute, ...]
    carried: tuple[str, ...]

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows in order."""
        for file in self.files:
            with _reading(file):
                yield from self._parquet(file) if _is_parquet(file) else self._csv(file)

    def sample(self) -> Iterator[pa.RecordBatch]:
        """A few rows from evenly spread places of Parquet files, the first rows of others."""
        for file in self.files[:: len(self.files) // SAMPLE_GROUPS + 1]:
            if _is_parquet(file):
                count = pq.ParquetFile(file).num_row_groups
                for group in range(0, count, count // SAMPLE_GROUPS + 1):
                    yield from _first(self._parquet(file, [group], BATCH // SAMPLE_GROUPS))
            else:
                yield from _first(self._csv(file))

    def rows(self) -> int:
        """How many rows there are: exact for Parquet, guessed from the size for others."""
        return sum(map(_rows, self.files))

    def _text(self) -> list[str]:
        return [one.name for one in self.attributes if one.kind not in (Kind.NUMBER, Kind.MONEY)]

    def _parquet(self, file: Path, groups: list[int] | None = None, size: int = BATCH) -> Iterator[pa.RecordBatch]:
        opened = pq.ParquetFile(file, read_dictionary=self._text(), pre_buffer=True)
        columns = self._columns(opened.schema_arrow.names, file)
        yield from opened.iter_batches(size, row_groups=groups, columns=columns)

    def _csv(self, file: Path) -> Iterator[pa.RecordBatch]:
        head = _head(file)
        columns = self._columns(head.names, file)
        text = {name: pa.string() for name in columns}
        numbers = {one.name: pa.float64() for one in self.attributes if one.name not in self._text()}
        options = pcsv.ConvertOptions(
            column_types=text | numbers,
            include_columns=columns,
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            decimal_point=head.decimal_point(list(numbers)),
        )
        reading, parsing = pcsv.ReadOptions(block_size=BLOCK_BYTES), pcsv.ParseOptions(delimiter=head.delimiter)
        with pcsv.open_csv(_opened(file), reading, parsing, options) as reader:
            yield from reader

    def _columns(self, names: Sequence[str], file: Path) -> list[str]:
        missing = [one.name for one in self.attributes if one.name not in names]
        if missing:
            found, have = say("scorecard.no_column", columns=missing), say("scorecard.columns_of", columns=list(names))
            raise InputError(found, have, where=str(file), do=say("scorecard.add_column"))
        wanted = [one.name for one in self.attributes]
        return [*(name for name in self.carried if name in names and name not in wanted), *wanted]


def find_files(path: Path | str) -> tuple[Path, ...]:
    """The files of a register: the file itself, those in a folder, or those that match a pattern as `data/*.parquet`.

    Raises
    ------
    InputError
        When there is none, or one is neither Parquet nor CSV.
    """
    path = Path(path)
    if path.is_dir():
        found = [one for one in path.iterdir() if one.is_file() and _known(one)]
    elif path.is_file():
        found = [path]
    else:
        root = Path(path.anchor or ".")
        found = list(root.glob(str(path.relative_to(root) if path.anchor else path)))
    if not found:
        raise InputError(say("scorecard.no_file"), say("scorecard.a_register"), where=str(path))
    for file in found:
        if not _known(file):
            found_ending = say("scorecard.no_kind", ending=file.suffix) if file.suffix else say("scorecard.no_ending")
            kinds = say("scorecard.kinds", kinds=[*PARQUET, *CSV], packed=list(PACKED))
            raise InputError(found_ending, kinds, where=str(file))
    return tuple(sorted(found))


def is_register(path: Path, attributes: Sequence[Attribute]) -> bool:
    """Whether prospects are a register: a folder, a pattern, or a file of over 200,000 rows with the model's columns.

    Parameters
    ----------
    path : Path
        What `find_files` takes.
    attributes : sequence of Attribute
        What the model reads.
    """
    if not path.is_file():
        return path.is_dir() or any(sign in str(path) for sign in "*?[")
    if not _known(path) or _rows(path) <= LARGE:
        return False
    with _reading(path):
        names = pq.ParquetFile(path).schema_arrow.names if _is_parquet(path) else _head(path).names
    return all(attribute.name in names for attribute in attributes)


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    """A damaged file, or a cell that is no number, becomes an error that says where."""
    try:
        yield
    except (pa.ArrowInvalid, OSError) as problem:
        raise InputError(str(problem), say("scorecard.whole_file"), str(file), say("scorecard.mend")) from problem


def _rows(file: Path) -> int:
    if not _is_parquet(file):
        return _lines(file)
    with _reading(file):
        return pq.ParquetFile(file).metadata.num_rows


def _lines(file: Path) -> int:
    """Rows of a text file, reckoned from the length of its first lines; packed text is taken to be a third as long."""
    with _reading(file), _opened(file) as opened:
        head = opened.read(HEAD_BYTES)
    lines = max(head.count(b"\n"), 1)
    packed = PACKING if file.suffix.lower() in PACKED else 1
    return file.stat().st_size * packed * lines // max(len(head), 1)


def _is_parquet(file: Path) -> bool:
    return file.suffix.lower() in PARQUET


def _known(file: Path) -> bool:
    name = file.with_suffix("") if file.suffix.lower() in PACKED else file
    return _is_parquet(file) or name.suffix.lower() in CSV


def _opened(file: Path) -> pa.NativeFile:
    return pa.input_stream(str(file), compression={".gz": "gzip", ".zst": "zstd"}.get(file.suffix.lower()))


@dataclass(frozen=True)
class _Head:
    """How a CSV is written, from its first rows."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str

    def decimal_point(self, numbers: Sequence[str]) -> str:
        """What stands in the number columns: a comma, a point, or where neither does what goes with the delimiter."""
        places = [place for place, name in enumerate(self.names) if name in numbers]
        cells = "".join(row[place] for row in self.rows for place in places if place < len(row))
        if "," in cells:
            return ","
        return "." if "." in cells or self.delimiter != ";" else ","


def _head(file: Path) -> _Head:
    with _opened(file) as stream:
        text = stream.read(HEAD_BYTES).decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    delimiter = max(";\t|,", key=lines[0].count) if lines else ","
    rows = [tuple(row) for row in csv.reader(lines[: max(len(lines) - 1, 1)], delimiter=delimiter)]
    return _Head(rows[0] if rows else (), tuple(rows[1:]), delimiter)


def _first(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield from (batch for batch, _ in zip(batches, range(1), strict=False))
