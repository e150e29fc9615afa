"""Documents: parsed once, found by hash, refused where they are too much or not trusted."""

from pathlib import Path

import pytest

from gateway.errors import Refused
from gateway.http.complexity import Bounds
from gateway.http.documents import Documents, sha256_of
from gateway.http.request import GraphRequest, from_value
from gateway.http.trusted import add_trusted, read_trusted, texts_in
from schema.problems import DoorstepError
from tests.http.tiny import SCHEMA, prepare

HELLO = "{ hello }"
BOUNDS = Bounds(depth=6, aliases=10)


def documents(**options: object) -> Documents:
    return Documents(SCHEMA._schema, prepare, BOUNDS, **options)  # type: ignore[arg-type]  # a test names only real ones


def by_hash(sha256: str, query: str | None = None) -> GraphRequest:
    given = {"query": query, "extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256}}}
    return from_value(given)


def code_of(store: Documents, request: GraphRequest) -> str:
    with pytest.raises(Refused) as caught:
        store.find(request)
    return caught.value.code


def test_a_document_is_parsed_and_its_operation_prepared_once() -> None:
    store = documents()
    first, again = store.of(HELLO), store.of(HELLO)
    assert first is again
    assert first.operation(None) is again.operation(None)


def test_a_hash_is_answered_once_its_document_was_sent() -> None:
    store = documents()
    sha256 = sha256_of(HELLO)
    assert code_of(store, by_hash(sha256)) == "PERSISTED_QUERY_NOT_FOUND"
    sent = store.find(by_hash(sha256, HELLO))
    assert store.find(by_hash(sha256.upper())) is sent


def test_a_document_is_found_by_its_id_as_by_its_hash() -> None:
    store = documents()
    sent = store.of(HELLO)
    assert store.find(from_value({"documentId": f"sha256:{sha256_of(HELLO)}"})) is sent
    assert code_of(store, from_value({"documentId": f"sha256:{'0' * 64}"})) == "PERSISTED_QUERY_NOT_FOUND"


def test_the_message_of_an_unknown_hash_is_the_one_clients_look_for() -> None:
    with pytest.raises(Refused) as caught:
        documents().find(by_hash("0" * 64))
    assert caught.value.errors[0]["message"] == "PersistedQueryNotFound"


def test_a_wrong_hash_registers_nothing() -> None:
    store = documents()
    assert code_of(store, by_hash("0" * 64, HELLO)) == "PERSISTED_QUERY_MISMATCH"
    assert code_of(store, by_hash("0" * 64)) == "PERSISTED_QUERY_NOT_FOUND"


def test_the_least_recently_used_documents_fall_first() -> None:
    store = documents(max_bytes=3 * len("{ a0: hello }"))
    texts = [f"{{ a{n}: hello }}" for n in range(4)]
    for text in texts[:3]:
        store.find(by_hash(sha256_of(text), text))
    store.of(texts[0])
    store.find(by_hash(sha256_of(texts[3]), texts[3]))
    known = [code for text in texts if (code := _known(store, text))]
    assert known == [texts[0], texts[2], texts[3]]


def _known(store: Documents, text: str) -> str | None:
    try:
        return store.find(by_hash(sha256_of(text))).text
    except Refused:
        return None


def test_a_refused_document_is_remembered_too_and_refused_alike() -> None:
    store = documents()
    refusals = []
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            store.of("{ helo }")
        refusals.append(caught.value)
    assert refusals[0].errors == refusals[1].errors
    assert refusals[0] is not refusals[1]
    assert len(store) == 1


def _fragments(levels: int) -> str:
    """Each fragment spreads the next one twice: 2 ** levels fields from a few hundred characters."""
    parts = [f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(levels)]
    return "{ ...f0 } " + " ".join(parts) + f" fragment f{levels} on Query {{ hello }}"


def _chain(levels: int) -> str:
    parts = [f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(levels)]
    return "{ ...f0 } " + " ".join(parts) + f" fragment f{levels} on Query {{ hello }}"


DEEP = "{ jobs { nodes { similar { similar { similar { similar { id } } } } } } }"
TOO_MUCH = {
    "nested": (DEEP, "DOCUMENT_TOO_DEEP"),
    "aliases": ("{" + " ".join(f"a{n}: hello" for n in range(11)) + "}", "TOO_MANY_ALIASES"),
    "aliases in a fragment": (
        "{ ...f ...f } fragment f on Query {" + " ".join(f"a{n}: hello" for n in range(6)) + "}",
        "TOO_MANY_ALIASES",
    ),
    "fragments that double": (_fragments(30), "DOCUMENT_TOO_COMPLEX"),
    "a chain of fragments": (_chain(1_000), "DOCUMENT_TOO_DEEP"),
    "one field over and over": ("{" + "hello " * 2_000 + "}", "DOCUMENT_TOO_COMPLEX"),
    "one list over and over": ("{" + "jobs { nodes { id } } " * 1_200 + "}", "DOCUMENT_TOO_COMPLEX"),
    "tokens": ("{" + "hello " * 10_001 + "}", "DOCUMENT_TOO_LARGE"),
    "characters": ("{ hello }" + " " * 100_000, "DOCUMENT_TOO_LARGE"),
    "a cycle": ("{ ...f } fragment f on Query { hello ...f }", "GRAPHQL_VALIDATION_FAILED"),
    "an unknown fragment": ("{ ...g }", "GRAPHQL_VALIDATION_FAILED"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_refused_before_it_costs_anything(name: str) -> None:
    text, code = TOO_MUCH[name]
    assert code_of(documents(), GraphRequest(text)) == code


def test_introspection_is_free_of_the_bound_on_depth() -> None:
    of_type = "ofType { " * 8 + "name" + " }" * 8
    text = "{ __schema { types { fields { type { " + of_type + " } } } } }"
    assert documents().of(text).text == text


def test_introspection_can_be_off() -> None:
    store = documents(introspection=False)
    assert code_of(store, GraphRequest("{ __schema { types { name } } }")) == "INTROSPECTION_OFF"
    assert store.of("{ __typename hello }").text == "{ __typename hello }"


def test_only_trusted_documents_are_answered_where_the_operator_says_so() -> None:
    store = documents(trusted=[HELLO], only_trusted=True)
    assert store.find(by_hash(sha256_of(HELLO))).text == HELLO
    assert store.find(GraphRequest(HELLO)).text == HELLO
    other = "{ jobs { totalCount } }"
    assert code_of(store, GraphRequest(other)) == "DOCUMENT_NOT_TRUSTED"
    assert code_of(store, by_hash(sha256_of(other), other)) == "DOCUMENT_NOT_TRUSTED"
    assert code_of(store, by_hash(sha256_of(other))) == "PERSISTED_QUERY_NOT_FOUND"


def test_documents_are_added_to_the_safelist_from_files_and_manifests(tmp_path: Path) -> None:
    (tmp_path / "hello.graphql").write_text(HELLO)
    (tmp_path / "relay.json").write_text('{"abc": "{ jobs { totalCount } }"}')
    kept = tmp_path / "state" / "documents.json"
    given = [*texts_in(tmp_path / "hello.graphql"), *texts_in(tmp_path / "relay.json")]
    added = add_trusted(kept, given, SCHEMA._schema)
    assert added["hello.graphql"] == sha256_of(HELLO)
    assert set(read_trusted(kept)) == {HELLO, "{ jobs { totalCount } }"}


def test_one_wrong_document_adds_none(tmp_path: Path) -> None:
    kept = tmp_path / "documents.json"
    with pytest.raises(DoorstepError) as caught:
        add_trusted(kept, [("good", HELLO), ("wrong", "{ helo }")], SCHEMA._schema)
    assert caught.value.code == "DOCUMENT_INVALID"
    assert not kept.exists()


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 1}'])
def test_an_unreadable_safelist_is_an_error_not_an_empty_list(tmp_path: Path, content: str) -> None:
    kept = tmp_path / "documents.json"
    kept.write_text(content)
    with pytest.raises(DoorstepError) as caught:
        read_trusted(kept)
    assert caught.value.code == "DOCUMENTS_UNREADABLE"
