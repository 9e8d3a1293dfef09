"""The endpoints of the contract: health, model, score and prospects."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

import lookalike
from lookalike.languages import language
from lookalike.runs import plain
from lookalike.web.api.forms import MOST_COMPANIES, Asked, Health, Listed, Model, Refused, Scored
from lookalike.web.listing import Ask
from lookalike.web.place import Place

REFUSALS: dict[int | str, dict[str, Any]] = {status: {"model": Refused} for status in (400, 401, 403, 413, 421, 422)}
api = APIRouter(prefix="/api", tags=["api"], responses=REFUSALS)


def place(request: Request) -> Place:
    """The project that the app was started on."""
    found: Place = request.app.state.place
    return found


Here = Annotated[Place, Depends(place)]
Some = Annotated[list[str] | None, Query(description="Any of these; empty for companies without a value.")]


@api.get("/health")
def health(here: Here) -> Health:
    """Whether the app answers, its version, and the run that it shows."""
    made_by = here.run.about["model"] if here.has_run else None
    return Health(status="ok", version=lookalike.__version__, model=made_by)


@api.get("/model")
def model(here: Here) -> Model:
    """The model that scores: its version, the attributes it reads and its figures."""
    bundle, spoken = here.bundle, here.project.settings.score.language
    attributes = [{"name": one.name, "kind": str(one.kind), "label": one.label} for one in bundle.attributes]
    return Model(
        name=bundle.name,
        version=bundle.version,
        attributes=attributes,
        metrics=language(spoken).told(plain(bundle.metrics)),
    )


@api.post("/score")
def score(asked: Asked, here: Here) -> Scored:
    """Companies in the order to call them, with both scores and their reasons."""
    import pandas as pd

    bundle, settings = here.bundle, here.project.settings
    ranked = lookalike.score(bundle, pd.DataFrame(asked.companies), settings=settings.score)
    return Scored(companies=plain(ranked))


@api.get("/prospects")
def prospects(
    here: Here,
    segment: Some = None,
    grade: Some = None,
    tier: Some = None,
    country: Some = None,
    relation: Some = None,
    agreement: Some = None,
    familiar: Some = None,
    q: Annotated[str, Query(max_length=200, description="Text in name, id, number, domain or city.")] = "",
    sort: Annotated[str, Query(max_length=200, description="A column; with - in front from high to low.")] = "rank",
    after: Annotated[str, Query(max_length=500, description="The `next` of the page before.")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Listed:
    """The last run's list, filtered, sorted and paged."""
    given = {
        "segment": segment,
        "grade": grade,
        "tier": tier,
        "country": country,
        "relation": relation,
        "agreement": agreement,
        "familiar": familiar,
    }
    choices = {name: tuple(values) for name, values in given.items() if values}
    listing = here.listing
    shown = [column for column in listing.columns if not column.startswith("shap_")]
    page = listing.page(Ask(choices, q, sort, after, limit), shown)
    return Listed(prospects=plain(page.rows), next=page.next or None)


__all__ = ["MOST_COMPANIES", "api"]
