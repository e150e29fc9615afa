"""Sources in files: YAML with a source's key, name, connector and config, nested under `config` or flat."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from connectors.urls import host_of
from schema.problems import DoorstepError
from schema.store.sources import SourceEntry

BESIDE = ("key", "name", "connector", "schedule", "owner")
"""What stands beside the config, in a flat file too."""


def read_said(path: Path) -> dict[str, Any]:  # Any: YAML's values, checked by the kind's schema
    """The keys of a source's file; raises DoorstepError SOURCE_FILE_UNREADABLE."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise _unreadable(path) from error
    if not isinstance(said, dict):
        raise _unreadable(path)
    return {str(name): value for name, value in said.items()}


def config_of(said: Mapping[str, Any]) -> dict[str, Any]:  # Any: as above
    """The config in a source's file: what stands under `config`, and all else that is no key of the source itself.

    A key that no config has is for its check to refuse: what is written is never passed over.
    """
    inner = said.get("config") or {}
    flat = {name: value for name, value in said.items() if name not in (*BESIDE, "config")}
    return _with_code({**flat, **inner}) if isinstance(inner, Mapping) else {"config": inner}


def _with_code(config: dict[str, Any]) -> dict[str, Any]:  # Any: as above
    """YAML reads 440103 as a number; a division's code is words."""
    return {**config, "division": str(config["division"])} if isinstance(config.get("division"), int) else config


def entry_of(said: Mapping[str, Any], kind: str, config: Mapping[str, Any]) -> SourceEntry:  # Any: as above
    """The entry that these keys make; its key may still be missing, which the store refuses."""
    url, division = config.get("url"), config.get("division")
    return SourceEntry(
        key=str(said.get("key") or ""),
        name=str(said.get("name") or said.get("key") or ""),
        connector=kind,
        config=config,
        url=str(url) if url and host_of(str(url)) else None,
        division=str(division) if division else None,
        schedule=_text(said.get("schedule")),
        owner=_text(said.get("owner")),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _unreadable(path: Path) -> DoorstepError:
    return DoorstepError(
        "SOURCE_FILE_UNREADABLE",
        f"{path.name} 不是 UTF-8 的 YAML 文件，或顶层不是键值",
        f"{path.name} is not a YAML file in UTF-8 with keys at its top",
    )
