"""The sentences of graphql-core in Chinese: one pattern a sentence, tried in order."""

import re
from typing import Final

SENTENCES: Final[tuple[tuple[str, str], ...]] = (
    (r"Syntax Error: Document contains more than (\d+) tokens\..*", r"文档超过 {0} 个词法单元"),
    (r"Syntax Error: Source contains more than (\d+) code points\..*", r"文档超过 {0} 个字符"),
    (r"Syntax Error: Document is nested too deeply\..*", r"文档嵌套太深"),
    (r"Syntax Error: (.*)", r"语法错误：{0}"),
    (r"Cannot query field '(\w+)' on type '(\w+)'\.(.*)", r"类型 {1} 没有字段 {0}。{2}"),
    (r"Unknown argument '(\w+)' on (?:field|directive|fragment) '([^']+)'\.(.*)", r"{1} 没有参数 {0}。{2}"),
    (r"Unknown type '(\w+)'\.(.*)", r"没有类型 {0}。{1}"),
    (r"Unknown fragment '(\w+)'\.(.*)", r"没有片段 {0}。{1}"),
    (r"Unknown directive '(@\w+)'\.(.*)", r"没有指令 {0}。{1}"),
    (r"Directive '(@\w+)' may not be used on (\w+)\.", r"指令 {0} 不能用在 {1} 上"),
    (r"The directive '(@\w+)' can only be used once at this location\.", r"指令 {0} 在此处只能用一次"),
    (r"The (.+) definition is not executable\.", r"{0} 的定义不能执行，请只写操作和片段"),
    (
        r"Field '(\w+)' must not have a selection since type '([^']+)' has no subfields\.",
        r"字段 {0} 的类型 {1} 没有子字段，请去掉花括号",
    ),
    (
        r"Field '(\w+)' of type '([^']+)' must have (?:a selection|at least one field).*",
        r"字段 {0} 的类型是 {1}，请写出要取的子字段",
    ),
    (r"Argument '([^']+)' of type '([^']+)' is required, but it was not provided\.", r"缺少必填参数 {0}（类型 {1}）"),
    (r"Fragment '(\w+)' is never used\.", r"片段 {0} 没有用到，请删去或使用"),
    (r"Variable '(\$\w+)' is never used(.*)\.", r"变量 {0} 没有用到，请删去或使用"),
    (r"Variable '(\$\w+)' is not defined(.*)\.", r"变量 {0} 没有在操作上声明"),
    (
        r"Variable '(\$\w+)' of type '([^']+)' used in position expecting type '([^']+)'\.",
        r"变量 {0} 的类型是 {1}，此处需要 {2}",
    ),
    (r"Variable '(\$\w+)' cannot be non-input type '([^']+)'\.", r"变量 {0} 不能是输出类型 {1}"),
    (
        r"Variable '(\$\w+)' is of type '([^']+)' but must be non-nullable.*Object '(\w+)'\.",
        r"变量 {0} 的类型 {1} 用于 {2} 时必须非空",
    ),
    (r"Expected a value of non-null type '([^']+)' to be provided\.", r"缺少必填的值（类型 {0}）"),
    (r"Variable '(\$\w+)' of required type '([^']+)' was not provided\.", r"缺少必填变量 {0}（类型 {1}）"),
    (r"Variable '(\$\w+)' of non-null type '([^']+)' must not be null\.", r"变量 {0}（类型 {1}）不能为 null"),
    (r"Variable '(\$\w+)' got invalid value (.*)", r"变量 {0} 的值无效：{1}"),
    (r"(?:Expected|Required) a? ?value of non-null type '([^']+)' not to be null\.", r"类型 {0} 的值不能为 null"),
    (r"Expected value of non-null type '([^']+)' not to be None\.", r"类型 {0} 的值不能为 null"),
    (r"Expected value of type '([^']+)' to include required field '(\w+)'.*", r"类型 {0} 缺少必填字段 {1}"),
    (r"Expected value of type '([^']+)' not to include unknown field '(\w+)'[.,]?(.*)", r"类型 {0} 没有字段 {1}。{2}"),
    (r"Expected value of type '([^']+)' to be an object, found: (.*)\.", r"类型 {0} 的值应为对象，却是 {1}"),
    (r"(\w+)：(.*); found: (.*)\.", r"类型 {0} 的值无效：{1}"),
    (r"Expected value of type '([^']+)', found (.*)", r"此处需要类型 {0} 的值，却是 {1}"),
    (r"Value '(\w+)' does not exist in '(\w+)' enum\.(.*)", r"枚举 {1} 没有值 {0}。{2}"),
    (r"Enum '(\w+)' cannot represent (?:non-enum|non-string) value: (.*)", r"枚举 {0} 没有值 {1}"),
    (r"(Int|Float|String|Boolean|ID) cannot represent (?:a )?(.*?): (.*)", r"类型 {0} 不接受 {2}"),
    (r"Fields '(\w+)' conflict because (.*)\. Use different aliases.*", r"字段 {0} 互相冲突，请用别名区分"),
    (
        r"Fragment '?(\w*)'? ?cannot be spread here as objects of type '(\w+)' can never be.* '(\w+)'\.",
        r"此处不能展开片段 {0}：{1} 不可能是 {2}",
    ),
    (r"Cannot spread fragment '(\w+)' within itself(.*)\.", r"片段 {0} 包含了自己"),
    (r"Fragment.* cannot condition on non composite type '(\w+)'\.", r"片段不能以 {0} 为条件：它没有子字段"),
    (r"This anonymous operation must be the only defined operation\.", r"文档里有多个操作时，每个都要有名字"),
    (r"There can be only one (\w+)(?: field)? named '([^']+)'\.", r"{1} 重复了，只能有一个"),
    (r"The (\w+) operation is not supported by the schema\.", r"图不支持 {0} 操作"),
    (r"Maximum introspection depth exceeded", r"内省嵌套太深"),
    (r"(Subscription '\w+'|Anonymous Subscription) must select only one top level field\.", r"订阅只能选一个顶层字段"),
    (r"Unknown operation named '([^']*)'\.", r"文档里没有名为 {0} 的操作"),
    (
        r"Must provide operation name if query contains multiple operations\.",
        r"文档里有多个操作，请用 operationName 指明一个",
    ),
    (r"Must provide an operation\.", r"文档里没有操作"),
    (r"(?:The )?document is nested too deeply.*", r"文档嵌套太深"),
    (r"Variable values are nested too deeply\.", r"变量嵌套太深"),
)

