"""Partners through the graph: try, register, run, push, withdraw; each agency within its own."""

import asyncio
from typing import Any

from fixtures.server import Server
from tests.partners.conftest import Graph

PREVIEW = """mutation($input: SourceInput!) { previewSource(input: $input, limit: 3) {
  found complete requests jobs { externalId normalised raw cautions { kind } } rejects { reason } fill { field share }
  problems { code path message } difference { added changed { externalId fields } gone unchanged } } }"""
REGISTER = """mutation($input: SourceInput!) { registerSource(input: $input) {
  source { key health config } problems { code path message } } }"""
RUN = "mutation($key: String!) { runSource(key: $key) { run { id outcome } problems { code } } }"
SUBMIT = """mutation($jobs: [JobInput!]!, $source: String!) { submitJobs(source: $source, jobs: $jobs) {
  accepted created updated unchanged withdrawn rejects { reason field externalId } problems { code } } }"""
SOURCE = "query($key: String!) { source(key: $key) { health openJobs config lastRun { outcome fetched rejected } } }"
JOB = {
    "externalId": "1",
    "title": "搬运工",
    "pay": "300元/天，日结",
    "address": "荔湾区周门南路20号",
    "benefits": ["包午餐"],
}


def weekly(samples: Server) -> dict[str, Any]:  # Any: a SourceInput's JSON
    config = {"url": f"{samples.url}/delivery/weekly.csv", "division": "440103"}
    return {"key": "weekly", "name": "岗位周报", "connector": "delivery", "config": config}


PUSHED: dict[str, Any] = {"key": "desk", "name": "柜台推送", "connector": "push", "config": {"division": "440103"}}


async def finished(graph: Graph, key: str) -> dict[str, Any]:
    """The source once its run has ended."""
    for _ in range(200):
        source = (await graph.ask(SOURCE, {"key": key}))["source"]
        if source["lastRun"]:
            return dict(source)
        await asyncio.sleep(0.05)
    raise AssertionError("the run did not end")


async def test_a_preview_shows_raw_beside_normalised_and_keeps_nothing(graph: Graph, samples: Server) -> None:
    key = await graph.key("穗聘通", "sources:write")
    shown = (await graph.ask(PREVIEW, {"input": weekly(samples)}, key))["previewSource"]
    assert (shown["problems"], shown["found"], len(shown["jobs"]), shown["difference"]) == ([], 11, 3, None)
    assert shown["jobs"][0]["normalised"]["pay"]["min"] == "4000"
    assert "4,000-5,500/月" in shown["jobs"][0]["raw"].values()
    assert {"field": "pay", "share": 1.0} in shown["fill"]
    assert (await graph.ask("{ sources { totalCount } }"))["sources"]["totalCount"] == 0


async def test_a_source_is_registered_run_and_compared_with_what_stands(graph: Graph, samples: Server) -> None:
    key = await graph.key("穗聘通", "sources:write", "runs:write")
    made = (await graph.ask(REGISTER, {"input": weekly(samples)}, key))["registerSource"]
    assert (made["problems"], made["source"]["health"]) == ([], "NEW")
    run = (await graph.ask(RUN, {"key": "weekly"}, key))["runSource"]
    assert (run["problems"], run["run"]["outcome"]) == ([], "RUNNING")
    source = await finished(graph, "weekly")
    assert (source["lastRun"]["outcome"], source["lastRun"]["fetched"]) == ("SUCCEEDED", 11)
    told = (await graph.ask(PREVIEW, {"input": weekly(samples)}, key))["previewSource"]["difference"]
    assert told == {"added": [], "changed": [], "gone": [], "unchanged": 11}


async def test_one_agency_sees_and_changes_nothing_of_another(graph: Graph, samples: Server) -> None:
    mine = await graph.key("穗聘通", "sources:write", "runs:write", "jobs:submit")
    other = await graph.key("荔枝湾人力", "sources:write", "runs:write", "jobs:submit")
    await graph.ask(REGISTER, {"input": PUSHED}, mine)
    pause = 'mutation { pauseSource(key: "desk") { source { key } problems { code } } }'
    assert (await graph.ask(pause, key=other))["pauseSource"]["problems"] == [{"code": "FORBIDDEN"}]
    assert (await graph.ask(RUN, {"key": "desk"}, other))["runSource"]["problems"] == [{"code": "FORBIDDEN"}]
    told = (await graph.ask(SUBMIT, {"source": "desk", "jobs": [JOB]}, other))["submitJobs"]
    assert (told["accepted"], told["problems"]) == (0, [{"code": "FORBIDDEN"}])
    shown = (await graph.ask(PREVIEW, {"input": {**PUSHED, "name": "x"}}, other))["previewSource"]
    assert [each["code"] for each in shown["problems"]] == ["FORBIDDEN"]
    assert (await graph.ask(SOURCE, {"key": "desk"}, other))["source"]["config"] is None
    assert (await graph.ask(SOURCE, {"key": "desk"}, mine))["source"]["config"] == {"division": "440103"}


