"""What every kind's config may say beside its own keys: whose the source is about, and what is expected of it."""

from collections.abc import Mapping
from typing import Any

COMMON: Mapping[str, Any] = {  # Any: JSON Schemas
    "division": {
        "type": "string",
        "pattern": r"^\d{2,12}$",
        "examples": ["440103"],
        "description": "所属区划代码，读地址时以它为准 / the division it is about: addresses are read within it",
    },
    "station": {"type": "string", "description": "所属站点编号 / the key of the station it belongs to"},
    "agency": {"type": "string", "description": "发布机构 / the agency that posts, where records name none"},
    "defaults": {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "description": "记录没写时的值，按字段 / words for fields that a record leaves out",
    },
    "expect": {
        "type": "object",
        "additionalProperties": False,
        "description": "预期：低于它就不算成功 / what a good run has at least",
        "properties": {
            "records": {"type": "integer", "minimum": 0, "description": "最少记录数 / the least records"},
            "empty": {"type": "boolean", "description": "可以为空 / it may be empty"},
            "fill": {
                "type": "object",
                "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
                "description": "各字段填写率下限，0 到 1 / the least share of records that have a field",
            },
        },
    },
    "fresh_for": {
        "type": ["string", "integer"],
        "description": "多久之内算新，如 30m、6h、2d / how long what was read is current",
    },
    "refresh_on_read": {
        "type": "boolean",
        "description": "过时后有人查询时后台更新一次 / a query that finds it stale starts one background run",
    },
    "withdraw_after": {
        "type": "integer",
        "minimum": 1,
        "maximum": 30,
        "description": "连续几次完整读取都没有才算下架，默认 2 / complete runs without a job before it is withdrawn; 2",
    },
}


def whole_schema(own: Mapping[str, Any]) -> Mapping[str, Any]:  # Any: JSON Schemas
    """A kind's own schema with what every kind's config may say; its own keys win."""
    return {**own, "properties": {**COMMON, **own.get("properties", {})}}
