"""Logs carry no telephone number, and JSON where a program reads them."""

import json
import logging

import pytest

from gateway.logs import TEXT, MaskedJson, MaskedText


def a_record(message: str, *arguments: object) -> logging.LogRecord:
    try:
        raise ValueError("call 13812345678")
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
    return logging.LogRecord("doorstep.errors", logging.ERROR, __file__, 1, message, arguments, told)


@pytest.mark.parametrize("formatter", [MaskedText(TEXT), MaskedJson()], ids=["text", "json"])
def test_a_telephone_number_is_masked_also_in_a_traceback(formatter: logging.Formatter) -> None:
    line = formatter.format(a_record("unexpected error at %s", "13912345678"))
    assert "12345678" not in line
    assert "138****5678" in line


def test_a_line_for_a_program_is_one_object() -> None:
    line = MaskedJson().format(a_record("好 %d", 7))
    told = json.loads(line)
    assert "\n" not in line
    assert (told["level"], told["logger"], told["message"]) == ("error", "doorstep.errors", "好 7")
    assert "ValueError" in told["error"]
