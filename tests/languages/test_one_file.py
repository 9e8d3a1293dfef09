"""A language to read and to tell is one file: it is put beside the others, and nothing else is changed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "lookalike"
LATIN = """
name = "Latin"
locale = "it"

[headings.company]
name = ["societas"]
employees = ["operarii"]

[say.numbers]
percent = "{value} centesimae"

[say.labels]
revenue = "reditus"

[say.facts]
missing = "{label} ignotus est"

[say.facts_of]
employees = { one = "unus operarius", other = "{value:measure} operarii" }

[say.reasons]
more_common = "{fact}: inter optimos {times:times} partibus frequentius"
rarer = "{fact}: {best:share} optimorum, {all:share} omnium"

[say.errors]
at = "{where}: {found}"
expected = "Exspectatum: {expected}"

[say.segments]
all = "Omnes societates"
"""
ASKED = """
import json
from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.read.table import RawTable
from lookalike.errors import InputError
from lookalike.knowledge.segments import find_segments
from lookalike.companies import Companies
from lookalike.languages import LANGUAGES, called, language, say
from lookalike.settings import Settings
import numpy as np, pandas as pd

frame = pd.DataFrame({"Societas": ["Alpha"], "Operarii": ["12"]})
mapping = map_columns(RawTable(frame, np.arange(1, 2), "tabula.csv"), "accounts")
latin = language("la")
fact = say("facts_of.employees", value=34.0, unit="heads", n=34.0)
given = {"name": "x", "inputs": {"deals": "d.csv"}, "score": {"language": "la"}}
settings = Settings.model_validate(given)
accounts = pd.DataFrame({"account_id": ["a", "b"]})
print(json.dumps({
    "known": "la" in LANGUAGES,
    "headings": {name: mapping.heading(name) for name in ("name", "employees")},
    "reasons": [
        latin.tell(say("reasons.more_common", fact=fact, times=2.5)),
        latin.tell(say("reasons.rarer", fact=say("facts.missing", label=called("revenue")), best=0.1, all=0.4)),
        latin.tell(say("reasons.won", fact=fact, rate=0.5, deals=20, all=0.4)),
    ],
    "error": latin.tell(InputError("nihil", "aliquid", "tabula.csv").message),
    "segment": find_segments(Companies.of(accounts), settings).segments[0].name,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the product reads and says with the file of a language that there is not."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "lookalike", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "lookalike" / "languages" / "la.toml").write_text(LATIN, encoding="utf-8")
    here = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, env=here, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_its_headings_are_read(told: dict[str, object]) -> None:
    assert told["known"]
    assert told["headings"] == {"name": "Societas", "employees": "Operarii"}


def test_reasons_and_errors_are_told_in_it_and_in_english_where_it_lacks_them(told: dict[str, object]) -> None:
    assert told["reasons"] == [
        "34 operarii: inter optimos 2,5 partibus frequentius",
        "reditus ignotus est: 10 centesimae optimorum, 40 centesimae omnium",
        "34 employees: you won 50% of 20 such deals, against 40% of all",
    ]
    assert told["error"] == "tabula.csv: nihil. Exspectatum: aliquid."
    assert told["segment"] == "Omnes societates"
