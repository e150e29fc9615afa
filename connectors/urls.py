"""Addresses as connectors write them: what of one may be shown, and whether two lead to the same host."""

from urllib.parse import quote, unquote, urljoin, urlsplit

SCHEMES = frozenset({"http", "https"})
DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "!#$%&'()*+,-./:;=?@[]~_"
"""RFC 3986's reserved and unreserved characters: what stands in an address is left, the rest is percent-encoded."""


def absolute(base: str, url: str, charset: str = "utf-8") -> str:
    """`url` against `base`, Chinese and blanks percent-encoded, without its fragment.

    The path is encoded in UTF-8, the query in `charset`: that of the page the link stands on (WHATWG URL, 4.4).

    >>> absolute("https://a.example/list/1.html", "../附件 1.xlsx#x")
    'https://a.example/%E9%99%84%E4%BB%B6%201.xlsx'
    """
    joined = _joined(base, url.strip().replace("\\", "/")).partition("#")[0]
    path, mark, query = joined.partition("?")
    return quote(path, safe=_SAFE) + mark + quote(query, safe=_SAFE, encoding=charset, errors="xmlcharrefreplace")


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def host_of(url: str) -> str:
    """The host in lower case, or "" where there is none that can be read."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def port_of(url: str) -> int | None:
    """The port, the scheme's own where none is written, None where it cannot be read."""
    try:
        parts = urlsplit(url)
        return parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None


def site_of(url: str) -> str:
    """host:port: what rates, robots.txt and circuits are kept by."""
    return f"{host_of(url)}:{port_of(url)}"


def shown(url: str) -> str:
    """An address as a message may show it: no user, password or query, which may hold a secret; of a file its name.

    >>> shown("https://u:p@a.example/feed?key=1")
    'https://a.example/feed'
    """
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return url.split("?")[0].split("@")[-1][:80]
    if parts.scheme == "file":
        return unquote(parts.path.rpartition("/")[2])
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{parts.scheme}://{host}{port}{parts.path}" if parts.scheme else parts.path


def keeps_credentials(before: str, after: str) -> bool:
    """Whether what was sent to `before` may be sent to `after`: the same host and port, and never down to http."""
    if host_of(before) != host_of(after):
        return False
    upgraded = before.startswith("http://") and after.startswith("https://")
    same_scheme = urlsplit(before).scheme == urlsplit(after).scheme
    return (same_scheme and port_of(before) == port_of(after)) or (
        upgraded and port_of(before) == 80 and port_of(after) == 443
    )
