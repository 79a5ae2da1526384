"""Sub-items: completed from the row above, never more than that."""

from mingbai.powers.sub_items import SubItems

PARENT = {
    "code": "X-1",
    "name": "学籍管理",
    "item": "",
    "holder": "县教育局",
    "category": "其他行政权力",
    "matter": "教育",
    "basis": "《教育法》",
}


def completed(*rows: dict[str, str]) -> list[dict[str, str]]:
    sub_items = SubItems()
    return [dict(sub_items.complete(row)) for row in rows]


def sub(item: str, **said: str) -> dict[str, str]:
    return {**dict.fromkeys(PARENT, ""), "item": item, **said}


def codes(*rows: dict[str, str]) -> list[str]:
    return [row["code"] for row in completed(*rows)]


def test_a_sub_item_under_nothing_stays_as_it_is() -> None:
    assert completed(sub("转学")) == [sub("转学")]


def test_a_row_without_item_is_no_sub_item() -> None:
    assert completed(PARENT, sub(""))[1] == sub("")


def test_the_same_row_twice_is_no_sub_item() -> None:
    row = {**PARENT, "item": "转学"}
    assert completed(row, row) == [row, row]


def test_a_sub_item_of_a_parent_without_code_gets_none() -> None:
    assert codes({**PARENT, "code": ""}, sub("转学")) == ["", ""]


def test_a_sub_item_takes_name_holder_and_category_and_a_code() -> None:
    assert completed(PARENT, sub("转学", basis="《学籍办法》"))[1] == {
        **PARENT,
        "code": "X-1-01",
        "item": "转学",
        "basis": "《学籍办法》",
    }


def test_sub_items_are_counted_from_the_parents_own() -> None:
    assert codes(PARENT, sub("转学"), sub("休学")) == ["X-1", "X-1-01", "X-1-02"]
    own = {**PARENT, "item": "入学"}
    assert codes(own, sub("转学"), sub("休学")) == ["X-1", "X-1-02", "X-1-03"]


def test_a_merged_name_and_code_is_the_parents() -> None:
    merged = sub("转学", name="学籍管理", code="X-1")
    assert completed({**PARENT, "item": "入学"}, merged)[1]["code"] == "X-1-02"


def test_a_sub_item_with_a_code_of_its_own_keeps_it() -> None:
    assert codes(PARENT, sub("转学", code="X-9"), sub("休学")) == [
        "X-1",
        "X-9",
        "X-1-02",
    ]


def test_a_whole_row_of_the_same_name_takes_nothing() -> None:
    whole = sub("转学", code="X-2", name="学籍管理", holder="县教育局")
    assert completed(PARENT, whole)[1] == whole


def test_the_next_name_begins_anew() -> None:
    other = {**PARENT, "code": "Y-1", "name": "教师管理"}
    assert codes(PARENT, sub("转学"), other, sub("调动")) == [
        "X-1",
        "X-1-01",
        "Y-1",
        "Y-1-01",
    ]
