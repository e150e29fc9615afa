"""What to do next about a source that did not go well: one step for each code, in both languages."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Advice:
    """The next step."""

    zh: str
    en: str


WAIT: Final = Advice(
    "多半是暂时的：下次运行会再试；连续两晚如此再联系来源的负责人",
    "Most likely it passes: the next run tries again. Ask the source's owner if it lasts a second night",
)
LOOK: Final = Advice(
    "看看现在读到什么：doorstep sources preview {key}；修好配置后 doorstep ingest {key}",
    "See what it shows now: doorstep sources preview {key}; mend its config, then doorstep ingest {key}",
)
KEY: Final = Advice(
    "请来源的负责人给出有效的密钥或准入，然后 doorstep ingest {key}",
    "Ask the source's owner for a valid key or to be let in, then doorstep ingest {key}",
)
OWNER: Final = Advice(
    "请来源的负责人修复，在此之前可 doorstep sources pause {key}",
    "Its owner must mend it; until then doorstep sources pause {key} keeps it out of this report",
)
ADVICE: Final = {
    "TOO_FEW": Advice(
        "若来源确实变少：doorstep runs confirm {run}；若读错了：doorstep sources preview {key} 后修配置。"
        "下次运行数目相近时会自动确认",
        "Where the source has really shrunk: doorstep runs confirm {run}. Where it was misread: "
        "doorstep sources preview {key} and mend the config. A next run of about the same size confirms it too",
    ),
    "NOT_RUN": Advice(
        "看 doorstep worker 或 doorstep schedule 是否在运行；现在就跑：doorstep ingest {key}",
        "See whether doorstep worker or doorstep schedule is running; to run it now: doorstep ingest {key}",
    ),
    "EMPTY_SNAPSHOT": LOOK,
    "ALL_REJECTED": Advice(
        "看退回的原因：doorstep rejects list {key}；修好后 doorstep rejects replay {key}",
        "See why: doorstep rejects list {key}; after a mend, doorstep rejects replay {key}",
    ),
    "CONNECTOR_FAILED": Advice(
        "把日志里这次运行（{run}）的错误交给连接器 {connector} 的作者",
        "Give the log of run {run} to the author of the connector {connector}",
    ),
    "RUN_INTERRUPTED": Advice("再跑一次：doorstep ingest {key}", "Run it again: doorstep ingest {key}"),
    "HTTPS_REQUIRED": Advice(
        "把配置里的 url 改成 https；只有 http 的，把它的主机写进 DOORSTEP_ALLOW_ADDRESSES；再 doorstep ingest {key}",
        "Give an https url in its config; where there is only http, name its host in DOORSTEP_ALLOW_ADDRESSES; "
        "then doorstep ingest {key}",
    ),
    "BREAKER_OPEN": WAIT,
    "CONNECTION_LOST": WAIT,
    "CONNECT_FAILED": WAIT,
    "TIMEOUT": WAIT,
    "TOO_SLOW": WAIT,
    "TRUNCATED_BODY": WAIT,
    "STATUS_5XX": WAIT,
    "RATE_LIMITED": WAIT,
    "BLANK_PAGE": WAIT,
    "DNS_FAILED": LOOK,
    "TLS_FAILED": OWNER,
    "ROBOTS_FORBIDS": KEY,
    "CAPTCHA_PAGE": KEY,
    "STATUS_401": KEY,
    "STATUS_403": KEY,
    "SECRET_UNKNOWN": KEY,
    "SECRET_UNREADABLE": KEY,
}


def advice_for(code: str, key: str, connector: str, run_id: int | None) -> Advice:
    """The next step for a problem of this code; where it is not in the table: to look at the source."""
    step = ADVICE.get(code, LOOK)
    words = {"key": key, "connector": connector, "run": run_id or ""}
    return Advice(step.zh.format(**words), step.en.format(**words))
