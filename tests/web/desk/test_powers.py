"""The register of powers on the desk, and writing drafts from it."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest

from mingbai.places.models import Place
from mingbai.powers.models import Draft, PowerVersion
from mingbai.powers.power_row import read_row
from mingbai.powers.said import TEXTS
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, drafted, repeal_of, wish
from tests.powers.publishing import published, statement, unexplained
from tests.web.desk.counting import questions
from tests.web.desk.signing_in import signed_in

POWERS = "/desk/powers/"
BEFORE = TODAY - timedelta(days=30)


def filled_in(holder: str = "body:jiaoyuju", **said: Any) -> dict[str, Any]:
    """The form with everything a power of the education bureau says."""
    usual = statement().texts()
    return {**usual, "holder": holder, "since": "", **said}


def change_of(version: PowerVersion) -> str:
    return f"{POWERS}{version.power_id}/"


def text_of(page: Any) -> str:
    text: str = page.content.decode()
    return text


# Refusals


@pytest.mark.parametrize("login", ["wangdengji", "zhangducha", "sunxiaolan"])
def test_who_keeps_no_powers_does_not_see_the_register(
    place: Place, login: str
) -> None:
    assert signed_in(login).get(POWERS).status_code == HTTPStatus.FORBIDDEN


def test_an_officer_neither_sees_nor_changes_another_body_s_power(
    place: Place,
) -> None:
    version = published(since=BEFORE)
    zhou = signed_in("zhoukezhang")
    assert "SD-001" not in text_of(zhou.get(POWERS))
    for path in (change_of(version), f"{change_of(version)}repeal/"):
        assert zhou.get(path).status_code == HTTPStatus.NOT_FOUND
        assert zhou.post(path, filled_in()).status_code == HTTPStatus.NOT_FOUND
    assert not Draft.objects.exists()


def test_an_administrator_reads_the_register_and_writes_nothing(place: Place) -> None:
    version = published(since=BEFORE)
    chen = signed_in("chenguanli")
    page = chen.get(POWERS)
    assert "SD-001" in text_of(page)
    assert change_of(version) not in text_of(page)
    assert chen.get(change_of(version)).status_code == HTTPStatus.FORBIDDEN
    assert chen.get(f"{POWERS}new/").status_code == HTTPStatus.FORBIDDEN


def test_a_power_that_is_not_there_has_no_form(place: Place) -> None:
    he = signed_in("hebianji")
    assert he.get(f"{POWERS}{uuid4()}/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"code": ""}, "code"),
        ({"code": "a/../b"}, "code"),
        ({"name": " "}, "name"),
        ({"name": "学" * 201}, "name"),
        ({"holder": ""}, "holder"),
        ({"holder": "body:nobody"}, "holder"),
        ({"explanation": ""}, "explanation"),
        ({"explanation": "<script>alert(1)</script>"}, "explanation"),
        ({"explanation": "看\x00不见"}, "explanation"),
        ({"basis": "法\u202e条"}, "basis"),
        ({"category": "皇权"}, "category"),
        ({"risks": "划片被调整|极高|公示"}, "risks"),
        ({"since": "明天"}, "since"),
    ],
)
def test_what_makes_no_power_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    place: Place, said: dict[str, str], wrong: str
) -> None:
    typed = filled_in(**{"code": "SD-009", "conditions": "每年四月\n公示后", **said})
    page = signed_in("hebianji").post(f"{POWERS}new/", typed)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    form = page.context["form"]
    assert set(form.errors) == {wrong}
    assert {name: form[name].value() for name in typed} == typed
    assert not Draft.objects.exists()


def test_refusals_are_listed_in_the_order_of_the_fields(place: Place) -> None:
    form = signed_in("hebianji").post(f"{POWERS}new/", {"code": ""}).context["form"]
    drawn = [line.field.name for one in form.sections for line in one.lines]
    assert list(form.errors) == [one for one in drawn if one in form.errors]
    assert list(form.errors)[:3] == ["code", "holder", "name"]


def test_a_power_on_the_list_is_not_written_as_a_new_one(place: Place) -> None:
    published(since=BEFORE)
    page = signed_in("hebianji").post(f"{POWERS}new/", filled_in(code="SD-001"))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.context["form"].errors["code"]
    assert not Draft.objects.exists()


def test_an_officer_writes_no_power_for_another_body(place: Place) -> None:
    li = signed_in("lizhuren")
    typed = filled_in("body:zhujianju", code="SD-009")
    page = li.post(f"{POWERS}new/", typed)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.context["form"].errors["holder"]
    assert "县住建局" not in text_of(li.get(f"{POWERS}new/"))


def test_a_change_that_changes_nothing_is_refused(place: Place) -> None:
    version = published(since=BEFORE)
    page = signed_in("hebianji").post(change_of(version), filled_in())
    assert page.status_code == HTTPStatus.CONFLICT
    assert page.context["form"].non_field_errors()


def test_a_second_draft_of_a_power_waits_for_the_first(place: Place) -> None:
    version = published(since=BEFORE)
    he = signed_in("hebianji")
    assert he.get(change_of(version)).status_code == HTTPStatus.OK
    other = drafted(by=cast.editors()[1])
    led = he.get(change_of(version))
    assert led.headers["Location"] == f"/desk/drafts/{other.pk}/"
    typed = filled_in(explanation="我写的另一种说法。")
    page = he.post(change_of(version), typed)
    assert page.status_code == HTTPStatus.CONFLICT
    assert page.context["form"]["explanation"].value() == "我写的另一种说法。"
    assert Draft.objects.count() == 1


def test_a_repeal_is_not_proposed_twice(place: Place) -> None:
    version = published(since=BEFORE)
    repeal_of()
    page = signed_in("hebianji").post(f"{change_of(version)}repeal/", {"since": ""})
    assert page.status_code == HTTPStatus.CONFLICT
    assert Draft.objects.count() == 1


def test_a_draft_written_anew_meanwhile_is_not_written_over_unseen(
    place: Place,
) -> None:
    written = drafted(wish(code="SD-009"))
    he = signed_in("hebianji")
    path = f"/desk/drafts/{written.pk}/change/"
    seen = he.get(path).context["seen"]
    typed = filled_in(explanation="我的说法。", seen="2026-09-01T00:00:00+00:00")
    page = he.post(path, typed)
    assert page.status_code == HTTPStatus.CONFLICT
    assert page.context["form"]["explanation"].value() == "我的说法。"
    assert page.context["seen"] == seen
    again = he.post(path, {**typed, "seen": seen})
    assert again.status_code == HTTPStatus.FOUND
    written.refresh_from_db()
    assert written.explanation == "我的说法。"


# The register


def test_the_register_counts_and_marks_what_is_not_explained(place: Place) -> None:
    published(since=BEFORE)
    unexplained("SD-002", since=BEFORE, name="学籍管理")
    he = signed_in("hebianji")
    page = he.get(POWERS)
    totals = {one.label: one.count for one in page.context["tallies"]}
    assert list(totals.values()) == [2, 1]
    lacking = he.get(f"{POWERS}?f-state=unexplained")
    assert "学籍管理" in text_of(lacking)
    assert "学区划定" not in text_of(lacking)


def test_the_register_is_filtered_by_holder_category_word_and_draft(
    place: Place,
) -> None:
    published(since=BEFORE)
    housing = cast.housing()
    published(
        "ZJ-1", name="预售许可", holder=housing, category="行政许可", since=BEFORE
    )
    drafted()
    he = signed_in("hebianji")
    for query, found in (
        ("f-holder=body:jiaoyuju", "SD-001"),
        ("f-holder=body:zhujianju", "ZJ-1"),
        ("f-category=行政许可", "ZJ-1"),
        ("f-q=预售", "ZJ-1"),
        ("f-q=sd-0", "SD-001"),
        ("f-state=drafted", "SD-001"),
    ):
        entries = he.get(f"{POWERS}?{query}").context["entries"]
        assert [one.version.power.code for one in entries] == [found], query
    nonsense = he.get(f"{POWERS}?f-holder=body:x&f-category=y&f-state=z&after=%00")
    assert len(nonsense.context["entries"]) == 2


@pytest.mark.parametrize(
    ("query", "is_unfolded"),
    [
        ("", False),
        ("?f-q=SD", False),
        ("?f-q=SD&f-holder=&f-category=&f-state=", False),
        ("?f-state=drafted", True),
        ("?f-holder=body:jiaoyuju", True),
        ("?f-category=none-such", True),
    ],
)
def test_filters_are_folded_until_one_is_set(
    place: Place, query: str, is_unfolded: bool
) -> None:
    published(since=BEFORE)
    shown = text_of(signed_in("hebianji").get(f"{POWERS}{query}"))
    form = shown.partition('class="finder"')[2].partition("</form>")[0]
    assert ("<details open>" in form) is is_unfolded
    assert ("<details>" in form) is not is_unfolded
    assert form.index('name="f-q"') < form.index("<details")


def test_an_officer_sees_the_powers_of_the_own_body_and_of_its_posts(
    place: Place,
) -> None:
    published(since=BEFORE)
    head = cast.post("jiaoyu-juzhang")
    published("SD-JZ", name="主持教育局工作", holder=head, since=BEFORE)
    published("ZJ-1", holder=cast.housing(), since=BEFORE)
    entries = signed_in("lizhuren").get(POWERS).context["entries"]
    assert [one.version.power.code for one in entries] == ["SD-001", "SD-JZ"]


def test_a_long_register_is_read_in_pages_both_ways(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        published(f"SD-{number}", name=f"职权{number}", since=BEFORE)
    monkeypatch.setattr("mingbai.web.desk.power_register.PER_PAGE", 2)
    he = signed_in("hebianji")

    def codes(query: str) -> list[str]:
        page = he.get(f"{POWERS}{query}")
        context.update(previous=page.context["previous"], next=page.context["next"])
        return [one.version.power.code for one in page.context["entries"]]

    context: dict[str, Any] = {}
    assert codes("?f-q=SD") == ["SD-0", "SD-1"]
    assert not context["previous"]
    assert codes(context["next"]) == ["SD-2", "SD-3"]
    assert "f-q=SD" in context["next"]
    assert codes(context["next"]) == ["SD-4"]
    assert not context["next"]
    assert codes(context["previous"]) == ["SD-2", "SD-3"]


def test_the_register_costs_as_many_queries_for_many_as_for_few(place: Place) -> None:
    published(since=BEFORE)
    he = signed_in("hebianji")
    few = questions(he, POWERS)
    housing = cast.housing()
    for code in ("ZJ-1", "ZJ-2", "ZJ-3", "ZJ-4", "ZJ-5"):
        published(code, name=code, holder=housing, since=BEFORE)
        drafted(wish(code, holder=housing))
    many = questions(he, POWERS)
    assert many == few


# Writing


def test_an_officer_writes_a_change_of_the_own_body_s_power(place: Place) -> None:
    version = published(since=BEFORE)
    li = signed_in("lizhuren")
    form = li.get(change_of(version)).context["form"]
    assert {name: form[name].value() for name in TEXTS} == statement().texts()
    answer = li.post(change_of(version), filled_in(promised_limit="10个工作日"))
    written = Draft.objects.get()
    assert answer.headers["Location"] == f"/desk/drafts/{written.pk}/?done=written"
    assert written.promised_limit == "10个工作日"
    assert written.written_by == cast.user("lizhuren")
    assert not written.is_imported
    version.refresh_from_db()
    assert version.until is None


def test_beside_a_changed_field_stands_what_is_in_force(place: Place) -> None:
    version = published(since=BEFORE)
    typed = filled_in(explanation="改过的说明。", since="某日")
    page = signed_in("lizhuren").post(change_of(version), typed)
    beside = {
        line.field.name: line.in_force
        for section in page.context["sections"]
        for line in section.lines
        if line.in_force
    }
    assert beside == {"explanation": statement().explanation}


def test_a_new_power_is_drafted_with_its_first_day(place: Place) -> None:
    typed = filled_in("post:fuxianzhang", code="SD-NEW", since="2026-10-01")
    signed_in("hebianji").post(f"{POWERS}new/", typed)
    written = Draft.objects.get()
    assert written.code == "SD-NEW"
    assert written.holder == cast.post("fuxianzhang")
    assert written.since is not None
    assert written.since.isoformat() == "2026-10-01"
    assert written.power is None


def test_the_form_keeps_of_a_text_what_a_list_would(place: Place) -> None:
    messy = {
        one: f"　{text}\r\n " if text and one != "category" else text
        for one, text in filled_in(code="ＳＤ－００９", circle="社会\n公开").items()
    }
    row = read_row("", 2, {**messy, "holder": "县教育局"}).row
    assert row is not None
    typed = {**messy, "holder": "body:jiaoyuju"}
    signed_in("hebianji").post(f"{POWERS}new/", typed)
    written = Draft.objects.get()
    assert (written.code, written.statement.texts()) == (row.code, row.texts)
    assert written.statement.circle == "社会公开"


def test_a_category_of_an_older_list_is_kept(place: Place) -> None:
    version = published(since=BEFORE, category="行政决策")
    typed = filled_in(category="行政决策", matter="教育")
    assert signed_in("hebianji").post(change_of(version), typed).status_code == 302
    assert Draft.objects.get().category == "行政决策"


def test_a_category_that_a_list_brought_is_offered(place: Place) -> None:
    published(since=BEFORE)
    published("SD-9", name="督查立项", category="统筹协调", since=BEFORE)
    he = signed_in("hebianji")
    entries = he.get(f"{POWERS}?f-category=统筹协调").context["entries"]
    assert [one.version.power.code for one in entries] == ["SD-9"]
    typed = filled_in(code="SD-10", category="统筹协调")
    assert he.post(f"{POWERS}new/", typed).status_code == HTTPStatus.FOUND
    assert Draft.objects.get().category == "统筹协调"


def test_a_repeal_is_proposed_with_its_first_day(place: Place) -> None:
    version = published(since=BEFORE)
    path = f"{change_of(version)}repeal/"
    answer = signed_in("lizhuren").post(path, {"since": "2026-12-01"})
    written = Draft.objects.get()
    assert answer.headers["Location"] == f"/desk/drafts/{written.pk}/?done=written"
    assert written.kind == Draft.Kind.REPEAL
    assert str(written.since) == "2026-12-01"


def test_a_repealed_power_leaves_the_register(place: Place) -> None:
    published(since=BEFORE)
    approved(repeal_of())
    assert signed_in("hebianji").get(POWERS).context["entries"] == []
