"""A company has the same score by every entrance: pandas, Arrow, one company, the list, SQL, Spark and MLflow."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import lookalike
import lookalike.spark
from lookalike.errors import InputError
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.learning.calibration import Calibration
from lookalike.schema import Kind
from lookalike.scorecard.score import score_batch, score_frame, score_one
from lookalike.scorecard.sql import to_sql
from lookalike.scorecard.store import Bundle, save
from lookalike.scorecard.tables.scale import Scale
from lookalike.scorecard.tables.scorecard import Scorecard, Table
from toys import toy_bundle

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")

ROOT = Path(__file__).parents[2]
DOTTED = "web.page (old)"
HOSTILE = 'O\'Law "quoted" `tick` \\ ; -- %'
HEADS = [10.0, float(np.nextafter(10.0, 11)), 0.1 + 0.2, -0.0, 1e300, None]
SECTORS = [
    "Farm",
    " FARM ",
    "\tfarm\u00a0\n",
    "it",
    HOSTILE,
    HOSTILE.upper(),
    "ÆRØ",
    "never seen",
    "",
    " ",
    "N/A",
    "-",
    None,
]
TECHS = ["SAP", "Azure;SAP", "azure; sap", "SAPIENT", "n/a", "", None]
PAGES = ["yes", "NO", " yes", "", None]
SCORES = ["score", "similarity", "win_probability", "deal_value", "expected_value"]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    rng = np.random.default_rng(4)
    features = (
        Feature("heads", "heads", "size", "Heads", Kind.NUMBER, "", NumericBins((0.1 + 0.2, 10.0, 25.0))),
        Feature(
            "sector", "sector", "industry", "Sector", Kind.CATEGORY, "", CategoryBins(("Farm", "IT", HOSTILE, "Ærø"))
        ),
        Feature("tech=SAP", "tech", "technology", "SAP", Kind.SET, "", TokenBins("SAP")),
        Feature(DOTTED, DOTTED, "page", "Page", Kind.CATEGORY, "", CategoryBins(("no", "yes"))),
    )
    tables = [Table((place,), (rng.normal(size=one.bins.size),)) for place, one in enumerate(features)]
    pair = Table((0, 1), (rng.normal(size=(5, 6)), rng.normal(size=(5, 6))))
    card = Scorecard(features, (*tables, pair), -0.3)
    value = Scorecard(features[:2], (tables[0], tables[1]), 9.0)
    known = pd.DataFrame({"heads": [5.0, 50.0], "sector": ["Farm", "IT"], "tech": ["SAP", None], DOTTED: ["yes", "no"]})
    curve = Calibration((-2.0, 0.5, 2.0), (0.1, 0.4, 0.95))
    scales = {"score": Scale(-0.5, 1.5), "similarity": Scale(0.5, 0.4)}
    return toy_bundle(
        card, known, value=value, similarity=card, scales=scales, smear=1.3, ceiling=2e4, calibration=curve
    )


@pytest.fixture(scope="module")
def companies() -> pd.DataFrame:
    """Every kind of value with every other kind now and then, under labels of the caller's own."""
    rng = np.random.default_rng(5)
    kinds = {"heads": HEADS, "sector": SECTORS, "tech": TECHS, DOTTED: PAGES}
    columns = {
        name: pd.Series([values[at] for at in rng.integers(0, len(values), 300)], dtype=object)
        for name, values in kinds.items()
    }
    table = pd.DataFrame({"prospect_id": [f"P{n:03}" for n in range(300)], **columns})
    return table.assign(heads=table["heads"].astype(float)).set_axis([f"row {n}" for n in reversed(range(300))])


Entrance = Callable[[Bundle, pd.DataFrame, Any, Path], pd.DataFrame]


def by_frame(bundle: Bundle, companies: pd.DataFrame, spark: Any, folder: Path) -> pd.DataFrame:
    return score_frame(bundle, companies)


def by_batch(bundle: Bundle, companies: pd.DataFrame, spark: Any, folder: Path) -> pd.DataFrame:
    return score_batch(bundle, pa.RecordBatch.from_pandas(companies, preserve_index=False)).to_pandas()


def by_coded_batch(bundle: Bundle, companies: pd.DataFrame, spark: Any, folder: Path) -> pd.DataFrame:
    batch = pa.RecordBatch.from_pandas(companies, preserve_index=False)
    texts = [one.name for one in batch.schema if pa.types.is_string(one.type)]
    columns = {name: batch[name].dictionary_encode() if name in texts else batch[name] for name in batch.schema.names}
    return score_batch(bundle, pa.RecordBatch.from_pydict(columns)).to_pandas()


def by_list(bundle: Bundle, companies: pd.DataFrame, spark: Any, folder: Path) -> pd.DataFrame:
    ranked = lookalike.score(bundle, companies)
    assert set(ranked.index) == set(companies.index)
    return ranked.loc[companies.index]


