"""A source's config against its kind's schema: every mistake as a problem with its path and what to write instead."""

from collections.abc import Iterable, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from rapidfuzz.process import extractOne

from schema.problems import Problem

CODE = "CONFIG_INVALID"
TYPES = {
    "string": ("文字", "text"),
    "integer": ("整数", "a whole number"),
    "number": ("数字", "a number"),
    "boolean": ("true 或 false", "true or false"),
    "array": ("列表", "a list"),
    "object": ("一组键和值", "keys with values"),
    "null": ("空", "nothing"),
}
SHOWN = 60
"""Characters of a wrong value that a message repeats."""


def check_config(config: object, schema: Mapping[str, Any], root: tuple[str, ...] = ("config",)) -> tuple[Problem, ...]:
    """Every mistake in `config`, in the order of their paths; none: it fits. `root` stands before each path."""
    # Any: a JSON Schema
    errors = sorted(Draft202012Validator(schema).iter_errors(config), key=lambda error: [str(p) for p in error.path])
    return tuple(problem for error in errors for inner in _within(error) for problem in _problems(inner, root))


def _within(error: ValidationError) -> list[ValidationError]:
    """Under anyOf and oneOf: what is wrong within the one branch that was meant, else the error itself.

    A branch was meant where the value has its type and the constants by which branches are told apart.
    """
    branches: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.relative_schema_path[0], []).append(inner)
    meant = [errors for errors in branches.values() if not any(_tells_apart(each) for each in errors)]
    if not meant:
        return [error]
    nearest = min(meant, key=len)
    return [deeper for each in nearest for deeper in _within(each)]


def _tells_apart(error: ValidationError) -> bool:
    return error.validator == "const" or (error.validator == "type" and len(error.relative_path) == 0)


def _problems(error: ValidationError, root: tuple[str, ...]) -> Iterable[Problem]:
    path = (*root, *(str(part) for part in error.absolute_path))
    if error.validator == "additionalProperties" and isinstance(error.instance, Mapping):
        schema: Any = error.schema  # Any: a JSON Schema
        known = [str(key) for key in schema.get("properties", {})]
        for key in [key for key in error.instance if key not in known]:
            yield _unknown_key(str(key), known, path)
    elif error.validator == "required" and isinstance(error.instance, Mapping):
        wanted: list[Any] = list(error.validator_value)  # type: ignore[arg-type]  # the schema has a list here
        for key in [key for key in wanted if key not in error.instance]:
            yield _missing_key(str(key), error.schema, path)
    else:
        zh, en = _sentence(error)
        at = ".".join(path)
        yield Problem(CODE, f"{at}：{zh}", f"{at}: {en}", path)


def _unknown_key(key: str, known: list[str], path: tuple[str, ...]) -> Problem:
    nearest = extractOne(key.lower(), known, score_cutoff=60)
    at = ".".join((*path, key))
    hint_zh = f"是不是“{nearest[0]}”？" if nearest else f"可用的有：{'、'.join(known)}。"
    hint_en = f"Did you mean “{nearest[0]}”?" if nearest else f"There are: {', '.join(known)}."
    return Problem(CODE, f"{at}：没有这个键。{hint_zh}", f"{at}: there is no such key. {hint_en}", (*path, key))


def _missing_key(key: str, schema: Any, path: tuple[str, ...]) -> Problem:  # Any: a JSON Schema
    about = schema.get("properties", {}).get(key, {}) if isinstance(schema, Mapping) else {}
    told = about.get("description", "") if isinstance(about, Mapping) else ""
    at = ".".join((*path, key))
    zh, en = f"{at}：缺少这个键。", f"{at}: this key is missing."
    return Problem(CODE, f"{zh}{told}", f"{en} {told}".rstrip(), (*path, key))


def _sentence(error: ValidationError) -> tuple[str, str]:
    """What stands there and what to write, by the rule that was broken."""
    value: Any = error.validator_value  # Any: what the broken rule says, a list, a number or a word
    found, rule = _shown(error.instance), str(error.validator)
    if rule == "type":
        names = [value] if isinstance(value, str) else list(value)
        zh, en = zip(*(TYPES.get(name, (name, name)) for name in names), strict=True)
        return f"“{found}”应为{'或'.join(zh)}。", f"“{found}” should be {' or '.join(en)}."
    if rule in ("enum", "const"):
        return _not_one_of(found, [str(each) for each in (value if rule == "enum" else [value])])
    if rule == "pattern":
        return f"“{found}”的写法不对。{_example_zh(error)}", f"“{found}” is not in the right form. {_example_en(error)}"
    bounds = {
        "minimum": ("不能小于", "must be at least"),
        "maximum": ("不能大于", "must be at most"),
        "exclusiveMinimum": ("必须大于", "must be more than"),
        "minLength": ("字数不能少于", "must have at least this many characters:"),
        "maxLength": ("字数不能多于", "must have at most this many characters:"),
        "minItems": ("项数不能少于", "must have at least this many items:"),
        "maxItems": ("项数不能多于", "must have at most this many items:"),
        "minProperties": ("键数不能少于", "must have at least this many keys:"),
    }
    if rule in bounds:
        zh_word, en_word = bounds[rule]
        return f"“{found}”{zh_word} {value}。", f"“{found}” {en_word} {value}."
    if rule in ("anyOf", "oneOf"):
        return _alternatives(found, value)
    return f"“{found}”不符合要求。{_example_zh(error)}", f"“{found}” does not fit. {_example_en(error)}"


def _not_one_of(found: str, allowed: list[str]) -> tuple[str, str]:
    nearest = extractOne(found.lower(), allowed, score_cutoff=60)
    zh = f"是不是“{nearest[0]}”？" if nearest else ""
    en = f" Did you mean “{nearest[0]}”?" if nearest else ""
    return (
        f"“{found}”不在可选值中。{zh}可选：{'、'.join(allowed)}。",
        f"“{found}” is not one of: {', '.join(allowed)}.{en}",
    )


def _alternatives(found: str, branches: Any) -> tuple[str, str]:  # Any: a list of JSON Schemas
    told = [str(each.get("title") or each.get("description") or each.get("type") or "") for each in branches]
    named = [each for each in told if each]
    return (
        f"“{found}”不属于任何一种写法：{'；'.join(named)}。",
        f"“{found}” fits none of the ways to write it: {'; '.join(named)}.",
    )


def _example_zh(error: ValidationError) -> str:
    return "".join(f"例如：{_shown(each)}。" for each in _examples(error)[:1])


def _example_en(error: ValidationError) -> str:
    return "".join(f"For example: {_shown(each)}." for each in _examples(error)[:1])


def _examples(error: ValidationError) -> list[Any]:  # Any: examples have whatever shape the schema has
    schema: Any = error.schema  # Any: a JSON Schema
    return list(schema.get("examples", [])) if isinstance(schema, Mapping) else []


def _shown(value: object) -> str:
    """A wrong value as a message may repeat it: short, and not the inside of an object, which may hold anything."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    text = str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