async def test_each_scope_allows_its_own_and_no_more(graph: Graph) -> None:
    submits = await graph.key("穗聘通", "jobs:submit")
    told = (await graph.ask(REGISTER, {"input": PUSHED}, submits))["registerSource"]
    assert [each["code"] for each in told["problems"]] == ["FORBIDDEN"]
    assert [each["code"] for each in (await graph.ask(REGISTER, {"input": PUSHED}))["registerSource"]["problems"]] == [
        "FORBIDDEN"
    ]


async def test_a_mistake_in_a_config_names_its_path_and_the_nearest_key(graph: Graph) -> None:
    key = await graph.key("穗聘通", "sources:write")
    config = {
        "url": "https://hr.example.cn/jobs",
        "format": "json",
        "recrods": "$.list[*]",
        "fields": {"title": "name"},
    }
    given = {"key": "typo", "name": "x", "connector": "manifest", "config": config}
    [problem] = (await graph.ask(REGISTER, {"input": given}, key))["registerSource"]["problems"]
    assert (problem["code"], problem["path"]) == ("CONFIG_INVALID", ["config", "recrods"])
    assert "“records”" in problem["message"]


async def test_pushed_jobs_are_taken_once_changed_and_withdrawn(graph: Graph) -> None:
    key = await graph.key("穗聘通", "sources:write", "jobs:submit", "runs:write")
    await graph.ask(REGISTER, {"input": PUSHED}, key)
    nameless = {"externalId": "2", "title": " "}
    first = (await graph.ask(SUBMIT, {"source": "desk", "jobs": [JOB, nameless]}, key))["submitJobs"]
    assert (first["accepted"], first["created"], first["problems"]) == (1, 1, [])
    assert first["rejects"] == [{"reason": "TITLE_MISSING", "field": "title", "externalId": "2"}]
    again = (await graph.ask(SUBMIT, {"source": "desk", "jobs": [JOB]}, key))["submitJobs"]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)
    dearer = (await graph.ask(SUBMIT, {"source": "desk", "jobs": [{**JOB, "pay": "320元/天"}]}, key))["submitJobs"]
    assert dearer["updated"] == 1
    jobs = (await graph.ask("{ jobs { nodes { title pay { min unit } place { division { code } } } } }"))["jobs"][
        "nodes"
    ]
    assert jobs == [
        {"title": "搬运工", "pay": {"min": "320.00", "unit": "DAY"}, "place": {"division": {"code": "440103"}}}
    ]
    withdraw = 'mutation { withdrawJobs(source: "desk", externalIds: ["1", "9"]) { withdrawn problems { code } } }'
    assert (await graph.ask(withdraw, key=key))["withdrawJobs"] == {"withdrawn": 1, "problems": []}
    assert (await graph.ask("{ jobs { totalCount } }"))["jobs"]["totalCount"] == 0


async def test_running_a_pushed_source_is_skipped(graph: Graph) -> None:
    key = await graph.key("穗聘通", "sources:write", "runs:write")
    await graph.ask(REGISTER, {"input": PUSHED}, key)
    run = (await graph.ask(RUN, {"key": "desk"}, key))["runSource"]["run"]["id"]
    for _ in range(100):
        told = (await graph.ask("query($id: ID!) { run(id: $id) { outcome error } }", {"id": run}))["run"]
        if told["outcome"] != "RUNNING":
            break
        await asyncio.sleep(0.05)
    assert told["outcome"] == "SKIPPED"
    assert "submitJobs" in told["error"]


