"""A column may be called anything: names of ours, of pandas and of SQL are used as any other attribute is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from firm import lookalike, write_project

HEADINGS = ("segment", "row", "won", "lost", "id", "index", "shap_x", "rank", "score", "grade", "name_1", "select")
SIGNAL = "shap_x"
LISTED = 20


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A firm whose deals are won where `shap_x` is yes, with such columns in its accounts and its list."""
    home = tmp_path_factory.mktemp("any")
    folder, rng = write_project(home / "firm"), np.random.default_rng(5)
    for name, rows in (("accounts", 30), ("prospects", LISTED)):
        table = pd.read_csv(folder / f"{name}.csv")
        odd = {heading: rng.choice(["north", "south"], rows) for heading in HEADINGS}
        odd[SIGNAL] = np.where(np.arange(rows) % 2, "yes", "no")
        table.assign(**odd).to_csv(folder / f"{name}.csv", index=False)
    deals = pd.read_csv(folder / "deals.csv")
    bought = deals["Account ID"].str[1:].astype(int) % 2 == 1
    odd_one_out = rng.random(len(deals)) < 0.2  # who is told apart too well is taken for a leak
    deals["Stage"] = np.where(bought ^ odd_one_out, "Closed Won", "Closed Lost")
    deals.to_csv(folder / "deals.csv", index=False)
    include = ", ".join(f'"{heading}"' for heading in HEADINGS)
    with (folder / "lookalike.toml").open("a") as settings:
        settings.write(f"\n[features]\ninclude = [{include}]\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        told = ("run", "firm"), ("compare", "firm"), ("explain", "firm", "P3"), ("export", "firm", "--to", "csv")
        for command in told:
            answer = lookalike(*command)
            assert answer.exit_code == 0, (command, answer.output)
    return folder


def test_every_company_is_ranked_by_what_the_column_says(ran: Path) -> None:
    listed = pd.read_parquet(ran / "out" / "prospects.parquet")
    assert sorted(listed["rank"]) == list(range(1, LISTED + 1))
    assert set(listed["prospect_id"]) == {f"P{number}" for number in range(LISTED)}
    first = listed.nsmallest(LISTED // 2, "rank")["prospect_id"].str[1:].astype(int)
    assert (first % 2 == 1).all()


def test_the_columns_keep_their_own_values_beside_ours(ran: Path) -> None:
    given = pd.read_csv(ran / "prospects.csv").set_index("Prospect ID")
    kept = pd.read_parquet(ran / "out" / "run" / "companies.parquet").set_index("prospect_id")
    for heading in HEADINGS:
        column = f"your {heading}" if f"your {heading}" in kept else heading
        assert kept[column].astype(str).tolist() == given.loc[kept.index, heading].tolist(), heading
