"""A part of grade A that is kept apart in one run is measured by a later one, over the whole way through the files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from firm import lookalike, write_project

LISTED, WON, WON_APART = 1500, 30, 2


def ranked(home: Path) -> pd.DataFrame:
    return pd.read_parquet(home / "firm" / "out" / "prospects.parquet").set_index("prospect_id")


def test_a_later_run_measures_what_the_list_brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = write_project(tmp_path / "firm")
    ids = [f"P{number}" for number in range(LISTED)]
    listed = pd.DataFrame({"Prospect ID": ids, "Name": [f"Prospect {number} AS" for number in range(LISTED)]})
    listed.to_csv(folder / "prospects.csv", index=False)
    settings = folder / "lookalike.toml"
    settings.write_text(settings.read_text() + "\n[score]\ncontrol = 0.3\n")
    assert lookalike("run", "firm").exit_code == 0
    first = ranked(tmp_path)
    apart, worked = (first.index[(first["grade"] == "A") & (first["control"] == side)] for side in (True, False))
    assert len(apart) > 20
    assert "kept apart" in (folder / "out" / "report.html").read_text("utf-8")

    # Half a year later some of grade A are customers, hardly any of those that were left alone.
    won = [*worked[:WON], *apart[:WON_APART]]
    accounts, deals = (pd.read_csv(folder / f"{name}.csv") for name in ("accounts", "deals"))
    names = first.loc[won, "name"].tolist()
    new = pd.DataFrame({"Account ID": [f"N{number}" for number in range(len(won))], "Name": names})
    bought = new[["Account ID"]].assign(
        **{"Deal ID": [f"E{number}" for number in range(len(won))], "Stage": "Closed Won", "Amount": 1000.0},
        **{"Close Date": "2025-09-01"},
    )
    pd.concat([accounts, new]).to_csv(folder / "accounts.csv", index=False)
    pd.concat([deals, bought]).to_csv(folder / "deals.csv", index=False)
    done = lookalike("score", "firm")
    assert done.exit_code == 0, done.output

    kept = json.loads((folder / "out" / "run" / "records.json").read_text("utf-8"))["drift"]["promises"]
    measured = kept["control"]
    assert (measured["worked"]["companies"], measured["worked"]["won"]) == (len(worked), WON)
    assert (measured["control"]["companies"], measured["control"]["won"]) == (len(apart), WON_APART)
    later = ranked(tmp_path)
    assert not set(won) & set(later.index), "customers are no prospects"
    still = later.index.intersection(apart)
    assert later.loc[still[later.loc[still, "grade"] == "A"], "control"].all(), "a company stays on its side"
    assert "brings more than what comes anyway" in (folder / "out" / "report.html").read_text("utf-8")
