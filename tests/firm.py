"""A small project for tests, and the shell to run it with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from typer.testing import CliRunner, Result

from lookalike.cli import app

DAYS = pd.date_range("2023-01-01", periods=90, freq="9D").strftime("%Y-%m-%d")


def write_project(folder: Path, kind: str = "Firm") -> Path:
    """Thirty companies with three deals each, and twenty to rank."""
    folder.mkdir()
    ids = [f"A{number}" for number in range(30)]
    firms = pd.DataFrame({"Account ID": ids, "Name": [f"{kind} {number} AS" for number in range(30)]})
    deals = pd.DataFrame({"Deal ID": [f"D{number}" for number in range(90)], "Account ID": 3 * ids})
    deals = deals.assign(Stage=45 * ["Closed Won", "Closed Lost"], Amount=1000.0, **{"Close Date": DAYS})
    listed = pd.DataFrame({"Prospect ID": [f"P{number}" for number in range(20)]})
    listed["Name"] = [f"Prospect {number} AS" for number in range(20)]
    for name, table in (("accounts", firms), ("deals", deals), ("prospects", listed)):
        table.to_csv(folder / f"{name}.csv", index=False)
    inputs = [f'{name} = "{name}.csv"' for name in ("accounts", "deals", "prospects")]
    (folder / "lookalike.toml").write_text("\n".join(['name = "firm"', "[inputs]", *inputs]))
    return folder


def lookalike(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)
