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
        (
            "{ jobs(filter: {status: [RUNNING]}) { totalCount } }",
            "Value 'RUNNING' does not exist in 'JobStatus' enum. It has OPEN, EXPIRED, WITHDRAWN.",
            "枚举 JobStatus 没有值 RUNNING。可用的有 OPEN, EXPIRED, WITHDRAWN",
        ),
    ],
    ids=["field", "argument", "argument of none", "near by spelling", "value of an enum"],
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
            "变量 $f.startsAfter：类型 Time 的值无效：时刻须形如 08:30",
        ),
    ],
    ids=["literal", "variable"],
)
def test_a_scalar_says_what_it_takes_in_each_language(message: str, english: str, chinese: str) -> None:
    assert in_english(message) == english
    assert in_chinese(message) == chinese


@pytest.mark.parametrize(
    ("message", "chinese"),
    [
        (
            "Variable '$f' has invalid value at .settlement[0]: Value 'X' does not exist in 'Settlement' enum.",
            "变量 $f.settlement[0]：枚举 Settlement 没有值 X",
        ),
        (
            "Variable '$f' has invalid value: Expected value of type 'JobFilter' not to include unknown field "
            "'settlment'. Did you mean 'settlement'? Found: {'settlment': ['DAILY']}.",
            "变量 $f：类型 JobFilter 没有字段 settlment。是否想写 'settlement'",
        ),
        (
            "Variable '$f' has invalid value: Expected a value of non-null type 'JobFilter!' to be provided.",
            "变量 $f：缺少必填的值（类型 JobFilter!）",
        ),
        ("Variable '$f' has invalid value at .x: what nobody has said before", "变量 $f.x：值无效"),
    ],
    ids=["enum", "field", "missing", "unknown"],
)
def test_of_a_variable_is_said_where_in_it_and_what(message: str, chinese: str) -> None:
    assert in_chinese(message) == chinese
