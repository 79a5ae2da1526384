"""Writing an answer at the desk: templates, drafts, promises, warnings, merged ones."""

from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus

import pytest

from mingbai.letters.merge import CannotMerge, merge
from mingbai.letters.models import Handling, Promise, Reply, ReplyDraft, State
from mingbai.letters.promise_warnings import WORDS as PROMISE_WORDS
from mingbai.letters.promise_warnings import PromiseWarning
from mingbai.letters.propose import propose
from mingbai.letters.reply import Promised, reply
from mingbai.letters.save_draft import save_draft
from mingbai.letters.save_template import save_template
from mingbai.letters.strangers import TellsOfAnother
from mingbai.letters.templates import templates_for
from mingbai.web.desk.letter_forms_answer import PROMISES
from mingbai.web.desk.letter_refusals import CANNOT_MERGE, SEND_BACK, SENTENCES
from tests import cast
from tests.letters.answering import ANSWER, head, with_education
from tests.web.desk.letter_page import act, act_seen, address, page
from tests.web.desk.work import Desk
from tests.web.public.reading import said
from tests.web.public.writing import value_of
from tests.written import draft, send

GUIHUA = "张桂花"
BARE = "您的来信已收悉，感谢您的支持。"


def now() -> datetime:
    return datetime.now(UTC)


def test_an_answer_that_says_nothing_is_not_sent_at_the_first_try(desk: Desk) -> None:
    letter = with_education()
    client = desk("lizhuren")
    found = act(client, letter, "reply", text=BARE)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "reply-text") == BARE
    assert said("It is very short, under sixty characters.") in found.text
    assert not Reply.objects.exists()
    # Its writer has seen that, and sends it all the same.
    despite = found.text.split('name="despite" value="')[1].split('"')[0]
    seen = Handling.objects.get().version
    fields = {"seen": str(seen), "reply-text": BARE, "despite": despite}
    other = {**fields, "reply-text": f"{BARE}再见。"}
    again = client.post(address(letter, "reply"), other)
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Reply.objects.exists()
    sent = client.post(address(letter, "reply"), fields)
    assert sent.status_code == HTTPStatus.FOUND
    assert Handling.objects.get().state == State.ANSWERED


def test_a_good_answer_leaves_at_once(desk: Desk) -> None:
    letter = with_education()
    found = act(desk("lizhuren"), letter, "reply", text=ANSWER)
    assert found.status_code == HTTPStatus.FOUND


@pytest.mark.parametrize(
    ("what", "day"),
    [
        ("换灯", ""),
        ("", "2026-12-01"),
        ("换灯", "2026-09-22"),
        ("换灯", "明天"),
        ("灯" * 61, "2026-12-01"),
    ],
)
def test_half_a_promise_is_none(desk: Desk, what: str, day: str) -> None:
    letter = with_education()
    typed = {"what-0": what, "day-0": day}
    found = act(desk("lizhuren"), letter, "reply", text=ANSWER, **typed)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "reply-what-0") == what
    assert value_of(found, "reply-text") == ANSWER
    assert not Reply.objects.exists()


def test_promises_leave_with_the_answer(desk: Desk) -> None:
    letter = with_education()
    typed = {"what-0": "换好路口的灯", "day-0": "2026-12-01"}
    typed |= {f"what-{PROMISES - 1}": "回访", f"day-{PROMISES - 1}": "2026-12-08"}
    act(desk("lizhuren"), letter, "reply", text=ANSWER, **typed)
    promised = Promise.objects.values_list("what", "due_on")
    assert list(promised) == [
        ("换好路口的灯", date(2026, 12, 1)),
        ("回访", date(2026, 12, 8)),
    ]
    assert "换好路口的灯" in page(desk("lizhuren"), letter)


def test_a_draft_is_kept_with_all_that_stands_beside_it(desk: Desk) -> None:
    letter = with_education()
    typed = {"what-0": "换灯", "day-0": ""}
    client = desk("lizhuren")
    found = act(client, letter, "draft", text="写到一半", **typed)
    assert found.status_code == HTTPStatus.OK
    assert value_of(found, "reply-text") == "写到一半"
    assert value_of(found, "reply-what-0") == "换灯"
    assert ReplyDraft.objects.get().text == "写到一半"
    assert value_of(client.get(address(letter)), "reply-text") == "写到一半"


