"""Feeds that say 200 and put the refusal in the body: {"code": 40001, "message": "签名错误"}."""

from collections.abc import Mapping

from schema.problems import DoorstepError

SUCCESS = frozenset({"0", "0000", "200", "ok", "success", "true", "1", "00000"})
CODES = ("code", "errcode", "errorCode", "status", "resultCode")
WORDS = ("message", "msg", "errmsg", "errorMsg")


def refuse_errors(answer: object) -> None:
    """Raise FEED_REFUSED with the feed's own words where its code is none of success."""
    if not isinstance(answer, Mapping):
        return
    code = next((answer[name] for name in CODES if name in answer), None)
    if code is None or isinstance(code, Mapping | list) or str(code).lower() in SUCCESS:
        return
    said = str(next((answer[name] for name in WORDS if answer.get(name)), ""))[:80]
    raise DoorstepError(
        "FEED_REFUSED",
        f"接口拒绝了请求（代码 {code}：{said}），请核对应用编号、密钥和参数",
        f"the feed refused the request (code {code}: {said}); check the application id, the key and the parameters",
        ("config",),
    )
