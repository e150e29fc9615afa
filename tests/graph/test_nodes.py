"""Ids, entities of a federation gateway, what a viewer may see, and errors that say what to mend."""

from typing import Any

import orjson
import pytest
from graphql import parse, validate

from gateway.execution import execute, prepare
from gateway.graph.context import Services
from gateway.graph.ids import TABLES, global_id, parse_id
from gateway.graph.schema import graphql_schema
from gateway.graph.viewer import ADMIN, CONTACT_READ, PUBLIC, Viewer
from schema.problems import DoorstepError
from schema.store.reads.reader import Reader


async def asked(
    reader: Reader,
    document: str,
    variables: dict[str, Any] | None = None,  # Any: JSON
    viewer: Viewer = PUBLIC,
) -> dict[str, Any]:
    parsed = parse(document)
    assert validate(graphql_schema(), parsed) == []
    answer = await execute(prepare(parsed, None), variables or {}, viewer, Services(reader))
    return orjson.loads(answer.body)  # type: ignore[no-any-return]  # JSON


@pytest.mark.parametrize("typename", TABLES)
async def test_every_node_is_found_again_by_its_id(reader: Reader, typename: str) -> None:
    number = global_id(typename)(1)
    answer = await asked(reader, "query($id: ID!) { node(id: $id) { __typename id } }", {"id": number})
    assert answer == {"data": {"node": {"__typename": typename, "id": number}}}
    assert parse_id(number) == (typename, 1)


@pytest.mark.parametrize("text", ["", "x", "Sm9iOjA", "Sm9iOi0x", "Sm9iOjAx", "Rm9vOjE", "é", "=" * 9, "Sm9i" * 99])
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(DoorstepError) as caught:
        parse_id(text)
    assert caught.value.code == "INVALID_ID"


async def test_nodes_answer_each_id_and_tell_each_error(reader: Reader) -> None:
    ids = [global_id("Job")(1), "wrong", global_id("Station")(2), global_id("Job")(10**9)]
    answer = await asked(reader, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})
    assert [node and node["id"] for node in answer["data"]["nodes"]] == [ids[0], None, ids[2], None]
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
        (["nodes", 1], "INVALID_ID")
    ]


async def test_a_federation_gateway_gets_entities_by_their_keys(reader: Reader) -> None:
    wanted = [
        {"__typename": "Station", "id": global_id("Station")(3)},
        {"__typename": "Division", "code": "440103"},
        {"__typename": "Source", "key": "source-2"},
        {"__typename": "Station", "id": global_id("Station")(4)},
        {"__typename": "Nothing", "id": "x"},
        "x",
    ]
    document = """query($of: [_Any!]!) { _entities(representations: $of) {
        ... on Station { id name } ... on Division { name } ... on Source { key } } }"""
    answer = await asked(reader, document, {"of": wanted})
    found = answer["data"]["_entities"]
    assert found[0]["id"] == global_id("Station")(3)
    assert found[1] == {"name": "荔湾区"}
    assert found[2] == {"key": "source-2"}
    assert found[3]["id"] == global_id("Station")(4)
    assert found[4:] == [None, None]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"ENTITY_UNKNOWN"}


async def test_telephones_are_masked_for_who_may_not_see_them(reader: Reader) -> None:
    document = "{ jobs(first: 100) { nodes { contact { phone } } } }"
    shown = await asked(reader, document)
    phones = [node["contact"]["phone"] for node in shown["data"]["jobs"]["nodes"] if node["contact"]]
    assert all(phone is None or (phone.startswith("138****") and len(phone) == 11) for phone in phones)
    plain = await asked(reader, document, viewer=Viewer(scopes=frozenset({CONTACT_READ})))
    whole = [node["contact"]["phone"] for node in plain["data"]["jobs"]["nodes"] if node["contact"]]
    assert any(phone and "*" not in phone for phone in whole)


