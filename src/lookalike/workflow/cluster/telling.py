"""On the workers: clean rows to scores and reasons, and ranked rows to those of the list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from lookalike.companies.attributes import Coding, coded, in_final_form
from lookalike.knowledge.rules import narrow
from lookalike.languages import language, told_table
from lookalike.ranking.follow import with_control
from lookalike.ranking.order import agreement, first_called, grades_at, ranked_prospects, raw_score, scored_prospects
from lookalike.ranking.reasons import SHOWN, Teller, coded_lists, with_strengths
from lookalike.runs import table_of
from lookalike.schema import Attribute
from lookalike.scorecard.store import Bundle
from lookalike.settings import Settings
from lookalike.workflow.cluster.cleaning import ASIDE, PLACE, SAID, clean_rows, in_schema
from lookalike.workflow.cluster.sorting import NUMBER

ORDERING, DROPPED = "ordering", "dropped_by"  # what ranks, without noise; the rule that a row does not pass
PLACES = ("rank", "rule_rank", "grade", "agreement", "control")  # what depends on all other rows
REASONS = ("reasons_for", "reasons_against", "reasons_shared", "nearest_customers")


@dataclass(frozen=True, eq=False)
class Telling:
    """What every worker knows.

    Parameters
    ----------
    bundle : Bundle
        As the settings and data of today have it.
    settings : Settings
    attributes : tuple of Attribute
        Of the list, to be brought into their final form.
    coding : Coding
        Of its industry codes.
    schema : Schema
        Of the finished list.
    """

    bundle: Bundle
    settings: Settings
    attributes: tuple[Attribute, ...]
    coding: Coding
    schema: pa.Schema

    @classmethod
    def of(
        cls,
        bundle: Bundle,
        settings: Settings,
        attributes: tuple[Attribute, ...],
        coding: Coding,
        prospects: pd.DataFrame,
    ) -> Telling:
        """With the columns that a list of some prospects has."""
        found = table_of(told_list(bundle, prospects, settings)).schema
        lists = {name: pa.list_(pa.string()) for name in REASONS}  # of which the first may have none
        schema = pa.schema([pa.field(one.name, lists.get(one.name, one.type)) for one in found])
        return cls(bundle, settings, attributes, coding, schema)

    @property
    def scored_schema(self) -> pa.Schema:
        """Of rows that are not ranked yet."""
        scored = [field for field in self.schema if field.name not in PLACES]
        own = {NUMBER: pa.int64(), ORDERING: pa.float64(), DROPPED: pa.string()}
        return pa.schema([*scored, *(pa.field(*one) for one in own.items())])

    def prospects(self, rows: pa.Table) -> pd.DataFrame:
        """Stored rows as one machine has its prospects when it scores them."""
        clean = clean_rows(rows).drop(columns=[*PLACE, ASIDE, SAID])
        clean = clean.rename(columns={NUMBER: "row"})
        return in_final_form(coded(clean, self.coding), self.attributes)

    def score(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Clean rows to scored ones; those that the rules of the settings leave out are only named."""
        teller = Teller(self.bundle)
        for batch in batches:
            prospects = self.prospects(pa.Table.from_batches([batch]))
            narrowed = narrow(prospects, self.settings)
            kept = prospects[narrowed.keep].reset_index(drop=True)
            if len(kept):
                yield from self._stored(self._told(teller, kept).assign(**{NUMBER: kept["row"]}))
            if len(kept) < len(prospects):
                gone = prospects[~narrowed.keep].rename(columns={"row": NUMBER})
                named: dict[str, Any] = {DROPPED: [name for name in narrowed.dropped_by if name]}
                yield from self._stored(self._in_words(gone[[NUMBER, "prospect_id", "name"]].assign(**named)))

    def _told(self, teller: Teller, prospects: pd.DataFrame) -> pd.DataFrame:
        table, told = scored_prospects(self.bundle, teller, prospects)
        settled = teller.settle(told, np.full(len(table), SHOWN + 1))
        lists: dict[str, Any] = {name: coded_lists(teller.words(name), numbers) for name, numbers in settled.items()}
        table = with_strengths(table.assign(**lists), prospects, self.settings)
        return self._in_words(table.assign(**{ORDERING: raw_score(table)}))

    def _in_words(self, table: pd.DataFrame) -> pd.DataFrame:
        return told_table(table, language(self.settings.score.language))

    def _stored(self, rows: pd.DataFrame) -> Iterator[pa.RecordBatch]:
        yield from in_schema(rows, self.scored_schema).to_batches()


def told_list(bundle: Bundle, prospects: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The list of some prospects, as one machine makes and tells it."""
    ranked = ranked_prospects(bundle, prospects, settings.score).reset_index(drop=True)
    ranked = with_strengths(ranked, prospects, settings)
    ranked = with_control(ranked, settings.score.control, settings.learning.seed)
    return told_table(ranked, language(settings.score.language))


@dataclass(frozen=True, eq=False)
class Finishing:
    """What every worker knows of the list as a whole.

    Parameters
    ----------
    telling : Telling
    total : int
        Companies on the list.
    unfamiliar : ndarray of int
        As for `grades_at`.
    first : DataFrame
        The first companies as they are told side by side.
    """

    telling: Telling
    total: int
    unfamiliar: np.ndarray
    first: pd.DataFrame

    def finish(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Ranked rows to those of the list."""
        for batch in batches:
            if batch.num_rows:
                yield self._finished(batch)

    def _finished(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        settings, schema = self.telling.settings, self.telling.schema
        ranks, rules = (batch[name].to_pandas() for name in ("rank", "rule_rank"))
        columns = {name: batch[name] for name in batch.schema.names}
        grade = grades_at(ranks.to_numpy(), self.total, self.unfamiliar, settings.score)
        known = rules.where(batch["rule_share"].to_pandas().notna())
        columns["grade"] = pa.array(grade, pa.string())
        columns["agreement"] = pa.array(agreement(ranks, known, first_called(self.total, settings.score)), pa.string())
        if "control" in schema.names:
            listed = pd.DataFrame({"grade": grade, "prospect_id": batch["prospect_id"].to_pandas()})
            apart = with_control(listed, settings.score.control, settings.learning.seed)["control"]
            columns["control"] = pa.array(apart, pa.bool_())
        for name in REASONS if ranks.iloc[0] <= len(self.first) else ():
            told = self.first[name].reindex(ranks - 1).tolist()
            lists = [
                own if isinstance(own, list) else other
                for own, other in zip(told, columns[name].to_pylist(), strict=True)
            ]
            columns[name] = pa.array(lists, schema.field(name).type)
        arrays = [columns[field.name].cast(field.type) for field in schema]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)
