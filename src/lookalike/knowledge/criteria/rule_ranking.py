"""The rules as a ranking: the criteria of a company's segment plus its own points, a scikit-learn style estimator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator, won_of
from lookalike.knowledge.criteria.fit_points import company_criteria
from lookalike.knowledge.criteria.grid import CriteriaGrid, segment_tables
from lookalike.knowledge.criteria.points import SEGMENT, PointTable, share_by
from lookalike.schema import Attribute, Kind

if TYPE_CHECKING:
    from lookalike.knowledge.segments import Segmentation


@dataclass(frozen=True)
class RuleContext:
    """What the segment criteria need: which company belongs where, and the points of each segment."""

    segmentation: Segmentation
    grid: CriteriaGrid


class RuleRanking(CompanyEstimator):
    """Rank companies by their share of the points possible, as a person with the criteria sheet would.

    Every answered criterion gives 0-3 points times its weight; an unknown one counts as the average company's, so that
    it neither helps nor harms. Segment
    criteria come from the context, company-level criteria are learned from `y` by `company_criteria`.

    Parameters
    ----------
    attributes : sequence of Attribute or None
        Columns that may become company-level criteria; None takes every column of the frame.
    weights : mapping of criterion to weight, optional
        For company-level criteria; default: learned (`learned_weights`). Weights of segment criteria stand in the grid.

    Attributes
    ----------
    tables_ : tuple of PointTable
    segmentation_ : Segmentation or None

    Examples
    --------
    >>> frame = pd.DataFrame({"industry": ["IT"] * 40 + ["Food"] * 40})
    >>> rules = RuleRanking().fit(frame, [1] * 30 + [0] * 10 + [1] * 10 + [0] * 30)
    >>> rules.decision_function(pd.DataFrame({"industry": ["IT", "Food", None]})).tolist()
    [1.0, 0.0, 0.5]
    >>> print(rules.tables_[0].reasons[1])
    industry is IT: won 30 of 40, 50% on average: 3 points
    """

    def __init__(
        self,
        attributes: Sequence[Attribute] | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        self.attributes = attributes
        self.weights = weights

    def fit(
        self,
        frame: pd.DataFrame,
        y: ArrayLike,
        groups: ArrayLike | None = None,
        *,
        context: RuleContext | None = None,
    ) -> RuleRanking:
        """Learn the company-level points; take the segments' points from the context.

        Parameters
        ----------
        frame : DataFrame of n rows
        y : array of shape (n,)
            0 / 1.
        groups : array of shape (n,), optional
            The company of each row, where companies have several.
        context : RuleContext, optional
            Without it there are company-level criteria only.
        """
        frame = self.companies(frame, fitting=True)
        y = won_of(y, len(frame))
        attributes = _every_column(frame) if self.attributes is None else self.attributes
        weights = self.weights or {}
        own = company_criteria(frame, y, attributes, groups)
        own = tuple(replace(table, weight=weights.get(table.criterion, table.weight)) for table in own)
        self.segmentation_ = context.segmentation if context is not None else None
        self.tables_ = (segment_tables(context.grid) if context is not None else ()) + own
        return self

    def decision_function(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Share of the points possible: float array of shape (rows,), 0-1; where nothing is answered the usual one."""
        points = self.points(frame)  # asks first whether it was fitted
        return share_by(self.tables_, points)

    def points(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Points per company, a column per criterion: 0-3 or NaN."""
        check_is_fitted(self, "tables_")
        frame = self.companies(frame)
        sources = {table.source: frame[table.source] for table in self.tables_ if table.source != SEGMENT}
        if self.segmentation_ is not None:
            sources[SEGMENT] = self.segmentation_.assign(frame)[SEGMENT].set_axis(frame.index)
        columns = {table.criterion: table.apply(sources[table.source]) for table in self.tables_}
        return pd.DataFrame(columns, index=frame.index, dtype=float)

    def to_tables(self) -> list[PointTable]:
        """The whole ranking as plain tables."""
        check_is_fitted(self, "tables_")
        return list(self.tables_)


def _every_column(frame: pd.DataFrame) -> list[Attribute]:
    """Attributes for a plain frame: numbers as NUMBER, the rest as CATEGORY."""
    kinds = {
        str(name): Kind.NUMBER if pd.api.types.is_numeric_dtype(frame[name]) else Kind.CATEGORY
        for name in frame.columns
    }
    return [Attribute(name, kind, name, name.replace("_", " ")) for name, kind in kinds.items()]
