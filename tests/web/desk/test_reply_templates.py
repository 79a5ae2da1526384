"""Answers with slots: who keeps which, and what is refused."""

from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from mingbai.letters.models import ReplyTemplate
from mingbai.letters.save_template import save_template
from mingbai.letters.templates import SLOTS
from mingbai.places.models import Body
from mingbai.web.desk.reply_templates import SLOT_WORDS
from tests import cast
from tests.web.desk.work import Desk
from tests.web.public.reading import said
from tests.web.public.writing import value_of

LIST = "/desk/templates/"
NEW = f"{LIST}new/"


def kept(body: Body | None = None, name: str = "路灯已修") -> ReplyTemplate:
    """A template of that body, or of the place."""
    return save_template(
        by=cast.registrar(),
        at=datetime.now(UTC),
        name=name,
        text="{writer}：已修好。",
        body=body,
    )


def address(template: ReplyTemplate) -> str:
    """Where it is changed."""
    return f"{LIST}{template.pk}/"


def test_every_slot_is_explained() -> None:
    assert set(SLOT_WORDS) == set(SLOTS)


@pytest.mark.parametrize("login", ["zhangducha", "sunxiaolan", "hebianji"])
def test_who_answers_nothing_keeps_no_templates(desk: Desk, login: str) -> None:
    assert desk(login).get(LIST).status_code == HTTPStatus.FORBIDDEN


def test_an_officer_changes_no_template_of_another_body_or_of_all(desk: Desk) -> None:
    client = desk("lizhuren")
    for template in (kept(cast.housing()), kept(None)):
        assert client.get(address(template)).status_code == HTTPStatus.NOT_FOUND
        gone = client.post(f"{address(template)}delete/")
        assert gone.status_code == HTTPStatus.NOT_FOUND
        typed = {"name": "改名", "text": "改"}
        changed = client.post(address(template), typed)
        assert changed.status_code == HTTPStatus.NOT_FOUND
    assert ReplyTemplate.objects.filter(name="路灯已修").count() == 2


@pytest.mark.parametrize("body", ["", "zhujianju", "no-such-body"])
def test_an_officer_writes_for_the_own_body_alone(desk: Desk, body: str) -> None:
    typed = {"name": "新模板", "text": "{writer}：好。", "body": body}
    found = desk("lizhuren").post(NEW, typed)
    assert found.status_code in {
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.FORBIDDEN,
    }
    assert not ReplyTemplate.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("name", "名" * 49), ("text", " "), ("text", "{phone}：好。")],
)
def test_a_template_that_can_t_be_kept_comes_back_whole(
    desk: Desk, field: str, value: str
) -> None:
    typed = {"name": "新模板", "text": "{writer}：好。", "body": "jiaoyuju"}
    found = desk("lizhuren").post(NEW, typed | {field: value})
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, field).strip() == value.strip()
    assert not ReplyTemplate.objects.exists()


def test_an_unknown_slot_is_named(desk: Desk) -> None:
    typed = {"name": "新模板", "text": "{phone}：好。", "body": "jiaoyuju"}
    found = desk("lizhuren").post(NEW, typed)
    assert said(
        "Nothing fills {%(slot)s}. The slots are listed beside.", slot="phone"
    ) in (found.text)


def test_no_two_of_a_body_have_the_same_name(desk: Desk) -> None:
    kept(cast.education())
    typed = {"name": "路灯已修", "text": "好。", "body": "jiaoyuju"}
    found = desk("lizhuren").post(NEW, typed)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert ReplyTemplate.objects.count() == 1


def test_a_template_is_written_changed_and_thrown_away(desk: Desk) -> None:
    client = desk("lizhuren")
    typed = {
        "name": "新模板",
        "text": "{writer}：好。",
        "body": "jiaoyuju",
        "rank": "2",
    }
    found = client.post(NEW, typed)
    assert found.status_code == HTTPStatus.FOUND
    template = ReplyTemplate.objects.get()
    assert (template.body, template.rank) == (cast.education(), 2)
    assert "新模板" in client.get(found.headers["Location"]).text
    assert value_of(client.get(address(template)), "text") == "{writer}：好。"
    client.post(address(template), {"name": "改名", "text": "改", "rank": ""})
    changed = ReplyTemplate.objects.get()
    assert (changed.name, changed.rank, changed.body) == ("改名", 0, cast.education())
    client.post(f"{address(template)}delete/")
    assert not ReplyTemplate.objects.exists()


def test_the_registrar_keeps_those_of_all(desk: Desk) -> None:
    typed = {"name": "新模板", "text": "{writer}：好。", "body": "", "rank": "1"}
    assert desk("wangdengji").post(NEW, typed).status_code == HTTPStatus.FOUND
    assert ReplyTemplate.objects.get().body is None
