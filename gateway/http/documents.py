"""Documents: parsed, validated and costed once, and kept by their text and sha256.

The same store answers automatic persisted queries and holds the trusted documents of the safelist.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    parse,
    validate,
)

from gateway.errors import Refused, of_graphql_error, refused
from gateway.execution import PreparedOperation
from gateway.http.complexity import Bounds, check_complexity, selects_field
from gateway.http.costs import Cost, cost_of
from gateway.http.naming import naming_what_there_is
from gateway.http.request import GraphRequest
from schema.problems import DoorstepError, Problem

_BOUNDED: Final = {"nested too deeply": "DOCUMENT_TOO_DEEP", "contains more than": "DOCUMENT_TOO_LARGE"}
"""Words of the parser where a document is beyond its bounds, and the code of each."""


class Prepare(Protocol):
    """`gateway.execution.prepare`."""

    def __call__(self, document: DocumentNode, operation_name: str | None) -> PreparedOperation: ...


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document, ready to be answered any number of times."""

    key: str
    """What an answer's key begins with: the document's sha256 and the operation's name."""
    prepared: PreparedOperation
    is_query: bool
    cost: Cost
    variables: frozenset[str]
    """The names it declares; others that a client sends mean nothing."""
    asks_rate: bool
    """Whether it selects `rateLimit`, whose answer is the caller's own."""


class Document:
    """A document that passed parsing, validation and the bounds; its operations are prepared when first asked for."""

    __slots__ = ("_operations", "_prepare", "_schema", "ast", "sha256", "text")

    def __init__(self, text: str, ast: DocumentNode, schema: GraphQLSchema, prepare: Prepare) -> None:
        self.text = text
        self.sha256 = sha256_of(text)
        self.ast = ast
        self._schema = schema
        self._prepare = prepare
        self._operations: dict[str | None, Operation] = {}

    def operation(self, name: str | None) -> Operation:
        """The operation of that name. Raises DoorstepError OPERATION_NOT_FOUND."""
        found = self._operations.get(name)
        if found is None:
            prepared = self._prepare(self.ast, name)
            found = Operation(
                f"{self.sha256}|{prepared.name or ''}|",
                prepared,
                prepared.kind == "query",
                cost_of(self._schema, self.ast, prepared.operation),
                frozenset(one.variable.name.value for one in prepared.operation.variable_definitions or ()),
                selects_field(prepared.operation, self.ast, "rateLimit"),
            )
            self._operations[name] = found
        return found


class Documents:
    """The documents of one process: bounded, the least recently used fall first.

    `trusted` are never dropped. With `only_trusted` (the safelist) no other document is answered.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        prepare: Prepare,
        bounds: Bounds,
        *,
        max_bytes: int = 32 * 1024 * 1024,
        trusted: Iterable[str] = (),
        only_trusted: bool = False,
        introspection: bool = True,
    ) -> None:
        self._schema = schema
        self._prepare = prepare
        self._bounds = bounds
        self._max_bytes = max_bytes
        self._bytes = 0
        self._known: OrderedDict[str, Document | Refused] = OrderedDict()
        self._text_of: dict[str, str] = {}
        self._trusted: Final[Mapping[str, str]] = {sha256_of(text): text for text in trusted}
        self._only_trusted = only_trusted
        self._introspection = introspection

    def __len__(self) -> int:
        return len(self._known)

    def find(self, request: GraphRequest) -> Document:
        """The document of a request. Raises Refused: it is wrong, not known by its hash, or not trusted."""
        text = request.query if request.persisted is None else self._persisted(request.persisted, request.query)
        assert text is not None  # a request has a query or a hash: gateway.http.request
        if self._only_trusted and sha256_of(text) not in self._trusted:
            raise refused(
                "DOCUMENT_NOT_TRUSTED",
                "此服务只执行登记过的文档；请运营者用 doorstep documents add 登记",
                "only trusted documents are answered here: have the operator run doorstep documents add",
            )
        return self.of(text)

    def of(self, text: str) -> Document:
        """Parse, validate and bound a document, or find it done. Raises Refused."""
        known = self._known.get(text)
        if known is None:
            known = self._read(text)
            self._keep(text, known)
        else:
            self._known.move_to_end(text)
        if isinstance(known, Refused):
            raise Refused(known.problem, errors=known.errors)
        return known

    def _persisted(self, wanted: str, query: str | None) -> str:
        if query is None:
            text = self._trusted.get(wanted) or self._text_of.get(wanted)
            if text is None:
                raise _not_found()
            return text
        if sha256_of(query) != wanted:
            raise refused(
                "PERSISTED_QUERY_MISMATCH",
                "所给的散列与 query 不符，请按文档的 UTF-8 字节计算",
                "the hash is not that of query: compute it of the document's UTF-8 bytes",
            )
        return query

    def _read(self, text: str) -> Document | Refused:
        try:
            return Document(text, self._validated(text), self._schema, self._prepare)
        except Refused as refusal:
            return refusal
        except DoorstepError as error:
            return Refused(error.problem)

    def _validated(self, text: str) -> DocumentNode:
        try:
            ast = parse(text, max_lexical_tokens=self._bounds.tokens, max_source_length=self._bounds.characters)
        except GraphQLError as error:
            code = next((code for words, code in _BOUNDED.items() if words in error.message), "GRAPHQL_PARSE_FAILED")
            raise _refused_by([error], code) from error
        check_complexity(ast, self._bounds)
        if errors := validate(self._schema, ast, max_errors=20):
            told = [naming_what_there_is(error, self._schema) if self._introspection else error for error in errors]
            raise _refused_by(told, "GRAPHQL_VALIDATION_FAILED")
        if not self._introspection and validate(self._schema, ast, [NoSchemaIntrospectionCustomRule], max_errors=1):
            raise refused("INTROSPECTION_OFF", "此服务不开放内省", "introspection is off here")
        return ast

    def _keep(self, text: str, known: Document | Refused) -> None:
        self._known[text] = known
        self._bytes += len(text)
        if isinstance(known, Document):
            self._text_of[known.sha256] = text
        while self._bytes > self._max_bytes and len(self._known) > 1:
            old_text, old = self._known.popitem(last=False)
            self._bytes -= len(old_text)
            if isinstance(old, Document):
                self._text_of.pop(old.sha256, None)


def sha256_of(text: str) -> str:
    """The key of a document: sha256 of its UTF-8 bytes, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _refused_by(errors: list[GraphQLError], code: str) -> Refused:
    entries = [of_graphql_error(error, code) for error in errors]
    first = entries[0]["extensions"]
    return Refused(Problem(first["code"], first["zh"], first["en"]), errors=entries)


def _not_found() -> Refused:
    refusal = refused(
        "PERSISTED_QUERY_NOT_FOUND",
        "此文档尚未登记，请连同 query 再发一次",
        "the document is not known by this hash: send it once with its query",
    )
    # Apollo's clients look for this very message.
    return Refused(refusal.problem, errors=[{**refusal.errors[0], "message": "PersistedQueryNotFound"}])
