"""The pages of a generated night: 253 agencies' feeds and boards, as bytes, the same for a seed.

`python -m benchmarks.night_pages POSTINGS` serves both nights on a free port, whose number it prints; GET /night/2
turns the night. Everything is invented; telephone numbers are of the form 1xx 0000 xxxx.
"""

import asyncio
import hashlib
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import orjson

from benchmarks.labelled import BRANDS, CLERKS, LINES, TRADES
from schema.divisions import children, division

SOURCES: Final = 253
BOARDS: Final = 30
PER_BOARD: Final = 100
PAGE: Final = 200
SHARED: Final = 0.08
"""The share of posts that a second agency posts too: work for matching."""
TODAY: Final = datetime(2026, 11, 22, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DUTIES: Final = (
    "服从安排，工作认真负责",
    "能吃苦耐劳",
    "身体健康，能适应两班倒",
    "有相关经验者优先",
    "熟手优先，可培训新人",
)
SCHOOLS: Final = ("初中", "高中", "大专")
BENEFITS: Final = ("包吃住", "五险一金", "五险", "包午餐", "全勤奖", "有宿舍", "年底双薪", "")
ROADS: Final = (
    "中山路",
    "人民路",
    "解放大道",
    "建设路",
    "工业大道",
    "龙津西路",
    "芳村大道",
    "新港路",
    "北环路",
    "和平路",
)
FAILING: Final = {"feed-007": "503", "feed-031": "cut off", "feed-064": "empty"}
"""What three sources do on the second night."""


@dataclass(frozen=True, slots=True)
class Firm:
    """One employer of an agency."""

    name: str
    code: str
    area: str
    address: str
    phone: str
    clerk: str
    kind: str


def share_of(number: int, postings: int) -> int:
    """How many posts the n-th feed has: a few agencies have a great many, most have some hundreds."""
    feeds = SOURCES - BOARDS
    weight = 1 / (number + 6)
    return max(40, round((postings - BOARDS * PER_BOARD) * weight / sum(1 / (each + 6) for each in range(feeds))))


def areas() -> list[tuple[str, str]]:
    """Code and name of every district of four provinces."""
    codes = ("44", "37", "42", "32")
    cities = [city for code in codes for city in children(code)]
    return [(one.code, one.full_name) for city in cities for one in children(city.code)]


def firms(source: int, posts: int, places: list[tuple[str, str]]) -> list[Firm]:
    """Some four posts an employer."""
    chance = random.Random(f"firms {source}")
    home = chance.randrange(len(places))
    found = []
    for number in range(max(8, posts // 4)):
        kind = chance.choice(tuple(LINES))
        area, name = places[home] if chance.random() < 0.7 else chance.choice(places)
        city = name.removeprefix("广东省").removeprefix("山东省").removeprefix("湖北省").removeprefix("江苏省")
        brand = chance.choice(BRANDS) + chance.choice(BRANDS)
        line = chance.choice(LINES[kind])[0]
        serial = hashlib.sha256(f"{source} {number}".encode()).hexdigest()[:9].upper()
        found.append(
            Firm(
                f"{city[:3]}{brand}{line}有限公司",
                credit_code(area, serial),
                area,
                f"{city}{chance.choice(ROADS)}{chance.randint(1, 400)}号",
                f"1{chance.choice('3578')}{chance.randint(0, 9)}0000{chance.randint(0, 9999):04d}",
                chance.choice(CLERKS),
                kind,
            )
        )
    return found


def credit_code(area: str, serial: str) -> str:
    """A 统一社会信用代码 with the check digit of GB 32100-2015."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91" + area + "".join(letter if letter in letters else "0" for letter in serial)
    total = sum(letters.index(letter) * 3**place % 31 for place, letter in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def posts(source: int, count: int, night: int, at: list[Firm]) -> Iterator[dict[str, object]]:
    """The posts of a feed on a night: 5 % changed on the second, 1 % marked as deleted, 1 % gone, 2 % new."""
    for number in range(count + (count // 50 if night == 2 else 0)):
        chance = random.Random(source * 1_000_003 + number)
        fate = chance.random()
        if night == 2 and fate < 0.01:
            continue
        if night == 2 and fate < 0.02:
            yield {"postId": f"P{source:03}{number:07}", "isDeleted": 1}
            continue
        yield post(source, number, chance, chance.choice(at), changed=night == 2 and fate < 0.07)


def post(source: int, number: int, chance: random.Random, firm: Firm, *, changed: bool) -> dict[str, object]:
    trades = [trade for trade in TRADES if trade[2] == firm.kind] or list(TRADES)
    titles, (least, most), _kind = chance.choice(trades)
    low = chance.randrange(least, most, 100)
    posted = TODAY - timedelta(days=chance.randint(1, 30), hours=chance.randint(0, 20))
    start = chance.choice((7, 8, 9))
    return {
        "postId": f"P{source:03}{number:07}",
        "postName": chance.choice(titles) + chance.choice(("", "", "", "（急聘）", "（夜班）", "（可学徒）")),
        "entName": firm.name,
        "entCode": firm.code,
        "recruitNum": chance.choice((1, 1, 2, 2, 3, 5, 10, "若干")) if not changed else 6,
        "salaryLow": low + (200 if changed else 0),
        "salaryHigh": low + chance.choice((800, 1000, 1500, 2000)),
        "salaryUnit": "元/月",
        "workTime": f"{start}:00-{start + chance.choice((9, 10))}:00",
        "demand": f"{chance.randint(18, 25)}-{chance.choice((45, 50, 55))}岁，{chance.choice(SCHOOLS)}以上",
        "welfare": "、".join(filter(None, chance.sample(BENEFITS, 3))),
        "jobDesc": f"<p>{chance.choice(DUTIES)}；{chance.choice(DUTIES)}。第{chance.randint(1, 9000)}号岗。</p>",
        "areaCode": firm.area,
        "workAddr": firm.address,
        "linkMan": firm.clerk,
        "linkTel": firm.phone,
        "publishTime": posted.strftime("%Y-%m-%d %H:%M:%S"),
        "validUntil": (TODAY + timedelta(days=chance.randint(20, 90))).strftime("%Y-%m-%d"),
        "updateTime": posted.isoformat(),
        "isDeleted": 0,
    }


def shown(source: int, count: int, theirs: int, night: int, places: list[tuple[str, str]]) -> list[dict[str, object]]:
    """A feed's own posts, and some of the `theirs` of the feed before it: their second showing."""
    mine = list(posts(source, count, night, firms(source, count, places)))
    if source and SHARED:
        other = source - 1
        chance = random.Random(f"shared {source}")
        at = firms(other, theirs, places)
        for number in chance.sample(range(theirs), min(theirs, int(count * SHARED))):
            same = random.Random(other * 1_000_003 + number)
            same.random()
            again = post(other, number, same, same.choice(at), changed=False)
            mine.append({**again, "postId": f"S{source:03}{number:07}", "jobDesc": ""})
    return mine


def feed_pages(source: int, postings: int, night: int, places: list[tuple[str, str]]) -> list[bytes]:
    mine = shown(source, share_of(source, postings), share_of(source - 1, postings) if source else 0, night, places)
    return [
        orjson.dumps(
            {
                "code": 0,
                "data": {
                    "pageNo": number + 1,
                    "totalCount": len(mine),
                    "hasMore": (number + 1) * PAGE < len(mine),
                    "list": mine[number * PAGE : (number + 1) * PAGE],
                },
            }
        )
        for number in range(max(1, -(-len(mine) // PAGE)))
    ]


def board_page(source: int, night: int, places: list[tuple[str, str]]) -> bytes:
    at = firms(1_000 + source, PER_BOARD, places)
    rows = []
    for one in posts(1_000 + source, PER_BOARD, night, at):
        if one["isDeleted"]:
            continue
        cells = (
            f'<a href="/board/{source}/{one["postId"]}.html">{one["postName"]}</a>',
            f"{one['salaryLow']}-{one['salaryHigh']}元/月",
            f"{one['recruitNum']}人",
            one["entName"],
            one["workAddr"],
            f"{one['linkMan']} {one['linkTel']}",
            str(one["publishTime"])[:10],
        )
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    names = ("岗位", "工资", "人数", "单位", "地址", "联系", "日期")
    header = "".join(f"<th>{name}</th>" for name in names)
    return (
        "<!doctype html><html><head><meta charset=gbk><title>招工信息</title></head><body><h1>招工信息</h1>"
        f"<table><tr>{header}</tr>{''.join(rows)}</table></body></html>"
    ).encode("gb18030")


def entries(base: str) -> list[dict[str, object]]:
    """The sources, as `sources.SourceEntry` takes them."""
    feeds: list[dict[str, object]] = [
        {
            "key": f"feed-{number:03}",
            "name": f"第{number}机构",
            "connector": "jobonline",
            "config": {
                "url": f"{base}/feed/{number}",
                "pageParam": "pageNo",
                "pageSizeParam": "pageSize",
                "pageSize": PAGE,
            },
        }
        for number in range(SOURCES - BOARDS)
    ]
    boards: list[dict[str, object]] = [
        {
            "key": f"board-{number:03}",
            "name": f"第{number}市场",
            "connector": "board",
            "config": {"url": f"{base}/board/{number}", "detail": False},
        }
        for number in range(BOARDS)
    ]
    return feeds + boards


class Pages:
    """Every page of both nights, made before anything is measured."""

    def __init__(self, postings: int) -> None:
        places = areas()
        self.night = 1
        self.kept: dict[tuple[int, str, int], list[bytes]] = {}
        for night in (1, 2):
            for number in range(SOURCES - BOARDS):
                self.kept[night, "feed", number] = feed_pages(number, postings, night, places)
            for number in range(BOARDS):
                self.kept[night, "board", number] = [board_page(number, night, places)]

    def answer(self, target: str) -> tuple[int, str, bytes, int]:
        """Status, content type, body, and the length that is said of it."""
        path, _, query = target.partition("?")
        _, kind, number, *_ = [*path.split("/"), "", ""]
        if kind == "night":
            self.night = int(number)
            return ok("text/plain", b"turned")
        pages = self.kept.get((self.night, kind, int(number))) if number.isdigit() else None
        if pages is None:
            return 404, "text/plain", b"", 0
        page = next((int(one[7:]) for one in query.split("&") if one.startswith("pageNo=")), 1)
        fault = FAILING.get(f"{kind}-{int(number):03}") if self.night == 2 else None
        if fault == "503":
            return 503, "text/plain", b"busy", 4
        if fault == "empty":
            return ok("application/json", b'{"code":0,"data":{"totalCount":0,"hasMore":false,"list":[]}}')
        body = pages[page - 1] if page <= len(pages) else b'{"code":0,"data":{"list":[]}}'
        if fault == "cut off" and page == 2:
            return 200, "application/json", body[: len(body) // 2], len(body)
        return ok("text/html" if kind == "board" else "application/json", body)


def ok(kind: str, body: bytes) -> tuple[int, str, bytes, int]:
    return 200, kind, body, len(body)


async def serve(postings: int) -> None:
    pages = Pages(postings)

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                status, kind, body, length = pages.answer(request.split(b" ", 2)[1].decode())
                head = f"HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
                if length != len(body):
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    assert division("44") is not None
    asyncio.run(serve(int(sys.argv[1])))
