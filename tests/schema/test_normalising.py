"""Whole records: a source's own words to postings, events, policies and stations."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from schema.normalising import Frame, normalise, normalise_event, normalise_policy, normalise_station
from schema.normalising.jobs import STEPS
from schema.reading.contacts import find_phones
from schema.reading.hourly import DAYS_PER_MONTH, hourly_estimate
from schema.reading.titles import read_title
from schema.records import EventRecord, JobRecord, PolicyRecord, Reject, StationRecord
from schema.values import Event, Pay, Policy, Posting, Schedule, Station
from schema.vocabulary import (
    Benefit,
    Education,
    Employment,
    EventKind,
    Gender,
    JobStatus,
    PayUnit,
    PolicyKind,
    Settlement,
    StationKind,
    Workplace,
)

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FRAME = Frame(now=NOW, division="440103")


def posting_of(*frames: Frame, **fields: str) -> Posting:
    """The posting of a record with these words."""
    read = normalise(JobRecord(**{"external_id": "1", "title": "搬运工", **fields}), *frames or (FRAME,))  # type: ignore[arg-type]  # every field is a str
    assert isinstance(read, Posting)
    return read


def test_a_line_of_free_text_is_read_whole() -> None:
    posting = posting_of(
        title="1、【急】招搬运工6名",
        text="1、搬家公司招搬运工6名，200元/天，早7点-晚5点，管一顿午饭，当天结清，50岁以下，电话13800001057（康师傅）",
    )
    assert posting.title == "搬运工"
    assert (Decimal(200), PayUnit.DAY, (Settlement.DAILY,)) == (
        posting.pay.min,
        posting.pay.unit,
        posting.pay.settlement,
    )
    assert (posting.headcount, posting.benefits, posting.employment) == (6, (Benefit.SOME_MEALS,), Employment.GIG)
    assert posting.schedule is not None
    assert (posting.schedule.starts_at, posting.requirements.age_max) == (NOW.time().replace(hour=7, minute=0), 50)
    assert posting.contact is not None
    assert (posting.contact.name, posting.contact.phone) == ("康师傅", "13800001057")


def test_a_record_in_fields_is_read_field_by_field() -> None:
    posting = posting_of(
        title="缝纫工（夜班）",
        pay="5000-6500/月+全勤奖200",
        headcount="１５人",
        age="18-45",
        gender="女",
        education="初中以上",
        experience="2年以上",
        schedule="长白班，单休",
        benefits="包吃住，五险",
        posted_at="昨天",
        expires_at="12月10日",
        settlement="月结",
    )
    asked = posting.requirements
    assert posting.title == "缝纫工（夜班）"
    assert (posting.pay.min, posting.pay.max, posting.pay.unit) == (Decimal(5000), Decimal(6500), PayUnit.MONTH)
    assert (asked.age_min, asked.age_max, asked.gender) == (18, 45, Gender.FEMALE)
    assert (asked.education, asked.experience_years, posting.headcount) == (Education.JUNIOR_SECONDARY, 2, 15)
    assert set(posting.benefits) == {Benefit.MEALS, Benefit.LODGING, Benefit.SOCIAL_INSURANCE, Benefit.BONUS}
    assert posting.posted_at is not None
    assert posting.expires_at is not None
    assert (posting.posted_at.date().isoformat(), posting.expires_at.date().isoformat()) == ("2026-11-21", "2026-12-10")
    assert (posting.employment, posting.status) == (Employment.FULL_TIME, JobStatus.OPEN)


def test_every_value_that_was_read_keeps_its_words() -> None:
    posting = posting_of(
        pay="200元/天", schedule="早8晚6", benefits="包午餐", age="50岁以下", settlement="日结", headcount="3名"
    )
    kept = {reading.field: reading.text for reading in posting.readings}
    assert {
        "pay": "200元/天",
        "schedule": "早8晚6",
        "benefits": "包午餐",
        "requirements": "50岁以下",
        "settlement": "日结",
        "headcount": "3名",
    }.items() <= kept.items()


def test_what_a_source_gives_as_data_wins_over_words() -> None:
    record = JobRecord(
        external_id="1",
        title="分拣员",
        pay="面议",
        headcount="若干",
        given={
            "pay.min": Decimal(18),
            "pay.max": Decimal(22),
            "pay.unit": PayUnit.HOUR,
            "headcount": 3,
            "requirements.age_max": 45,
        },
    )
    posting = normalise(record, FRAME)
    assert isinstance(posting, Posting)
    assert (posting.pay.min, posting.pay.max, posting.pay.unit) == (Decimal(18), Decimal(22), PayUnit.HOUR)
    assert (posting.headcount, posting.headcount_text, posting.requirements.age_max) == (3, "若干", 45)


def test_pay_given_as_numbers_alone_has_words_made_of_them() -> None:
    record = JobRecord(
        external_id="1",
        title="理货员",
        given={"pay.min": 4000, "pay.max": "6000", "pay.unit": "MONTH", "pay.nonsense": object()},
    )
    posting = normalise(record, FRAME)
    assert isinstance(posting, Posting)
    assert posting.pay.text == "4000-6000元/月"


def test_defaults_of_a_source_stand_behind_its_words() -> None:
    frame = replace(
        FRAME,
        defaults={"settlement": "日结", "benefits": "包午餐", "pay.unit": PayUnit.DAY},
        agency="甲人力公司",
        station_key="S1",
    )
    posting = posting_of(frame, pay="200元", benefits="包吃住")
    assert (posting.pay.unit, posting.pay.settlement) == (PayUnit.DAY, (Settlement.DAILY,))
    assert posting.benefits == (Benefit.MEALS, Benefit.LODGING)
    assert posting.agency is not None
    assert (posting.agency.name, posting.station_key) == ("甲人力公司", "S1")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"external_id": " ", "title": "搬运工"}, "ID_MISSING"),
        ({"external_id": "1", "title": ""}, "TITLE_MISSING"),
        ({"external_id": "1", "title": "——【急】 12"}, "TITLE_MISSING"),
        ({"external_id": "1", "title": "  "}, "TITLE_MISSING"),
    ],
)
def test_a_record_without_id_or_title_is_a_reject_that_keeps_it(fields: dict[str, str], reason: str) -> None:
    read = normalise(JobRecord(**fields, raw={"row": 7}), FRAME)  # type: ignore[arg-type]  # every field is a str
    assert isinstance(read, Reject)
    assert (read.reason, read.raw) == (reason, {"row": 7})
    assert " / " in read.message


TITLES = [
    ("【急】保洁员", "保洁员"), ("1、搬运工", "搬运工"), ("（2）焊工", "焊工"), ("①电工", "电工"), ("12.缝纫工", "缝纫工"), ("三、服务员3名", "服务员"),
    ("急招保安5名", "保安"), ("诚聘厨师", "厨师"), ("招聘：文员", "文员"), ("招小工 3个", "小工"), ("平车工10名", "平车工"), ("配菜工（5人）", "配菜工"),
    ("普工若干名", "普工"), ("普工【已招满】", "普工"), ("[急聘]送货司机(C1)", "送货司机(C1)"), ("★★高薪诚聘★★ 技师", "技师"), ("【置顶】茶艺师", "茶艺师"),
    ("仓库拣货员（夜班）", "仓库拣货员（夜班）"), ("招商专员", "招商专员"), ("招聘专员", "招聘专员"), ("招生老师2名", "招生老师"), ("5G安装工", "5G安装工"),
    ("3D打印操作员", "3D打印操作员"), ("尾部剪线头（可带回家做）", "尾部剪线头（可带回家做）"), ("急急急！洗碗工", "洗碗工"), ("  搬运　工 ", "搬运 工"),
    ("保洁员(急)", "保洁员"), ("职位：收银员", "收银员"), ("【高薪】【包吃住】 普工", "普工"), ("1.2米围栏安装工", "1.2米围栏安装工"), ("5名保洁员", "保洁员"),
    ("🔥骑手", "骑手"), ("保安员 2-3名", "保安员"), ("一对一教练", "一对一教练"), ("招收银员", "收银员"), ("招待员", "招待员"), ("急招收费员", "收费员"), ("招收割工5名", "收割工"), ("招收学员", "学员"), ("两班倒普工", "两班倒普工"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "name"), TITLES, ids=[row[0] for row in TITLES])
def test_a_title_is_the_name_of_the_job_alone(words: str, name: str) -> None:
    title = read_title(words)
    assert title is not None
    assert title.name == name


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, JobStatus.OPEN),
        ({"status": "招聘中"}, JobStatus.OPEN),
        ({"status": "已招满"}, JobStatus.WITHDRAWN),
        ({"status": "停招"}, JobStatus.WITHDRAWN),
        ({"status": "deleted"}, JobStatus.WITHDRAWN),
        ({"status": "未过期"}, JobStatus.OPEN),
        ({"status": "已过期"}, JobStatus.EXPIRED),
        ({"title": "保洁【停招】"}, JobStatus.WITHDRAWN),
        ({"expires_at": "2026-11-20"}, JobStatus.EXPIRED),
        ({"expires_at": "2026-11-22"}, JobStatus.OPEN),
        ({"status": "招聘中", "expires_at": "2026-11-01"}, JobStatus.EXPIRED),
        ({"expires_at": "长期有效"}, JobStatus.OPEN),
    ],
)
def test_status_is_told_by_words_and_dates(fields: dict[str, str], status: JobStatus) -> None:
    assert posting_of(**fields).status is status


@pytest.mark.parametrize(
    ("fields", "employment"),
    [
        ({"pay": "200元/天", "settlement": "日结"}, Employment.GIG),
        ({"pay": "5000元/月"}, Employment.FULL_TIME),
        ({"pay": "年薪8-10万元"}, Employment.FULL_TIME),
        ({"pay": "0.5元/件"}, Employment.PIECEWORK),
        ({"pay": "计件，月均7000-9000元"}, Employment.PIECEWORK),
        ({"pay": "100元/次"}, Employment.GIG),
        ({"pay": "26元/小时", "settlement": "日结"}, Employment.GIG),
        ({"pay": "26元/小时", "schedule": "晚5点-晚10点", "settlement": "周结"}, Employment.PART_TIME),
        ({"pay": "1500元/月", "schedule": "每天4小时"}, Employment.PART_TIME),
        ({"title": "兼职美术老师", "pay": "80元/课时"}, Employment.PART_TIME),
        ({"title": "暑期工", "pay": "3000元/月"}, Employment.SEASONAL),
        ({"title": "社区保洁员", "description": "城镇公益性岗位", "pay": "2510元/月"}, Employment.PUBLIC_WELFARE),
        ({"title": "实习生", "pay": "3000元/月"}, Employment.INTERNSHIP),
        ({"employment": "全职", "pay": "200元/天"}, Employment.FULL_TIME),
        ({"title": "临时打杂", "pay": "20元/小时"}, Employment.GIG),
    ],
)
def test_employment_follows_words_then_pay(fields: dict[str, str], employment: Employment) -> None:
    assert posting_of(**fields).employment is employment


@pytest.mark.parametrize(
    ("title", "workplace"),
    [
        ("外卖骑手", Workplace.MOBILE), ("送货司机", Workplace.MOBILE), ("叉车司机", Workplace.ON_SITE), ("手工活（可带回家做）", Workplace.AT_HOME),
        ("打字员（在家兼职）", Workplace.AT_HOME), ("缝纫工", Workplace.ON_SITE), ("快递打包员", Workplace.ON_SITE), ("上门保洁", Workplace.MOBILE),
    ],
)  # fmt: skip
def test_workplace_is_on_site_unless_the_work_moves(title: str, workplace: Workplace) -> None:
    assert posting_of(title=title).workplace is workplace


@pytest.mark.parametrize(
    ("fields", "workplace"),
    [
        ({"schedule": "领料回家做，时间自由"}, Workplace.AT_HOME),
        ({"description": "穿珠子，可在家做，交货结算"}, Workplace.AT_HOME),
        ({"description": "照顾在家老人，做两餐"}, Workplace.ON_SITE),
        ({"description": "在家政公司登记后上岗"}, Workplace.ON_SITE),
        ({"description": "物料不能带回家"}, Workplace.ON_SITE),
        ({"description": "负责外卖打包和送货"}, Workplace.ON_SITE),
    ],
    ids=["hours", "duties", "who is at home", "a firm's name", "denied", "a duty beside others"],
)
def test_hours_and_duties_tell_work_at_home_and_nothing_else(fields: dict[str, str], workplace: Workplace) -> None:
    assert posting_of(title="手工活", **fields).workplace is workplace


def test_no_telephone_number_stands_anywhere_but_in_the_contact() -> None:
    posting = posting_of(
        title="搬运工 13800001234",
        description="有意者拨打138 0000 1234或幺三八零零零零幺二三四",
        text="招搬运工，200元/天，找李姐１３８００００１２３４",
        pay="200元/天，电13800001234",
        address="花地大道1号 13800001234",
        requirements="50岁以下，电话13800001234",
    )
    assert posting.contact is not None
    assert posting.contact.phone == "13800001234"
    shown = repr(replace(posting, contact=None))
    assert [phone for phone in find_phones(shown) if phone.kind == "MOBILE"] == []


def test_the_place_is_read_within_the_sources_district() -> None:
    posting = posting_of(address="石围塘街道洞企石路花地湾茶叶交易城A区139档")
    assert posting.place is not None
    assert posting.place.division is not None
    assert posting.place.division.startswith("440103")
    assert posting_of().place is not None


def test_a_point_without_its_system_is_not_taken() -> None:
    fields = {"latitude": "23.1", "longitude": "113.2"}
    bare, known = posting_of(**fields).place, posting_of(**fields, coordinate_system="WGS84").place
    assert bare is not None
    assert bare.point is None
    assert known is not None
    assert known.point is not None


ESTIMATES = [
    (Pay(text="", min=Decimal(25), max=Decimal(25), unit=PayUnit.HOUR), None, "25.00"),
    (Pay(text="", min=Decimal(80), max=Decimal(80), unit=PayUnit.HOUR, unit_count=3), None, "26.67"),
    (Pay(text="", min=Decimal(200), max=Decimal(240), unit=PayUnit.DAY), None, "27.50"),
    (Pay(text="", min=Decimal(200), max=Decimal(200), unit=PayUnit.DAY), Schedule("", hours_per_day=Decimal(10)), "20.00"),
    (Pay(text="", min=Decimal(4350), max=Decimal(4350), unit=PayUnit.MONTH), None, "25.00"),
    (Pay(text="", min=Decimal(6525), max=None, unit=PayUnit.MONTH), Schedule("", days_per_week=Decimal(6)), "31.25"),
    (Pay(text="", min=Decimal(52200), max=Decimal(52200), unit=PayUnit.YEAR), None, "25.00"),
    (Pay(text="", min=Decimal(1), max=Decimal(2), unit=PayUnit.PIECE), None, None),
    (Pay(text="", min=Decimal(6), max=Decimal(6), unit=PayUnit.ORDER), None, None),
    (Pay(text="", min=Decimal(260), max=Decimal(260), unit=PayUnit.TASK), None, None),
    (Pay(text="", negotiable=True), None, None),
    (Pay(text="", min=Decimal(190), max=Decimal(190), unit=PayUnit.HOUR, currency="TWD"), None, None),
]  # fmt: skip


@pytest.mark.parametrize(("pay", "schedule", "expected"), ESTIMATES)
def test_an_hours_pay_is_estimated_only_where_it_is_no_guess(
    pay: Pay, schedule: Schedule | None, expected: str | None
) -> None:
    assert hourly_estimate(pay, schedule) == (Decimal(expected) if expected else None)
    assert Decimal("21.75") == DAYS_PER_MONTH


def test_an_event_takes_its_hours_from_their_own_field() -> None:
    event = normalise_event(
        EventRecord(
            external_id="E1",
            title="招工大篷车进三阳镇",
            starts_at="11月26日",
            time="上午8:30—11:00",
            openings="约500个岗位",
            free="免费",
        ),
        FRAME,
    )
    assert isinstance(event, Event)
    assert event.starts_at is not None
    assert event.ends_at is not None
    assert (event.starts_at.isoformat(), event.ends_at.isoformat()) == (
        "2026-11-26T08:30:00+08:00",
        "2026-11-26T11:00:00+08:00",
    )
    assert (event.kind, event.openings, event.free, event.cancelled) == (EventKind.CARAVAN_STOP, 500, True, False)


def test_an_event_of_several_days_and_a_cancelled_one() -> None:
    course = normalise_event(
        EventRecord(external_id="E2", title="短视频带货培训班", starts_at="12月14日至18日", time="每晚19:00-21:00"),
        FRAME,
    )
    off = normalise_event(EventRecord(external_id="E3", title="荔湾区招聘会（取消）", starts_at="2026-12-01"), FRAME)
    assert isinstance(course, Event)
    assert course.ends_at is not None
    assert (course.kind, course.ends_at.isoformat()) == (EventKind.TRAINING, "2026-12-18T21:00:00+08:00")
    assert isinstance(off, Event)
    assert (off.cancelled, off.kind) == (True, EventKind.JOB_FAIR)


@pytest.mark.parametrize(
    ("title", "amount", "kind", "low", "high"),
    [
        ("一次性创业资助", "1万元", PolicyKind.SUBSIDY, "10000", "10000"),
        ("租金补贴", "每年4000元至6000元", PolicyKind.SUBSIDY, "4000", "6000"),
        ("创业担保贷款", "最高不超过30万元", PolicyKind.LOAN, None, "300000"),
        ("职业技能提升补贴", "1000—3500元", PolicyKind.TRAINING_GRANT, "1000", "3500"),
        ("灵活就业人员社会保险补贴", "每人每月650元", PolicyKind.SOCIAL_INSURANCE, "650", "650"),
        ("用工余缺调剂", "", PolicyKind.SERVICE, None, None),
        ("稳岗返还", "返还50%", PolicyKind.SUBSIDY, None, None),
    ],
)
def test_a_policy_tells_its_kind_and_amounts(
    title: str, amount: str, kind: PolicyKind, low: str | None, high: str | None
) -> None:
    policy = normalise_policy(
        PolicyRecord(external_id="P", title=title, amount=amount, audience="个人、小微企业"), FRAME
    )
    assert isinstance(policy, Policy)
    assert (policy.kind, policy.audience) == (kind, ("个人", "小微企业"))
    assert (policy.amount_min, policy.amount_max) == (low and Decimal(low), high and Decimal(high))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("荔湾区零工总站", StationKind.HUB), ("茶滘街就业服务驿站", StationKind.STREET), ("茶滘社区就业服务点", StationKind.COMMUNITY),
        ("山村花卉市场零工驿站", StationKind.MARKET), ("流动招工驿站", StationKind.MOBILE),
    ],
)  # fmt: skip
def test_a_station_tells_its_kind_by_its_name(name: str, kind: StationKind) -> None:
    station = normalise_station(
        StationRecord(key="S", name=name, address="荔湾区花地大道", phone="020-80000300", trades="花卉、盆景"), FRAME
    )
    assert isinstance(station, Station)
    assert (station.kind, station.trades, station.phone) == (kind, ("花卉", "盆景"), "020-80000300")


@pytest.mark.parametrize(
    "read",
    [
        normalise_event(EventRecord(external_id="", title="招聘会"), FRAME),
        normalise_policy(PolicyRecord(external_id="", title="补贴"), FRAME),
        normalise_station(StationRecord(key="", name="驿站"), FRAME),
    ],
)
def test_other_records_without_an_id_are_rejects_too(read: object) -> None:
    assert isinstance(read, Reject)
    assert read.reason == "ID_MISSING"


def test_the_steps_are_one_list_that_begins_with_the_title() -> None:
    assert [step.__name__ for step in STEPS][:2] == ["title", "pay"]
    assert len(set(STEPS)) == len(STEPS)


def test_the_words_of_a_reading_are_kept_once_under_the_graphs_name() -> None:
    wanted = "18-45岁，包住"
    posting = posting_of(title="仓库搬运", requirements=wanted, description=wanted, posted_at="2026年11月21日")
    assert sorted((each.field, each.text) for each in posting.readings) == [
        ("benefits", "包住"),
        ("postedAt", "2026年11月21日"),
        ("requirements", "18-45岁"),
    ]