def by_sql(bundle: Bundle, companies: pd.DataFrame, spark: Any, folder: Path) -> pd.DataFrame:
    with duckdb.connect() as database:
        database.register("companies", companies)
        answer = database.sql(to_sql(bundle, "duckdb", "companies")).df()
    return answer.sort_values("prospect_id", ignore_index=True)


def by_spark(bundle: Bundle, companies: pd.DataFrame, spark: SparkSession, folder: Path) -> pd.DataFrame:
    kinds = ", ".join(f"`{name}` {'double' if name == 'heads' else 'string'}" for name in companies)
    rows = [tuple(None if pd.isna(cell) else cell for cell in row) for row in companies.itertuples(index=False)]
    scored = lookalike.spark.score(spark.createDataFrame(rows, kinds).repartition(3), save(bundle, folder / "v1"))
    return scored.toPandas().sort_values("prospect_id", ignore_index=True)


def by_mlflow(bundle: Bundle, companies: pd.DataFrame, spark: Any, folder: Path) -> pd.DataFrame:
    from mlflow import pyfunc
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema

    inputs = [ColSpec("double" if name == "heads" else "string", name, required=False) for name in companies]
    pyfunc.save_model(
        str(folder / "served"),
        python_model=str(ROOT / "training" / "lookalike_training" / "pyfunc.py"),
        artifacts={"bundle": str(save(bundle, folder / "v1"))},
        signature=ModelSignature(Schema(inputs)),
        input_example=companies.head(2),
        pip_requirements=[],
    )
    return pyfunc.load_model(str(folder / "served")).predict(companies)


ENTRANCES = (by_frame, by_batch, by_coded_batch, by_list, by_sql, by_spark, by_mlflow)


@pytest.mark.filterwarnings("ignore:.*Any type hint is inferred")  # of MLflow's own code, when imported
@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("lacking", ["", "sector"])
def test_the_same_company_has_the_same_score_by_every_entrance(
    bundle: Bundle, companies: pd.DataFrame, entrance: Entrance, lacking: str, tmp_path: Path, request: Any
) -> None:
    spark = request.getfixturevalue("spark") if entrance is by_spark else None
    given = companies.drop(columns=lacking) if lacking else companies
    if lacking and entrance is by_sql:
        given = given.assign(sector=None)  # a query names its columns
    alone = pd.DataFrame([score_one(bundle, row) for row in given.to_dict("records")])
    found = entrance(bundle, given, spark, tmp_path)
    exact = entrance is not by_sql
    assert len(found) == len(given)
    for name in SCORES:
        ours, theirs = found[name].to_numpy(float), alone[name].to_numpy(float)
        if name == "score" and entrance is by_list:  # what ranks alike has one score in a list
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=0.0101)
        elif exact:
            assert ours.tolist() == theirs.tolist(), name
        else:  # a last digit that lies halfway is rounded up or down, and money is summed in another order
            np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=0.0101 if name in SCORES[:2] else 1e-7)
    assert alone["score"].nunique() > 20


@pytest.mark.parametrize("entrance", [by_frame, by_batch, by_list, by_spark])
@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"sector": "Sector"}, r"\"Sector\" \(did you mean 'sector'\?\)"),
        ({"heads": "Heads", "sector": "secter", "tech": "t", DOTTED: "p"}, r"\"Heads\" \(did you mean 'heads'\?\)"),
    ],
)
def test_a_column_under_another_name_is_told_and_not_taken_for_missing(
    bundle: Bundle, companies: pd.DataFrame, entrance: Entrance, names: dict, said: str, tmp_path: Path, request: Any
) -> None:
    spark = request.getfixturevalue("spark") if entrance is by_spark else None
    with pytest.raises(InputError, match=said):
        entrance(bundle, companies.head(3).rename(columns=names), spark, tmp_path)


@pytest.mark.parametrize("entrance", [by_frame, by_list])
def test_a_column_that_stands_twice_is_told(
    bundle: Bundle, companies: pd.DataFrame, entrance: Entrance, tmp_path: Path
) -> None:
    twice = pd.concat([companies, companies[["heads"]]], axis=1)
    with pytest.raises(InputError, match="columns that stand twice: heads"):
        entrance(bundle, twice, None, tmp_path)
    batch = pa.RecordBatch.from_arrays([pa.array([1.0]), pa.array([2.0])], ["heads", "heads"])
    with pytest.raises(InputError, match="columns that stand twice: heads"):
        score_batch(bundle, batch)


def test_text_in_bytes_is_text(bundle: Bundle) -> None:
    told = pa.RecordBatch.from_pydict({"heads": [12.0], "sector": pa.array([b"farm"])})
    assert score_batch(bundle, told)["raw"][0].as_py() == score_one(bundle, {"heads": 12.0, "sector": "Farm"})["raw"]
