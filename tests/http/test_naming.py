"""A document that names what there is not is told what there is."""

import pytest
from graphql import parse, validate

from gateway.graph.schema import graphql_schema
from gateway.http.naming import naming_what_there_is
from gateway.sentences import in_chinese, in_english


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


@pytest.mark.parametrize(
    ("message", "english", "chinese"),
    [
        (
            "Expected value of type 'Time', but encountered error '时刻须形如 08:30 / Time takes 08:30'; found: 9.",
            "Time takes 08:30; found: 9.",
            "类型 Time 的值无效：时刻须形如 08:30",
        ),
        (
            "Variable '$f' has invalid value at .startsAfter: Expected value of type 'Time', "
            "but encountered error '时刻须形如 08:30 / Time takes 08:30'; found: '25:00'.",
            "Variable '$f' has invalid value at .startsAfter: Time takes 08:30; found: '25:00'.",
            "变量 $f 的值无效：Time：时刻须形如 08:30",
        ),
    ],
    ids=["literal", "variable"],
)
def test_a_scalar_says_what_it_takes_in_each_language(message: str, english: str, chinese: str) -> None:
    assert in_english(message) == english
    assert in_chinese(message) == chinese
