"""Bins and tables as columns of the query.

A table is an array of whole numbers: what it says in billionths, so that sums are exact in any order. Bins that a table
does not tell apart share a place in it, and both features of a pair are looked up by the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sqlglot import exp

from lookalike.learning.bins import Bins, CategoryBins, Feature, NumericBins
from lookalike.scorecard.sql.expressions import added, column, entry, named, number, steps, text, times, whole
from lookalike.scorecard.tables import Scorecard

UNIT = 1e-9
TRUTHS = {"yes": "true", "no": "false"}  # how a database writes what a file calls yes and no


class Points:
    """The steps from columns to what every feature adds to every scorecard.

    Parameters
    ----------
    cards : mapping of name to Scorecard
    dialect : str
    """

    def __init__(self, cards: Mapping[str, Scorecard], dialect: str) -> None:
        self.dialect, self.cards = dialect, dict(cards)
        self.codes: dict[tuple[str, Bins], str] = {}
        for feature in self.features:
            self.codes.setdefault((feature.source, feature.bins), f"b{len(self.codes)}")
        self._places: list[exp.Expr] = []
        self._points: dict[tuple[str, str], list[exp.Expr]] = {}
        for name, card in self.cards.items():
            for table in card.tables:
                members = [card.features[place] for place in table.features]
                self._look_up(name, members, table.contributions)

    @property
    def features(self) -> list[Feature]:
        """All features of all cards."""
        return [feature for card in self.cards.values() for feature in card.features]

    def bins(self) -> list[exp.Expr]:
        """The bin of each feature."""
        return [named(_bin(source, bins), name) for (source, bins), name in self.codes.items()]

    def places(self) -> list[exp.Expr]:
        """Where in each table a row is."""
        return [named(place, f"p{number}") for number, place in enumerate(self._places)]

    def points(self) -> list[exp.Expr]:
        """What each feature adds to each card, in billionths."""
        return [named(added(terms), _column(*key)) for key, terms in self._points.items()]

    def of(self, name: str, feature: str) -> exp.Expr | None:
        """The column of what a feature adds to a card; None where it adds nothing."""
        return column(_column(name, feature)) if (name, feature) in self._points else None

    def raw(self, name: str) -> exp.Expr:
        """The raw score of a card."""
        terms = [column(_column(*key)) for key in self._points if key[0] == name]
        return added([number(self.cards[name].base), times(number(UNIT), added(terms))])

    def _look_up(self, name: str, members: Sequence[Feature], parts: Sequence[np.ndarray]) -> None:
        groups, parts = grouped([np.round(part / UNIT).astype(np.int64) for part in parts])
        place: exp.Expr | None = None
        for feature, group in zip(members, groups, strict=True):
            code = column(self.codes[feature.source, feature.bins])
            if (group != np.arange(len(group))).any():
                code = entry(group, code, self.dialect)
            place = code if place is None else added([times(place, whole(int(group.max()) + 1)), code])
        assert place is not None
        known = column(f"p{len(self._places)}")
        self._places.append(place)
        for feature, part in zip(members, parts, strict=True):
            if part.any():
                told = entry(part.ravel(), known.copy(), self.dialect)
                self._points.setdefault((name, feature.name), []).append(told)


def _column(card: str, feature: str) -> str:
    return f"{card}: {feature}"


def grouped(parts: Sequence[np.ndarray]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Arrays of one shape with one place for all bins that none of them tells apart; and the place of each bin.

    Examples
    --------
    >>> groups, parts = grouped([np.array([5, 0, 0, 5])])
    >>> groups[0].tolist(), parts[0].tolist()
    ([0, 1, 1, 0], [5, 0])
    """
    stacked, groups = np.stack(parts), []
    for axis in range(1, stacked.ndim):
        slices = np.moveaxis(stacked, axis, 0)
        _, first, group = np.unique(slices.reshape(len(slices), -1), axis=0, return_index=True, return_inverse=True)
        groups.append(np.argsort(np.argsort(first))[group.ravel()])  # in the order of the bins
        stacked = np.take(stacked, np.sort(first), axis=axis)
    return groups, list(stacked)


def _bin(source: str, bins: Bins) -> exp.Expr:
    """The code of a prepared column's bin."""
    value, missing = column(source), whole(bins.size - 1)
    unknown = exp.Is(this=value, expression=exp.null())
    if isinstance(bins, NumericBins):
        nan = exp.EQ(this=exp.func("LOWER", exp.cast(value, "varchar")), expression=text("nan"))
        codes = [whole(code) for code in range(bins.size - 1)]
        return exp.Case(ifs=[exp.If(this=exp.or_(unknown, nan), true=missing)], default=steps(value, bins.edges, codes))
    if isinstance(bins, CategoryBins):
        case = exp.Case(this=exp.func("LOWER", value), default=whole(bins.size - 2))
        for code, level in reversed(list(enumerate(bins.values))):
            for written in {level.casefold(), TRUTHS.get(level.casefold(), level.casefold())}:
                case.append("ifs", exp.If(this=_small(level, written), true=whole(code)))
        return exp.Case(ifs=[exp.If(this=unknown, true=missing)], default=case)
    ends = text(";")
    cell = exp.DPipe(this=exp.DPipe(this=ends, expression=value), expression=ends.copy())
    token = f";{bins.token};"
    found = exp.StrPosition(this=exp.func("LOWER", cell), substr=_small(token, token.casefold()))
    return (
        exp.Case(ifs=[exp.If(this=unknown, true=missing)])
        .when(exp.GT(this=found, expression=whole(0)), whole(1))
        .else_(whole(0))
    )


def _small(value: str, small: str) -> exp.Expr:
    """A text in small letters; what lies beyond ASCII as the database itself writes it small."""
    return text(small) if value.isascii() else exp.func("LOWER", text(value))
