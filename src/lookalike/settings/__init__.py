"""`lookalike.toml` as one small frozen object."""

from lookalike.settings.inputs import SEVERAL, Inputs, Source
from lookalike.settings.section import quoted
from lookalike.settings.whole import (
    Criteria,
    Exclude,
    Features,
    Goal,
    Learning,
    ManualPoints,
    Money,
    PanelVote,
    Plan,
    Portfolio,
    Privacy,
    Qualify,
    Score,
    Segments,
    Settings,
    Strength,
)

__all__ = [
    "SEVERAL",
    "Criteria",
    "Exclude",
    "Features",
    "Goal",
    "Inputs",
    "Learning",
    "ManualPoints",
    "Money",
    "PanelVote",
    "Plan",
    "Portfolio",
    "Privacy",
    "Qualify",
    "Score",
    "Segments",
    "Settings",
    "Source",
    "Strength",
    "quoted",
]
