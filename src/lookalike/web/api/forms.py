"""What goes over the wire, as the OpenAPI page shows it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

MOST_COMPANIES = 10_000
Value = str | int | float | bool | list[str] | None


class Asked(BaseModel):
    """Companies to score: attribute of the model -> value."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"companies": [{"name": "Example AS", "industry": "Transport", "employees": 120}]}
        },
    )
    companies: list[dict[str, Value]] = Field(min_length=1, max_length=MOST_COMPANIES)


class Scored(BaseModel):
    """The companies with the columns of a run's list, in rank order."""

    companies: list[dict[str, Any]]


class Listed(BaseModel):
    """A page of the list, and where the next one begins; null at the end."""

    prospects: list[dict[str, Any]]
    next: str | None


class Health(BaseModel):
    """That the app answers, and with which model the list was made."""

    status: str
    version: str
    model: str | None


class Model(BaseModel):
    """The model that scores."""

    name: str
    version: int
    attributes: list[dict[str, str]]
    metrics: dict[str, Any]


class Refused(BaseModel):
    """Why a request was not answered: a sentence that says what was found and expected, or where the form is wrong."""

    detail: str | list[dict[str, Any]]
