"""What surrounds the content of a page: navigation, related articles, comments, advertisements."""

import re

from connectors.documents.model import Line

FURNITURE = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "crumb",
        "crumbs",
        "breadcrumb",
        "breadcrumbs",
        "sidebar",
        "aside",
        "footer",
        "foot",
        "copyright",
        "related",
        "relate",
        "rel",
        "recommend",
        "recommended",
        "comment",
        "comments",
        "share",
        "sharing",
        "login",
        "search",
        "banner",
        "toolbar",
        "friendlink",
        "friendlinks",
        "hotnews",
        "guess",
        "like",
        "pager",
        "pagination",
        "pagebar",
        "paging",
        "rank",
        "ranking",
        "subscribe",
        "popup",
        "modal",
        "cookie",
    ]
)
CRUMBS = re.compile(r"^\W*(?:当前|您?所在|您的|您现在的|你的|目前)的?位置\s*[:：]|^首页\s*[>＞»/|]")
LONGEST_NAME = 6
"""Links of navigation are short names of sections."""
TAGS = frozenset({"nav", "footer", "aside"})
ADVERT = frozenset(
    {"ad", "ads", "adv", "advert", "advertisement", "guanggao", "sponsor", "sponsored", "promo", "promotion"}
)
OPENS = re.compile(
    r"[【\[■▍·|\s]*(?:相关(?:文章|阅读|新闻|推荐|链接|资讯|信息|招工|招聘|岗位|职位|工作|公告|附近)|猜你喜欢|猜您喜欢|推荐(?:阅读|文章|新闻"
    r"|职位|岗位)|为您推荐|为你推荐|热门(?:文章|推荐|新闻|职位|评论)|"
    r"延伸阅读|往期(?:回顾|推荐|精选)|友情链接|网友评论|发表评论|最新评论|评论列表|上一篇|下一篇|分享到"
    r"|更多推荐|大家都在看|看过还看|"
    r"热门(?:搜索|标签|关键词)?[:：]|热搜|相似职位|相關文章|Related)[】\]:：\s]*.{0,60}$"
)


def is_furniture(tag: str, words: frozenset[str], length: int, whole: int) -> bool:
    """Whether a block is furniture by its tag or class; what holds half of the page never is."""
    if length * 2 > whole and length > 200:
        return False
    return tag in TAGS or bool(words & FURNITURE)


def is_advert(words: frozenset[str]) -> bool:
    return bool(words & ADVERT)


def opens_furniture(text: str) -> bool:
    """Whether a line begins furniture: 相关文章, 猜你喜欢, 上一篇：…"""
    return len(text) < 80 and bool(OPENS.match(text))


def is_navigation(line: Line) -> bool:
    """Whether a line is a trail (当前位置：首页 >> 正文) or a row of links to sections, and nothing besides."""
    if CRUMBS.match(line.text):
        return True
    named = [link for link in line.links if link.text]
    if len(named) < 3 or any(len(link.text) > LONGEST_NAME for link in named):
        return False
    return sum(len(link.text) for link in named) * 10 >= len(re.sub(r"[\s|｜·>]", "", line.text)) * 6
