"""The HTTP API described for people: what can be asked, with what, and an example to try."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from lookalike.web.pages.rendering import rendered

pages = APIRouter(include_in_schema=False)


@pages.get("/docs")
def docs(request: Request) -> HTMLResponse:
    """Every endpoint of the OpenAPI description."""
    described: dict[str, Any] = request.app.openapi()
    endpoints = [
        {
            "method": method.upper(),
            "path": path,
            "does": one["description"],
            "parameters": one.get("parameters", []),
            "body": _example(described, one),
        }
        for path, methods in described["paths"].items()
        for method, one in methods.items()
    ]
    address = str(request.base_url).rstrip("/")
    return rendered(request, "docs.html.j2", endpoints=endpoints, base=address)


def _example(described: dict[str, Any], endpoint: dict[str, Any]) -> str:
    """The example of what is sent, "" where nothing is."""
    if "requestBody" not in endpoint:
        return ""
    schema = endpoint["requestBody"]["content"]["application/json"]["schema"]
    named = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return json.dumps(named["example"], ensure_ascii=False)
