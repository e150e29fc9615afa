"""Columns of a source that vanish or are new are told with a sample; nothing of a person stands in one."""

from collections.abc import Mapping

from schema.store.shape import ENOUGH, MOST_COLUMNS, Shape, drift, shape_of


def seen(*raws: Mapping[str, object]) -> Shape:
    shape = Shape()
    for raw in raws * ENOUGH:
        shape.see(raw)
    return shape_of(shape.to_json())


def test_a_column_that_was_renamed_is_told_twice() -> None:
    before, after = seen({"岗位": "缝纫工", "薪资": "18元"}), seen({"岗位": "缝纫工", "工资": "18元"})
    assert drift(before, after) == [
        {"field": "raw.薪资", "before": 1.0, "after": 0.0, "sampleBefore": {"薪资": "18元"}, "sampleAfter": {}},
        {"field": "raw.工资", "before": 0.0, "after": 1.0, "sampleBefore": {}, "sampleAfter": {"工资": "18元"}},
    ]


def test_columns_that_stay_and_a_few_records_tell_nothing() -> None:
    same = seen({"岗位": "缝纫工"})
    few = Shape()
    few.see({"工种": "缝纫工"})
    assert drift(same, same) == drift(same, few) == []


def test_a_sample_tells_nothing_of_a_person() -> None:
    shape = seen({"联系人": "陈生", "备注": "请致电13800001234"})
    assert shape.words["联系人"] == "…"
    assert "13800001234" not in shape.words["备注"]


def test_names_that_are_values_are_no_columns() -> None:
    before = seen(*({f"第{number}条": "x"} for number in range(MOST_COLUMNS + 1)))
    assert drift(before, seen({"岗位": "x"})) == []
