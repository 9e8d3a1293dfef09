"""A list cleaned in blocks is the list cleaned as a whole, whatever the blocks, the files and their kinds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lookalike.companies.accounts import conform
from lookalike.companies.clean import blocks, read_files
from lookalike.progress import silent
from lookalike.project import Project, load_project
from lookalike.settings import Source

ROWS = 900


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A CRM, and a list in three files whose cells say what they mean only together."""
    rng = np.random.default_rng(3)
    folder = tmp_path_factory.mktemp("blocks") / "firm"
    (folder / "list").mkdir(parents=True)
    accounts = pd.DataFrame({"Account ID": [f"A{n}" for n in range(40)], "Name": [f"Firm {n}" for n in range(40)]})
    accounts = accounts.assign(Sector=10 * ["GTX Pro", "Retail", "Mining", "Retail"], Employees=np.arange(40))
    accounts.to_csv(folder / "accounts.csv", index=False)
    listed = pd.DataFrame(
        {"Prospect ID": [f"P{n:04}" for n in range(ROWS)], "Name": [f"Mill {n}" for n in range(ROWS)]}
    )
    listed["Sector"] = np.where(np.arange(ROWS) == ROWS - 1, "GTXPro", "retail")
    listed["Revenue (TNOK)"] = rng.integers(1_000, 9_000, ROWS).astype(str)
    listed.loc[ROWS - 2, "Revenue (TNOK)"] = "1.234,5"  # which proves the sign of the decimals of all
    listed["Employees"] = rng.choice(["5", "12", "None", "1.200", "999"], ROWS)
    listed["IsDeleted"] = np.where(np.arange(ROWS) % 300 == 7, "yes", "no")
    listed["Visited"] = rng.choice(["03.04.2021", "25.12.2020", ""], ROWS)
    parts = [listed.iloc[start : start + 300] for start in (0, 300, 600)]
    parts[0].to_csv(folder / "list" / "a.csv", index=False, sep=";")
    parts[1].to_csv(folder / "list" / "b.csv.gz", index=False, sep=";")
    parts[2].to_parquet(folder / "list" / "c.parquet", index=False, row_group_size=70)
    inputs = '[inputs]\naccounts = "accounts.csv"\nprospects = "list"\n'
    (folder / "lookalike.toml").write_text('name = "firm"\n' + inputs)
    return load_project(folder)


@pytest.mark.parametrize("size", [60, 250, 10_000])
def test_a_list_cleaned_in_blocks_is_the_list_cleaned_as_a_whole(
    project: Project, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", size)
    whole = read_files(project, None, silent).tables["prospects"]
    begun = read_files(project, None, silent, begin=True)
    assert begun.reading is not None
    expected = conform(whole.frame, "prospects")
    found, gone, before = [], [], 0
    pieces = begun.reading.pieces()
    for file in range(3):
        taken = [block for one in pieces if one.file == file for block in begun.reading.blocks(one)]
        found += [conform(block.frame, "prospects").assign(row=block.frame["row"] + before) for block in taken]
        gone += [block.left_out["row"] + before for block in taken if len(block.left_out)]
        before = max([before, *(block["row"].max() for block in found if len(block))])
    together = pd.concat(found, ignore_index=True)[expected.columns]
    pd.testing.assert_frame_equal(together, expected)
    assert pd.concat(gone).tolist() == whole.left_out["row"].tolist()
    assert together["revenue"].max() < 10_000_000
    assert together["industry"].iloc[-1] == "GTX Pro"


def test_the_beginning_of_a_large_file_tells_how_the_rest_is_read(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "large.csv"
    rows = [f"P{n};Mill {n};{n % 7}.000;{n % 50 + 1}" for n in range(2_000)]
    file.write_text("\n".join(["Prospect ID;Name;Revenue (TNOK);Employees", *rows, "P2000;Mill;1.000;12,5"]))
    monkeypatch.setattr("lookalike.companies.read.table.LOOKED_AT", 4_000)
    monkeypatch.setattr(blocks, "BLOCK", 500)
    reading = read_files(project, file, silent, begin=True).reading
    assert reading is not None
    assert 50 < len(reading.opened.frame) < 200
    found = [block.frame for one in reading.pieces() for block in reading.blocks(one)]
    assert [len(one) for one in found] == [500, 500, 500, 500, 1]
    together = pd.concat(found, ignore_index=True)
    assert together["row"].tolist() == list(range(1, 2_002))
    assert together["employees"].iloc[-1] == 12.5
    assert together["name"].tolist()[:2] == ["Mill 0", "Mill 1"]


def test_row_groups_are_pieces_and_other_files_are_read_whole(project: Project) -> None:
    files = [Source(file=f"list/{name}") for name in ("a.csv", "b.csv.gz", "c.parquet")]
    found = blocks.pieces(files, project.folder, 140)
    assert [(one.file, one.groups, one.before) for one in found] == [
        (0, (), 0),
        (1, (), 0),
        (2, (0, 1), 0),
        (2, (2, 3), 140),
        (2, (4,), 280),
    ]
