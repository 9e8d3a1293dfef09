"""A list lies in one file or in many, packed or not, or in a database: it is the same list."""

from __future__ import annotations

import gzip
import io
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from lookalike.companies import Companies, read_companies
from lookalike.errors import InputError
from lookalike.project import Project, load_project
from lookalike.runs import Inputs

LIST = "Firmanavn;Org.nr;Bransje;Antall ansatte\n" + "".join(
    f"Fjell {n} AS;;{('IT', 'Bygg')[n % 2]};{10 * n}\n" for n in range(1, 9)
)
OURS = "Nordlys AS;923609016;IT;20\nReservert AS;974760673;IT;20\n"  # a customer, and who must not be called


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "lookalike.toml").write_text(
        'name = "small"\n[inputs]\ndeals = "deals.csv"\nprospects = "none.csv"\nexclude = "out.csv"\n', "utf-8"
    )
    (tmp_path / "none.csv").write_text(LIST.splitlines()[0] + "\nIngen AS;;IT;1\n", "utf-8")
    (tmp_path / "out.csv").write_text("Org.nr\n974760673\n", "utf-8")
    (tmp_path / "deals.csv").write_text(
        "Deal ID,Account Name,Org.nr,Stage,Amount,Close Date,Bransje,Antall ansatte\n"
        "1,Nordlys AS,923609016,Closed Won,100,2024-01-05,IT,20\n"
        "2,Fjord AS,,Closed Lost,70,2024-03-05,Bygg,250\n",
        "utf-8",
    )
    return load_project(tmp_path)


def halves() -> tuple[str, str]:
    head, *rows = (LIST + OURS).splitlines(keepends=True)
    return head + "".join(rows[:5]), head + "".join(rows[5:])


def packed(folder: Path) -> Path:
    (folder / "list.csv.gz").write_bytes(gzip.compress((LIST + OURS).encode()))
    return folder / "list.csv.gz"


def packed_by_another(folder: Path) -> Path:
    with pa.CompressedOutputStream(str(folder / "list.csv.zst"), "zstd") as out:
        out.write((LIST + OURS).encode())
    return folder / "list.csv.zst"


def with_types(folder: Path) -> Path:
    pd.read_csv(io.StringIO(LIST + OURS), sep=";", dtype={"Org.nr": object}).to_parquet(folder / "list.parquet")
    return folder / "list.parquet"


def of_spark(folder: Path) -> Path:
    """A folder as Spark writes it, with marks that are no data."""
    (folder / "list" / "part=1").mkdir(parents=True)
    (folder / "list" / "_SUCCESS").write_text("")
    (folder / "list" / "a.csv").write_text(halves()[0], "utf-8")
    (folder / "list" / "part=1" / "b.csv").write_text(halves()[1], "utf-8")
    return folder / "list"


def by_pattern(folder: Path) -> Path:
    for name, half in zip("ab", halves(), strict=True):
        (folder / f"list-{name}.csv").write_text(half, "utf-8")
    return folder / "list-*.csv"


@pytest.mark.parametrize("lies", [packed, packed_by_another, with_types, of_spark, by_pattern])
def test_a_list_is_read_as_it_lies(project: Project, tmp_path: Path, lies: Callable[[Path], Path]) -> None:
    (tmp_path / "plain.csv").write_text(LIST + OURS, "utf-8")
    plain = read_companies(project, tmp_path / "plain.csv")
    assert len(plain.prospects) == 8
    same(read_companies(project, lies(tmp_path)), plain)


def test_a_list_in_a_database_is_the_same(project: Project, tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text(LIST + OURS, "utf-8")
    plain = read_companies(project, tmp_path / "plain.csv")
    with sqlite3.connect(tmp_path / "crm.db") as database:
        table = pd.read_csv(tmp_path / "plain.csv", sep=";", dtype={"Org.nr": object})
        table.to_sql("market", database, index=False)
    database.close()
    settings = (tmp_path / "lookalike.toml").read_text("utf-8")
    query = '{ url = "sqlite:///crm.db", query = "select * from market" }'
    (tmp_path / "lookalike.toml").write_text(settings.replace('"none.csv"', query), "utf-8")
    same(read_companies(load_project(tmp_path)), plain)


def same(one: Companies, other: Companies) -> None:
    pd.testing.assert_frame_equal(one.prospects, other.prospects, check_dtype=False)
    assert one.excluded[["row", "reason"]].values.tolist() == other.excluded[["row", "reason"]].values.tolist()
    assert set(one.excluded["reason"]) == {"customer", "opted_out"}


def test_every_file_of_a_list_counts_among_the_inputs(project: Project, tmp_path: Path) -> None:
    pattern = by_pattern(tmp_path)
    companies, inputs = read_companies(project, pattern), Inputs.of(project, pattern)
    assert {"list-a.csv", "list-b.csv"} <= set(companies.fingerprints)
    assert inputs.record(companies.fingerprints)["inputs"]["list-b.csv"]["bytes"] == len(halves()[1].encode())


@pytest.mark.parametrize("name", ["nothing-*.csv", "empty"])
def test_where_there_is_no_file_that_is_said(project: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=rf"no such file: .*{name.replace('*', '.')}"):
        read_companies(project, tmp_path / name)
