"""Tables that come with types: Parquet files, and queries against a database (any SQLAlchemy URL, or a DuckDB file)."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet

from lookalike.companies.values import is_text
from lookalike.errors import InputError
from lookalike.languages import say

Only = Callable[[Sequence[str], str], Collection[str] | None]
"""Headings and name of a file -> the headings of the columns that are wanted; None for all."""


def read_parquet(
    source: io.BytesIO | Path, where: str, only: Only | None = None, groups: Sequence[int] | None = None
) -> pd.DataFrame:
    """The table in a Parquet file, or those of its columns and row groups that are wanted.

    Raises
    ------
    InputError
        The file is damaged.
    """
    with _opened(source, where) as file:
        names = file.schema_arrow.names
        wanted = only(names, where) if only else None
        columns = None if wanted is None else [name for name in names if name in wanted]
        every = range(file.num_row_groups) if groups is None else groups
        return file.read_row_groups(list(every), columns).to_pandas()


def first_of_parquet(path: Path, where: str, rows: int) -> pd.DataFrame:
    """The first rows of a Parquet file.

    Raises
    ------
    InputError
        The file is damaged.
    """
    with _opened(path, where) as file:
        return next(file.iter_batches(rows)).to_pandas()


@contextmanager
def _opened(source: io.BytesIO | Path, where: str) -> Iterator[pyarrow.parquet.ParquetFile]:
    """An open Parquet file; a damaged one becomes an error that says where."""
    try:
        with pyarrow.parquet.ParquetFile(source) as file:
            yield file
    except (pa.ArrowException, OSError, ValueError) as error:  # the last of what pandas noted in it
        raise InputError(say("files.no_parquet", error=str(error)), say("files.a_parquet"), where) from error


def read_query(url: str, query: str, folder: Path) -> pd.DataFrame:
    """The result of one query, with the types of the database.

    Parameters
    ----------
    url : str
        A SQLAlchemy URL (`postgresql+psycopg://...`, `sqlite:///crm.db`), or `duckdb:///file` (or just a `.duckdb`
        file); relative files start at `folder`. "" opens an empty DuckDB, whose query may name files itself.
    query : str
    folder : Path

    Raises
    ------
    InputError
        The database cannot be reached or refuses the query. The message never shows the password.
    """
    if not url or url.startswith("duckdb:") or url.endswith((".duckdb", ".ddb")):
        return _duckdb(url.removeprefix("duckdb:///").removeprefix("duckdb:"), query, folder)
    return _sqlalchemy(url, query, folder)


def _duckdb(file: str, query: str, folder: Path) -> pd.DataFrame:
    import duckdb

    path = (folder / file).resolve() if file else None
    if path is not None and not path.is_file():
        raise InputError(
            say("files.no_duckdb", file=file), say("files.existing_database"), "[inputs]", say("files.correct_url")
        )
    try:
        with duckdb.connect(str(path) if path else ":memory:", read_only=path is not None) as connection:
            connection.execute(f"SET file_search_path = '{str(folder).replace(chr(39), chr(39) * 2)}'")
            return connection.execute(query).df()
    except duckdb.Error as error:
        raise InputError(say("files.query_failed", error=str(error)), say("files.a_query"), file or "duckdb") from error


def _sqlalchemy(url: str, query: str, folder: Path) -> pd.DataFrame:
    import sqlalchemy

    try:
        parsed = sqlalchemy.make_url(url)
        if parsed.drivername.startswith("sqlite") and parsed.database and parsed.database != ":memory:":
            path = (folder / parsed.database).resolve()
            if not path.is_file():
                raise InputError(
                    say("files.no_sqlite", file=parsed.database), say("files.existing_database"), "[inputs]"
                )
            parsed = parsed.set(database=str(path))
        engine = sqlalchemy.create_engine(parsed)
    except ModuleNotFoundError as error:
        raise InputError(
            say("files.no_driver", driver=error.name),
            say("files.a_driver"),
            "[inputs]",
            say("files.install_driver", driver=error.name),
        ) from error
    except (sqlalchemy.exc.ArgumentError, sqlalchemy.exc.NoSuchModuleError, ImportError) as error:
        raise InputError(say("files.no_url", error=str(error)), say("files.a_url"), "[inputs]") from error
    shown = parsed.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            result = connection.execute(sqlalchemy.text(query))
            return pd.DataFrame(result.fetchall(), columns=list(result.keys()))
    except (sqlalchemy.exc.SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error)
        raise InputError(say("files.query_failed", error=reason), say("files.a_query"), shown) from error
    finally:
        engine.dispose()


def as_cells(column: pd.Series) -> pd.Series:
    """A column of objects with cells as a file has them; one of text has them already."""
    return column if is_text(column) else column.map(_as_cell)


def _as_cell(value: object) -> object:
    """A value as a cell holds it: a list as its members with a ";" between them, a decimal as a number."""
    if isinstance(value, list | tuple | np.ndarray):
        return ";".join(str(one) for one in value if one is not None) or None
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, str | int | float | datetime.date) else str(value)
