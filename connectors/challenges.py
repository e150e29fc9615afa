"""Pages that stand in for the content: captchas, verification pages and cookie challenges of web firewalls.

They come with status 200 as often as not. A page is one only where it has a marker and next to no text of its own: a
board with a login box that asks for a captcha, or a notice about 验证码, is neither.
"""

import re

VISIBLE_AT_MOST = 400
"""Characters of text. The wordiest known verification page has about 250."""

MARKERS = re.compile(
    r"""安全验证|访问验证|人机验证|身份验证|滑动验证|行为验证|请完成.{0,6}验证|请输入.{0,4}验证码|验证后继续|拖动.{0,4}滑块
    |访问(过于|太)?频繁|访问行为.{0,4}异常|异常访问|检测到.{0,10}(攻击|机器人|爬虫)|正在(检查|验证).{0,6}浏览器|网站防火墙|创宇盾|云锁|安全狗
    |just\ a\ moment|checking\ your\ browser|attention\ required|are\ you\ (a\ )?(human|robot)|unusual\ traffic
    |id=["']?captcha|class=["'][^"']*captcha|geetest|hcaptcha|recaptcha|tcaptcha|_waf_|aliyun_?waf|acw_sc__v|cf-chl|challenge-platform
    |__jsl_clearance|\$_ts\s*=|wzws-waf|yunsuo_session""",
    re.IGNORECASE | re.VERBOSE,
)
RELOADS = re.compile(r"document\.cookie\s*=", re.IGNORECASE)
MOVES = re.compile(r"location\.(reload|href|replace)|window\.location|location\s*=", re.IGNORECASE)
UNSEEN = re.compile(
    r"<(script|style|noscript|head)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)|<[^>]*>|&nbsp;", re.IGNORECASE | re.DOTALL
)
CONTENT_AT_MOST = 200_000
"""Bytes: a challenge may carry a long script, but none is longer than this."""


def is_challenge(text: str) -> bool:
    """Whether an HTML page asks its visitor to prove something instead of showing content.

    >>> is_challenge("<title>安全验证</title><p>请完成下方验证后继续</p>")
    True
    """
    if len(text) > CONTENT_AT_MOST or "<" not in text[:2000]:
        return False
    reloads = bool(RELOADS.search(text) and MOVES.search(text))
    if not reloads and not MARKERS.search(text):
        return False
    visible = len(re.sub(r"\s+", "", UNSEEN.sub(" ", text)))
    return visible <= (20 if not MARKERS.search(text) else VISIBLE_AT_MOST)
