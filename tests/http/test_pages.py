"""What pages, the feed and the sitemap are made of, from the graph's own JSON."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest

from gateway.http.pages.asking import without_phones
from gateway.http.pages.feeds import atom, sitemap_file, sitemap_index
from gateway.http.pages.html import job_page
from gateway.http.pages.posting import job_posting

Json = dict[str, Any]  # Any: the graph's JSON
URL = "https://jobs.example.cn/jobs/Sm9iOjE"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def a_job(**other: Any) -> Json:  # Any: the graph's JSON
    """A market's job with everything known of it."""
    job: Json = {
        "id": "Sm9iOjE",
        "title": "茶叶分拣工 <急>",
        "description": "分拣、装箱\n联系 13812345678 陈姐",
        "status": "OPEN",
        "headcount": 6,
        "headcountText": None,
        "employment": "GIG",
        "workplace": "ON_SITE",
        "benefits": ["SOME_MEALS"],
        "undisclosed": ["VALIDITY"],
        "occupation": {"code": "4-02-06-03", "name": "装卸搬运工"},
        "pay": {
            "text": "18-20元/小时",
            "min": "18",
            "max": "20",
            "unit": "HOUR",
            "unitCount": 1,
            "currency": "CNY",
            "settlement": "DAILY",
        },
        "schedule": {"text": "8:00-17:00"},
        "requirements": {
            "education": "BACHELOR",
            "experienceYears": 2,
            "ageMin": None,
            "ageMax": None,
            "skills": ["分拣"],
            "text": "手脚麻利",
        },
        "place": {
            "text": "芳村大道中",
            "precision": "STATION",
            "division": {
                "name": "荔湾区",
                "level": "DISTRICT",
                "fullName": "广东省广州市荔湾区",
                "parent": {
                    "name": "广州市",
                    "level": "CITY",
                    "parent": {"name": "广东省", "level": "PROVINCE", "parent": None},
                },
            },
            "point": {"latitude": 23.1, "longitude": 113.2},
        },
        "employer": {"name": "广州市芳村茶行"},
        "agency": None,
        "station": {"name": "茶叶市场驿站"},
        "postedAt": "2026-11-21T08:00:00+08:00",
        "updatedAt": "2026-11-22T08:00:00+08:00",
        "expiresAt": "2026-12-01T00:00:00+08:00",
        "provenance": [
            {
                "externalId": "13800000000",
                "url": "https://tea.example.cn/1",
                "source": {"key": "tea", "name": "茶叶市场"},
            }
        ],
    }
    return {**job, **other}


def test_a_job_is_a_job_posting_with_what_search_engines_ask_for() -> None:
    posting = job_posting(a_job(), URL)
    assert posting["@type"] == "JobPosting"
    assert posting["hiringOrganization"] == {"@type": "Organization", "name": "广州市芳村茶行"}
    assert posting["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "芳村大道中",
        "addressLocality": "广州市荔湾区",
        "addressRegion": "广东省",
        "addressCountry": "CN",
    }
    assert posting["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "CNY",
        "value": {"@type": "QuantitativeValue", "unitText": "HOUR", "minValue": 18.0, "maxValue": 20.0},
    }
    assert (posting["datePosted"], posting["validThrough"]) == (
        "2026-11-21T08:00:00+08:00",
        "2026-12-01T00:00:00+08:00",
    )
    assert posting["experienceRequirements"]["monthsOfExperience"] == 24


