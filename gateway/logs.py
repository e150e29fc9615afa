"""Logs of the gateway: lines for a person, or one JSON object a line for a program. No telephone number gets in."""

import logging
import time
from typing import Final

import orjson

from gateway.settings import Settings
from schema.reading.contacts import mask_phones

TEXT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class MaskedText(logging.Formatter):
    """Lines for a person."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_phones(super().format(record))


class MaskedJson(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, str] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": mask_phones(record.getMessage()),
        }
        if record.exc_info:
            told["error"] = mask_phones(self.formatException(record.exc_info))
        return orjson.dumps(told).decode()


def configure_logs(settings: Settings) -> None:
    """Log to standard error as the settings say: warnings of everybody, and what Doorstep itself has to tell."""
    handler = logging.StreamHandler()
    handler.setFormatter(MaskedJson() if settings.log_format == "json" else MaskedText(TEXT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("doorstep").setLevel(logging.INFO)
    logging.getLogger("strawberry.execution").setLevel(logging.CRITICAL)  # it logs every client's mistake as an error
