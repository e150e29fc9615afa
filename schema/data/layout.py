"""The file of divisions: how it is laid out, packed and opened without reading it into memory.

A line of JSON (what it is, and the length in bytes of each section), padded to 8 bytes, then
`upper` (UTF-8 lines: code, name, standing; a code that starts with @ is an older name), `codes` (uint64, communities,
ascending), `ends` (uint32, where each community's name ends in `names`), `by_name` (uint32, positions in `codes` in the
order of names, then codes) and `names` (UTF-8, one after another). Every section starts on a multiple of 8 bytes.
Little-endian throughout; delta coding is left to zstd, which holds the committed file.
"""

import json
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

_ORDER = ("upper", "codes", "ends", "by_name", "names")


@dataclass(frozen=True, slots=True)
class Sections:
    """The communities, before packing."""

    codes: "array[int]"
    ends: "array[int]"
    names: bytes
    by_name: "array[int]"


@dataclass(frozen=True, slots=True)
class Opened:
    """The sections in place, as views of one buffer."""

    about: Mapping[str, str]
    upper: str
    codes: memoryview
    ends: memoryview
    by_name: memoryview
    names: memoryview

    def name_at(self, position: int) -> bytes:
        start = self.ends[position - 1] if position else 0
        return bytes(self.names[start : self.ends[position]])


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 8)


def _little(numbers: "array[int]") -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def pack(about: Mapping[str, str], upper: str, of: Sections) -> bytes:
    sections = (upper.encode(), _little(of.codes), _little(of.ends), _little(of.by_name), of.names)
    parts = dict(zip(_ORDER, sections, strict=True))
    head = json.dumps({"about": dict(about), "lengths": {name: len(part) for name, part in parts.items()}})
    return _padded(head.encode() + b"\n") + b"".join(_padded(part) for part in parts.values())


def unpack(view: memoryview) -> Opened:
    """Views into `view`; raises ValueError where it is not such a file. Little-endian machines only (all we run on)."""
    line = bytes(view[:4096]).split(b"\n", 1)[0]
    head = json.loads(line)
    at, parts = len(_padded(line + b"\n")), {}
    for name in _ORDER:
        length = head["lengths"][name]
        parts[name] = view[at : at + length]
        if len(parts[name]) != length:
            raise ValueError(f"section {name} is cut short")
        at += length + -length % 8
    return Opened(
        about=head["about"],
        upper=bytes(parts["upper"]).decode(),
        codes=parts["codes"].cast("Q"),
        ends=parts["ends"].cast("I"),
        by_name=parts["by_name"].cast("I"),
        names=parts["names"],
    )
