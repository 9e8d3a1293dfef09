"""What all sections of the settings share."""

from __future__ import annotations

from typing import Annotated

import tomlkit
from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class Section(BaseModel):
    """Frozen; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def quoted(text: str) -> str:
    """A text as it stands in `lookalike.toml`: for lines that can be pasted there.

    Examples
    --------
    >>> print(quoted('Status "now"'))
    "Status \\"now\\""
    """
    return tomlkit.string(text).as_string()
