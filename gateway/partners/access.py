"""Who may do what: a scope of the key, and the agency that owns the source. A refusal is a Problem FORBIDDEN."""

from gateway.graph.viewer import ADMIN, Viewer
from schema.problems import Problem
from schema.store.sources import Source

WHAT = {
    "sources:write": ("登记和修改来源", "register and change sources"),
    "jobs:submit": ("推送岗位", "push jobs"),
    "runs:write": ("启动采集", "start runs"),
}


def lacks(viewer: Viewer, scope: str) -> Problem | None:
    """Why the viewer may not do what takes `scope`; None where the key has it, or is an administrator's."""
    if ADMIN in viewer.scopes:
        return None
    zh, en = WHAT[scope]
    if viewer.key_id is None:
        return Problem(
            "FORBIDDEN",
            f"{zh}需要密钥：用请求头 Authorization: Bearer 带上有 {scope} 权限的密钥（doorstep keys create）。",
            f"To {en} takes a key: send one with the scope {scope} as Authorization: Bearer (`doorstep keys create`).",
        )
    if scope not in viewer.scopes:
        return Problem(
            "FORBIDDEN", f"这个密钥没有 {scope} 权限，不能{zh}。", f"This key has no scope {scope}: it may not {en}."
        )
    if viewer.agency is None:
        return Problem(
            "FORBIDDEN",
            "这个密钥不属于任何机构，只有机构的密钥可以操作来源（doorstep keys create --agency）。",
            "This key belongs to no agency: only an agency's may work on sources (`doorstep keys create --agency`).",
        )
    return None


def refuses(viewer: Viewer, scope: str, source: Source) -> Problem | None:
    """Why the viewer may not do what takes `scope` to this source."""
    missing = lacks(viewer, scope)
    if missing is not None or ADMIN in viewer.scopes or source.owner == viewer.agency:
        return missing
    return Problem(
        "FORBIDDEN",
        f"来源 {source.key} 不属于你的机构。",
        f"The source {source.key} is not your agency's.",
        ("key",),
    )
