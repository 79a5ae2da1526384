"""Registering: number, day, leaf, and the same letter for the same form."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction

from mingbai.channels.models import Message
from mingbai.ledger.clock import NotNow
from mingbai.ledger.models import Leaf
from mingbai.letters.content import letter_content
from mingbai.letters.models import Handling, Letter, LetterEvent
from mingbai.letters.register import (
    History,
    OtherText,
    register,
    telephone_context,
)
from mingbai.letters.tally import figures
from mingbai.letters.verify_story import story_faults
from mingbai.lib.blob import NotDecryptable
from mingbai.lib.commitment import c0, commit
from mingbai.lib.receipt import mint
from mingbai.places.actors import Citizen, System
from mingbai.places.keys import key_ring
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import facts
from tests.moments import TODAY
from tests.written import draft, send


def test_the_same_receipt_with_another_text_is_refused(place: Place) -> None:
    receipt = mint()
    send(receipt=receipt)
    with pytest.raises(OtherText):
        send(draft(text="换了一封信。"), receipt=receipt)
    assert Letter.objects.count() == 1


def test_a_system_task_registers_no_letter_of_a_citizen(place: Place) -> None:
    with pytest.raises(NotAllowed):
        register(
            by=System("worker"),
            at=datetime.now(UTC),
            draft=draft(),
            receipt=mint(),
        )


def test_a_time_that_is_not_now_is_refused(place: Place) -> None:
    with pytest.raises(NotNow):
        send(at=datetime.now(UTC) - timedelta(minutes=3))
    assert not Leaf.objects.filter(kind=Leaf.Kind.INTAKE).exists()


def test_a_registered_letter_is_never_changed(place: Place) -> None:
    letter = send()
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(due_on=date(2030, 1, 1))


def test_a_number_is_used_once(place: Place) -> None:
    letter = send()
    other = send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.create(
            year=letter.year,
            number=letter.number,
            channel="web",
            kind="ask",
            received_at=letter.received_at,
            received_on=letter.received_on,
            due_on=letter.due_on,
            c0=bytes(32),
            leaf=other.leaf,
        )


def test_the_same_form_sent_twice_is_one_letter(place: Place) -> None:
    receipt = mint()
    first, second = send(receipt=receipt), send(receipt=receipt)
    assert first == second
    assert Letter.objects.count() == Message.objects.count() == 1
    assert Leaf.objects.filter(kind=Leaf.Kind.INTAKE).count() == 1


def test_numbers_follow_one_another_within_the_year(place: Place) -> None:
    assert [send().ref for _ in range(3)] == ["26-0000001", "26-0000002", "26-0000003"]


def test_the_due_day_is_counted_in_working_days_from_the_day_after(
    place: Place,
) -> None:
    letter = send()
    assert letter.received_on == TODAY
    # Fifteen working days from Tuesday 22 September 2026 cross National Day and the
    # make-up day of 10 October.
    assert letter.due_on == date(2026, 10, 20)


def test_five_working_days_from_30_september_2026_end_on_13_october(
    place: Place, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 9, 30, 6, tzinfo=UTC))
    place.reply_working_days = 5
    assert send().due_on == date(2026, 10, 13)


def test_a_letter_late_in_the_evening_belongs_to_that_day_of_the_place(
    place: Place, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    assert send().ref == "26-0000001"
    clock.move_to(datetime(2026, 12, 31, 16, 1, tzinfo=UTC))
    assert send().ref == "27-0000001"


def test_a_deadline_in_a_year_not_loaded_is_provisional(
    place: Place, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 12, 22, 2, tzinfo=UTC))
    assert Handling.objects.get(letter=send()).is_provisional


def test_the_leaf_commits_to_text_number_and_days(place: Place) -> None:
    receipt = mint()
    letter = send(receipt=receipt)
    stored = Letter.objects.whole().get(pk=letter.pk)
    inner = c0(receipt.commitment_key, letter_content(stored))
    assert inner == bytes(stored.c0)
    outer = commit(inner, stored.ref, stored.received_on, stored.due_on)
    assert outer == bytes(stored.leaf.commitment)
    assert stored.leaf.kind == Leaf.Kind.INTAKE


def test_what_was_typed_is_kept_byte_for_byte(place: Place) -> None:
    typed = "第一行\r\n  第二行\t末尾　\n😀𠮷 \u202eABC"
    letter = send(draft(text=typed))
    assert bytes(letter.text.verbatim or b"") == typed.encode()


def test_the_receipt_itself_is_kept_nowhere(place: Place) -> None:
    receipt = mint()
    letter = send(receipt=receipt)
    assert bytes(letter.lookup_digest or b"") == receipt.lookup_digest
    for row in (letter, letter.text, letter.message):
        assert receipt.compact not in str(vars(row))


def test_a_telephone_is_sealed_and_can_be_found(place: Place) -> None:
    letter = send(draft(telephone="+8613800000000"))
    sealed = bytes(letter.text.telephone or b"")
    assert b"13800000000" not in sealed
    opened = key_ring().decrypt(sealed, context=telephone_context(letter))
    assert opened == b"+8613800000000"
    found = key_ring().lookup_hmac("+8613800000000")
    assert bytes(letter.text.telephone_hmac or b"") == found


def test_a_telephone_sealed_for_one_letter_opens_for_no_other(place: Place) -> None:
    one, other = send(draft(telephone="+8613800000000")), send()
    with pytest.raises(NotDecryptable):
        key_ring().decrypt(
            bytes(one.text.telephone or b""), context=telephone_context(other)
        )


def test_registering_is_an_event_of_the_writer_and_counted(place: Place) -> None:
    letter = send()
    event = LetterEvent.objects.get(letter=letter)
    assert (event.kind, event.actor) == ("registered", "writer")
    assert figures(today=TODAY).received == figures(today=TODAY).open == 1


def test_whom_the_writer_names_is_an_event_with_a_leaf_of_its_own(
    place: Place, cast: ModuleType
) -> None:
    nobody = send()
    assert not LetterEvent.objects.filter(letter=nobody, kind="recused").exists()
    letter = send(replace(draft(kind="complain"), about=cast.post("jiaoyu-juzhang")))
    registered, named = LetterEvent.objects.filter(letter=letter)
    assert (registered.kind, named.kind) == ("registered", "recused")
    assert (named.actor, named.post) == ("writer", cast.post("jiaoyu-juzhang"))
    stated = facts(letter, "recused")
    assert (stated["by"], stated["post"]) == ("writer", "jiaoyu-juzhang")
    assert story_faults(Letter.objects.whole().get(pk=letter.pk)) == []


def test_a_letter_brought_from_elsewhere_names_without_a_leaf(
    place: Place, cast: ModuleType
) -> None:
    about = replace(draft(kind="complain"), about=cast.post("jiaoyu-juzhang"))
    letter = register(
        by=System("import-letters", cast.registrar()),
        at=datetime.now(UTC) - timedelta(days=400),
        draft=about,
        receipt=mint(),
        history=History(source_id="17", reply=""),
    )
    named = LetterEvent.objects.get(letter=letter, kind="recused")
    assert (named.leaf, named.actor) == (None, "system")


def test_a_citizen_needs_to_prove_nothing_to_write(place: Place) -> None:
    assert send().ref == "26-0000001"
    assert Citizen(channel="web").letters == frozenset()
