"""The invented district is complete, consistent, and nobody real stands in it."""

import re
import unicodedata
from collections import Counter
from datetime import date, datetime
from itertools import pairwise

import chinese_calendar
import pytest

from tests.demo.qinghe import (
    ACCOUNTS,
    ANSWERED,
    BODIES,
    BODY_NAMES,
    BODY_SLUGS,
    FIRST_DAY,
    GOVERNMENT_CATEGORIES,
    INVENTED_TELEPHONE,
    LAST_DAY,
    LETTERS,
    PARTY_CATEGORIES,
    PEOPLE,
    PLACE,
    POST_CATEGORIES,
    POST_NAMES,
    POST_SLUGS,
    POSTS,
    POWERS,
    QINGHE,
    RULE,
    STANDING_COMMITTEE,
    TELEPHONE,
    TODAY,
    UNANSWERED,
    duties,
    has_private_number,
    runs,
    working_days,
)

# Refusals: what must not stand in these files.


@pytest.mark.parametrize(
    "text",
    [
        "拨打13000000000",
        "１３０００００００００",
        "130 0000 0000",
        "99010219000101000X",
    ],
)
def test_a_private_number_would_be_noticed(text: str) -> None:
    assert has_private_number(text)


@pytest.mark.parametrize("name", ["place.toml", "letters.csv"])
def test_no_mobile_and_no_identity_number_stands_anywhere(name: str) -> None:
    lines = (QINGHE / name).read_text("utf-8").splitlines()
    assert [line for line in lines if has_private_number(line)] == []


@pytest.mark.parametrize("name", ["place.toml", "letters.csv"])
def test_every_telephone_is_an_impossible_one(name: str) -> None:
    found = TELEPHONE.findall((QINGHE / name).read_text("utf-8"))
    assert [it for it in found if not INVENTED_TELEPHONE.fullmatch(it)] == []


@pytest.mark.parametrize("name", ["place.toml", "letters.csv"])
def test_no_stray_sign_stands_anywhere(name: str) -> None:
    text = (QINGHE / name).read_text("utf-8")
    assert not [sign for sign in text if unicodedata.category(sign) in {"Cf", "Co"}]
    assert not any(mark in text for mark in ("�", "{tel}", "\r", "\t", "，，", "。。"))


def test_no_two_explanations_share_a_run_of_twenty_characters() -> None:
    seen = Counter(run for row in POWERS for run in runs(row["职权说明"]))
    assert [run for run, times in seen.items() if times > 1] == []


def test_no_two_letters_share_a_run_of_twenty_characters() -> None:
    seen = Counter(run for row in LETTERS for run in runs(row["text"]))
    assert [run for run, times in seen.items() if times > 1] == []


def test_invented_rules_are_marked_and_real_ones_are_not() -> None:
    for row in POWERS:
        cited = RULE.findall(row["职权依据"])
        assert cited, row["职权编码"]
        for title, mark in cited:
            assert ("青禾" in title) == bool(mark), title


# The place.


def test_the_place_says_what_its_pages_need() -> None:
    place = PLACE["place"]
    assert place["slug"] == "qinghe"
    assert place["area_code"] == "990102"
    assert place["origin"] == "mingbai.example/qinghe/log1"
    assert place["reply_working_days"] == 15
    assert set(place["theme"]) == {"pine", "pine_dark", "pine_light"}
    assert place["commission"]["telephone"] == "12388"
    assert len(place["seal"]) == 2
    for key in ("office", "office_telephone", "office_address", "office_hours"):
        assert place[key], key


def test_bodies_and_posts_are_as_many_as_announced() -> None:
    kinds = Counter(body["kind"] for body in BODIES)
    # Seventy-four units beside the government itself.
    assert kinds == {"committee": 1, "commission": 1, "department": 15, "unit": 75}
    assert len(STANDING_COMMITTEE) == 12


def test_slugs_short_names_and_orders_are_unique() -> None:
    for rows in (BODIES, POSTS):
        assert len({row["slug"] for row in rows}) == len(rows)
        assert len({row["precedence"] for row in rows}) == len(rows)
        assert all(re.fullmatch(r"[a-z0-9-]{1,48}", row["slug"]) for row in rows)
        assert all(row["duty"].endswith("。") for row in rows)
    assert len(BODY_NAMES | POST_NAMES) == len(BODIES) + len(POSTS)