async def test_a_retired_source_keeps_its_jobs_withdrawn(graph: Graph) -> None:
    key = await graph.key("穗聘通", "sources:write", "jobs:submit")
    await graph.ask(REGISTER, {"input": PUSHED}, key)
    await graph.ask(SUBMIT, {"source": "desk", "jobs": [JOB]}, key)
    retire = 'mutation { retireSource(key: "desk") { source { health } problems { code } } }'
    assert (await graph.ask(retire, key=key))["retireSource"] == {"source": {"health": "RETIRED"}, "problems": []}
    assert (await graph.ask("{ jobs { totalCount } }"))["jobs"]["totalCount"] == 0
    status = "{ jobs(filter: {status: [WITHDRAWN]}) { totalCount } }"
    assert (await graph.ask(status))["jobs"]["totalCount"] == 1


async def test_a_source_with_a_secret_that_was_never_set_is_refused(graph: Graph) -> None:
    key = await graph.key("穗聘通", "sources:write")
    auth = {"by": "bearer", "token": {"secret": "TOKEN"}}
    config = {"url": "https://hr.example.cn/jobs", "format": "json", "auth": auth, "fields": {"title": "name"}}
    given = {"key": "kept", "name": "x", "connector": "manifest", "config": config}
    told = (await graph.ask(REGISTER, {"input": given}, key))["registerSource"]
    assert [each["code"] for each in told["problems"]] == ["SECRET_UNKNOWN"]
    secret = (
        'mutation { setSecret(name: "TOKEN", host: "hr.example.cn", value: "s3cret-value") { name problems { code } } }'
    )
    assert (await graph.ask(secret, key=key))["setSecret"] == {"name": "TOKEN", "problems": []}
    told = (await graph.ask(REGISTER, {"input": given}, key))["registerSource"]
    assert told["problems"] == []
    assert "s3cret-value" not in str(told)


async def test_an_administrator_of_no_agency_names_the_source_whose_secret_it_is(graph: Graph) -> None:
    admin = await graph.key(None, "admin")
    document = """mutation($source: String) {
      setSecret(name: "TOKEN", host: "hr.example.cn", value: "s3cret-value", source: $source) { problems { code path } }
    }"""
    nameless = (await graph.ask(document, {"source": None}, admin))["setSecret"]["problems"]
    assert nameless == [{"code": "FORBIDDEN", "path": ["source"]}]
    assert (await graph.ask(document, {"source": "hotel"}, admin))["setSecret"] == {"problems": []}
    config = {
        "url": "https://hr.example.cn/jobs",
        "auth": {"by": "bearer", "token": {"secret": "TOKEN"}},
        "format": "json",
        "records": "$.jobs[*]",
        "key": "id",
        "fields": {"title": "name"},
    }
    given = {"key": "hotel", "name": "酒店", "connector": "manifest", "config": config}
    assert (await graph.ask(REGISTER, {"input": given}, admin))["registerSource"]["problems"] == []


async def test_an_agency_cannot_set_a_secret_of_a_source_that_is_not_its_own(graph: Graph) -> None:
    key = await graph.key("one", "sources:write")
    document = """mutation { setSecret(name: "TOKEN", host: "hr.example.cn", value: "s3cret-value", source: "none") {
      problems { code } } }"""
    assert (await graph.ask(document, key=key))["setSecret"]["problems"] == [{"code": "SOURCE_UNKNOWN"}]


async def test_only_the_operator_names_a_folder_of_the_machine(graph: Graph) -> None:
    given = {**weekly_folder(), "key": "folder"}
    key, admin = await graph.key("one", "sources:write"), await graph.key(None, "admin")
    told = (await graph.ask(REGISTER, {"input": given}, key))["registerSource"]["problems"]
    assert [(each["code"], each["path"]) for each in told] == [("FORBIDDEN", ["config", "url"])]
    told = (await graph.ask(PREVIEW, {"input": given}, key))["previewSource"]["problems"]
    assert [each["code"] for each in told] == ["FORBIDDEN"]
    told = (await graph.ask(PREVIEW, {"input": given}, admin))["previewSource"]["problems"]
    assert [each["code"] for each in told] == ["FOLDER_FORBIDDEN"]  # no folder is allowed here


def weekly_folder() -> dict[str, Any]:  # Any: a SourceInput's JSON
    return {"name": "文件夹", "connector": "delivery", "config": {"url": "file:///srv/deliveries/"}}


async def test_an_unknown_or_revoked_key_is_refused(graph: Graph) -> None:
    answer = await graph.client.post(
        "/graphql", json={"query": "{ __typename }"}, headers={"authorization": "Bearer dsk_unknown"}
    )
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "KEY_UNKNOWN")
