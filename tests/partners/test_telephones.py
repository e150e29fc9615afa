"""A personal number, wherever a source puts it and however it is written, is whole for nobody without contact:read."""

import re
from typing import Any

import pytest
from graphql import GraphQLNonNull, GraphQLObjectType, get_named_type, is_leaf_type, is_list_type

from gateway.graph.schema import graphql_schema
from schema.reading.contacts import find_phones
from tests.partners.conftest import Graph
from tests.partners.test_mutations import REGISTER, SUBMIT

NUMBER = "13912348765"
WRITTEN = {
    "plain": NUMBER,
    "with spaces": "139 1234 8765",
    "with hyphens": "+86-139-1234-8765",
    "full width": "１３９１２３４８７６５",
    "in characters": "一三九一二三四八七六五",
    "as spoken": "幺三九幺二三四八七六五",
    "dotted": "139.1234.8765",
}
ORGANISATION = "020-88776655"
FREE = "400-830-5500"
DEPTH = 3


def everything(kind: GraphQLObjectType, depth: int = DEPTH) -> str:
    """A selection of all that a type has, so deep: what a new field is called need not be known here."""
    chosen = []
    for name, field in kind.fields.items():
        if any(isinstance(each.type, GraphQLNonNull) for each in field.args.values()):
            continue
        inner = get_named_type(field.type)
        if is_leaf_type(inner):
            chosen.append(name)
        elif depth and isinstance(inner, GraphQLObjectType) and not is_list_type(field.type):
            chosen.append(f"{name} {{ {everything(inner, depth - 1)} }}")
        elif depth and isinstance(inner, GraphQLObjectType):
            chosen.append(f"{name} {{ {everything(inner, 0)} }}")
    return " ".join(chosen) or "__typename"


def plain_digits(text: str) -> str:
    """A text with its digits in ASCII and nothing between them."""
    table = str.maketrans("０１２３４５６７８９零一二三四五六七八九幺〇", "0123456789012345678910")
    return re.sub(r"[\s\-.()（）+]", "", text.translate(table))


def job(written: str) -> dict[str, Any]:
    """A job with the number in every field that has words."""
    call = f"电话{written}"
    return {
        "externalId": "1",
        "title": f"搬运工 {call}",
        "description": f"装卸货物，有意者{call}（微信同号），或致电{ORGANISATION}、{FREE}",
        "employer": f"陈记茶行 {call}",
        "pay": f"300元/天，{call}",
        "headcount": f"3人，{call}",
        "schedule": f"8:00-17:00，{call}",
        "requirements": f"18-50岁，{call}",
        "benefits": ["包午餐", f"包住，{call}"],
        "address": f"荔湾区周门南路20号，{call}",
        "contactName": f"陈生 {written}",
        "contactPhone": written,
    }


@pytest.mark.parametrize("written", WRITTEN.values(), ids=list(WRITTEN))
async def test_a_personal_number_is_whole_for_nobody(graph: Graph, written: str) -> None:
    key = await graph.key("穗聘通", "sources:write", "jobs:submit")
    source = {"key": "desk", "name": "柜台推送", "connector": "push", "config": {"division": "440103"}}
    await graph.ask(REGISTER, {"input": source}, key)
    taken = (await graph.ask(SUBMIT, {"source": "desk", "jobs": [job(written)]}, key))["submitJobs"]
    assert (taken["accepted"], taken["rejects"]) == (1, [])

    kinds = graphql_schema().type_map
    job_of, firm = kinds["Job"], kinds["Employer"]
    assert isinstance(job_of, GraphQLObjectType)
    assert isinstance(firm, GraphQLObjectType)
    jobs = f"jobs(first: 1) {{ nodes {{ {everything(job_of)} }} }}"
    document = f"{{ {jobs} employers(first: 1) {{ nodes {{ {everything(firm, 1)} }} }} }}"
    answer = await graph.client.post("/graphql", json={"query": document})
    told = answer.json()["data"]["jobs"]["nodes"][0]
    pages = [
        answer.text,
        (await graph.client.get(f"/jobs/{told['id']}")).text,
        (await graph.client.get(f"/jobs/{told['id']}", headers={"accept": "application/ld+json"})).text,
        (await graph.client.get("/jobs.atom")).text,
    ]
    for page in pages:
        assert "搬运工" in page
        assert NUMBER not in plain_digits(page)
        assert not [phone for phone in find_phones(page) if phone.kind == "MOBILE"]
    assert told["contact"]["phone"] == "139****8765"
    assert ORGANISATION in told["description"], "an organisation's line is there to be called"
    assert FREE in told["description"]
    assert (told["title"], told["employer"]["name"]) == ("搬运工", "陈记茶行")

    for words in (NUMBER, "12348765", "139 1234 8765"):
        found = await graph.ask("query($text: String) { jobs(filter: {text: $text}) { totalCount } }", {"text": words})
        assert found["jobs"]["totalCount"] == 0, "a number finds nobody"


async def test_who_may_see_contacts_sees_the_contact_and_the_words_as_everybody(graph: Graph) -> None:
    key = await graph.key("穗聘通", "sources:write", "jobs:submit", "contact:read")
    source = {"key": "desk", "name": "柜台推送", "connector": "push", "config": {"division": "440103"}}
    await graph.ask(REGISTER, {"input": source}, key)
    await graph.ask(SUBMIT, {"source": "desk", "jobs": [job(NUMBER)]}, key)
    document = "{ jobs { nodes { title description contact { name phone } } } }"
    anybody = (await graph.ask(document))["jobs"]["nodes"][0]
    trusted = (await graph.ask(document, key=key))["jobs"]["nodes"][0]
    assert trusted["contact"]["phone"] == NUMBER
    assert {**trusted, "contact": None} == {**anybody, "contact": None}
