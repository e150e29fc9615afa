"""A document that names what there is not is told what there is."""

import pytest
from graphql import parse, validate

from gateway.graph.schema import graphql_schema
from gateway.http.naming import naming_what_there_is
from gateway.sentences import in_chinese


@pytest.mark.parametrize(
    ("document", "english", "chinese"),
    [
        (
            "{ jobs { facets(by: [BENEFIT]) { values } } }",
            "Cannot query field 'values' on type 'Facet'. It has by, buckets.",
            "类型 Facet 没有字段 values。可用的有 by, buckets",
        ),
        (
            "{ stations { nodes { jobsNearby(within: 1) { totalCount } } } }",
            "Unknown argument 'within' on field 'Station.jobsNearby'. "
            "It has withinMinutes, mode, filter, first, after.",
            "Station.jobsNearby 没有参数 within。可用的有 withinMinutes, mode, filter, first, after",
        ),
        (
            "{ rateLimit(x: 1) { cost } }",
            "Unknown argument 'x' on field 'Query.rateLimit'. It has none.",
            "Query.rateLimit 没有参数 x。没有可选的名称",
        ),
        (
            '{ jobs(filter: {division: "1"}) { totalCount } }',
            "Expected value of type 'JobFilter' not to include unknown field 'division'. "
            "Did you mean 'divisions'? Found: { division: \"1\" }.",
            "类型 JobFilter 没有字段 division。是否想写 'divisions'",
        ),
    ],
    ids=["field", "argument", "argument of none", "near by spelling"],
)
def test_a_wrong_name_is_answered_with_the_right_ones(document: str, english: str, chinese: str) -> None:
    schema = graphql_schema()
    (error,) = validate(schema, parse(document))
    told = naming_what_there_is(error, schema).message
    assert (told, in_chinese(told)) == (english, chinese)


def test_of_many_names_the_first_are_told() -> None:
    schema = graphql_schema()
    (error,) = validate(schema, parse("{ jobs(filter: {zzz: 1}) { totalCount } }"))
    told = naming_what_there_is(error, schema).message
    assert told.startswith("Expected value of type 'JobFilter' not to include unknown field 'zzz'. It has text, ")
    assert told.endswith(" ….")