def test_bodies_form_a_tree_under_the_committee() -> None:
    parents = {body["slug"]: body["parent"] for body in BODIES}
    roots = [slug for slug, parent in parents.items() if not parent]
    # Beside both stand congress, consultative conference, court and procuratorate.
    assert {"quwei", "quzhengfu"} <= set(roots)
    assert len(roots) == 6
    seen: set[str] = set()
    for body in BODIES:
        assert body["parent"] in seen | {""}, body["slug"]
        seen.add(body["slug"])


def test_every_body_has_a_telephone_of_its_own_an_address_and_a_duty() -> None:
    telephones = [body["telephone"] for body in BODIES]
    telephones.append(PLACE["place"]["office_telephone"])
    assert all(INVENTED_TELEPHONE.fullmatch(number) for number in telephones)
    assert len(set(telephones)) == len(telephones)
    assert all(body["address"] and body["duty"] for body in BODIES)


def test_every_body_has_a_leading_group_in_order() -> None:
    for body in BODIES:
        group = [it for it in POSTS if it["leading_group"] == body["slug"]]
        ranks = [it["rank_in_group"] for it in group]
        assert ranks == list(range(1, len(group) + 1)), body["slug"]
        most = 12 if body["slug"] == "quwei" else 5
        assert 2 <= len(group) <= most, body["slug"]


def test_posts_name_bodies_that_exist() -> None:
    for post in POSTS:
        assert post["body"] in BODY_SLUGS, post["slug"]
        assert post["leading_group"] in BODY_SLUGS, post["slug"]
        assert set(post["leads"]) <= BODY_SLUGS, post["slug"]
        assert date.fromisoformat(post["since"]) <= FIRST_DAY, post["slug"]


def test_every_body_is_led_by_exactly_one_member_of_the_committee() -> None:
    led = Counter(slug for post in STANDING_COMMITTEE for slug in post["leads"])
    assert led == dict.fromkeys(BODY_SLUGS, 1)
    assert all(post["leads"] for post in STANDING_COMMITTEE)


def test_tenures_of_a_post_follow_each_other() -> None:
    held: dict[str, list[tuple[date, date | None]]] = {}
    for person in PEOPLE:
        assert person["post"] in POST_SLUGS, person["name"]
        until = date.fromisoformat(person["until"]) if "until" in person else None
        since = date.fromisoformat(person["since"])
        held.setdefault(person["post"], []).append((since, until))
    for tenures in held.values():
        tenures.sort(key=lambda tenure: tenure[0])
        assert tenures[-1][1] is None
        for before, after in pairwise(tenures):
            assert before[1] is not None
            assert before[0] < before[1] < after[0]


def test_most_posts_are_held_and_earlier_holders_are_kept() -> None:
    assert sum("until" in person for person in PEOPLE) == 12
    held = {person["post"] for person in PEOPLE if "until" not in person}
    assert {post["slug"] for post in STANDING_COMMITTEE} <= held
    assert len(held) >= 0.9 * len(POSTS)


def test_no_two_people_share_a_name() -> None:
    names = [person["name"] for person in PEOPLE]
    names += [account["name"] for account in ACCOUNTS if not account["person"]]
    names += [administrator["name"] for administrator in PLACE["administrator"]]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_accounts_are_those_announced() -> None:
    logins = [row["login"] for row in ACCOUNTS + PLACE["administrator"]]
    assert len(set(logins)) == len(logins)
    assert all(re.fullmatch(r"[a-z]{4,24}", login) for login in logins)
    assert len(PLACE["administrator"]) == 2
    assert len(duties("registrar")) == 3
    assert len(duties("supervisor")) == 2
    # One reviews and approves what the other wrote.
    assert len(duties("editor")) == 2
    assert len(duties("leader")) == 4
    assert {duty["post"] for _, duty in duties("leader")} <= POST_SLUGS


def test_every_body_has_exactly_one_responsible_officer() -> None:
    answering = Counter(duty["body"] for _, duty in duties("officer"))
    assert answering == dict.fromkeys(BODY_SLUGS, 1)


