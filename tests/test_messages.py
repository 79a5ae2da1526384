"""The Chinese that readers see: whole, current, and set as Chinese is set."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import polib

from tests.documents import ROOT

CATALOGUE: Final = ROOT.joinpath(
    *("mingbai", "locale", "zh_Hans", "LC_MESSAGES", "django.po")
)
MESSAGES: Final = polib.pofile(str(CATALOGUE))

PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[a-z]|%[a-z]|\{\w*\}")
TAG: Final = re.compile(r"<[^<>]+>")
OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
COMMAND: Final = re.compile(r"`([^`]+)`")
# Words in capitals within a command stand for what the reader puts there.
STAND_IN: Final = re.compile(r" [A-Z]+| [\u4e00-\u9fff]+")
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
SIGN: Final = r"[\u4e00-\u9fff\u3001\u3002\uff01-\uff60\u201c\u201d]"
# Half a colon beside Chinese, or after a name that will be Chinese.
HALF_WIDTH: Final = re.compile(
    rf"""{SIGN}[,.:;?!()"']|[,:;?!()"']{SIGN}|\)s[,.;?!](?:\s|$)|\)s:\s"""
)
GAP: Final = re.compile(rf"{SIGN} +{SIGN}")
CROWDED_WORKING_DAY: Final = re.compile(r"(?:\d|\)s)个工作日")
# What was once said two ways; the glossary has the second.
ONE_WORD_EACH: Final = {
    "你": "您",
    "第二因素": "验证器",
    "检查点": "签名头",
    "账目": "条目",
    "首次密码": "初始密码",
    "办信台": "工作台",
    "登记号": "登记编号",
    "查询码": "回执码",
    "逾期": "超期",
    "过期未": "超期未",
}


def chinese(entry: polib.POEntry) -> str:
    """What a reader sees for it; Chinese has one plural form."""
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def prose(entry: polib.POEntry) -> str:
    """The Chinese without what is written for machines."""
    return COMMAND.sub("`", TAG.sub("", chinese(entry)))


def those(wrong: re.Pattern[str]) -> Iterator[str]:
    """Each Chinese sentence in which this is found."""
    return (chinese(entry) for entry in MESSAGES if wrong.search(prose(entry)))


def test_no_message_is_left_in_english_or_half_sure() -> None:
    assert [entry.msgid for entry in MESSAGES if not entry.translated()] == []
    assert [entry.msgid for entry in MESSAGES if entry.fuzzy or entry.obsolete] == []


def test_a_translation_is_chinese() -> None:
    worded = (
        entry
        for entry in MESSAGES
        if re.search("[A-Za-z]", bare(entry.msgid)) is not None
    )
    assert [entry.msgid for entry in worded if not CHINESE.search(chinese(entry))] == []


def bare(text: str) -> str:
    """The text without placeholders and tags."""
    return TAG.sub("", PLACEHOLDER.sub("", text))


def test_the_compiled_catalogue_is_the_written_one() -> None:
    assert CATALOGUE.with_suffix(".mo").read_bytes() == MESSAGES.to_binary()


def test_a_translation_has_the_placeholders_of_its_message() -> None:
    for entry in MESSAGES:
        offered = [entry.msgid, entry.msgid_plural or ""]
        wanted = {
            found.group() for text in offered for found in PLACEHOLDER.finditer(text)
        }
        had = {found.group() for found in PLACEHOLDER.finditer(chinese(entry))}
        assert had == wanted, entry.msgid


def test_a_translation_has_the_tags_options_and_commands_of_its_message() -> None:
    for entry in MESSAGES:
        for pattern in (TAG, OPTION):
            wanted = Counter(pattern.findall(entry.msgid))
            assert Counter(pattern.findall(chinese(entry))) == wanted, entry.msgid
        assert commands(chinese(entry)) == commands(entry.msgid), entry.msgid


def commands(text: str) -> Counter[str]:
    """The commands in back quotes, without what stands for the reader's own words."""
    return Counter(STAND_IN.sub("", one) for one in COMMAND.findall(text))


def test_a_translation_begins_and_ends_with_the_lines_and_blanks_of_its_message() -> (
    None
):
    for entry in MESSAGES:
        there, here = entry.msgid, chinese(entry)
        assert blanks(here, r"^\s*") == blanks(there, r"^\s*"), there
        # A full-width colon brings its own blank.
        if not here.endswith(("：", "。")):
            assert blanks(here, r"\s*$") == blanks(there, r"\s*$"), there


def blanks(text: str, where: str) -> str:
    """The white space at this end."""
    found = re.search(where, text)
    return found.group() if found else ""


def test_signs_beside_chinese_have_full_width() -> None:
    assert list(those(HALF_WIDTH)) == []


def test_no_blank_parts_chinese_from_chinese() -> None:
    assert list(those(GAP)) == []


def test_a_blank_stands_between_a_number_and_its_working_days() -> None:
    assert list(those(CROWDED_WORKING_DAY)) == []


def test_one_thing_is_called_by_one_word() -> None:
    for stray, bound in ONE_WORD_EACH.items():
        assert list(those(re.compile(stray))) == [], f"{stray}: {bound}"
