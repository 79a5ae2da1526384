"""The mailbox and its public lists: true figures, and nobody's writer named."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

import pytest
import time_machine

from mingbai.letters import unkept
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.models import Promise
from mingbai.letters.promises_due import promises_due
from mingbai.letters.reply import Promised, reply
from mingbai.places.actors import System
from mingbai.places.models import Place
from mingbai.web.public.letter_token import writer_of
from tests import cast
from tests.moments import TODAY
from tests.powers.publishing import published
from tests.web.public.letters import ANSWER, answered, with_education
from tests.web.public.reading import page, queries, said, status
from tests.written import draft, send

LATE = "/letters/late/"
UNKEPT = "/letters/promises/"
MAILBOX = "/letters/"


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


def test_an_empty_late_list_praises_nobody(place: Place) -> None:
    send()
    shown = page(LATE)
    assert said("No letter is late today") in shown
    assert "<table" not in shown


def test_the_late_list_names_the_body_and_neither_letter_nor_writer(
    place: Place, clock: time_machine.Traveller
) -> None:
    letter = with_education(send(draft(title="路灯坏了", writer="周女士")))
    clock.shift(timedelta(days=60))
    shown = page(LATE)
    assert "县教育局" in shown
    assert 'href="/bodies/jiaoyuju/"' in shown
    for secret in (letter.ref, "路灯坏了", "周女士", "李主任"):
        assert secret not in shown


def test_a_late_letter_of_the_office_stands_under_its_name(
    place: Place, clock: time_machine.Traveller
) -> None:
    send()
    clock.shift(timedelta(days=60))
    table = page(LATE).partition("<tbody>")[2].partition("</tbody>")[0]
    assert place.office in table


def test_a_letter_leaves_the_late_list_by_its_answer(
    place: Place, clock: time_machine.Traveller
) -> None:
    letter = with_education(send())
    clock.shift(timedelta(days=60))
    assert "<table" in page(LATE)
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert "<table" not in page(LATE)


def test_the_late_list_asks_as_often_for_many_as_for_one(
    place: Place, clock: time_machine.Traveller
) -> None:
    with_education(send())
    clock.shift(timedelta(days=60))
    few = queries(LATE)
    clock.shift(timedelta(days=-60))
    for _ in range(4):
        with_education(send())
    clock.shift(timedelta(days=60))
    assert queries(LATE) == few == 5


def break_promises(number: int, clock: time_machine.Traveller) -> None:
    """So many promises were made, each for another day, and none was kept."""
    letter = send()
    promises = [
        Promised(f"第{one}盏灯", TODAY + timedelta(days=one))
        for one in range(1, number + 1)
    ]
    answered(letter, *promises)
    clock.shift(timedelta(days=number))
    promises_due(by=System("worker"), at=now())
    for promise in Promise.objects.all():
        judge_promise(by=writer_of(letter), at=now(), promise=promise, is_done=False)


def test_an_empty_list_of_promises_says_what_it_would_hold(place: Place) -> None:
    answered(send(), Promised("换好路灯", TODAY + timedelta(days=1)))
    shown = page(UNKEPT)
    assert said("Nothing stands here today") in shown
    assert "换好路灯" not in shown


def test_promises_are_paged_by_key_the_longest_due_first(
    place: Place, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unkept, "PAGE_SIZE", 2)
    break_promises(3, clock)
    first = page(UNKEPT)
    assert first.index("第1盏灯") < first.index("第2盏灯")
    assert "第3盏灯" not in first
    next_page = f"{UNKEPT}?after=broken.{TODAY + timedelta(days=2)}"
    assert f'href="?after=broken.{TODAY + timedelta(days=2)}"' in first
    assert "第3盏灯" in page(next_page)
    assert "第1盏灯" not in page(next_page)


@pytest.mark.parametrize(
    "after", ["x", "broken", "broken.", "broken.2026-13-01", "\0.\0", "kept.0001-01-01"]
)
def test_a_mark_that_is_none_harms_nothing(place: Place, after: str) -> None:
    assert status(f"{UNKEPT}?after={after}") == HTTPStatus.OK


def test_the_list_of_promises_asks_one_question(
    place: Place, clock: time_machine.Traveller
) -> None:
    break_promises(3, clock)
    assert queries(UNKEPT) == 1


def test_the_mailbox_lists_leaders_by_precedence_with_holder_and_powers(
    place: Place,
) -> None:
    published("SD-001", holder=cast.post("fuxianzhang"))
    shown = page(MAILBOX)
    assert shown.index("县委书记") < shown.index("县长")
    row = shown.partition(f"<b>{cast.post('fuxianzhang').name}</b>")[2]
    row = row.partition("</tr>")[0]
    assert "孙晓兰" in row
    assert 'href="/leaders/fuxianzhang/"' in row
    assert said("%(number)s powers", number=1) in row
    assert 'href="/letters/write/?post=fuxianzhang"' in row


def test_every_rate_has_numerator_denominator_and_its_shares_beside_it(
    place: Place,
) -> None:
    answered(send())
    send()
    for address in ("/", MAILBOX, LATE, "/bodies/jiaoyuju/"):
        shown = page(address)
        assert "1 / 1" in shown, address
        for share in ("Not accepted", "Joined as duplicates", "Extended"):
            assert said(share) in shown, address
        assert said("Opened again") in shown, address
        assert said("Closed late without an answer") in shown, address


def test_a_body_that_is_late_says_so_and_leads_to_the_list(
    place: Place, clock: time_machine.Traveller
) -> None:
    assert f"{LATE}#jiaoyuju" not in page("/bodies/jiaoyuju/")
    with_education(send())
    clock.shift(timedelta(days=60))
    assert f'href="{LATE}#jiaoyuju">! 1</a>' in page("/bodies/jiaoyuju/")
    assert 'id="jiaoyuju"' in page(LATE)


def test_a_committee_is_passed_no_letters_and_shows_no_figures(place: Place) -> None:
    assert 'id="letters"' not in page("/bodies/xianwei/")


def test_the_mailbox_asks_four_questions(place: Place) -> None:
    assert queries(MAILBOX) == 4
