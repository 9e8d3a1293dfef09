"""The HTTP API for the CRM: one file per noun, JSON in and out, documented at `/openapi.json`."""

from lookalike.web.api.routes import api

__all__ = ["api"]