def test_whoever_saved_a_draft_is_still_told_what_others_did(desk: Desk) -> None:
    letter = with_education()
    seen = Handling.objects.get().version
    client = desk("lizhuren")
    act(client, letter, "interim", text="正在查。")
    found = act_seen(client, letter, "draft", seen, text=ANSWER)
    assert value_of(found, "seen") == str(seen)
    sent = act_seen(client, letter, "reply", seen, text=ANSWER)
    assert sent.status_code == HTTPStatus.CONFLICT


def test_a_colleague_s_draft_is_there_to_begin_with(desk: Desk) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="同事写的草稿")
    client = desk("lizhuren")
    found = client.get(address(letter))
    assert value_of(found, "reply-text") == "同事写的草稿"
    assert "李主任" in found.text


def test_a_template_is_filled_in_by_an_address(desk: Desk) -> None:
    letter = with_education(draft(writer="钱先生"))
    client = desk("lizhuren")
    key = templates_for(cast.education(), kind=letter.kind)[0].pk
    found = client.get(address(letter), {"template": key})
    text = value_of(found, "reply-text")
    assert "钱先生" in text
    assert letter.ref in text
    # It is not written yet: the next visit begins anew.
    assert value_of(client.get(address(letter)), "reply-text") == ""


def test_the_names_of_templates_begin_with_their_keys(desk: Desk) -> None:
    letter = with_education()
    save_template(
        by=cast.officer(),
        at=now(),
        name="路灯已修",
        text="{writer}：已修好。",
        body=cast.education(),
    )
    shown = page(desk("lizhuren"), letter)
    assert ">1 路灯已修</option>" in shown


@pytest.mark.parametrize("key", ["", "no-such-template", "\0", "x" * 300])
def test_a_template_that_is_none_fills_nothing(desk: Desk, key: str) -> None:
    letter = with_education()
    found = desk("lizhuren").get(address(letter), {"template": key})
    assert found.status_code == HTTPStatus.OK
    assert value_of(found, "reply-text") == ""


@pytest.mark.parametrize("ticked", [True, False])
def test_one_answer_is_for_all_merged_letters_if_wanted(
    desk: Desk, ticked: bool
) -> None:
    first, second = send(), send(draft(title="同一盏路灯"))
    merge(by=cast.registrar(), at=now(), letter=second, into=first)
    client = desk("wangdengji")
    assert 'name="reply-is_for_merged"' in page(client, first)
    wish = {"is_for_merged": "on"} if ticked else {}
    act(client, first, "reply", text=ANSWER, **wish)
    state = Handling.objects.get(letter=second).state
    assert (state == State.ANSWERED) is ticked


@pytest.mark.parametrize(
    ("what", "warning"),
    [
        ("去张桂花家装灯", PromiseWarning.TELLS_WRITER),
        ("答复26-0000001号信", PromiseWarning.TELLS_WRITER),
        ("给13900000000回电话", PromiseWarning.NUMBER),
        ("补发110101194901010011的证", PromiseWarning.NUMBER),
    ],
)
def test_a_promise_that_tells_of_a_person_is_not_sent_at_the_first_try(
    desk: Desk, what: str, warning: PromiseWarning
) -> None:
    letter = with_education(draft(writer=GUIHUA))
    typed = {"what-0": what, "day-0": "2026-12-01"}
    client = desk("lizhuren")
    found = act(client, letter, "reply", text=ANSWER, **typed)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said(str(PROMISE_WORDS[warning])) in found.text
    assert value_of(found, "reply-what-0") == what
    despite = found.text.split('name="despite" value="')[1].split('"')[0]
    fields = {"seen": str(Handling.objects.get().version), "despite": despite}
    fields |= {"reply-text": ANSWER, "reply-day-0": "2026-12-01"}
    # Other words have not been looked at.
    other = client.post(
        address(letter, "reply"), fields | {"reply-what-0": f"{what}吧"}
    )
    assert other.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Reply.objects.exists()
    sent = client.post(address(letter, "reply"), fields | {"reply-what-0": what})
    assert sent.status_code == HTTPStatus.FOUND
    assert Promise.objects.get().what == what


