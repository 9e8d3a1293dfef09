"""On the driver: who is who. Of every row of the list what identifies it, and what speaks against approaching it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from lookalike.companies.identity import company_keys
from lookalike.companies.prospects import Known, sort_prospects
from lookalike.settings import Exclude
from lookalike.workflow.cluster.cleaning import ASIDE, BROKEN, PLACE, SAID, clean_rows, decoded

IDENTITY = (
    "prospect_id",
    "account_id",
    "name",
    "org_number",
    "domain",
    "email",
    "country",
    "postcode",
    "city",
    "parent",
    "status",
    "inbound",
    "advertising_block",
    "natural_person",
)
KEPT = ("prospect_id", "name", "account_id", "relation")  # what is told of a row by its place among the others
NUMBER = "place"  # of a row in the whole list


@dataclass(frozen=True, eq=False)
class Identified:
    """What identifies the rows of the list, in their order.

    Parameters
    ----------
    rows : DataFrame
        Of the clean rows: `file`, `row` (of the whole list, from 1), and the columns of `IDENTITY` that the list has.
    aside : DataFrame
        Of the others: `row`, `id`, `name`, `reason`, `detail`.
    before : ndarray of int
        Rows of the list before each file.
    """

    rows: pd.DataFrame
    aside: pd.DataFrame
    before: np.ndarray

    @cached_property
    def keys(self) -> pd.DataFrame:
        """By what the companies are compared."""
        return company_keys(self.rows)

    def numbers(self, begun: np.ndarray, starts: Sequence[int]) -> np.ndarray:
        """The numbers in the whole list of rows that are numbered on in the beginnings of its first files."""
        file = np.searchsorted(starts, begun, side="left") - 1
        return self.before[file] + begun - np.asarray(starts)[file]


def identified(cleaned: Path) -> Identified:
    """Read what identifies the rows from the folder of clean ones."""
    stored = ds.dataset(cleaned, format="parquet")
    names = [*PLACE, ASIDE, SAID, *(name for name in IDENTITY if name in stored.schema.names)]
    table = stored.to_table(columns=names)
    files, rows = (table[name].to_numpy() for name in PLACE)
    last = np.zeros(files.max(initial=-1) + 1, dtype=np.int64)
    np.maximum.at(last, files, rows)
    before = np.concatenate([[0], np.cumsum(last)])
    place = before[files] + rows
    table = table.take(np.argsort(place))
    frame = clean_rows(table.drop([ASIDE, SAID])).assign(row=np.sort(place))
    counts = table[ASIDE].is_null().to_numpy()
    gone = table.filter(table[ASIDE].is_valid())
    told = frame[~counts]
    aside = pd.DataFrame(
        {
            "row": told["row"],
            "id": told.get("prospect_id"),
            "name": told.get("name"),
            "reason": gone[ASIDE].to_numpy(),
            "detail": [decoded(text) for text in gone[SAID].to_pylist()],
        }
    )
    return Identified(frame[counts].reset_index(drop=True), aside.reset_index(drop=True), before)


@dataclass(frozen=True, eq=False)
class Sorted:
    """The rows of the list in their places: `kept` (with `PLACE`, `NUMBER` and `KEPT`), `excluded` and `rejected`."""

    kept: pd.DataFrame
    excluded: pd.DataFrame
    rejected: pd.DataFrame


def sort_list(found: Identified, known: Known, rules: Exclude) -> Sorted:
    """Put every row in its place, as on one machine: the same function decides, of the whole list at once."""
    places = sort_prospects(found.rows.drop(columns="file"), _nothing(), known, rules, found.keys)
    file = pd.Series(found.rows["file"].to_numpy(), index=found.rows["row"].to_numpy())
    kept = places.prospects[list(KEPT)].assign(**{NUMBER: places.prospects["row"]})
    files = file.loc[kept[NUMBER]].to_numpy()
    kept = kept.assign(file=files, row=kept[NUMBER].to_numpy() - found.before[files])
    unread = found.aside["reason"] == BROKEN
    return Sorted(
        kept,
        in_order(places.excluded, found.aside[~unread]),
        in_order(places.rejected, found.aside[unread].assign(id=None, name=None)),
    )


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({"row": pd.Series(dtype="int64"), "text": [], "reason": []})


def in_order(*tables: pd.DataFrame) -> pd.DataFrame:
    """Rows of several tables in the order of the list."""
    some = [table for table in tables if len(table)] or [tables[0]]
    return pd.concat(some).sort_values("row", kind="stable", ignore_index=True)


def rows_at(cleaned: Path, found: Identified, numbers: Iterable[int]) -> pd.DataFrame:
    """Clean rows of the list, by their numbers."""
    chosen = found.rows[found.rows["row"].isin(list(numbers))]
    stored = ds.dataset(cleaned, format="parquet")
    parts = [
        clean_rows(stored.to_table(filter=(ds.field("file") == file) & ds.field("row").isin(rows.to_list())))
        for file, rows in (chosen["row"] - found.before[chosen["file"]]).groupby(chosen["file"])
    ]
    if not parts:
        return pd.DataFrame()
    together = pd.concat(parts, ignore_index=True)
    together["row"] += found.before[together["file"]]
    return together.drop(columns=["file", ASIDE, SAID])


def write_kept(kept: pd.DataFrame, folder: Path) -> None:
    """Write the rows that are ranked where workers find them."""
    folder.mkdir()
    kinds = {"file": pa.int32(), "row": pa.int64(), NUMBER: pa.int64()}
    schema = pa.schema([pa.field(name, kinds.get(name, pa.string())) for name in map(str, kept)])
    pq.write_table(pa.Table.from_pandas(kept, schema, preserve_index=False), folder / "part.parquet")
