"""The 0-3 criteria of every segment: from data by cuts, or by hand with author and date; unknown stays unknown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lookalike.errors import SettingsError, did_you_mean
from lookalike.knowledge.criteria.points import MIDDLE, MOST, SEGMENT, PointTable, share_of_points, with_points
from lookalike.languages import Message, say
from lookalike.schema import CRITERIA, Finding
from lookalike.settings import Criteria, ManualPoints, Settings

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.knowledge.segments import Segmentation

PROPOSED = ("segment", "criterion", "proposed", "proposal")
COLUMNS = ("segment", "criterion", "points", "weight", "source", "reason", "author", "date", "proposed", "proposal")


@dataclass(frozen=True)
class CriteriaGrid:
    """Points of every segment on every standard criterion.

    Parameters
    ----------
    table : DataFrame
        One row per segment and criterion: `segment`, `criterion`, `points` (0-3, NaN = unknown), `weight`, `source`
        (data / manual / unknown), `reason` (a sentence), `author` and `date` (of manual points, else ""); `proposed`
        and `proposal`: points and sentence of the data, whether a person decided otherwise or not.
    findings : tuple of Finding
        Manual points that name no segment.
    """

    table: pd.DataFrame
    findings: tuple[Finding, ...] = ()

    def points(self) -> pd.DataFrame:
        """Points with a row per segment and a column per criterion."""
        wide = self.table.pivot(index="segment", columns="criterion", values="points")
        return wide.reindex(index=list(dict.fromkeys(self.table["segment"])), columns=list(CRITERIA))

    def totals(self) -> pd.DataFrame:
        """Total per segment, the best first.

        Returns
        -------
        DataFrame
            `segment`, `points` and `maximum` (weighted, over answered criteria), `share` (0-1, an unknown criterion
            counting as the average segment's; NaN when nothing is answered), `answered` (criteria), `rank` (1 =
            highest share; ties share the better rank and stand by name).
        """
        known = self.table[self.table["points"].notna()]
        weighted = known.assign(points=known["points"] * known["weight"], maximum=known["weight"] * MOST)
        by = weighted.groupby("segment")
        names = pd.Index(sorted(set(self.table["segment"])), name="segment")
        totals = by[["points", "maximum"]].sum().reindex(names).fillna(0.0)
        points = self.points().reindex(names).dropna(axis=1, how="all")
        weights = self.table.groupby("criterion")["weight"].first().reindex(points.columns).to_numpy(float)
        totals["share"] = share_of_points(
            points.to_numpy(float), weights, np.array([_usual(points[name]) for name in points])
        )
        totals["answered"] = by.size().reindex(names).fillna(0).astype(int)
        totals["rank"] = totals["share"].rank(ascending=False, method="min", na_option="bottom").fillna(1).astype(int)
        return totals.sort_values(["rank", "segment"]).reset_index()


def score_segments(companies: Companies, segmentation: Segmentation, settings: Settings) -> CriteriaGrid:
    """Give every segment its points on the standard criteria.

    Parameters
    ----------
    companies : Companies
    segmentation : Segmentation
        A base without segments gives an empty grid.
    settings : Settings
        `[criteria]`: weights (default 1), cuts (default: those of the criterion), manual points,
        which win.

    Raises
    ------
    SettingsError
        Cuts that do not rise.
    """
    from lookalike.knowledge.criteria.figures import segment_figures
    from lookalike.knowledge.criteria.standard import standards

    cuts = _checked(settings.criteria)
    sums = {str(name): row for name, row in segment_figures(companies, segmentation).iterrows()}
    rows = []
    for name in (segment.name for segment in segmentation.segments):
        for standard in standards():
            measured = standard.measure(sums[name], sums[""])
            points = standard.points(measured, cuts.get(standard.criterion))
            rows.append((name, standard.criterion, points, with_points(measured.sentence, points)))
    grid = decided(pd.DataFrame(rows, columns=list(PROPOSED)), settings.criteria)
    return replace(grid, findings=_unplaced(settings, segmentation))


def decided(proposals: pd.DataFrame, criteria: Criteria) -> CriteriaGrid:
    """The grid that people make of what the data propose: their points win, and the weights are theirs.

    Parameters
    ----------
    proposals : DataFrame
        `segment`, `criterion`, `proposed` and `proposal`, as a grid has them.
    criteria : Criteria
        Of the settings.

    Examples
    --------
    >>> proposals = pd.DataFrame([("IT", "size", 1.0, "few companies")], columns=list(PROPOSED))
    >>> signed = {"author": "Kari", "date": "2026-05-01", "reason": "a new office"}
    >>> manual = [{"segment": "IT", "criterion": "size", "points": 3, **signed}]
    >>> table = decided(proposals, Criteria(manual=manual, weights={"size": 2})).table
    >>> table[["points", "weight", "source", "author", "proposed"]].values.tolist()
    [[3.0, 2.0, 'manual', 'Kari', 1.0]]
    """
    manual = {(entry.segment, entry.criterion): entry for entry in criteria.manual}
    rows = []
    for segment, criterion, proposed, proposal in proposals[list(PROPOSED)].itertuples(index=False):
        entry = manual.get((segment, criterion))
        by_data = (proposed, "unknown" if proposed != proposed else "data", proposal, "", "")
        points, *told = _by_hand(entry) if entry is not None else by_data
        rows.append((segment, criterion, points, criteria.weights.get(criterion, 1.0), *told, proposed, proposal))
    return CriteriaGrid(pd.DataFrame(rows, columns=list(COLUMNS)))


def _by_hand(entry: ManualPoints) -> tuple[float, str, Message, str, str]:
    """Points that a person gave, with source, reason, author and date."""
    return float(entry.points), "manual", with_points(entry.reason, entry.points), entry.author, entry.date.isoformat()


def _checked(criteria: Criteria) -> dict[str, tuple[float, float, float]]:
    for name, cuts in criteria.cuts.items():
        if list(cuts) != sorted(set(cuts)):
            found = say("grid.cuts", cuts=str(list(cuts)), criterion=name)
            raise SettingsError(found, say("grid.rising"), "[criteria.cuts]")
    return criteria.cuts


def _unplaced(settings: Settings, segmentation: Segmentation) -> tuple[Finding, ...]:
    """What is said of segments that do not exist is not lost silently; segments may have new names after a run."""
    names = [segment.name for segment in segmentation.segments]
    called = [*names, *(segment.key for segment in segmentation.segments if segment.key not in names)]
    points = [
        (
            *(entry.segment, names, "criteria.manual"),
            say(
                "grid.points_for",
                author=entry.author,
                points=entry.points,
                criterion=entry.criterion,
                segment=entry.segment,
            ),
        )
        for entry in settings.criteria.manual
    ]
    asked = settings.segments
    texts = [
        (segment, known, f"segments.{section}", say("grid.named", section=section, segment=segment))
        for section, told, known in (
            ("names", asked.names, called),
            ("promise", asked.promise, called),
            ("offer", asked.offer, called),
            ("need_match", asked.need_match, names),
            ("panel", [vote.segment for vote in asked.panel], names),
        )
        for segment in dict.fromkeys(told)
    ]
    return tuple(
        Finding(
            *("warning", "no such segment", "lookalike.toml", section, 1),
            found,
            did_you_mean(segment, known),
        )
        for segment, known, section, found in (*points, *texts)
        if segment not in known
    )


def segment_tables(grid: CriteriaGrid) -> tuple[PointTable, ...]:
    """The grid as one table per criterion that at least one segment answers; outside all segments it is unknown."""
    tables = []
    for criterion, rows in grid.table.groupby("criterion", sort=False):
        if rows["points"].isna().all():
            continue
        tables.append(
            PointTable(
                *(str(criterion), float(rows["weight"].iloc[0]), SEGMENT, "category", tuple(rows["segment"])),
                points=(*rows["points"], nan, nan),
                reasons=(*rows["reason"], say("points.no_segment"), say("points.no_segment")),
                usual=_usual(rows["points"]),
            )
        )
    return tuple(tables)


def _usual(points: pd.Series) -> float:
    """The points that a segment has on average; the middle counts as one segment more, as one alone tells little."""
    return float((points.sum() + MIDDLE) / (points.count() + 1))