def test_a_promise_confirms_no_guess_at_a_writer_kept_from_the_body(
    desk: Desk,
) -> None:
    letter = with_education(replace(draft(writer=GUIHUA), hides_writer=True))
    typed = {"what-0": "去张桂花家装灯", "day-0": "2026-12-01"}
    found = act(desk("lizhuren"), letter, "reply", text=ANSWER, **typed)
    assert found.status_code == HTTPStatus.FOUND


def test_whoever_approves_is_shown_what_the_answer_lacks(desk: Desk) -> None:
    letter = with_education(draft(writer=GUIHUA))
    head()
    promised = [Promised("去张桂花家装灯", date(2026, 12, 1))]
    propose(by=cast.officer(), at=now(), letter=letter, text=BARE, promises=promised)
    shown = page(desk("wutongzhi"), letter)
    assert said("It is very short, under sixty characters.") in shown
    assert said(str(PROMISE_WORDS[PromiseWarning.TELLS_WRITER])) in shown


def test_whoever_approves_a_good_answer_is_warned_of_nothing(desk: Desk) -> None:
    letter = with_education(draft(writer=GUIHUA))
    head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    shown = page(desk("wutongzhi"), letter)
    assert said("Before it leaves, have one more look") not in shown


def test_an_answer_for_several_names_none_of_them(desk: Desk) -> None:
    first, second = send(draft(writer=GUIHUA)), send(draft(title="同一盏路灯"))
    merge(by=cast.registrar(), at=now(), letter=second, into=first)
    told = f"尊敬的{GUIHUA}：{ANSWER}"
    typed = {"what-0": "换灯", "day-0": "2026-12-01", "is_for_merged": "on"}
    found = act(desk("wangdengji"), first, "reply", text=told, **typed)
    assert found.status_code == HTTPStatus.CONFLICT
    assert value_of(found, "reply-text") == told
    assert value_of(found, "reply-what-0") == "换灯"
    words = SENTENCES[TellsOfAnother].words
    assert said(str(words), found=GUIHUA) in found.text
    assert not Reply.objects.exists()


def test_a_head_sends_back_what_tells_one_writer_of_another(desk: Desk) -> None:
    letter = with_education(draft(writer=GUIHUA))
    head()
    told = f"尊敬的{GUIHUA}：{ANSWER}"
    propose(by=cast.officer(), at=now(), letter=letter, text=told)
    second = send(draft(title="同一盏路灯"))
    merge(by=cast.registrar(), at=now(), letter=second, into=letter)
    found = act(desk("wutongzhi"), letter, "approve")
    assert found.status_code == HTTPStatus.CONFLICT
    assert said(str(SEND_BACK), found=GUIHUA) in found.text


def test_an_answer_that_names_its_writer_is_not_passed_to_another(desk: Desk) -> None:
    first, second = send(draft(writer=GUIHUA)), send(draft(title="同一盏路灯"))
    reply(by=cast.registrar(), at=now(), letter=first, text=f"{GUIHUA}：{ANSWER}")
    found = act(desk("wangdengji"), second, "merge", into=first.ref)
    assert found.status_code == HTTPStatus.CONFLICT
    assert value_of(found, "merge-into") == first.ref
    assert said(str(CANNOT_MERGE[CannotMerge.Why.TELLS])) in found.text
    assert GUIHUA not in page(desk("wangdengji"), second)


def test_enter_in_a_field_sends_no_answer(desk: Desk) -> None:
    letter = with_education()
    shown = page(desk("lizhuren"), letter)
    form = shown.split(f'action="{address(letter, "reply")}"')[1].split("</form>")[0]
    # A browser presses the first button of the form.
    first = form.split('<button class="btn')[1]
    assert f'formaction="{address(letter, "draft")}"' in first
