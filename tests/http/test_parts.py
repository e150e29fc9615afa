"""@defer and @stream: in parts to who takes them where the executor answers, whole to everybody else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import orjson
import pytest

from gateway.settings import Settings
from tests.http.conftest import standing

pytestmark = pytest.mark.xdist_group("sample")

DEFERRED = """query($first: Int = 2, $later: Boolean = true) {
  __type(name: "Job") { name }
  jobs(first: $first) { nodes { id title ...Like @defer(label: "like", if: $later) } }
}
fragment Like on Job { similar(first: 3) { title } }"""
WHOLE = DEFERRED.replace('@defer(label: "like", if: $later)', "").replace(", $later: Boolean = true", "")
STREAMED = """{
  __type(name: "Job") { name }
  jobs(first: 2) { nodes @stream(initialCount: 1) { title similar(first: 2) { title } } }
}"""
PLANNED = "{ jobs(first: 2) { nodes { id ... @defer { title similar(first: 2) { title } } } } }"
TAKES = "multipart/mixed, application/json"
OLDER = "multipart/mixed;deferSpec=20220824,application/json"

"""Introspection is never planned: the others ask for a little of it, so that the executor answers them."""

Json = dict[str, Any]  # Any: JSON values


@pytest.fixture
async def client(sample: Settings) -> AsyncIterator[Any]:
    async with standing(replace(sample, defer=True)) as (_, client):
        yield client


async def asked(client: Any, query: str, accept: str, variables: Json | None = None) -> tuple[str, list[Json]]:
    """The content type, and the parts."""
    body = {"query": query, "variables": variables or {}}
    answer = await client.post("/graphql", json=body, headers={"accept": accept})
    kind = answer.headers["content-type"]
    if not kind.startswith("multipart/mixed"):
        return kind, [answer.json()]
    assert kind == 'multipart/mixed; boundary="-"'
    text = answer.content
    assert text.startswith(b"---\r\n")
    assert text.endswith(b"\r\n-----\r\n")
    parts = text.removeprefix(b"---\r\n").removesuffix(b"\r\n-----\r\n").split(b"\r\n---\r\n")
    return kind, [orjson.loads(part.split(b"\r\n\r\n", 1)[1]) for part in parts]


def put_together(parts: list[Json]) -> Json:
    """What a client makes of parts by id (https://github.com/graphql/defer-stream-wg)."""
    whole = parts[0]["data"]
    places: Json = {}
    for part in parts:
        places |= {one["id"]: one["path"] for one in part.get("pending", ())}
        for one in part.get("incremental", ()):
            found: Any = whole
            for step in [*places[one["id"]], *one.get("subPath", ())]:
                found = found[step]
            if "items" in one:
                found += one["items"]
            else:
                found |= one["data"]
    assert [part["hasNext"] for part in parts] == [True] * (len(parts) - 1) + [False]
    return dict(whole)


@pytest.mark.parametrize("query", [DEFERRED, STREAMED], ids=["defer", "stream"])
async def test_parts_put_together_are_the_whole(client: Any, query: str) -> None:
    kind, parts = await asked(client, query, TAKES)
    assert kind.startswith("multipart/mixed")
    assert len(parts) > 1
    _, (whole,) = await asked(client, query, "application/json")
    assert put_together(parts) == whole["data"]


async def test_the_first_part_has_what_was_not_deferred(client: Any) -> None:
    _, parts = await asked(client, DEFERRED, TAKES)
    assert [set(node) for node in parts[0]["data"]["jobs"]["nodes"]] == [{"id", "title"}] * 2
    assert [one["label"] for one in parts[0]["pending"]] == ["like", "like"]


async def test_older_clients_are_told_by_path_and_label(client: Any) -> None:
    _, parts = await asked(client, DEFERRED, OLDER)
    _, (whole,) = await asked(client, WHOLE, "application/json")
    assert "pending" not in parts[0]
    made = parts[0]["data"]
    for one in [one for part in parts[1:] for one in part.get("incremental", ())]:
        assert one["label"] == "like"
        made["jobs"]["nodes"][one["path"][-1]] |= one["data"]
    assert made == whole["data"]
    kind, (streamed,) = await asked(client, STREAMED, OLDER)
    assert kind.startswith("multipart/mixed")
    assert len(streamed["data"]["jobs"]["nodes"]) == 2, "they read no lists bit by bit"


@pytest.mark.parametrize(
    ("query", "accept", "variables"),
    [
        (PLANNED, TAKES, {}),
        (DEFERRED, "application/json", {}),
        (DEFERRED, "application/json, multipart/mixed;q=0", {}),
        (DEFERRED, "*/*", {}),
        (WHOLE, TAKES, {}),
    ],
    ids=["planned", "not taken", "refused", "anything", "nothing deferred"],
)
async def test_others_are_answered_whole(client: Any, query: str, accept: str, variables: Json) -> None:
    kind, (whole,) = await asked(client, query, accept, variables)
    assert kind.startswith("application/json")
    assert len(whole["data"]["jobs"]["nodes"]) == 2
    assert all(node.keys() >= {"id", "title"} for node in whole["data"]["jobs"]["nodes"])


async def test_what_is_not_deferred_after_all_is_one_part(client: Any) -> None:
    _, parts = await asked(client, DEFERRED, TAKES, {"later": False})
    _, (whole,) = await asked(client, WHOLE, "application/json")
    assert parts == [{**whole, "hasNext": False}]


async def test_events_carry_parts_too(client: Any) -> None:
    body = {"query": DEFERRED}
    answer = await client.post("/graphql", json=body, headers={"accept": "text/event-stream"})
    events = [part.split("data: ", 1)[1] for part in answer.text.split("\n\n") if part.startswith("event: next")]
    _, (whole,) = await asked(client, WHOLE, "application/json")
    assert put_together([orjson.loads(event) for event in events]) == whole["data"]
    assert answer.text.endswith("event: complete\ndata:\n\n")


@pytest.mark.parametrize("accept", [TAKES, OLDER])
async def test_an_error_in_a_part_has_its_code_in_both_languages(client: Any, accept: str) -> None:
    wrong = "nodes { id ... @defer { similar(first: -1) { id } } }"
    query = f'{{ __type(name: "Job") {{ name }} jobs(first: 1) {{ {wrong} }} }}'
    _, parts = await asked(client, query, accept)
    found = [one for part in parts for one in [*part.get("completed", ()), *part.get("incremental", ())]]
    errors = [error for one in found for error in one.get("errors", ())]
    assert [error["extensions"]["code"] for error in errors] == ["INVALID_ARGUMENT"]
    assert errors[0]["extensions"]["zh"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (
            "{ jobs(first: 100) { nodes { similar(first: 20) { similar(first: 20) { ... @defer { id } } } } } }",
            "COST_TOO_HIGH",
        ),
        ("{ jobs { nodes { ... @defer(label: 1) { id } } } }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ jobs @stream { totalCount } }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { jobChanges { ... @defer { at } } }", "GRAPHQL_VALIDATION_FAILED"),
    ],
    ids=["too dear", "a label that is none", "no list", "a subscription"],
)
async def test_what_is_refused_is_refused_before_the_first_part(client: Any, query: str, code: str) -> None:
    kind, (told,) = await asked(client, query, TAKES)
    assert kind.startswith("application/json")
    assert {error["extensions"]["code"] for error in told["errors"]} == {code}


async def test_where_it_is_not_set_the_directives_are_not_there(sample: Settings) -> None:
    async with standing(sample) as (_, client):
        _, (told,) = await asked(client, DEFERRED, TAKES)
    assert {error["extensions"]["code"] for error in told["errors"]} == {"GRAPHQL_VALIDATION_FAILED"}


async def test_where_it_is_set_clients_can_read_it_in_the_schema(client: Any) -> None:
    _, (told,) = await asked(client, "{ __schema { directives { name description } } }", TAKES)
    found = {one["name"]: one["description"] for one in told["data"]["__schema"]["directives"]}
    assert "这一段可以晚些再答" in found["defer"]
    assert "stream" in found
