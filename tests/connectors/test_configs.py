"""A mistake in a config is named by its path, with the nearest key and what to write."""

import pytest

from connectors.configs import check_config

OFFSET = {
    "type": "object",
    "title": "offset",
    "required": ["kind"],
    "additionalProperties": False,
    "properties": {"kind": {"enum": ["offset", "cursor"]}, "size": {"type": "integer", "minimum": 1}},
}
SCHEMA = {
    "type": "object",
    "required": ["url"],
    "additionalProperties": False,
    "properties": {
        "url": {
            "type": "string",
            "pattern": "^https?://",
            "description": "网址 / the address",
            "examples": ["https://a.example/"],
        },
        "paging": {"oneOf": [{"type": "string", "enum": ["next", "page"], "title": "next or page"}, OFFSET]},
        "limit": {"type": ["integer", "null"], "maximum": 100},
    },
}
URL = {"url": "https://a.example/"}


@pytest.mark.parametrize(
    ("config", "path", "told"),
    [
        ({}, "url", "the address"),
        ({**URL, "pagin": "next"}, "pagin", "“paging”"),
        ({**URL, "zzz": 1}, "zzz", "url, paging, limit"),
        ({"url": "a.example"}, "url", "https://a.example/"),
        ({**URL, "paging": "nxt"}, "paging", "“next”"),
        ({**URL, "paging": {"kind": "ofset"}}, "paging.kind", "“offset”"),
        ({**URL, "paging": {"kind": "offset", "sise": 5}}, "paging.sise", "“size”"),
        ({**URL, "paging": {"kind": "offset", "size": 0}}, "paging.size", "at least 1"),
        ({**URL, "paging": 7}, "paging", "next or page; offset"),
        ({**URL, "limit": "many"}, "limit", "a whole number or nothing"),
        ({**URL, "limit": 101}, "limit", "at most 100"),
        ([], "", "keys with values"),
    ],
)
def test_a_mistake_is_named(config: object, path: str, told: str) -> None:
    (problem,) = check_config(config, SCHEMA)
    assert (problem.code, ".".join(problem.path)) == ("CONFIG_INVALID", f"config.{path}".rstrip("."))
    assert told in problem.en
    assert problem.zh


def test_every_mistake_is_named_at_once() -> None:
    config = {"ulr": "x", "paging": {"kind": "x", "sise": 1}}
    assert {".".join(each.path) for each in check_config(config, SCHEMA)} == {
        "config.ulr",
        "config.url",
        "config.paging.kind",
        "config.paging.sise",
    }


def test_a_config_that_fits_has_no_problem() -> None:
    assert check_config({**URL, "paging": {"kind": "cursor", "size": 20}, "limit": None}, SCHEMA) == ()
