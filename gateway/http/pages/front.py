"""The front page: what this is and where to go."""

from html import escape
from typing import Final

from gateway.http.pages.html import page

_PLACES: Final = (
    ("/ide", "GraphiQL：在浏览器里查询，附示例", "GraphiQL, with a gallery of operations"),
    ("/graphql", "图的地址，供程序使用", "the graph, for programs"),
    ("/schema.graphql", "图的定义（SDL）", "the graph's schema, for code generators"),
    ("/jobs.atom", "新岗位订阅源", "feed of the newest jobs"),
    ("/sitemap.xml", "全部岗位的网址", "the addresses of all jobs"),
    ("/readyz", "服务状态", "whether the gateway can answer"),
)


def front_page(base: str, left_out: frozenset[str] = frozenset()) -> str:
    """The page at /. `left_out`: places that this gateway does not have."""
    links = "".join(
        f'<li><a href="{path}">{path}</a> {zh} <span lang="en">({en})</span></li>'
        for path, zh, en in _PLACES
        if path not in left_out
    )
    body = (
        "<h1>家门口 Doorstep</h1><p>步行可达的工作，一张图。</p>"
        '<p lang="en">One graph of the jobs within reach of a person’s door.</p>'
        f"<ul>{links}</ul><p><code>curl {escape(base)}/graphql -H 'content-type: application/json' "
        '-d \'{"query":"{ jobs { totalCount } }"}\'</code></p>'
    )
    return page("就业", body)