@pytest.mark.parametrize(
    ("other", "absent"),
    [
        ({"pay": {**a_job()["pay"], "unit": "PIECE"}}, "baseSalary"),
        ({"pay": {**a_job()["pay"], "unitCount": 3}}, "baseSalary"),
        ({"pay": {**a_job()["pay"], "min": None, "max": None}}, "baseSalary"),
        ({"place": None}, "jobLocation"),
        ({"expiresAt": None}, "validThrough"),
        ({"headcount": None}, "totalJobOpenings"),
        ({"occupation": None}, "occupationalCategory"),
        ({"schedule": None}, "workHours"),
        ({"benefits": []}, "jobBenefits"),
        ({"provenance": []}, "identifier"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_known_is_left_out(other: Json, absent: str) -> None:
    assert absent in job_posting(a_job(), URL)
    assert absent not in job_posting(a_job(**other), URL)


def test_a_districts_centre_is_not_given_as_the_place_of_work() -> None:
    place = {**a_job()["place"], "precision": "DISTRICT"}
    assert "geo" in job_posting(a_job(), URL)["jobLocation"]
    assert "geo" not in job_posting(a_job(place=place), URL)["jobLocation"]


def test_work_at_home_is_said_to_be() -> None:
    posting = job_posting(a_job(workplace="AT_HOME", place=None), URL)
    assert posting["jobLocationType"] == "TELECOMMUTE"


def test_an_employer_that_is_not_known_is_confidential_unless_an_agency_stands_for_it() -> None:
    assert job_posting(a_job(employer=None), URL)["hiringOrganization"] == "confidential"
    assert job_posting(a_job(employer=None, agency={"name": "某人力"}), URL)["hiringOrganization"]["name"] == "某人力"


def test_a_page_escapes_what_sources_write_and_carries_its_json() -> None:
    job = a_job(title='</script><img src=x onerror="alert(1)">', description='<b>好</b> "a" & b')
    made = job_page(job, URL, job_posting(job, URL))
    assert "<img" not in made
    assert "<b>好" not in made
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', made)
    assert data is not None
    assert json.loads(data[1])["title"] == job["title"]
    assert '<html lang="zh-CN">' in made
    assert "这则招聘信息没有写明：有效期限" in made


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    provenance = [{**a_job()["provenance"][0], "url": url}]
    made = job_page(a_job(provenance=provenance), URL, job_posting(a_job(), URL))
    assert "茶叶市场" in made
    assert "javascript:" not in made
    assert "rel=" not in made.split("来源")[1]


def test_an_expired_job_says_so() -> None:
    assert "已过期" in job_page(a_job(status="EXPIRED"), URL, job_posting(a_job(), URL))


def test_telephone_numbers_in_words_are_masked_and_ids_are_not() -> None:
    shown = without_phones(a_job())
    assert "13812345678" not in json.dumps(shown)
    assert "138****5678" in shown["description"]
    assert shown["provenance"][0]["externalId"] == "13800000000"


def test_the_feed_is_atom() -> None:
    feed = ElementTree.fromstring(atom("https://x.cn", "https://x.cn/jobs.atom?text=a&division=1", [a_job()]))
    assert [one.text for one in feed.iter(f"{ATOM}title")] == ["家门口的新岗位", "茶叶分拣工 <急>"]
    assert feed.findtext(f"{ATOM}id") == "https://x.cn/jobs.atom?text=a&division=1"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T08:00:00+08:00"
    entry = feed.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}summary") == "18-20元/小时，广州市芳村茶行，芳村大道中"


def test_an_empty_feed_is_a_feed() -> None:
    assert ElementTree.fromstring(atom("https://x.cn", "https://x.cn/jobs.atom", [])).findtext(f"{ATOM}updated")


@pytest.mark.parametrize(("jobs", "files"), [(0, 1), (1, 1), (5_000, 1), (5_001, 2), (1_000_000, 200)])
def test_the_sitemap_has_files_enough_for_every_job(jobs: int, files: int) -> None:
    index = ElementTree.fromstring(sitemap_index("https://x.cn", jobs))
    found = [one.text for one in index.iter(f"{SITEMAP}loc")]
    assert found == [f"https://x.cn/sitemap/{n}.xml" for n in range(files)]


def test_a_file_of_the_sitemap_has_each_job_and_when_it_changed() -> None:
    entries = ElementTree.fromstring(sitemap_file("https://x.cn", [a_job()]))
    assert entries.findtext(f"{SITEMAP}url/{SITEMAP}loc") == "https://x.cn/jobs/Sm9iOjE"
    assert entries.findtext(f"{SITEMAP}url/{SITEMAP}lastmod") == "2026-11-22T08:00:00+08:00"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("荔湾区西湾路21号", "广东省广州市荔湾区西湾路21号"),
        ("广州市荔湾区清平路28号", "广东省广州市荔湾区清平路28号"),
        ("龙津西路51号", "广东省广州市荔湾区 龙津西路51号"),
        ("", "广东省广州市荔湾区"),
    ],
)
def test_an_address_says_its_division_once(text: str, told: str) -> None:
    place = a_job()["place"]
    job = a_job(place=place | {"text": text, "division": place["division"] | {"fullName": "广东省广州市荔湾区"}})
    assert f"<dt>地点</dt><dd>{told}</dd>" in job_page(job, URL, job_posting(job, URL))
