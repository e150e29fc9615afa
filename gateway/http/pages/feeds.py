"""The sitemap (https://www.sitemaps.org/protocol.html) and the feed of the newest jobs (RFC 4287)."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

URLS_A_FILE: Final = 5_000
"""Of the 50,000 that the protocol allows: so that one file takes the graph 50 pages."""
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"

Json = Mapping[str, Any]  # Any: the graph's JSON


def sitemap_index(base: str, jobs: int) -> str:
    """The index of the files that list so many jobs; at least one."""
    files = max(1, -(-jobs // URLS_A_FILE))
    entries = "".join(f"<sitemap><loc>{escape(base)}/sitemap/{n}.xml</loc></sitemap>" for n in range(files))
    return f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">{entries}</sitemapindex>'


def sitemap_file(base: str, jobs: Iterable[Json]) -> str:
    """One file: the addresses of jobs, and when each last changed."""
    entries = "".join(
        f"<url><loc>{escape(base)}/jobs/{escape(job['id'])}</loc><lastmod>{escape(job['updatedAt'])}</lastmod></url>"
        for job in jobs
    )
    return f'{_HEAD}<urlset xmlns="{_NAMESPACE}">{entries}</urlset>'


def atom(base: str, address: str, jobs: Iterable[Json]) -> str:
    """The feed; `address` is where it was asked for."""
    jobs = list(jobs)
    updated = max((job["updatedAt"] for job in jobs), default=datetime.now(UTC).isoformat(timespec="seconds"))
    return (
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN"><title>家门口的新岗位</title>'
        f'<id>{escape(address)}</id><link rel="self" href={quoteattr(address)}/><updated>{escape(updated)}</updated>'
        f"<author><name>Doorstep</name></author>{''.join(_entry(base, job) for job in jobs)}</feed>"
    )


def _entry(base: str, job: Json) -> str:
    url = f"{base}/jobs/{job['id']}"
    told = (job["pay"]["text"], job["employer"] and job["employer"]["name"], job["place"] and job["place"]["text"])
    summary = "，".join(filter(None, told))
    return (
        f"<entry><id>{escape(url)}</id><title>{escape(job['title'])}</title><link href={quoteattr(url)}/>"
        f"<published>{escape(job['postedAt'])}</published><updated>{escape(job['updatedAt'])}</updated>"
        f"<summary>{escape(summary)}</summary></entry>"
    )
