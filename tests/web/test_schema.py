"""Whatever is sent to the API, it answers as its description says, and never with a fault."""

from __future__ import annotations

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from conftest import DemoRun
from lookalike.web import create_app

pytestmark = pytest.mark.xdist_group("demo")
EXAMPLES = int(os.environ.get("EXAMPLES", "8"))  # of each endpoint; some thousands take five minutes
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]


@pytest.fixture(scope="module")
def described(demo_run: DemoRun):
    app = create_app(demo_run.project, demo_run.home / "models", demo_run.home / "mlruns", ["testserver"])
    return schemathesis.openapi.from_asgi("/openapi.json", app)


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_no_request_breaks_the_api(case) -> None:
    case.call_and_validate(checks=CHECKS)
