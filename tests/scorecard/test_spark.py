"""Spark on two local cores gives the same rows, to the last bit, as the laptop's own scoring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lookalike.errors import InputError
from lookalike.learning.bins import CategoryBins, Feature, NumericBins
from lookalike.schema import Kind
from lookalike.scorecard.score import score_batch
from lookalike.scorecard.store import Bundle, save
from lookalike.scorecard.tables.scorecard import Scorecard, Table
from toys import toy_bundle

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parents[2]
ROWS = 3000
pytestmark = pytest.mark.xdist_group("spark")


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    rng = np.random.default_rng(0)
    heads = Feature("heads", "heads", "size", "Heads", Kind.NUMBER, "", NumericBins((10.0, 20.0, 40.0)))
    sector = Feature("sector", "sector", "industry", "Sector", Kind.CATEGORY, "", CategoryBins(("Farm", "IT")))
    card = Scorecard((heads, sector), (Table((0, 1), (rng.normal(size=(5, 4)), rng.normal(size=(5, 4)))),), 0.5)
    known = pd.DataFrame({"heads": [5.0, 15.0, 50.0], "sector": ["Farm", "Farm", "IT"]})
    return toy_bundle(card, known, value=card)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    rng = np.random.default_rng(1)
    heads = [None if value < 5 else float(value) for value in rng.integers(0, 60, ROWS)]
    sector = rng.choice(np.array(["Farm", "IT", "O'Law", "", None], dtype=object), ROWS).tolist()
    return [
        {"prospect_id": f"P{n:05}", "heads": h, "sector": s, "else": n}
        for n, (h, s) in enumerate(zip(heads, sector, strict=True))
    ]


def test_spark_scores_as_the_laptop_does(
    spark: SparkSession, bundle: Bundle, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    import lookalike.spark

    frame = spark.createDataFrame(rows, "prospect_id string, heads double, sector string, `else` int").repartition(4)
    ours = lookalike.spark.score(frame, save(bundle, tmp_path / "v1")).toArrow().sort_by("prospect_id")
    local = score_batch(bundle, pa.RecordBatch.from_pylist(rows))
    assert ours.column_names == local.schema.names
    assert ours.to_pylist() == local.to_pylist()


def test_another_table_is_told_before_the_job_starts(spark: SparkSession, bundle: Bundle, tmp_path: Path) -> None:
    import lookalike.spark

    frame = spark.createDataFrame([("P1", 3.0)], "prospect_id string, headcount double")
    with pytest.raises(InputError, match=r"headcount.*one of: heads, sector"):
        lookalike.spark.score(frame, save(bundle, tmp_path / "v1"))


def test_the_model_that_mlflow_serves_scores_on_spark_as_the_laptop_does(
    spark: SparkSession, bundle: Bundle, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    from lookalike_training.pyfunc import OUTPUT
    from mlflow import pyfunc
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema
    from pyspark.sql.functions import struct

    inputs = Schema([ColSpec("double", "heads", required=False), ColSpec("string", "sector", required=False)])
    outputs = Schema([ColSpec(kind, name, required=False) for name, kind in OUTPUT.items()])
    folder = str(save(bundle, tmp_path / "v1"))
    pyfunc.save_model(
        str(tmp_path / "served"),
        python_model=str(ROOT / "training" / "lookalike_training" / "pyfunc.py"),
        artifacts={"bundle": folder},
        signature=ModelSignature(inputs, outputs),
        input_example=pd.DataFrame({"heads": [5.0], "sector": ["IT"]}),
        pip_requirements=[],
    )
    udf = pyfunc.spark_udf(spark, str(tmp_path / "served"), env_manager="local")
    frame = spark.createDataFrame(rows, "prospect_id string, heads double, sector string, `else` int").repartition(4)
    scored = frame.select("prospect_id", udf(struct("heads", "sector")).alias("scored"))
    ours = scored.select("prospect_id", "scored.*").toArrow().sort_by("prospect_id")
    local = score_batch(bundle, pa.RecordBatch.from_pylist(rows)).select(ours.column_names)
    assert ours.to_pylist() == local.to_pylist()
