"""Employers' names: what kind each is (by `schema/data/employers.yaml`), and one key for the spellings of one name."""

import re
from functools import lru_cache

from schema.reading.contacts import without_phones
from schema.reading.credit_codes import plain_credit_code, without_credit_code
from schema.reading.rules import rules
from schema.reading.text import fold
from schema.values import EmployerName
from schema.vocabulary import EmployerKind

_NOISE = re.compile(
    r"^(招聘单位|用人单位|用工单位|企业名称|单位名称|公司名称|公司|单位|雇主|企业)[::]|[\s,，。;；'\"“”‘’·•]+"
)
_TAIL = re.compile(r"\((急聘|急招|急|直招|直聘|诚聘|本部|总部|非中介|个体工商户|个体)\)$")
_BRACKETED = re.compile(r"[(\[【〔<《「]([^(\[【〔<《「)\]】〕>》」]*)[)\]】〕>》」]")
_FORMS = (("有限责任公司", "有限公司"), ("股份有限公司", "股份公司"), ("责任有限公司", "有限公司"))


@lru_cache(maxsize=16384)
def read_employer(name: str, credit_code: str | None = None) -> EmployerName:
    """The employer as it is written, its kind, and its key. An empty name is UNKNOWN with an empty key.

    A credit code within the name is taken out of it, and stands where no other is given.
    """
    name, within = without_credit_code(name)
    return _read(without_phones(name), plain_credit_code(credit_code) or within)


def _read(name: str, credit_code: str | None) -> EmployerName:
    plain = _NOISE.sub("", fold(name))
    rows = rules("employers")["kinds"].rows
    kind = next((EmployerKind[row.label] for row in rows if row.pattern.search(plain)), EmployerKind.UNKNOWN)
    return EmployerName(" ".join(name.split()), kind, credit_code, _key(plain))


def matching_key(name: str) -> str:
    """Equal for spellings of one name: width, script, spaces, 有限责任公司, and where a bracketed place stands.

    湖北鼎裕（京山）箱包有限公司 = 湖北鼎裕箱包（京山）有限责任公司. A branch (分公司, 茶滘店) keeps a key of its own.
    """
    return _key(_NOISE.sub("", fold(name)))


def _key(plain: str) -> str:
    plain = _TAIL.sub("", plain.lower())
    asides = sorted(aside for aside in _BRACKETED.findall(plain) if aside)
    plain = _BRACKETED.sub("", plain)
    for long, short in _FORMS:
        plain = plain.replace(long, short)
    return "|".join([plain, *asides])
