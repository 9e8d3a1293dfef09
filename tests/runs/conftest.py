"""A small run as plain data, with messages where rooms put them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from lookalike.languages import language, say
from lookalike.runs import Documents, write_run

COLD = say("facts.cold")
WORDS = "you have had no deal with them"


@pytest.fixture
def documents() -> Callable[..., Documents]:
    """Make the documents of a run with two companies on its list; what is named differs."""

    def made(**other: Any) -> Documents:
        told: dict[str, Any] = {
            "prospects": pd.DataFrame(
                {
                    "prospect_id": ["1", "2"],
                    "name": ['=HYPERLINK("http://x")', "Åse & Sønner"],
                    "rank": [1, 2],
                    "reasons_for": [[COLD, "uses Azure"], []],
                    "reasons_against": [[], [COLD]],
                    "nearest_customers": [["Firma A"], []],
                    "shap_base": [0.1, 0.1],
                    "shap_size": [0.5, -0.5],
                }
            ),
            "tables": {
                "excluded": pd.DataFrame({"row": [7], "id": ["7"], "name": ["=1+1"], "detail": [None]}),
                "criteria": pd.DataFrame({"segment": ["NA", None], "reason": [COLD, None], "points": [1.0, np.nan]}),
            },
            "records": {
                "icp": {"traits": [], "lift": np.float64(2), "sentence": COLD},
                "run": {"model": "small@1", "language": "en", "settings": "", "inputs": {}, "prospects": None},
            },
            "promises": pd.DataFrame({"prospect_id": ["1"], "grade": ["A"]}),
            "companies": pd.DataFrame({"prospect_id": ["1", "2"], "rank": ["theirs", None], "segment": [None, None]}),
            "known": pd.DataFrame({"account_id": ["007", "2024"]}),
        }
        return Documents(**told | other)

    return made


@pytest.fixture
def write(documents: Callable[..., Documents]) -> Callable[..., None]:
    """Write such a run, told in English."""

    def written(folder: Path, report: str = "<html></html>", **other: Any) -> None:
        found = documents(**other)
        write_run(found, found.told(language("en")), folder, {"report.html": report})

    return written
