"""Coded values of public recruitment feeds, as the words that the readings take.

Education after GB/T 4658-2006 (the first digit is the level), gender after GB/T 2261.1, pay units as provincial feeds
write them. A source whose codes differ gives its own in its config under `codes`.
"""

from collections.abc import Mapping

EDUCATION: Mapping[str, str] = {
    "11": "博士", "10": "博士", "14": "硕士", "20": "本科", "21": "本科", "30": "大专", "31": "大专",
    "40": "中专", "41": "中专",
    "44": "中专", "47": "技校", "50": "技校", "60": "高中", "61": "高中", "70": "初中", "71": "初中", "80": "小学",
    "81": "小学",
    "90": "不限", "99": "不限", "00": "不限", "0": "不限",
}  # fmt: skip

GENDER: Mapping[str, str] = {"0": "不限", "9": "不限", "1": "限男性", "2": "限女性", "M": "限男性", "F": "限女性"}

PAY_UNIT: Mapping[str, str] = {
    "01": "小时", "02": "天", "03": "月", "04": "年", "1": "小时", "2": "天", "3": "月", "4": "年",
    "HOUR": "小时", "DAY": "天", "WEEK": "周", "MONTH": "月",
    "YEAR": "年",
    "hourly": "小时", "daily": "天", "weekly": "周", "monthly": "月", "yearly": "年", "annual": "年",
}  # fmt: skip

CODES: Mapping[str, Mapping[str, str]] = {"education": EDUCATION, "gender": GENDER, "pay_unit": PAY_UNIT}

TRUE = frozenset({"1", "true", "yes", "y", "是", "t"})
FALSE = frozenset({"0", "false", "no", "n", "否", "f"})
GONE_WORDS = frozenset(
    {
        "deleted",
        "delete",
        "removed",
        "closed",
        "offline",
        "withdrawn",
        "已删除",
        "删除",
        "已下架",
        "下架",
        "停用",
        "已撤销",
        "撤销",
        "已撤回",
        "已关闭",
        "已失效",
    }
)


def words(field: str, value: str, own: Mapping[str, Mapping[str, str]], key: str) -> str:
    """The words for a coded value; a coded limit keeps its code (限女性 aac004=2), so that a caution can quote it."""
    meaning = own.get(field, {}).get(value) or CODES.get(field, {}).get(value)
    if meaning is None:
        return value
    return f"{meaning}（{key}={value}）" if field == "gender" and meaning != "不限" else meaning
