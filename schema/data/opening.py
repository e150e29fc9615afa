"""Open the packed file of divisions: unpacked once into the user's cache folder and mapped, else held in memory.

The cache is `$DOORSTEP_CACHE_DIR`, else `$XDG_CACHE_HOME/doorstep`, else `~/.cache/doorstep`. The unpacked file's name
carries the packed file's digest, it is written beside and renamed, and its size is checked: two processes may race.
Where nothing can be written, the data is held in memory (18 MB).
"""

import contextlib
import hashlib
import mmap
import os
import tempfile
from pathlib import Path

import zstandard

from schema.data.layout import Opened, unpack

PACKED = Path(__file__).with_name("divisions.bin.zst")


def cache_folder() -> Path:
    own = os.environ.get("DOORSTEP_CACHE_DIR")
    if own:
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "doorstep"


def open_divisions(packed: Path = PACKED, folder: Path | None = None) -> Opened:
    """The divisions, mapped from the cache where one can be had."""
    data = packed.read_bytes()
    size = zstandard.frame_content_size(data)
    try:
        where = folder or cache_folder()
        target = where / f"divisions-{hashlib.sha256(data).hexdigest()[:16]}.bin"
        if not target.exists() or target.stat().st_size != size:
            _write_beside(target, zstandard.decompress(data))
        return unpack(_mapped(target))
    except (OSError, RuntimeError, ValueError):  # no home, a full or read-only disk, a file cut short
        return unpack(memoryview(zstandard.decompress(data)))


def _write_beside(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.replace(name, target)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _mapped(target: Path) -> memoryview:
    with target.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
