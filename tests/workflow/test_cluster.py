"""What a cluster ranks is what one machine ranks: the same rows, places and reasons, however the work is shared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from firm import lookalike
from lookalike import workflow
from lookalike.errors import InputError, LookalikeError
from lookalike.project import Project, load_project
from lookalike.ranking.order import places
from lookalike.scorecard import spark as door
from lookalike.workflow import Clustered
from lookalike.workflow.cluster import scoring

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

ROWS = 420
SETTINGS = """name = "firm"
[inputs]
accounts = "accounts.csv"
deals = "deals.csv"
prospects = "list"
exclude = ["no.csv"]
[score]
capacity = 60
exploration = 0.2
control = 0.2
language = "no"
[exclude]
competitors = ["Mill 11 AS"]
ex_customer_after_days = 9000
[[qualify]]
rule = "employees >= 2"
name = "stor nok"
[[strengths]]
name = "gruvedrift"
when = "industry = Mining"
"""


def write_firm(folder: Path) -> Project:
    """A CRM, and a list in three files with everything that can befall a row."""
    rng = np.random.default_rng(5)
    (folder / "list").mkdir(parents=True)
    sectors = np.array(["Mining", "Retail", "Software", "Farming"], dtype=object)
    accounts = pd.DataFrame({"Account ID": [f"A{n}" for n in range(60)], "Name": [f"Firm {n} AS" for n in range(60)]})
    accounts = accounts.assign(Industry=rng.choice(sectors, 60), Employees=rng.integers(1, 90, 60), City="Oslo")
    accounts["Website"] = [f"firm{n}.no" for n in range(60)]
    won = (accounts["Industry"].isin(["Mining", "Software"])).to_numpy() ^ (rng.random(60) < 0.15)
    deals = pd.DataFrame({"Deal ID": [f"D{n}" for n in range(180)], "Account ID": 3 * accounts["Account ID"].tolist()})
    deals["Stage"] = np.where(np.tile(won, 3), "Closed Won", "Closed Lost")
    deals["Amount"] = rng.integers(1_000, 9_000, 180)
    deals["Close Date"] = pd.date_range("2023-01-01", periods=180, freq="5D").strftime("%Y-%m-%d")
    listed = pd.DataFrame({"Prospect ID": [f"P{n:04}" for n in range(ROWS)]})
    listed["Name"] = [f"Mill {n} AS" for n in range(ROWS)]
    listed["Industry"] = rng.choice([*sectors, "mining", "Fishing", "n/a", ""], ROWS)
    listed["Employees"] = rng.choice(["1", "5", "30", "250", "4000", "None"], ROWS)
    listed["City"] = rng.choice(np.array(["Oslo", "Ålesund", ""], dtype=object), ROWS)
    listed["web.page (old)"] = rng.choice(["yes", "no"], ROWS)
    listed["IsDeleted"] = np.where(np.arange(ROWS) % 97 == 3, "yes", "no")
    listed["Website"] = [f"mill{n}.no" for n in range(ROWS)]
    known = [f"Firm {won.argmax()} AS", f"https://www.firm{won.argmax()}.no/", "30"]
    listed.loc[[20, 300], ["Name", "Website", "Employees"]] = known  # in two files
    listed.loc[[40, 360], ["Name", "City"]] = ['Twin O\'Law; "quoted" AS', "Oslo"]
    listed.loc[50, ["Name", "Website"]] = ""
    listed.loc[250, "Prospect ID"] = "P0001"
    listed.iloc[:150].to_csv(folder / "list" / "a.csv", index=False, sep=";")
    with (folder / "list" / "a.csv").open("a") as file:
        file.write("one;cell;too;many;in;this;row;of;all\n")
    listed.iloc[150:280].to_csv(folder / "list" / "b.csv.gz", index=False, sep=";")
    listed.iloc[280:].to_parquet(folder / "list" / "c.parquet", index=False, row_group_size=40)
    pd.DataFrame({"Name": ["Mill 30 AS"], "Prospect ID": ["P0033"]}).to_csv(folder / "no.csv", index=False)
    accounts.to_csv(folder / "accounts.csv", index=False)
    deals.to_csv(folder / "deals.csv", index=False)
    (folder / "lookalike.toml").write_text(SETTINGS)
    return load_project(folder)


@dataclass(frozen=True)
class Ranked:
    """One project, ranked here and on Spark."""

    project: Project
    models: Path
    clustered: Clustered


@pytest.fixture(scope="module")
def ranked(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Ranked:
    home = tmp_path_factory.mktemp("cluster")
    project = write_firm(home / "firm")
    workflow.run(project, home / "models", home / "mlruns")
    return Ranked(project, home / "models", workflow.score_on_cluster(project, home / "models"))


def same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Every cell alike, lists and their order too."""
    assert list(ours.columns) == list(theirs.columns)
    for name in theirs:
        one, other = (
            [list(cell) if isinstance(cell, np.ndarray) else None if pd.isna(cell) else cell for cell in table[name]]
            for table in (ours, theirs)
        )
        assert one == other, name
    assert ours.dtypes.astype(str).tolist() == theirs.dtypes.astype(str).tolist()


