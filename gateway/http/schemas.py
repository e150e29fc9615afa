"""/schema.graphql, and /schemas/{kind}.json: the JSON Schema of a connector's config, for editors to complete by."""

from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connectors.registry import kinds
from connectors.settings import whole_schema
from gateway.answering import etag_of
from gateway.errors import refused
from gateway.graph.schema import sdl

CONTENT_TYPE: Final = "application/schema+json"


def schema_routes(*, introspection: bool) -> list[Route]:
    """The routes. A manifest's file names its own: `# yaml-language-server: $schema=https://…/schemas/manifest.json`.

    The graph's is there where clients may read it.
    """
    routes = [Route("/schemas/{kind}.json", _schema)]
    return [*routes, Route("/schema.graphql", _sdl)] if introspection else routes


async def _sdl(request: Request) -> Response:
    body = sdl().encode() + b"\n"
    etag = etag_of(body)
    headers = {"access-control-allow-origin": "*", "cache-control": "public, max-age=3600", "etag": etag}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/plain", headers=headers)


async def _schema(request: Request) -> Response:
    kind = kinds().get(request.path_params["kind"])
    if kind is None or kind.make is None:
        raise refused("NOT_FOUND", "没有这种连接器", "there is no such kind of connector")
    body = orjson.dumps(file_schema(kind.name))
    headers = {"access-control-allow-origin": "*", "cache-control": "public, max-age=3600"}
    return Response(body, media_type=CONTENT_TYPE, headers=headers)


def file_schema(kind: str) -> dict[str, object]:
    """The schema of a source's file: its config under `config`, or flat beside key and name."""
    own = dict(whole_schema(kinds()[kind].config_schema))
    described = {name: {"type": "string", "description": text} for name, text in DESCRIBED.items()}
    definitions = {**own.pop("$defs", {}), "config": {key: own[key] for key in own if key not in ("$schema", "$id")}}
    entry = {**described, "connector": {"const": kind, "description": "连接器类型 / the kind of connector"}}
    flat = {**definitions["config"], "properties": {**own["properties"], **entry}}
    nested = {
        "type": "object",
        "required": ["key", "config"],
        "additionalProperties": False,
        "properties": {
            **entry,
            "division": own["properties"]["division"],
            "agency": own["properties"]["agency"],
            "config": {"$ref": "#/$defs/config"},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": own.get("title", kind),
        "if": {"required": ["config"]},
        "then": nested,
        "else": flat,
        "$defs": definitions,
    }


DESCRIBED: Final = {
    "key": "来源的唯一标识，小写字母、数字和连字符 / the source's key: lower-case letters, digits and hyphens",
    "name": "来源名称 / what people call it",
    "schedule": "cron 表达式（北京时间），不写则每夜一次 / a cron expression in Asia/Shanghai; nightly without it",
    "owner": "可以修改它的机构 / the agency whose keys may change it",
}
