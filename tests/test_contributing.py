"""The page for whoever changes something tells the truth: its files exist, and its walks lead where it says.

A walk is gone on a copy of the sources: only the files that the page names are touched, and the new thing is known.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([a-z_/]+(?:\.(?:py|toml|md|j2)|/))`", PAGE)))

CRITERION = '''
"""Loyalty: how many customers have stayed."""

from lookalike.knowledge.criteria.standard.criterion import FEWEST, Measured, Standard, unknown
from lookalike.languages import say

import pandas as pd


def counts(companies):
    stayed = companies.accounts.set_index("account_id")["relation"].eq("customer")
    return pd.DataFrame({"stayed": stayed.astype(float)})


def measure(own, base):
    if own["customers"] < FEWEST:
        return unknown(say("standard.few_lost", lost=own["customers"]))
    return Measured(own["stayed"] / own["customers"], say("standard.stayed", stayed=own["stayed"]))


CRITERION = Standard("loyalty", (0.25, 0.5, 0.75), True, measure, counts)
'''
ASK_CRITERION = """
import pandas as pd
from lookalike.companies import Companies
from lookalike.knowledge.criteria import score_segments, segment_tables
from lookalike.languages import language
from lookalike.ranking.exports.targets import READABLE
from lookalike.settings import Settings
from toys import RuleSegments

ids = [f"a{at}" for at in range(12)]
accounts = pd.DataFrame({"account_id": ids, "industry": ["IT", "Food"] * 6})
companies = Companies.of(accounts, pd.DataFrame({"account_id": ids, "outcome": "won"}))
given = {"weights": {"loyalty": 2}, "cuts": {"loyalty": [0.1, 0.2, 0.3]}}
settings = Settings.model_validate({"name": "x", "inputs": {"deals": "d.csv"}, "criteria": given})
grid = score_segments(companies, RuleSegments.of(IT="industry = IT", Food="industry = Food"), settings)
row = grid.table[(grid.table["criterion"] == "loyalty") & (grid.table["segment"] == "IT")].iloc[0]
print(row["points"], row["weight"], row["reason"])
print([table.criterion for table in segment_tables(grid)].count("loyalty"), language("en").criterion("loyalty"))
print("points_loyalty" in READABLE)
"""
PRESET = """
name = "Kundenett"

[headings]

[headings.accounts]
name = ["KN Firmabetegnelse"]
employees = ["KN Hodetall"]
"""
ASK_PRESET = """
import numpy as np
import pandas as pd
from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.read.table import RawTable

frame = pd.DataFrame({"KN Firmabetegnelse": ["A AS"], "KN Hodetall": ["12"]}, dtype=object)
mapping = map_columns(RawTable(frame, np.arange(1, 2), "kn.csv"), "accounts")
print(mapping.heading("name"), mapping.heading("employees"))
"""


@pytest.mark.parametrize("name", NAMED)
def test_a_named_file_or_room_exists(name: str) -> None:
    places = [ROOT / "src" / "lookalike" / name, ROOT / name]
    assert any(place.exists() for place in places), name


def test_the_walk_of_a_cell_has_ten_lines() -> None:
    walk = re.search(r"## One cell.*?\n\n(.*?)\n\n## ", PAGE, re.S)[1]
    assert [line.split(".")[0] for line in walk.splitlines()] == [str(step) for step in range(1, 11)]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package, to be changed."""
    package = tmp_path / "src" / "lookalike"
    shutil.copytree(ROOT / "src" / "lookalike", package, ignore=shutil.ignore_patterns("__pycache__"))
    return package


def asked(package: Path, code: str) -> list[str]:
    """What a program prints that imports the copy."""
    paths = os.pathsep.join([str(package.parent), str(ROOT / "tests")])
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_tenth_criterion_is_a_name_a_file_and_its_words(copy: Path) -> None:
    edited(copy / "schema.py", '    "profitability",\n', '    "profitability",\n    "loyalty",\n')
    (copy / "knowledge" / "criteria" / "standard" / "loyalty.py").write_text(CRITERION, encoding="utf-8")
    english = copy / "languages" / "en.toml"
    edited(english, "\n[say.criteria]\n", '\n[say.criteria]\nloyalty = "loyalty"\n')
    edited(english, "\n[say.standard]", '\n[say.standard]\nstayed = "{stayed:count} stayed"\n#')
    points, named, exported = asked(copy, ASK_CRITERION)
    assert points == "3.0 2.0 6 stayed: 3 points"
    assert named == "1 loyalty"
    assert exported == "True"


def test_a_preset_is_one_file(copy: Path) -> None:
    (copy / "companies" / "headings" / "presets" / "kundenett.toml").write_text(PRESET, encoding="utf-8")
    assert asked(copy, ASK_PRESET) == ["KN Firmabetegnelse KN Hodetall"]
