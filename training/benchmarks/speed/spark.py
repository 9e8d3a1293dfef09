"""Scoring a register on Spark with one core and with two, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from training.benchmarks.speed.register import DATA, saved, write_register

ROWS = 1_000_000
JOB = """
import json, os, sys, time
os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv[1])])  # Java and Python share what they may use
from pyspark.sql import SparkSession
import lookalike.spark
builder = SparkSession.builder.master(f"local[{sys.argv[1]}]").config("spark.ui.enabled", "false")
builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "100000")
session = builder.config("spark.sql.files.maxPartitionBytes", "4m").getOrCreate()
register = session.read.parquet(sys.argv[2])
def score(rows):
    lookalike.spark.score(rows, sys.argv[3]).write.format("noop").mode("overwrite").save()
score(register.limit(1000))
start = time.perf_counter()
score(register)
print(json.dumps(time.perf_counter() - start))
"""


def run(cores: tuple[int, ...] = (1, 2)) -> list[dict[str, object]]:
    """Seconds of the job on each number of cores, Spark and its workers being up."""
    file, folder = write_register(DATA / f"register-{ROWS}.parquet", ROWS), saved()
    return [_scored(count, str(file), str(folder)) for count in cores]


def _scored(cores: int, file: str, folder: str) -> dict[str, object]:
    load = round(os.getloadavg()[0], 1)
    command = [sys.executable, "-c", JOB, str(cores), file, folder]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()
    seconds = float(json.loads(told.splitlines()[-1]))
    speed = round(ROWS / seconds)
    return {"cores": cores, "rows": ROWS, "seconds": round(seconds, 2), "rows_per_second": speed, "load_before": load}
