"""What a source's file says is all taken, wherever in the file it stands."""

from typing import Any

import pytest

from gateway.entries import config_of, entry_of
from gateway.sourcing import check_source

SOURCE = {"key": "tea", "name": "茶叶市场", "connector": "board", "schedule": "0 2 * * *", "owner": "穗聘通"}
URL = "https://a.invalid/"


@pytest.mark.parametrize(
    ("said", "config"),
    [
        ({"url": URL, "fresh_for": "PT1H"}, {"url": URL, "fresh_for": "PT1H"}),
        ({"config": {"url": URL}, "fresh_for": "PT1H"}, {"url": URL, "fresh_for": "PT1H"}),
        ({"config": {"url": URL, "fresh_for": "PT2H"}, "fresh_for": "PT1H"}, {"url": URL, "fresh_for": "PT2H"}),
        ({"config": {"url": URL}, "division": 440103}, {"url": URL, "division": "440103"}),
        ({"config": None, "url": URL}, {"url": URL}),
    ],
    ids=["flat", "beside the config", "the config's own wins", "a code of figures", "an empty config"],
)
def test_every_key_of_a_file_is_the_sources_own_or_its_configs(
    said: dict[str, Any],  # Any: YAML's values
    config: dict[str, Any],
) -> None:
    assert config_of({**SOURCE, **said}) == config
    assert check_source("board", config) == ()
    assert entry_of({**SOURCE, **said}, "board", config).schedule == "0 2 * * *"


def test_a_key_that_nobody_knows_is_named() -> None:
    [problem] = check_source("board", config_of({**SOURCE, "config": {"url": URL}, "freshfor": "PT1H"}))
    assert (problem.path, "fresh_for" in problem.en) == (("config", "freshfor"), True)