_COMPILED: Final = tuple((re.compile(english, re.DOTALL), chinese) for english, chinese in SENTENCES)
_DID_YOU_MEAN: Final = re.compile(r"\s*Did you mean(?: the enum value| to use an inline fragment on)? (.*)\?")
_IT_HAS: Final = re.compile(r"\s*It has (.*)\.$")
_FOUND: Final = re.compile(r"[.;]? [Ff]ound: .*", re.DOTALL)
_OF_A_SCALAR: Final = re.compile(
    r"Expected value of type '(\w+)', but encountered error '(.*?) / (.*?)'(?=; found: )", re.DOTALL
)
_OF_A_VARIABLE: Final = re.compile(r"Variable '(\$\w+)' has invalid (?:default )?value(?: at (\S+?))?: (.*)", re.DOTALL)
_ELSE: Final = "请求不符合图的定义"


def in_chinese(message: str) -> str:
    """The sentence in Chinese; a general one where it is not known. Names and values stay as the client wrote them."""
    if found := _OF_A_VARIABLE.fullmatch(message):
        name, at, said = found.groups()
        return f"变量 {name}{at or ''}：{_known(said) or '值无效'}"
    return _known(message) or _ELSE


def _known(message: str) -> str | None:
    message = _OF_A_SCALAR.sub(r"\1：\2", message)
    for pattern, chinese in _COMPILED:
        if found := pattern.fullmatch(message):
            return chinese.format(*(_hint(part or "") for part in found.groups())).rstrip("。")
    return None


def in_english(message: str) -> str:
    """The sentence in English alone: what our own scalars say stands in it in both languages."""
    return _OF_A_SCALAR.sub(r"\3", message)


def _hint(part: str) -> str:
    """What follows a sentence: the nearest names, or all there are. What was found stands in the document itself."""
    part = _DID_YOU_MEAN.sub(lambda found: "是否想写 " + found[1].replace(" or ", " 或 "), _FOUND.sub("", part))
    return _IT_HAS.sub(lambda found: "没有可选的名称" if found[1] == "none" else f"可用的有 {found[1]}", part)
