"""The safelist: documents that an operator trusts, in one JSON file {sha256: text}."""

from collections.abc import Iterable
from pathlib import Path

import orjson
from graphql import GraphQLError, GraphQLSchema, parse, validate

from gateway.http.documents import sha256_of
from gateway.sentences import in_chinese
from schema.problems import DoorstepError


def read_trusted(path: Path | None) -> tuple[str, ...]:
    """The trusted documents; none where there is no file. Raises DoorstepError DOCUMENTS_UNREADABLE."""
    if path is None or not path.exists():
        return ()
    try:
        kept = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise _unreadable(path) from error
    if not isinstance(kept, dict) or not all(isinstance(text, str) for text in kept.values()):
        raise _unreadable(path)
    return tuple(kept.values())


def add_trusted(path: Path, documents: Iterable[tuple[str, str]], schema: GraphQLSchema) -> dict[str, str]:
    """Add documents, (name, text) each, once all of them are valid; the hash of each name.

    Raises DoorstepError DOCUMENT_INVALID that names the document; then nothing is added.
    """
    documents = list(documents)
    for name, text in documents:
        _check(name, text, schema)
    kept = {sha256_of(text): text for text in (*read_trusted(path), *(text for _, text in documents))}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.write_bytes(orjson.dumps(kept, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
    draft.replace(path)
    return {name: sha256_of(text) for name, text in documents}


def texts_in(path: Path) -> list[tuple[str, str]]:
    """The documents of a file: one of GraphQL, or a manifest {hash: text} as relay-compiler and codegen write."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    if path.suffix != ".json":
        return [(path.name, text)]
    try:
        manifest = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _unreadable(path) from error
    if not isinstance(manifest, dict) or not all(isinstance(one, str) for one in manifest.values()):
        raise _unreadable(path)
    return [(f"{path.name}:{key}", one) for key, one in manifest.items()]


def _check(name: str, text: str, schema: GraphQLSchema) -> None:
    try:
        errors = validate(schema, parse(text), max_errors=1)
    except GraphQLError as error:
        errors = [error]
    if errors:
        message = errors[0].message
        raise DoorstepError(
            "DOCUMENT_INVALID",
            f"文档 {name} 无效：{in_chinese(message)}",
            f"the document {name} is not valid: {message}",
            (name,),
        )


def _unreadable(path: Path) -> DoorstepError:
    return DoorstepError(
        "DOCUMENTS_UNREADABLE",
        f"读不了文件 {path}，应为 GraphQL 文档，或 {{哈希: 文档}} 形式的 JSON",
        f"cannot read {path}: it should be a GraphQL document, or JSON of the form {{hash: document}}",
        (str(path),),
    )
