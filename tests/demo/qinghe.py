"""What the tests of the invented district read: its files, and how to judge them."""

import csv
import re
import tomllib
import unicodedata
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
from openpyxl import load_workbook

QINGHE = Path(__file__).parents[2] / "mingbai_demo" / "qinghe"
FIRST_DAY, LAST_DAY = date(2026, 1, 5), date(2026, 11, 20)
TODAY = date(2026, 11, 23)
SHARED_RUN = 20

POST_CATEGORIES = {
    "贯彻执行权",
    "集体决策参与权",
    "重要事项建议权",
    "干部酝酿参与权",
    "分管工作领导权",
}
GOVERNMENT_CATEGORIES = {
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政征收",
    "行政给付",
    "行政检查",
    "行政确认",
    "行政奖励",
    "行政裁决",
    "其他行政权力",
    "公共服务",
}
PARTY_CATEGORIES = {
    "干部管理",
    "监督检查",
    "审核审批",
    "统筹协调",
    "宣传教育",
    "服务保障",
}

MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)(\d{17}[\dXx]|\d{15})(?!\d)")
TELEPHONE = re.compile(r"\d{3,4}-\d{4}(?: ?\d{3,4})?")
INVENTED_TELEPHONE = re.compile(r"0000-6000 \d{4}")
RULE = re.compile(r"《([^》]+)》(（示例）)?")


def read_place() -> dict[str, Any]:
    """The place file as the command reads it."""
    return tomllib.loads((QINGHE / "place.toml").read_text("utf-8"))


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file; line feeds inside a cell are kept."""
    with (QINGHE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def read_workbooks() -> list[dict[str, str]]:
    """The powers of all workbooks; the header stands in row 3, holders are merged."""
    found = []
    for path in sorted((QINGHE / "lists").glob("*.xlsx")):
        for sheet in load_workbook(path).worksheets:
            header, *rows = sheet.iter_rows(min_row=3, values_only=True)
            holder = ""
            for row in rows:
                cells = dict(
                    zip(
                        map(str, header), (str(cell or "") for cell in row), strict=True
                    )
                )
                holder = cells["行使主体"] = cells["行使主体"] or holder
                found.append(cells)
    return found


PLACE = read_place()
POWERS = read_workbooks()
LETTERS = read_rows("letters.csv")
ANSWERED = [row for row in LETTERS if row["reply"]]
UNANSWERED = [row for row in LETTERS if not row["reply"]]
BODIES: list[dict[str, Any]] = PLACE["body"]
POSTS: list[dict[str, Any]] = PLACE["post"]
PEOPLE: list[dict[str, Any]] = PLACE["person"]
ACCOUNTS: list[dict[str, Any]] = PLACE["account"]
BODY_SLUGS = {body["slug"] for body in BODIES}
POST_SLUGS = {post["slug"] for post in POSTS}
BODY_NAMES = {body["short_name"] for body in BODIES}
POST_NAMES = {post["short_name"] for post in POSTS}
STANDING_COMMITTEE = [post for post in POSTS if post["leading_group"] == "quwei"]


def duties(kind: str) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Accounts with their duties of that kind."""
    return [
        (account, duty)
        for account in ACCOUNTS
        for duty in account["duties"]
        if duty["kind"] == kind
    ]


def working_days(start: date, end: date) -> int:
    """Working days after `start`, up to and with `end`."""
    days = (start + timedelta(n) for n in range(1, (end - start).days + 1))
    return sum(chinese_calendar.is_workday(day) for day in days)


def has_private_number(text: str) -> bool:
    """Whether a mobile or an identity number hides in it, in any width or spacing."""
    flat = re.sub(r"(?<=\d)[ -](?=\d)", "", unicodedata.normalize("NFKC", text))
    return bool(MOBILE.search(flat) or IDENTITY.search(flat))


def runs(text: str) -> set[str]:
    """Every run of twenty characters of a text."""
    return {text[n : n + SHARED_RUN] for n in range(len(text) - SHARED_RUN + 1)}
