"""The report of a night, posted as JSON to the address that the operator set, by the one way out that there is."""

import orjson

from connectors.fetch import Request
from gateway.installation import Installation
from gateway.nightly.night import Night
from gateway.nightly.telling import as_json
from schema.problems import DoorstepError

TAKEN = frozenset({200, 201, 202, 204})


async def post_night(house: Installation, night: Night) -> None:
    """Post it to DOORSTEP_REPORT_WEBHOOK; raises DoorstepError SETTING_INVALID where none is set, or a FetchError."""
    url = house.settings.report_webhook
    if not url:
        raise DoorstepError(
            "SETTING_INVALID",
            "没有设置 DOORSTEP_REPORT_WEBHOOK，报告无处可发",
            "DOORSTEP_REPORT_WEBHOOK is not set, so there is nowhere to post the report to",
            ("DOORSTEP_REPORT_WEBHOOK",),
        )
    body = orjson.dumps({"text": summary(night), "report": as_json(night)})
    await house.fetcher.fetch(
        Request(url, "POST", {"content-type": "application/json"}, body, expect=TAKEN, idempotent=False)
    )


def summary(night: Night) -> str:
    """One line, for chat rooms that show the field `text`."""
    if night.is_well:
        return f"家门口 {night.date}：一切正常，读到 {night.total('fetched')} 条 / all is well"
    keys = "、".join(one.source_key for one in (*night.troubles, *night.held))
    return f"家门口 {night.date}：{len(night.troubles)} 个失败，{len(night.held)} 个待确认：{keys}"
