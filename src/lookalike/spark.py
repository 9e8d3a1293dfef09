"""Scoring on Spark: `lookalike.spark.score(df, bundle)`; needs the extra `lookalike[spark]`."""

from lookalike.scorecard.spark import score

__all__ = ["score"]