def test_an_account_of_a_post_holder_bears_the_holders_name() -> None:
    holders = {person["name"] for person in PEOPLE if "until" not in person}
    speaking = [account for account in ACCOUNTS if account["person"]]
    assert len(speaking) >= 5
    for account in speaking:
        assert account["person"] in holders
        assert account["name"] == account["person"]


# The powers.


def test_powers_have_codes_of_their_own_and_names_their_holder_has_once() -> None:
    codes = {row["职权编码"] for row in POWERS}
    assert len(codes) == len(POWERS) == 570
    assert all(re.fullmatch(r"QH-[A-Z]{2,3}-\d{3}", code) for code in codes)
    names = {(row["行使主体"], row["职权名称"], row["子项"]) for row in POWERS}
    assert len(names) == len(POWERS)


def test_the_list_has_the_shape_of_the_first_one_ever_published() -> None:
    kinds = {body["short_name"]: body["kind"] for body in BODIES}
    held = Counter(row["行使主体"] for row in POWERS)
    assert held["区委"] == 47
    leaders = [post["short_name"] for post in STANDING_COMMITTEE]
    assert sum(held[leader] for leader in leaders) == 116
    departments = [name for name, kind in kinds.items() if kind == "department"]
    assert len(departments) == 15
    assert sum(held[name] for name in departments) == 139
    units = [name for name, kind in kinds.items() if kind == "unit"]
    assert all(held[name] >= 3 for name in units if name != "区政府")
    assert set(held) == set(kinds) | set(leaders)


def test_every_power_says_all_that_a_register_has() -> None:
    # A power without parts has no sub-item, one without a deadline no limit.
    may_be_empty = {"子项", "法定时限", "承诺时限"}
    for row in POWERS:
        empty = {column for column, cell in row.items() if not cell}
        assert empty <= may_be_empty, row["职权编码"]
        grades = [line.split("|")[1] for line in row["风险点"].split("\n")]
        assert set(grades) <= {"高", "中", "低"}, row["职权编码"]


def test_no_two_powers_share_conditions_duties_or_risks() -> None:
    for column in ("行使条件", "不得事项", "责任事项", "风险点"):
        seen = Counter(row[column] for row in POWERS)
        assert [text for text, times in seen.items() if times > 1] == [], column


def test_every_matter_is_one_that_many_powers_are_about() -> None:
    matters = Counter(row["事项领域"] for row in POWERS)
    assert len(matters) <= 20
    assert min(matters.values()) >= 8


def test_categories_fit_their_holders() -> None:
    kinds = {body["short_name"]: body["kind"] for body in BODIES}
    for row in POWERS:
        holder = row["行使主体"]
        if holder == "区委":
            allowed = {"集体决策"}
        elif holder in POST_NAMES:
            allowed = POST_CATEGORIES
        elif kinds[holder] == "unit":
            allowed = GOVERNMENT_CATEGORIES
        else:
            allowed = PARTY_CATEGORIES
        assert row["职权类别"] in allowed, row["职权编码"]


def test_each_member_of_the_committee_has_all_five_kinds() -> None:
    for post in STANDING_COMMITTEE:
        name = post["short_name"]
        kinds = {row["职权类别"] for row in POWERS if row["行使主体"] == name}
        assert kinds == POST_CATEGORIES, name


def test_explanations_are_long_enough_to_explain_and_short_enough_to_read() -> None:
    for row in POWERS:
        assert 80 <= len(row["职权说明"]) <= 220, row["职权编码"]
        assert row["职权说明"].endswith("。"), row["职权编码"]
        assert row["职权名称"] not in {"", row["职权说明"]}


# The letters.


def test_there_are_forty_letters_and_seven_wait() -> None:
    assert len(LETTERS) == 40
    assert len(ANSWERED) == 33
    assert len({row["letter_id"] for row in LETTERS}) == 40
    assert len({row["title"] for row in LETTERS}) == 40
    assert {row["kind"] for row in LETTERS} == {"ask", "suggest", "complain"}
    assert {row["publish"] for row in LETTERS} == {"yes", "no"}
    for row in UNANSWERED:
        assert not row["replied_at"], row["letter_id"]
        assert not row["officer"], row["letter_id"]


