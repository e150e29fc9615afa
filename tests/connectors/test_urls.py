"""Addresses: made whole, shown without secrets, and told apart by host."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.urls import absolute, host_of, keeps_credentials, port_of, shown, site_of

BASE = "https://a.example/list/index.asp?page=2"


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("show.asp?id=3", "https://a.example/list/show.asp?id=3"),
        ("?page=3", "https://a.example/list/index.asp?page=3"),
        ("/a/附件 1.xlsx", "https://a.example/a/%E9%99%84%E4%BB%B6%201.xlsx"),
        ("..\\upload\\a.doc", "https://a.example/upload/a.doc"),
        ("//b.example/x#top", "https://b.example/x"),
        (" http://c.example/ ", "http://c.example/"),
        ("/a%20b", "https://a.example/a%20b"),
        ("", BASE),
    ],
)
def test_an_address_is_made_whole(url: str, whole: str) -> None:
    assert whole == absolute(BASE, url)


@pytest.mark.parametrize(
    ("before", "after", "keeps"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("https://a.example/x", "https://a.example:443/y", True),
        ("http://a.example/", "https://a.example/", True),
        ("https://a.example/", "http://a.example/", False),
        ("https://a.example/", "https://b.example/", False),
        ("https://a.example/", "https://x.a.example/", False),
        ("https://a.example:8443/", "https://a.example/", False),
        ("https://A.example/", "https://a.example/", True),
    ],
)
def test_credentials_stay_with_their_host(before: str, after: str, keeps: bool) -> None:
    assert keeps == keeps_credentials(before, after)


@given(st.text())
def test_any_text_is_taken_for_some_address(text: str) -> None:
    for url in (text, f"https://{text}", f"https://a.example/{text}"):
        assert isinstance(shown(url) + host_of(url) + site_of(url), str)
        assert port_of(url) is None or port_of(url)


@pytest.mark.parametrize("url", ["https://u:8d1f@a.example/p?k=8d1f", "https://u:8d1f@a.example:x/p", "http://[8d1f@"])
def test_what_is_shown_holds_no_secret(url: str) -> None:
    assert "u:8d1f" not in shown(url)
