"""Pages that stand in for the content: captchas, verification pages and cookie challenges of web firewalls.

They come with status 200 as often as not. A page is one only where it has a marker and next to no text of its own: a
board with a login box that asks for a captcha, or a notice about 验证码, is neither.
"""

import re

WORDS = re.compile(
    r"""安全验证|访问验证|人机验证|滑动验证|行为验证|请完成.{0,6}验证|请输入.{0,4}验证码|验证后继续|拖动.{0,4}滑块|访问(过于|太)?频繁
    |访问行为.{0,4}异常|异常访问|检测到.{0,10}(攻击|机器人|爬虫)|正在(检查|验证|进行).{0,6}(浏览器|安全检测)|网站防火墙|创宇盾|云锁|安全狗
    |just\ a\ moment|checking\ your\ browser|attention\ required|are\ you\ (a\ )?(human|robot)|unusual\ traffic""",
    re.IGNORECASE | re.VERBOSE,
)
WORDY_AT_MOST = 400
"""Characters of text beside the words. The wordiest known verification page has about 250."""
TRACES = re.compile(
    r"""id=["']?captcha|class=["'][^"']*captcha|geetest|hcaptcha|recaptcha|tcaptcha|_waf_|aliyun_?waf|acw_sc__v|cf-chl
    |challenge-platform|__jsl_clearance|\$_ts\s*=|wzws-waf|yunsuo_session""",
    re.IGNORECASE | re.VERBOSE,
)
TRACED_AT_MOST = 100
"""Characters of text beside a firewall's script: sites have such scripts in the foot of every page."""
RELOADS = re.compile(r"document\.cookie\s*=", re.IGNORECASE)
MOVES = re.compile(r"location\.(reload|href|replace)|window\.location|location\s*=", re.IGNORECASE)
RELOADED_AT_MOST = 20
OFFERS = re.compile(r"元[/／每]|\d元|工资|薪资|待遇|岗位|招聘(人数|条件|单位)|联系(电话|人)")
"""What only content has: a short posting beside a login box that asks for 验证码 is content."""
SCRIPTS = re.compile(r"<(script|style|noscript)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)", re.IGNORECASE | re.DOTALL)
TITLE = re.compile(r"<title\b[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
UNSEEN = re.compile(r"<head\b.*?(</head\s*>|\Z)|<[^>]*>|&nbsp;|\s", re.IGNORECASE | re.DOTALL)
CONTENT_AT_MOST = 200_000
"""Bytes: a challenge may carry a long script, but none is longer than this."""


def is_challenge(text: str) -> bool:
    """Whether an HTML page asks its visitor to prove something instead of showing content.

    >>> is_challenge("<title>安全验证</title><p>请完成下方验证后继续</p>")
    True
    """
    if len(text) > CONTENT_AT_MOST or "<" not in text[:2000]:
        return False
    shown = SCRIPTS.sub(" ", text)
    visible = UNSEEN.sub("", shown)
    if OFFERS.search(visible):
        return False
    title = TITLE.search(shown)
    if WORDS.search(f"{title[1] if title else ''} {re.sub('<[^>]*>', '', shown)}"):
        return len(visible) <= WORDY_AT_MOST
    if TRACES.search(text):
        return len(visible) <= TRACED_AT_MOST
    return bool(RELOADS.search(text) and MOVES.search(text)) and len(visible) <= RELOADED_AT_MOST