async def test_configurations_and_rejects_are_for_owners_and_administrators(reader: Reader) -> None:
    document = (
        '{ source(key: "source-1") { config lastRun { outcome } runs(first: 1) { nodes { rejects { totalCount } } } } }'
    )
    stranger = await asked(reader, document)
    assert stranger["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    for viewer in (Viewer(agency="agency1"), Viewer(scopes=frozenset({ADMIN}))):
        seen = await asked(reader, document, viewer=viewer)
        assert seen["data"]["source"]["config"] == {"url": "https://example.org/"}
        assert seen["data"]["source"]["runs"]["nodes"] == [{"rejects": {"totalCount": 0}}]
    other = await asked(reader, '{ source(key: "source-1") { config } }', viewer=Viewer(agency="agency2"))
    assert other == {"data": {"source": {"config": None}}}


@pytest.mark.parametrize(
    ("document", "code", "near"),
    [
        pytest.param(
            '{ jobs(filter: {divisions: ["440199"]}) { totalCount } }',
            "UNKNOWN_DIVISION",
            "440118 增城区",
            id="division",
        ),
        pytest.param('{ division(code: "44010") { name } }', "UNKNOWN_DIVISION", "440", id="short code"),
        pytest.param(
            '{ jobs(filter: {occupations: ["4-02-05-99"]}) { totalCount } }',
            "UNKNOWN_OCCUPATION",
            "4-02-05-01 装卸搬运工",
            id="occupation",
        ),
        pytest.param(
            '{ jobs(filter: {sources: ["sorce-3"]}) { totalCount } }', "UNKNOWN_SOURCE", "source-3", id="source"
        ),
        pytest.param(
            '{ jobs(filter: {stations: ["U3RhdGlvbjo5OTk5OTk"]}) { totalCount } }', "UNKNOWN_ID", "U3Rhd", id="station"
        ),
        pytest.param(
            '{ jobs(filter: {stations: ["Sm9iOjE"]}) { totalCount } }', "INVALID_ID", "Job", id="another type"
        ),
        pytest.param('{ jobs(after: "xyz") { totalCount } }', "INVALID_CURSOR", "", id="cursor"),
        pytest.param("{ jobs(orderBy: NEAREST) { totalCount } }", "INVALID_ARGUMENT", "near", id="nearest of nothing"),
        pytest.param(
            "{ jobs(orderBy: RELEVANCE) { totalCount } }", "INVALID_ARGUMENT", "text", id="relevance to nothing"
        ),
        pytest.param("{ jobs(first: 101) { totalCount } }", "INVALID_ARGUMENT", "100", id="too many"),
        pytest.param("{ jobs(first: 1, last: 1) { totalCount } }", "INVALID_ARGUMENT", "first", id="both ends"),
        pytest.param("{ jobs(near: {}) { totalCount } }", "INVALID_ARGUMENT", "point", id="near nothing"),
        pytest.param(
            "{ jobs(near: {point: {latitude: 91, longitude: 0, system: WGS84}}) { totalCount } }",
            "INVALID_ARGUMENT",
            "-90",
            id="off the globe",
        ),
    ],
)
async def test_what_is_wrong_is_told_with_what_would_be_right(
    reader: Reader, document: str, code: str, near: str
) -> None:
    answer = await asked(reader, document)
    error = answer["errors"][0]
    assert error["extensions"]["code"] == code
    assert near in error["message"]
    assert error["path"]
    assert error["extensions"]["argument"]


async def test_cursors_of_another_order_are_refused(reader: Reader) -> None:
    first = await asked(reader, "{ jobs(first: 1) { pageInfo { endCursor } } }")
    cursor = first["data"]["jobs"]["pageInfo"]["endCursor"]
    document = f'{{ jobs(orderBy: HIGHEST_PAID, after: "{cursor}") {{ totalCount }} }}'
    assert (await asked(reader, document))["errors"][0]["extensions"]["code"] == "INVALID_CURSOR"


async def test_the_network_of_a_district_names_the_streets_without_a_station(reader: Reader) -> None:
    document = """{ division(code: "440103") { network { hubs streetsWithoutStation { code } }
        children { code }
        stations(filter: {kind: [STREET]}, first: 100) { nodes { place { division { code } } } } } }"""
    found = (await asked(reader, document))["data"]["division"]
    served = {node["place"]["division"]["code"][:9] for node in found["stations"]["nodes"]}
    missing = {street["code"] for street in found["network"]["streetsWithoutStation"]}
    assert missing == {child["code"] for child in found["children"]} - served
    assert len(found["children"]) == 22
