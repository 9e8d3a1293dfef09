"""The model as MLflow serves it: scores companies with the bundle, its only artifact. MLflow copies this file."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pandas as pd

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", ".*Any type hint is inferred", UserWarning)  # of MLflow's own code, when imported
    from mlflow.models import set_model
    from mlflow.pyfunc import PythonModel

from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import load

OUTPUT = {
    "score": "double",
    "similarity": "double",
    "win_probability": "double",
    "deal_value": "double",
    "expected_value": "double",
    "rule_points": "double",
    "rule_max": "double",
    "familiar": "boolean",
    "segment": "string",
    "tier": "string",
}


class LookalikeModel(PythonModel):
    """Companies in, scores out; nothing is unpickled."""

    def load_context(self, context: Any) -> None:
        """Read the bundle."""
        self.bundle = load(Path(context.artifacts["bundle"]))

    def predict(self, context: Any, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Score each row; columns as in `OUTPUT`. Callers send what they have: what is absent or empty is unknown."""
        return score_frame(self.bundle, model_input)[list(OUTPUT)]


set_model(LookalikeModel())
