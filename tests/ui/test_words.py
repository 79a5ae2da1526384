"""Dates, days, numbers and verbatim texts as readers meet them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from mingbai.ui import words


def test_days_of_an_unknown_kind_are_refused() -> None:
    for days in (3, -3):
        with pytest.raises(ValueError, match="lunar"):
            words.days_phrase(days, "lunar")


def test_a_day_is_written_as_chinese_writes_it() -> None:
    assert words.zh_date(date(2026, 3, 1)) == "2026年3月1日"


def test_an_instant_shows_the_day_and_hour_of_the_place() -> None:
    evening = datetime(2026, 2, 28, 16, 5, tzinfo=UTC)
    with timezone.override("Asia/Shanghai"):
        assert words.zh_date(evening) == "2026年3月1日"
        assert words.zh_datetime(evening) == "2026年3月1日 00:05"


def test_thousands_are_grouped() -> None:
    assert words.thousands(999) == "999"
    assert words.thousands(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("days_left", "unit", "said"),
    [
        (8, "working", "8 working days left"),
        (1, "working", "1 working day left"),
        (0, "working", "Due today"),
        (0, "calendar", "Due today"),
        (-1, "working", "Overdue by 1 working day"),
        (-2, "calendar", "Overdue by 2 days"),
        (30, "calendar", "30 days left"),
    ],
)
def test_days_left_are_said_in_words(days_left: int, unit: str, said: str) -> None:
    with translation.override("en"):
        assert words.days_phrase(days_left, unit) == said


def test_a_narrow_queue_says_it_shortly() -> None:
    with translation.override("en"):
        assert words.days_short(3) == "3 days"
        assert words.days_short(0) == "Today"
        assert words.days_short(-1) == "1 day over"


def test_an_answer_in_time_and_one_too_late_are_told_apart() -> None:
    with translation.override("en"):
        assert words.used_phrase(15, 15) == "Answered in 15 of 15 working days"
        assert "2 more than the 15 allowed" in words.used_phrase(17, 15)
        assert "in less than one of 15" in words.used_phrase(0, 15)


def test_markup_is_shown_as_text() -> None:
    shown = words.lines("<script>alert('1')</script> & <b>")
    assert "<script" not in shown
    assert "&lt;b&gt;" in shown
    assert "&amp;" in shown


def test_a_null_and_other_control_characters_become_pictures() -> None:
    assert "a␀b␛c␡\t" in words.lines("a\0b\x1bc\x7f\t")


def test_each_line_is_isolated_from_the_next() -> None:
    assert words.lines("one\u202e\r\ntwo\rthree\n") == (
        '<span class="verbatim"><bdi>one\u202e</bdi>\n<bdi>two</bdi>\n'
        "<bdi>three</bdi>\n<bdi></bdi></span>"
    )


def test_a_receipt_breaks_only_between_its_groups() -> None:
    assert words.groups("7K3M9-QXD2V-8") == (
        '<span class="receipt-group">7K3M9-</span>'
        '<span class="receipt-group">QXD2V-</span>'
        '<span class="receipt-group">8</span>'
    )


@given(st.text())
def test_no_text_opens_a_tag_or_brings_a_control_character(text: str) -> None:
    inner = words.lines(text).replace("<bdi>", "").replace("</bdi>", "")
    inner = inner.removeprefix('<span class="verbatim">').removesuffix("</span>")
    assert "<" not in inner
    assert not any(ord(sign) < 32 and sign not in "\t\n" for sign in inner)