def test_letters_name_bodies_posts_powers_and_officers_that_exist() -> None:
    short_names = {body["slug"]: body["short_name"] for body in BODIES}
    officers = {short_names[it["body"]]: who["login"] for who, it in duties("officer")}
    registrars = {who["login"] for who, _ in duties("registrar")}
    codes = {row["职权编码"] for row in POWERS}
    for row in LETTERS:
        assert row["to"] in BODY_NAMES | POST_NAMES | {""}, row["letter_id"]
        assert row["power_code"] in codes | {""}, row["letter_id"]
        assert row["body"] in BODY_NAMES | {""}, row["letter_id"]
    for row in ANSWERED:
        signs = {officers[row["body"]]} if row["body"] else registrars
        assert row["officer"] in signs, row["letter_id"]
    assert any(not row["body"] for row in ANSWERED)
    assert any(not row["body"] for row in UNANSWERED)


def test_lengths_of_titles_texts_and_replies_are_those_of_real_ones() -> None:
    for row in LETTERS:
        assert 6 <= len(row["title"]) <= 40, row["letter_id"]
        assert 40 <= len(row["text"]) <= 600, row["letter_id"]
    for row in ANSWERED:
        assert 120 <= len(row["reply"]) <= 500, row["letter_id"]


def test_voices_differ() -> None:
    texts = [row["text"] for row in LETTERS]
    assert any("\n\n" in text for text in texts)
    assert any(ord(sign) > 0xFFFF for text in texts for sign in text)
    assert any("歸僑" in text for text in texts)
    assert min(map(len, texts)) < 80
    assert max(map(len, texts)) > 300


def test_letters_stand_in_order_of_time_and_are_answered_on_working_days() -> None:
    sent = [datetime.fromisoformat(row["sent_at"]) for row in LETTERS]
    assert sent == sorted(set(sent))
    assert FIRST_DAY <= sent[0].date() <= sent[-1].date() <= LAST_DAY
    for row in ANSWERED:
        replied = datetime.fromisoformat(row["replied_at"])
        assert datetime.fromisoformat(row["sent_at"]) < replied, row["letter_id"]
        assert replied.date() <= LAST_DAY, row["letter_id"]
        assert chinese_calendar.is_workday(replied.date()), row["letter_id"]
        assert 9 <= replied.hour < 18, row["letter_id"]


def test_some_were_answered_late_and_two_are_overdue() -> None:
    limit = PLACE["place"]["reply_working_days"]
    took = {
        row["letter_id"]: working_days(
            date.fromisoformat(row["sent_at"][:10]),
            date.fromisoformat(row["replied_at"][:10]),
        )
        for row in ANSWERED
    }
    late = [row for row in ANSWERED if took[row["letter_id"]] > limit]
    assert 3 <= len(late) <= 5
    # A late answer says so; one was extended, and says when the writer was told.
    assert all("歉" in row["reply"] for row in late)
    assert sum("延期" in row["reply"] for row in late) == 1
    waiting = [date.fromisoformat(row["sent_at"][:10]) for row in UNANSWERED]
    overdue = [day for day in waiting if working_days(day, TODAY) > limit]
    assert len(overdue) == 2
    assert all(day.month == 11 for day in waiting if day not in overdue)


def test_a_reply_greets_reports_gives_a_number_thanks_and_is_signed() -> None:
    telephones = {body["short_name"]: body["telephone"] for body in BODIES}
    telephones[""] = PLACE["place"]["office_telephone"]
    for row in ANSWERED:
        lines = row["reply"].split("\n")
        day = date.fromisoformat(row["replied_at"][:10])
        assert lines[0].endswith("："), row["letter_id"]
        assert lines[1].startswith(("您好！", "你好！")), row["letter_id"]
        assert any(line.startswith("二、") for line in lines), row["letter_id"]
        assert re.search(r"\d+月\d+日", "".join(lines[2:-1])), row["letter_id"]
        numbers = INVENTED_TELEPHONE.findall(row["reply"])
        assert numbers == [telephones[row["body"]]], row["letter_id"]
        assert re.search("谢|歉|致敬|祝", lines[-3]), row["letter_id"]
        assert "青禾区" in lines[-2], row["letter_id"]
        assert lines[-1] == f"{day.year}年{day.month}月{day.day}日", row["letter_id"]
