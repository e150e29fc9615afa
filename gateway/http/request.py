"""One request of GraphQL over HTTP, read from a body or a query string.

The rules are those of https://graphql.github.io/graphql-over-http/draft/ ; whatever breaks them is refused with a code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard
from urllib.parse import parse_qsl

import orjson

from gateway.errors import Refused, refused
from schema.quick import quickly_made

NO_VALUES: Final[Mapping[str, Any]] = {}
_SHA256: Final = re.compile("[0-9a-fA-F]{64}")
_BOM: Final = b"\xef\xbb\xbf"
_PARAMETERS: Final = ("query", "documentId", "operationName", "variables", "extensions")


@quickly_made
@dataclass(frozen=True, slots=True)
class GraphRequest:
    """What a client asks. `query` may be absent where `persisted` names a document that is known by its hash."""

    query: str | None
    operation_name: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON values
    extensions: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON values
    persisted: str | None = None
    """The document's sha256 in hexadecimal: `documentId` of GraphQL over HTTP, or Apollo's `persistedQuery`."""


def from_body(content_type: str | None, body: bytes) -> GraphRequest:
    """Read the body of a POST. Raises Refused."""
    _check_content_type(content_type)
    return from_json(body)


def from_json(body: bytes) -> GraphRequest:
    """Read a JSON object with `query`, `operationName`, `variables` and `extensions`. Raises Refused."""
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _not_json(body, error) from error
    return from_value(given)


def from_value(given: object) -> GraphRequest:
    """Read what JSON decoded to. Raises Refused."""
    if isinstance(given, list):
        raise refused(
            "BATCHING_OFF", "不支持批量请求，请一次发送一个操作", "batching is off: send one operation a request"
        )
    if not isinstance(given, dict):
        raise refused(
            "BODY_NOT_OBJECT",
            '请求体应为 JSON 对象，例如 {"query": "{ jobs { totalCount } }"}',
            'the body must be a JSON object such as {"query": "{ jobs { totalCount } }"}',
        )
    return _checked(given)


def from_query_string(query_string: bytes) -> GraphRequest:
    """Read the parameters of a GET. Raises Refused."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=32)
    except ValueError as error:
        raise _wrong(
            "query", "查询字符串应为百分号编码的 UTF-8", "the query string must be percent-encoded UTF-8"
        ) from error
    given: dict[str, object] = {}
    for name, text in pairs:
        if name in given and name in _PARAMETERS:
            raise _wrong(name, f"参数 {name} 出现了多次", f"the parameter {name} is given more than once")
        given[name] = _decoded(name, text) if name in ("variables", "extensions") else text
    if given.get("operationName") == "":
        del given["operationName"]
    return _checked(given)


def _check_content_type(content_type: str | None) -> None:
    if content_type == "application/json":
        return
    media_type, _, parameters = (content_type or "").partition(";")
    charset = parameters.partition("charset=")[2].strip().strip('"').lower() if parameters else "utf-8"
    if media_type.strip().lower() != "application/json" or charset not in ("", "utf-8", "utf8"):
        raise refused(
            "CONTENT_TYPE_UNSUPPORTED",
            "请以 Content-Type: application/json（UTF-8）发送请求",
            "send the request as Content-Type: application/json in UTF-8",
        )


def _not_json(body: bytes, error: orjson.JSONDecodeError) -> Refused:
    if not body.strip():
        return refused("BODY_NOT_JSON", "请求体为空，应为 JSON 对象", "the body is empty: send a JSON object")
    if body.startswith(_BOM):
        return refused(
            "BODY_NOT_JSON", "请求体以 BOM 开头，请去掉", "the body begins with a byte order mark: leave it out"
        )
    try:
        body.decode()
    except UnicodeDecodeError as wrong:
        return refused(
            "BODY_NOT_JSON",
            f"请求体第 {wrong.start + 1} 个字节不是 UTF-8，请以 UTF-8 发送",
            f"byte {wrong.start + 1} of the body is not UTF-8: send UTF-8",
        )
    return refused(
        "BODY_NOT_JSON",
        f"请求体不是有效的 JSON（第 {error.lineno} 行第 {error.colno} 列）",
        f"the body is not valid JSON (line {error.lineno} column {error.colno})",
    )


def _decoded(name: str, text: str) -> object:
    if not text:
        return None
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _wrong(name, f"参数 {name} 应为 JSON", f"the parameter {name} must be JSON") from error


def _checked(given: Mapping[str, object]) -> GraphRequest:
    query = given.get("query")
    if len(given) == 2 and query and type(query) is str and type(variables := given.get("variables")) is dict:
        return GraphRequest(query, None, variables, NO_VALUES)  # as nearly all are
    if query is not None and not isinstance(query, str):
        raise _wrong("query", "参数 query 应为字符串", "the parameter query must be a string")
    operation_name = given.get("operationName")
    if operation_name is not None and not isinstance(operation_name, str):
        raise _wrong("operationName", "参数 operationName 应为字符串", "the parameter operationName must be a string")
    extensions = _mapping(given, "extensions")
    persisted = _document_id(given) or _persisted_query(extensions)
    if not query and persisted is None:
        raise refused(
            "QUERY_MISSING",
            "缺少参数 query：请写出要执行的操作，或用 documentId 指明",
            "the parameter query is missing: give an operation, or name one by documentId",
        )
    return GraphRequest(query or None, operation_name, _mapping(given, "variables"), extensions, persisted)


def _mapping(given: Mapping[str, object], name: str) -> Mapping[str, Any]:
    value = given.get(name)
    if value is None:
        return NO_VALUES
    if not isinstance(value, dict):
        raise _wrong(name, f"参数 {name} 应为 JSON 对象", f"the parameter {name} must be a JSON object")
    return value


def _document_id(given: Mapping[str, object]) -> str | None:
    """As appendix A of GraphQL over HTTP has it: `sha256:` and the digits."""
    identifier = given.get("documentId")
    if identifier is None:
        return None
    wanted = identifier.removeprefix("sha256:") if isinstance(identifier, str) else None
    if not _is_sha256(wanted):
        raise _wrong(
            "documentId",
            "参数 documentId 应为 sha256: 加 64 位十六进制",
            "the parameter documentId must be sha256: and 64 hexadecimal digits",
        )
    return wanted.lower()


def _persisted_query(extensions: Mapping[str, Any]) -> str | None:
    """As Apollo's automatic persisted queries have it."""
    if "persistedQuery" not in extensions:
        return None
    persisted = extensions["persistedQuery"]
    wanted = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not _is_sha256(wanted) or persisted.get("version", 1) != 1:
        raise _wrong(
            "extensions",
            "extensions.persistedQuery 应为 {version: 1, sha256Hash: 64 位十六进制}",
            "extensions.persistedQuery must be {version: 1, sha256Hash: 64 hexadecimal digits}",
        )
    return wanted.lower()


def _is_sha256(given: object) -> TypeGuard[str]:
    return isinstance(given, str) and _SHA256.fullmatch(given) is not None


def _wrong(name: str, zh: str, en: str) -> Refused:
    return refused("PARAMETER_INVALID", zh, en, (name,))
