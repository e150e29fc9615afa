"""Whom to ask for: the name that stands beside a telephone number. 联系人孙厂长 · 找瑜姐 · （康师傅）."""

import re
from functools import lru_cache

from schema.reading.text import fold

_TITLES = "先生|女士|小姐|经理|老板娘|老板|师傅|厂长|主任|主管|店长|组长|队长|班长|老师|阿姨|大姐|大哥|书记|站长|部长|院长|校长|园长|会计|总监|助理|姐|哥|总|叔|嫂|工|姨|同志"
_NAMED = re.compile(
    rf"(?:联系人|联络人|招聘负责人|负责人|找|请联系|联系)[:]?(?P<name>[\u4e00-\u9fff]{{1,3}}?(?:{_TITLES}))"
)
_PLAIN = re.compile(r"(?:联系人|联络人)[:]?(?P<name>[\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")
_BESIDE = re.compile(rf"(?:^|[(,， ;；、:.。])(?P<name>[\u4e00-\u9fff]{{1,2}}(?:{_TITLES}))(?=[)\d,，;； :+]|$)")
_FIELD = re.compile(r"^(?:联系人|联络人|姓名)?[:]?(?P<name>[\u4e00-\u9fffA-Za-z· ]{1,12})")


@lru_cache(maxsize=8192)
def read_contact_name(text: str, *, labelled: bool = False) -> str | None:
    """The name of a person to call, or None. `labelled`: the words are a contact field's own."""
    folded = fold(text)
    if not folded:
        return None
    match = _NAMED.search(folded) or _PLAIN.search(folded) or _BESIDE.search(folded)
    if match is None and labelled:
        match = _FIELD.match(folded)
    name = match["name"].strip() if match else None
    return name or None
