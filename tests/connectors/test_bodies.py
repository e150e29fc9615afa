"""Bodies are unpacked within their bound, whichever way they are packed and however they lie."""

import gzip
import zlib
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from connectors.bodies import inflate
from connectors.errors import FetchError

LIMIT = 100_000


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


PACKERS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "plain": ("", bytes),
    "identity": ("identity", bytes),
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZIP", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "zstd": ("zstd", zstandard.compress),
    "gzip in gzip": ("gzip, gzip", lambda content: gzip.compress(gzip.compress(content))),
    "declared but plain": ("gzip", lambda content: b"<" + content[1:] if content else content),
}


@pytest.mark.parametrize("name", [name for name in PACKERS if name != "declared but plain"])
@given(content=st.binary(max_size=2_000))
def test_what_was_packed_comes_out_again(name: str, content: bytes) -> None:
    encoding, pack = PACKERS[name]
    assert content == inflate(pack(content), encoding, LIMIT, "a.example")


def test_a_body_that_is_not_packed_after_all_is_left_as_it_is() -> None:
    assert inflate(b"<html>", "gzip", LIMIT, "a.example") == b"<html>"


def test_every_member_of_a_gzip_body_is_read_and_padding_left() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0"
    assert inflate(body, "gzip", LIMIT, "a.example") == b"one two"


BOMB = b"0" * 30_000_000


@pytest.mark.parametrize(
    ("body", "encoding", "code"),
    [
        (gzip.compress(BOMB), "gzip", "INFLATES_TOO_LARGE"),
        (zlib.compress(BOMB), "deflate", "INFLATES_TOO_LARGE"),
        (zstandard.compress(BOMB), "zstd", "INFLATES_TOO_LARGE"),
        (gzip.compress(gzip.compress(BOMB)), "gzip, gzip", "INFLATES_TOO_LARGE"),
        (gzip.compress(b"0" * 60_000) * 2, "gzip", "INFLATES_TOO_LARGE"),
        (gzip.compress(b"half of it" * 50)[:-20], "gzip", "TRUNCATED_BODY"),
        (gzip.compress(b"damaged" * 50)[:-8] + b"\0" * 8, "gzip", "CONTENT_ENCODING_BROKEN"),
        (b"(\xb5/\xfd damaged", "zstd", "CONTENT_ENCODING_BROKEN"),
        (b"x", "br", "CONTENT_ENCODING_UNKNOWN"),
        (b"x", "gzip, gzip, gzip, gzip", "CONTENT_ENCODING_UNKNOWN"),
    ],
    ids=["gzip", "zlib", "zstd", "nested", "members", "half", "broken", "broken zstd", "brotli", "long chain"],
)
def test_what_cannot_be_unpacked_within_the_bound_is_named(body: bytes, encoding: str, code: str) -> None:
    with pytest.raises(FetchError) as raised:
        inflate(body, encoding, LIMIT, "a.example")
    assert code == raised.value.code
