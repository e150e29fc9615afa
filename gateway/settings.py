"""What an operator may set: environment variables DOORSTEP_*, each with a default that suits one machine.

Every setting is documented in `docs/settings.md`; a test holds the two together.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from schema.problems import DoorstepError

PREFIX = "DOORSTEP_"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process. A field `database_url` is set by `DOORSTEP_DATABASE_URL`."""

    host: str = "127.0.0.1"
    """The address the gateway listens on."""
    port: int = 8000
    """The port the gateway listens on; where it is taken the next free one is used."""
    state_dir: Path = Path(".doorstep")
    """Where an embedded installation keeps its database and keys."""
    database_url: str = ""
    """sqlite:///path or postgresql://…; empty: `doorstep.db` in the state folder."""
    redis_url: str = ""
    """Empty: caches and limits live in the process."""
    allow_addresses: tuple[str, ...] = ()
    """Networks (CIDR) or host[:port] that sources may be fetched from though they are not public, commas between."""
    log_format: str = "text"
    """text for a person, json for a program."""

    def __post_init__(self) -> None:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.state_dir / 'doorstep.db'}")


def settings_from(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; raises DoorstepError SETTING_INVALID that names the variable and what it takes."""
    given: dict[str, object] = {}
    for field in fields(Settings):
        name = PREFIX + field.name.upper()
        if name in environ:
            given[field.name] = _read(name, environ[name], field.default)
    return Settings(**given)  # type: ignore[arg-type]  # each value was read as its field's type above


def _read(name: str, text: str, default: object) -> object:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}[
                text.lower()
            ]
        if isinstance(default, int):
            return int(text)
        if isinstance(default, float):
            return float(text)
    except (KeyError, ValueError) as error:
        wants = {bool: "true or false", int: "a whole number", float: "a number"}[type(default)]
        raise DoorstepError(
            "SETTING_INVALID", f"环境变量 {name} 的值无效，应为：{wants}", f"{name} takes {wants}", (name,)
        ) from error
    if isinstance(default, Path):
        return Path(text)
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
