"""The served schema keeps the contract, is described in both languages, and is the one that is committed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    find_breaking_changes,
    is_introspection_type,
    is_specified_scalar_type,
)

from gateway.graph.schema import graphql_schema, sdl

HERE = Path(__file__).parent


def test_the_contract_is_served_without_a_breaking_change() -> None:
    contract = build_schema((HERE.parent / "data" / "contract.graphql").read_text(encoding="utf-8"))
    broken = [change.description for change in find_breaking_changes(contract, graphql_schema())]
    assert broken == []


def test_the_committed_schema_is_the_served_one() -> None:
    committed = (HERE.parents[1] / "docs" / "schema.graphql").read_text(encoding="utf-8")
    assert committed == sdl() + "\n", "run: doorstep schema > docs/schema.graphql"


def _described() -> Iterator[tuple[str, str | None]]:
    """Every element of the schema and its description, but what federation adds for gateways (_Any, link__Import)."""
    for name, named in graphql_schema().type_map.items():
        if is_introspection_type(named) or is_specified_scalar_type(named) or name.startswith("_") or "__" in name:
            continue
        yield name, named.description
        if isinstance(named, GraphQLEnumType):
            yield from ((f"{name}.{each}", value.description) for each, value in named.values.items())
        if isinstance(named, GraphQLInputObjectType):
            yield from ((f"{name}.{each}", field.description) for each, field in named.fields.items())
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            for each, field in named.fields.items():
                if each.startswith("_"):
                    continue
                yield f"{name}.{each}", field.description
                yield from ((f"{name}.{each}({arg}:)", value.description) for arg, value in field.args.items())


def test_every_element_is_described_in_chinese_and_english() -> None:
    missing = [
        name
        for name, text in _described()
        if not text or "\n" not in text or not re.search(r"[一-鿿]", text) or not re.search(r"[A-Za-z]{2}", text)
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["Job", "Station", "Employer", "Event", "Division", "Source"])
def test_entities_have_a_federation_key(name: str) -> None:
    assert re.search(rf'type {name} [^{{]*@key\(fields: "(id|code|key)"\)', sdl())
