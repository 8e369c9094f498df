"""The JSON interface keeps to its own description: schemathesis asks what the description allows, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from dateline.config import load
from dateline.serve.app import create_app
from dateline.serve.running import open_desk
from dateline.store import open_store
from tests.export.coded_reports import report

EXAMPLES = 25


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """Return the desk on a linked store of one report."""
    with open_store(tmp_path_factory.mktemp("desk") / "store.sqlite3") as store:
        store.add(report())
        yield create_app(open_desk(store, load()))


@pytest.fixture(scope="module")
def described(app: FastAPI) -> Any:
    """Return the description as schemathesis reads it, its host one of the desk's."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers={"host": "127.0.0.1"})


def _statuses(operation: Any, mode: GenerationMode) -> set[int]:
    """Return the statuses that an operation answers to what is generated for it, all as described."""
    found = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        answer = case.call(headers={"host": "127.0.0.1"})
        assert answer.status_code < 500, case.as_curl_command()
        found.add(answer.status_code)
        boxed = answer.status_code == 400 and answer.json()["error"]["what"].startswith("bbox: ")
        left_out = [positive_data_acceptance] if boxed else []  # no pattern says south <= north
        if "type" in case.query:  # in an address whatever is no list of texts is one: type=false is ["false"]
            left_out.append(negative_data_rejection)
        case.validate_response(answer, excluded_checks=left_out)

    ask()
    return found


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_answers_are_as_described(described: Any, mode: GenerationMode) -> None:
    asked = {found.ok().path: _statuses(found.ok(), mode) for found in described.get_all_operations()}
    assert len(asked) >= 8
    if mode is GenerationMode.POSITIVE:
        assert all(200 in asked[f"/api/v1/{path}"] for path in ("events", "map", "weeks", "facets", "control"))
    else:
        assert all(422 in statuses for statuses in asked.values()), asked


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    """Return a browser on this machine."""
    return TestClient(app, base_url="http://127.0.0.1")


def test_every_operation_is_described(client: TestClient) -> None:
    found = client.get("/api/v1/openapi.json").json()
    assert set(found["paths"]) >= {
        "/api/v1/events", "/api/v1/events/{event}", "/api/v1/events/{event}/claims", "/api/v1/reports/{sighting}", "/api/v1/map",
        "/api/v1/weeks", "/api/v1/facets", "/api/v1/control",
    }  # fmt: skip
    for path, methods in found["paths"].items():
        for operation in methods.values():
            assert operation["description"], path
            assert {"200", "400", "401", "403", "404", "405", "422"} <= set(operation["responses"]), path
    page = client.get("/api/v1/docs")
    assert page.headers["content-type"].startswith("text/html")
    for path in found["paths"]:
        assert path in page.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_other_method_is_known(client: TestClient, method: str) -> None:
    client.cookies.set("dateline_csrf", "t" * 43)
    answer = client.request(method, "/api/v1/events", headers={"x-csrf-token": "t" * 43})
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["error"]["what"]


def test_claims_and_reports(client: TestClient) -> None:
    claims = client.get("/api/v1/events/DL-1/claims").json()
    assert claims["event"] == "DL-1"
    assert not claims["masked"]
    assert {one["claim"]["source"]["name"] for one in claims["claims"]} == {"Pro-army sources", "Red Valley Front"}
    whole = client.get(f"/api/v1/reports/{claims['claims'][0]['report']}").json()
    assert whole["schema"] == "dateline/1"
    assert claims["claims"][0]["claim"] in whole["claims"]
    assert client.get("/api/v1/events/DL-99/claims").status_code == 404
    assert client.get("/api/v1/reports/S-0000000000000000").status_code == 404
    assert client.get("/api/v1/reports/none").status_code == 422
