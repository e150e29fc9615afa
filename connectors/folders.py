"""Folders of the operator's own that deliveries may be read from: below the roots that are allowed, never by a link."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from connectors.errors import FolderForbidden, InflatesTooLarge, status_error
from connectors.pages import FetchedPage
from connectors.urls import shown

TYPES: Mapping[str, str] = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".json": "application/json",
    ".xml": "application/xml",
}


def is_file(url: str) -> bool:
    """Whether an address names a file or a folder of this machine."""
    return url.strip().lower().startswith("file:")


@dataclass(frozen=True, slots=True)
class Folders:
    """The roots that the operator allows; none: no file of the machine is read."""

    roots: Sequence[Path] = ()
    largest_bytes: int = 64 * 1024 * 1024

    def read(self, url: str) -> FetchedPage:
        """A file's bytes; a folder as a JSON list of its files. Raises FOLDER_FORBIDDEN, and STATUS_404 for none there.

        A path with `..`, or that leads over a symbolic link below its root, is refused: what is dropped into a folder
        by others can name nothing outside it.
        """
        try:
            return self._read(self._allowed(url), url)
        except OSError as error:
            raise status_error(403, shown(url)) from error

    def _read(self, path: Path, url: str) -> FetchedPage:
        if path.is_dir():
            return listing(path)
        if not path.is_file():
            raise status_error(404, shown(url))
        if path.stat().st_size > self.largest_bytes:
            raise InflatesTooLarge(shown(url), limit=f"{self.largest_bytes // 1024 // 1024} MB")
        kind = TYPES.get(path.suffix.lower(), "application/octet-stream")
        return FetchedPage(path.as_uri(), 200, {"content-type": kind}, path.read_bytes())

    def _allowed(self, url: str) -> Path:
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.netloc not in ("", "localhost") or ".." in path.parts or "\x00" in parts.path:
            raise FolderForbidden(shown(url))
        for root in self.roots:
            whole = root.resolve()
            below = next(
                (path.relative_to(each) for each in (root.absolute(), whole) if path.is_relative_to(each)), None
            )
            if below is None:
                continue
            steps = [whole.joinpath(*below.parts[: n + 1]) for n in range(len(below.parts))]
            if not any(step.is_symlink() for step in steps):
                return whole / below
        raise FolderForbidden(shown(url))


def listing(folder: Path) -> FetchedPage:
    """A folder as a JSON list of its files, for a delivery; hidden files and those that a program has open are not."""
    names = sorted(each.name for each in folder.iterdir() if each.is_file() and not each.name.startswith((".", "~$")))
    body = json.dumps({"files": [quote(name) for name in names]}, ensure_ascii=False).encode()
    return FetchedPage(f"{folder.as_uri()}/", 200, {"content-type": "application/json"}, body)


def stays_below(own: str, url: str) -> bool:
    """Whether a file that a source asks for lies in the folder, or beside the file, that its config names."""
    if not is_file(own):
        return False
    folder = own if own.endswith("/") else own.rpartition("/")[0] + "/"
    return url == own or f"{url}/" == own or url.startswith((folder, f"{own}/"))
