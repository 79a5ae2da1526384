"""Log lines: numbers pass, words do not."""

import json
import logging
import sys

import pytest

from mingbai.lib.logs import NumbersOnly

SECRET = "13800000000 张三 举报"


def line(message: str, *given: object, **extra: object) -> str:
    record = logging.LogRecord("mingbai", logging.INFO, "", 0, message, given, None)
    vars(record).update(extra)
    return NumbersOnly().format(record)


@pytest.mark.parametrize(
    ("message", "given", "extra"),
    [
        ("not found: %s", (SECRET,), {}),
        ("typed", (), {"text": SECRET}),
        ("typed", (), {"texts": [SECRET]}),
        ("typed", (), {"both": {"name": SECRET}}),
        ("almost a number", (), {"ref": "26-0000001 张三"}),
    ],
    ids=["argument", "text", "list", "mapping", "number"],
)
def test_what_a_person_wrote_does_not_pass(
    message: str, given: tuple[object, ...], extra: dict[str, object]
) -> None:
    written = line(message, *given, **extra)
    for part in (SECRET, "张三", "13800000000", "举报"):
        assert part not in written
        assert json.dumps(part).strip('"') not in written


def test_an_exception_says_its_class_and_place_alone() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        record = logging.LogRecord(
            "mingbai", logging.ERROR, "", 0, "failed", (), sys.exc_info()
        )
    written = json.loads(NumbersOnly().format(record))
    assert written["exception"] == "ValueError"
    assert written["raised"][-1].startswith("test_logs.py:")
    assert "13800000000" not in json.dumps(written)


def test_numbers_and_registration_numbers_pass() -> None:
    written = json.loads(line("letter registered", ref="26-0000001", count=3, ok=True))
    assert written["event"] == "letter registered"
    assert (written["ref"], written["count"], written["ok"]) == ("26-0000001", 3, True)


def test_a_line_break_cannot_forge_a_line() -> None:
    assert "\n" not in line("one\ntwo")