def test_a_cluster_ranks_as_one_machine_does(ranked: Ranked) -> None:
    here, there = ranked.project.out, ranked.clustered.folder
    listed = pd.read_parquet(there / "prospects.parquet")
    same(listed, pd.read_parquet(here / "prospects.parquet"))
    same(pd.read_parquet(there / "excluded.parquet"), pd.read_parquet(here / "excluded.parquet"))
    rejected = pd.read_csv(here / "rejected.csv").astype(object)
    found = pd.read_parquet(there / "rejected.parquet").astype(object)
    pd.testing.assert_frame_equal(found.where(found.notna(), None), rejected.where(rejected.notna(), None))
    assert listed["rank"].tolist() == list(range(1, len(listed) + 1))
    assert set(ranked.clustered.excluded) == {
        "customer",
        "competitor",
        "opted_out",
        "duplicate",
        "disqualified",
        "deleted",
    }
    assert ranked.clustered.prospects + sum(ranked.clustered.excluded.values()) + ranked.clustered.rejected == ROWS + 1
    assert {"A", "B", "C", "D"} == set(listed["grade"])
    assert listed["control"].any()
    assert not any(there.glob("steps*"))


def test_lost_tasks_and_other_shares_of_the_work_change_nothing(
    ranked: Ranked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost_once(work: Any) -> Any:
        def again(asked: Any) -> Iterator[Any]:
            from pyspark import TaskContext

            context = TaskContext.get()
            if context is not None and context.attemptNumber() == 0:
                raise OSError("the machine is gone")
            yield from work(asked)

        return again

    cleaner, worked = scoring.cleaner, scoring.worked
    monkeypatch.setattr(scoring, "cleaner", lambda *given: lost_once(cleaner(*given)))
    monkeypatch.setattr(scoring, "worked", lambda rows, work, schema: worked(rows, lost_once(work), schema))
    monkeypatch.setattr("lookalike.companies.clean.blocks.BLOCK", 50)
    monkeypatch.setattr(door, "RANGE", 60)
    monkeypatch.setattr(scoring, "PART", 100)
    again = workflow.score_on_cluster(ranked.project, ranked.models, out=tmp_path / "out")
    files = sorted((again.folder / "prospects.parquet").glob("*.parquet"))
    ranks = [pd.read_parquet(file)["rank"].tolist() for file in files]
    assert [len(one) for one in ranks[:-1]] == [100] * (len(ranks) - 1)
    assert [rank for part in ranks for rank in part] == list(range(1, again.prospects + 1))
    for name in ("prospects", "excluded", "rejected"):
        one, other = (pd.read_parquet(run.folder / f"{name}.parquet") for run in (again, ranked.clustered))
        same(one.sort_values("rank" if name == "prospects" else "row", ignore_index=True), other)


def test_places_are_those_of_one_machine_among_ties_and_unknown(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "RANGE", 40)
    rng = np.random.default_rng(2)
    table = pd.DataFrame({"prospect_id": [f"P{n}é" if n % 3 else f"p{n}" for n in range(500)]})
    table["share"] = rng.choice([0.2, 0.2, 0.2, 0.7, np.nan, -1.0], 500)
    table["score"] = 50.0 + rng.integers(-1, 2, 500)
    table.to_parquet(tmp_path / "rows.parquet")
    stored = spark.read.parquet(str(tmp_path / "rows.parquet"))
    found = door.numbered(stored, stored, "share", "place", "score").toPandas().set_index("prospect_id")
    found = found.loc[table["prospect_id"]]
    expected = places(table["share"].to_numpy(), table["prospect_id"])
    assert found["place"].tolist() == expected.tolist()
    order = np.argsort(expected)
    assert found["score"].to_numpy()[order].tolist() == np.minimum.accumulate(table["score"].to_numpy()[order]).tolist()


def test_the_shell_says_what_became_of_the_list_and_what_is_missing(
    ranked: Ranked, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = " ".join(str(sentence) for sentence in ranked.clustered.sentences)
    assert f"{ranked.clustered.prospects} companies ranked by firm@1" in told
    assert "customer already: 2" in told
    asked = ("score", str(ranked.project.folder), "--models", str(ranked.models), "--engine", "spark")
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    result = lookalike(*asked)
    assert result.exit_code == 1
    assert "Java er ikke installert" in result.output
    monkeypatch.setitem(__import__("sys").modules, "pyspark.errors", None)
    result = lookalike(*asked)
    assert result.exit_code == 1
    assert "pyspark er ikke installert" in result.output
    with pytest.raises(LookalikeError, match=r"pyspark is not installed.*lookalike\[spark\]"):
        door.session()


def test_what_a_worker_finds_wrong_is_said_as_on_one_machine(
    ranked: Ranked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "list"
    folder.mkdir()
    for name in ("a.csv", "b.csv.gz"):
        shutil.copy(ranked.project.folder / "list" / name, folder / name)
    (folder / "z.csv.gz").write_bytes((folder / "b.csv.gz").read_bytes()[:200])  # torn off, and in no beginning
    monkeypatch.setattr("lookalike.companies.clean.blocks.BEGUN", 2)
    with pytest.raises(LookalikeError, match=r"on a worker: .*z\.csv\.gz"):
        workflow.score_on_cluster(ranked.project, ranked.models, prospects=folder, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("inputs", "said"),
    [('accounts = "accounts.csv"', "no list of companies"), ('prospects = "list"\nmarket = "list"', "a market beside")],
)
def test_what_a_cluster_cannot_rank_is_said(
    spark: SparkSession, ranked: Ranked, tmp_path: Path, inputs: str, said: str
) -> None:
    folder = ranked.project.folder
    told = inputs.replace('= "', f'= "{folder}/')
    text = f'name = "firm"\n[inputs]\ndeals = "{folder}/deals.csv"\n{told}\n'
    (tmp_path / "lookalike.toml").write_text(text)
    with pytest.raises(InputError, match=said):
        workflow.score_on_cluster(load_project(tmp_path), ranked.models)
    assert not (tmp_path / "out-spark").exists()
