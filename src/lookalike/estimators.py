"""What all estimators share: they read companies from a frame by name, or from a plain array of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import check_array, check_consistent_length, validate_data


class CompanyEstimator(BaseEstimator):
    """A scikit-learn estimator over companies.

    A frame is read by the names of its columns, whatever their kind; columns that are not needed are ignored. Anything
    else is an array of numbers of shape (n, columns), whose columns are called x0, x1, ...

    Examples
    --------
    >>> CompanyEstimator().companies(np.array([[1.0, 2.0], [3.0, np.nan]]), fitting=True).columns.tolist()
    ['x0', 'x1']
    """

    def __sklearn_tags__(self) -> Tags:
        """Missing values are welcome."""
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def companies(self, given: Any, *, fitting: bool = False) -> pd.DataFrame:
        """The companies as a frame.

        Raises
        ------
        ValueError
            An array that is not two-dimensional, not of numbers, sparse, infinite, or as wide as another than fitted.
        """
        if isinstance(given, pd.DataFrame):
            if fitting:
                self.n_features_in_ = given.shape[1]
            return given.set_axis(given.columns.astype(str), axis=1)
        least = 2 if fitting else 1
        checked = validate_data(
            self, given, reset=fitting, ensure_all_finite="allow-nan", ensure_min_samples=least, dtype="numeric"
        )
        return pd.DataFrame(checked, columns=[f"x{place}" for place in range(checked.shape[1])])


def numbers_of(given: Any, rows: int) -> np.ndarray:
    """Outcomes as finite numbers of shape (rows,).

    Raises
    ------
    ValueError
        Unknown outcomes, or as many as there are not companies.

    Examples
    --------
    >>> numbers_of([True, False], 2)
    array([1., 0.])
    """
    if given is None:
        raise ValueError("requires y to be passed, but the target y is None")
    found = check_array(given, ensure_2d=False, ensure_min_samples=min(rows, 1), dtype=float).ravel()
    check_consistent_length(found, np.empty(rows))
    return np.asarray(found)


def won_of(given: Any, rows: int) -> np.ndarray:
    """Outcomes as 1 won, 0 lost: what is above 0 counts as won, as in LightGBM.

    Examples
    --------
    >>> won_of(["3", "-1", "0"], 3)
    array([1., 0., 0.])
    """
    return (numbers_of(given, rows) > 0).astype(float)


def weights_of(given: Any, rows: int) -> np.ndarray:
    """How much each row counts, shape (rows,); 1 each where nothing is given.

    Raises
    ------
    ValueError
        None counts at all.
    """
    if given is None:
        return np.ones(rows)
    weight = numbers_of(given, rows)
    if not weight.any():
        raise ValueError("all weights are zero: no row would count")
    return weight
